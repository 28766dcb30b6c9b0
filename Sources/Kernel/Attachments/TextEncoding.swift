/// The encodings in which Chinese text files come.
enum TextEncoding {
    case utf8, gb18030

    /// The encoding of a whole text; nil when it is no text.
    static func of(_ bytes: [UInt8]) -> TextEncoding? {
        guard !bytes.isEmpty, !bytes.contains(where: isControl) else { return nil }
        if isUTF8(bytes) { return .utf8 }
        return isGB18030(bytes) ? .gb18030 : nil
    }

    /// Tabs, ends of lines and pages occur in texts, other control characters do not.
    private static func isControl(_ byte: UInt8) -> Bool {
        byte == 127 || byte < 32 && ![9, 10, 12, 13].contains(byte)
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }

    /// GB 18030-2022: one byte, two, or four.
    private static func isGB18030(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            guard (0x81...0xFE).contains(bytes[index]), index + 1 < bytes.count else { return false }
            switch bytes[index + 1] {
            case 0x40...0x7E, 0x80...0xFE: index += 2
            case 0x30...0x39:
                guard index + 3 < bytes.count, (0x81...0xFE).contains(bytes[index + 2]),
                    (0x30...0x39).contains(bytes[index + 3])
                else { return false }
                index += 4
            default: return false
            }
        }
        return true
    }
}
