import Archives
import Glibc

/// Walks over a large XML part while it is being unpacked, holding only the element at hand.
///
/// What it hands out lies in its buffer and is valid until the next call.
final class XMLStream {
    private let source: EntryStream
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 18
    private var start = 0
    private var end = 0
    private var isComplete = false

    /// No honest row comes near; a longer one would only be there to fill the memory.
    private static let longestElement = 64 << 20

    init(_ source: EntryStream) {
        self.source = source
        buffer = .allocate(capacity: capacity)
    }

    deinit {
        buffer.deallocate()
    }

    /// The share of the packed part read so far, 0 to 1.
    var progress: Double {
        Double(source.compressedBytesRead) / Double(max(source.entry.compressedSize, 1))
    }

    var name: String { source.entry.name }

    /// The next tag, nil when the part ends.
    func nextTag() throws(SpreadsheetError) -> XMLTag? {
        while true {
            var cursor = XMLCursor(unread)
            let tag = cursor.nextTag()
            start = cursor.at - UnsafePointer(buffer)
            if let tag { return tag }
            guard try load() else {
                if start < end { throw .damaged(part: name) }
                return nil
            }
        }
    }

    /// Everything from behind the opening tag just read up to and including its closing tag, given as `</row`.
    func content(upTo needle: [UInt8]) throws(SpreadsheetError) -> Slice {
        var searched = 0
        while true {
            let rest = unread
            let from = max(0, searched - needle.count)
            searched = rest.count
            if let found = needle.withUnsafeBufferPointer({ rest.offset(of: $0, from: from) }) {
                searched = found + needle.count
                let close = start + found
                if let length = closingTagLength(at: close, nameEnd: close + needle.count) {
                    let content = Slice(start: UnsafePointer(buffer) + start, count: close + length - start)
                    start = close + length
                    return content
                }
            }
            guard try load() else { throw .damaged(part: name) }
        }
    }

    private func closingTagLength(at close: Int, nameEnd: Int) -> Int? {
        var position = nameEnd
        while position < end, buffer[position] <= UInt8(ascii: " ") { position += 1 }
        return position < end && buffer[position] == UInt8(ascii: ">") ? position + 1 - close : nil
    }

    private var unread: Slice {
        Slice(start: UnsafePointer(buffer) + start, count: end - start)
    }

    /// Adds unpacked bytes behind those not yet used; false at the end of the part.
    private func load() throws(SpreadsheetError) -> Bool {
        guard !isComplete else { return false }
        makeRoom()
        guard end < capacity else { throw .damaged(part: name) }
        let room = UnsafeMutableRawBufferPointer(start: buffer + end, count: capacity - end)
        do throws(ArchiveError) {
            let count = try source.read(into: room)
            isComplete = count == 0
            end += count
            return count > 0
        } catch {
            throw .archive(error)
        }
    }

    private func makeRoom() {
        if start > 0 {
            memmove(buffer, buffer + start, end - start)
            end -= start
            start = 0
        }
        if end == capacity, capacity < Self.longestElement {
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
            memcpy(larger, buffer, end)
            buffer.deallocate()
            buffer = larger
            capacity *= 2
        }
    }
}
