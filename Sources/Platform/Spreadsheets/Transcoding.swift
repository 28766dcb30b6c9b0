import Glibc

/// Text in other encodings turned into UTF-8 by the C library.
enum Transcoding {
    static func utf8(from encoding: DelimitedText.Encoding, _ source: [UInt8]) throws(SpreadsheetError) -> [UInt8] {
        let converter = iconv_open("UTF-8", encoding.rawValue)
        guard converter != iconv_t(bitPattern: -1) else { throw .unknownEncoding(line: 1) }
        defer { iconv_close(converter) }
        var source = source
        // A character of two bytes becomes three, one of four at most four.
        var isComplete = false
        var consumed = 0
        let result = [UInt8](unsafeUninitializedCapacity: source.count * 3 / 2 + 16) { output, filled in
            source.withUnsafeMutableBytes { input in
                var from = input.baseAddress?.assumingMemoryBound(to: CChar.self)
                var fromCount = input.count
                let start = UnsafeMutableRawPointer(output.baseAddress!).assumingMemoryBound(to: CChar.self)
                var to: UnsafeMutablePointer<CChar>? = start
                var toCount = output.count
                isComplete = iconv(converter, &from, &fromCount, &to, &toCount) != Int(bitPattern: UInt.max)
                consumed = input.count - fromCount
                filled = output.count - toCount
            }
        }
        guard isComplete else {
            throw .unknownEncoding(line: source.prefix(consumed).count { $0 == UInt8(ascii: "\n") } + 1)
        }
        return result
    }
}
