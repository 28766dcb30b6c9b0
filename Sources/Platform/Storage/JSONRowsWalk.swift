/// Walks over what ``JSONRows`` wrote without making strings of it, for when a million columns are looked through.
///
/// Only over plain text: where something is escaped it gives up, and whoever walks reads with ``JSONRows/decoded(_:)``.
public struct JSONRowsWalk {
    /// The bytes of a text; `nil` for `null`.
    public typealias Value = UnsafeBufferPointer<UInt8>?

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// - Parameter bytes: outlive the walk and every value that it hands over.
    public init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// Goes on to the next row and puts its values in place of those that were there.
    ///
    /// - Returns: whether there was one more; `nil` when the text goes on in another way than plainly.
    public mutating func next(_ row: inout [Value]) -> Bool? {
        row.removeAll(keepingCapacity: true)
        let isFirst = position == 0
        if isFirst, !take(UInt8(ascii: "[")) { return nil }
        if take(UInt8(ascii: "]")) { return position == bytes.count ? false : nil }
        if !isFirst, !take(UInt8(ascii: ",")) { return nil }
        guard take(UInt8(ascii: "[")) else { return nil }
        if take(UInt8(ascii: "]")) { return true }
        repeat {
            guard let value = value() else { return nil }
            row.append(value)
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? true : nil
    }

    /// The outer optional says whether there was a value, the inner one whether it was `null`.
    private mutating func value() -> Value? {
        guard take(UInt8(ascii: "\"")) else {
            for character in "null".utf8 where !take(character) { return nil }
            return .some(nil)
        }
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\\") { return nil }
            position += 1
            if byte == UInt8(ascii: "\"") { return UnsafeBufferPointer(rebasing: bytes[start..<position - 1]) }
        }
        return nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }
}
