import Calendars
import Synchronization

/// Ids that sort by the time they were made (RFC 9562, version 7), so that new rows land at the end of every index.
public enum UUIDv7 {
    private static let last = Mutex<(milliseconds: Int, counter: UInt16)>((0, 0))

    /// 36 characters, lower case. Within one millisecond, and when the clock steps back, a counter keeps the order.
    public static func make(at instant: Instant = .now) -> String {
        let (milliseconds, counter) = last.withLock { last -> (Int, UInt16) in
            if instant.milliseconds > last.milliseconds {
                last = (instant.milliseconds, UInt16.random(in: 0..<0x400))
            } else if last.counter < 0xFFF {
                last.counter += 1
            } else {
                last = (last.milliseconds + 1, 0)
            }
            return last
        }
        return text(milliseconds: UInt64(milliseconds), counter: counter, random: .random(in: 0...UInt64.max))
    }

    private static func text(milliseconds: UInt64, counter: UInt16, random: UInt64) -> String {
        let high = milliseconds << 16 | 0x7000 | UInt64(counter)
        let low = random & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return String(unsafeUninitializedCapacity: 36) { bytes in
            var position = 0
            for nibble in 0..<32 {
                if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 {
                    bytes[position] = UInt8(ascii: "-")
                    position += 1
                }
                let word = nibble < 16 ? high : low
                let value = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (nibble % 16)) & 0xF)
                bytes[position] = value < 10 ? 48 + value : 87 + value
                position += 1
            }
            return 36
        }
    }

    /// Whether a text a client sent has the form of a UUID of any version.
    public static func isWellFormed(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.joined().allSatisfy {
                (48...57).contains($0) || (97...102).contains($0) || (65...70).contains($0)
            }
    }
}
