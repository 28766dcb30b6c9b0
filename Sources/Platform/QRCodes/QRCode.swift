import CQREncode

/// 二维码 — a text as a square of dark and light modules (ISO/IEC 18004), with a quarter of it to spare when the print is
/// scratched.
public struct QRCode: Sendable, Hashable {
    /// Modules along one side.
    public let size: Int
    private let dark: [Bool]

    /// `nil` when the text is empty or too long for a code (about 1,600 bytes).
    public init?(_ text: String) {
        guard !text.isEmpty, let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_Q) else { return nil }
        defer { QRcode_free(code) }
        size = Int(code.pointee.width)
        // The lowest bit of each byte says whether the module is dark.
        dark = (0..<size * size).map { code.pointee.data[$0] & 1 == 1 }
    }

    public subscript(column: Int, row: Int) -> Bool { dark[row * size + column] }

    /// The dark modules as the path of a drawing (SVG) in which a module is one unit and the first is at 0, 0.
    public var path: String {
        var path = ""
        for row in 0..<size {
            var column = 0
            while column < size {
                let start = column
                while column < size, self[column, row] { column += 1 }
                if column > start { path += "M\(start) \(row)h\(column - start)v1h-\(column - start)z" }
                column += 1
            }
        }
        return path
    }
}
