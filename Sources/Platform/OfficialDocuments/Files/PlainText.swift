#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Decodes text files. Chinese offices still keep many of them in GB18030 and its forerunners.
enum PlainText {
    static func read(_ bytes: [UInt8]) throws(UnreadableDocument) -> DocumentText {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            guard let text = String(validating: bytes.dropFirst(3), as: UTF8.self) else { throw .notADocument }
            return try checked(DocumentText(text: text, format: .utf8))
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return try checked(DocumentText(text: utf16(bytes), format: .utf16))
        }
        if let text = String(validating: bytes, as: UTF8.self) {
            return try checked(DocumentText(text: text, format: .utf8))
        }
        return try checked(DocumentText(text: gb18030(bytes), format: .gb18030))
    }

    private static func utf16(_ bytes: [UInt8]) throws(UnreadableDocument) -> String {
        guard bytes.count % 2 == 0 else { throw .damaged }
        let littleEndian = bytes[0] == 0xFF
        let units = stride(from: 2, to: bytes.count, by: 2).map { index -> UInt16 in
            let low = UInt16(bytes[littleEndian ? index : index + 1])
            let high = UInt16(bytes[littleEndian ? index + 1 : index])
            return high << 8 | low
        }
        guard let text = String(validating: units, as: UTF16.self) else { throw .damaged }
        return text
    }

    private static func gb18030(_ bytes: [UInt8]) throws(UnreadableDocument) -> String {
        let converter = iconv_open("UTF-8", "GB18030")
        guard converter != iconv_t(bitPattern: -1) else { throw .notADocument }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: bytes.count * 3 + 4)
        var unread = input.count
        var free = output.count
        let result = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                var from = source.baseAddress
                var to = target.baseAddress
                return iconv(converter, &from, &unread, &to, &free)
            }
        }
        guard result != -1, unread == 0 else { throw .notADocument }
        let decoded = output[..<(output.count - free)].map { UInt8(bitPattern: $0) }
        guard let text = String(validating: decoded, as: UTF8.self) else { throw .notADocument }
        return text
    }

    /// Pictures and programs that happen to decode are full of control characters; text has none.
    private static func checked(_ document: DocumentText) throws(UnreadableDocument) -> DocumentText {
        let controls = document.text.unicodeScalars.lazy.filter {
            ($0.value < 0x20 && !$0.isBlank) || $0.value == 0x7F || $0.value == 0xFFFD
                || (0xE000...0xF8FF).contains($0.value)
        }.prefix(200).count
        guard controls * 100 <= document.text.unicodeScalars.count else { throw .notADocument }
        return document
    }
}
