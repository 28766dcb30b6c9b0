import Archives
import CZlib
import Testing

/// What is sent compressed comes out as it went in.
struct GzipTests {
    @Test(arguments: [0, 1, 60_000])
    func `compressed bytes come back as they were`(_ count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 % 23) }
        let packed = try #require(Gzip.compressed(bytes))
        #expect(packed.prefix(2) == [0x1F, 0x8B])
        #expect(inflated(packed, room: count + 1) == bytes)
        if count > 1000 { #expect(packed.count < count / 10) }
    }

    private func inflated(_ packed: [UInt8], room: Int) -> [UInt8] {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { inflateEnd(stream) }
        var input = packed
        return input.withUnsafeMutableBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: room) { target, count in
                stream.pointee.next_in = source.baseAddress
                stream.pointee.avail_in = uInt(source.count)
                stream.pointee.next_out = target.baseAddress
                stream.pointee.avail_out = uInt(room)
                let status = inflate(stream, Z_FINISH)
                count = status == Z_STREAM_END ? Int(stream.pointee.total_out) : 0
            }
        }
    }
}
