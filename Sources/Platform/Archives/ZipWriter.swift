import CZlib

/// Puts named files together into a ZIP archive in memory, as .docx and small downloads need it.
///
/// Entries carry no time of day, so equal contents give equal bytes.
public struct ZipWriter {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    public init() {}

    /// Adds one file; `compressed: false` keeps its bytes as they are, as some readers demand of a first entry.
    public mutating func add(_ name: String, _ contents: [UInt8], compressed: Bool = true) {
        let packed = compressed ? Self.deflated(contents) : contents
        let nameBytes = Array(name.utf8)
        let checksum = UInt32(truncatingIfNeeded: crc32(0, contents, uInt(contents.count)))
        // Bit 11: the name is UTF-8. The date is 1 January 1980, the earliest the format knows.
        var facts: [UInt8] = []
        facts.append(uint16: 20, 0x0800, compressed ? 8 : 0, 0, 0x0021)
        facts.append(uint32: Int(checksum), packed.count, contents.count)
        facts.append(uint16: nameBytes.count, 0)

        directory.append(uint32: 0x0201_4B50)
        directory.append(uint16: 20)
        directory += facts
        directory.append(uint16: 0, 0, 0)
        directory.append(uint32: 0, body.count)
        directory += nameBytes

        body.append(uint32: 0x0403_4B50)
        body += facts + nameBytes + packed
        count += 1
    }

    /// The archive with everything added so far.
    public var bytes: [UInt8] {
        var end: [UInt8] = []
        end.append(uint32: 0x0605_4B50)
        end.append(uint16: 0, 0, count, count)
        end.append(uint32: directory.count, body.count)
        end.append(uint16: 0)
        return body + directory + end
    }

    private static func deflated(_ contents: [UInt8]) -> [UInt8] {
        // zlib remembers the address of its state, so the state must not move.
        let zlib = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        zlib.initialize(to: z_stream())
        let started = deflateInit2_(
            zlib, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(started == Z_OK, "zlib refused to start: \(started)")
        defer {
            deflateEnd(zlib)
            zlib.deallocate()
        }
        var input = contents
        let room = Int(deflateBound(zlib, uLong(contents.count)))
        return [UInt8](unsafeUninitializedCapacity: room) { output, filled in
            input.withUnsafeMutableBufferPointer {
                zlib.pointee.next_in = $0.baseAddress
                zlib.pointee.avail_in = uInt($0.count)
                zlib.pointee.next_out = output.baseAddress
                zlib.pointee.avail_out = uInt(output.count)
                let status = deflate(zlib, Z_FINISH)
                precondition(status == Z_STREAM_END, "zlib could not finish: \(status)")
            }
            filled = output.count - Int(zlib.pointee.avail_out)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(uint16 numbers: Int...) {
        for number in numbers { self += [UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF)] }
    }

    fileprivate mutating func append(uint32 numbers: Int...) {
        for number in numbers { append(uint16: number & 0xFFFF, number >> 16) }
    }
}
