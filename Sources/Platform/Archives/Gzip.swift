import CZlib

/// Bytes as web servers send them to save the line (RFC 1952).
public enum Gzip {
    /// The bytes in gzip format, or `nil` when zlib has no memory left.
    public static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        // zlib remembers where the stream lies, so it must not move.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        // 15 bits of window, and 16 more to ask for gzip's own header and checksum.
        let started = deflateInit2_(
            stream, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard started == Z_OK else { return nil }
        defer { deflateEnd(stream) }
        var input = bytes
        let room = Int(deflateBound(stream, uLong(bytes.count)))
        var status = Z_OK
        let packed = input.withUnsafeMutableBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: room) { target, count in
                stream.pointee.next_in = source.baseAddress
                stream.pointee.avail_in = uInt(source.count)
                stream.pointee.next_out = target.baseAddress
                stream.pointee.avail_out = uInt(room)
                status = deflate(stream, Z_FINISH)
                count = Int(stream.pointee.total_out)
            }
        }
        return status == Z_STREAM_END ? packed : nil
    }

    /// - Parameter limit: the most bytes that may come out.
    /// - Returns: `nil` when this is no whole gzip stream, or more would come out.
    public static func expanded(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return nil
        }
        defer { inflateEnd(stream) }
        var input = bytes
        var expanded: [UInt8] = []
        var status = Z_OK
        input.withUnsafeMutableBufferPointer { source in
            stream.pointee.next_in = source.baseAddress
            stream.pointee.avail_in = uInt(source.count)
            while status == Z_OK, expanded.count <= limit {
                expanded += [UInt8](unsafeUninitializedCapacity: 1 << 18) { target, count in
                    stream.pointee.next_out = target.baseAddress
                    stream.pointee.avail_out = uInt(target.count)
                    status = inflate(stream, Z_NO_FLUSH)
                    count = target.count - Int(stream.pointee.avail_out)
                }
            }
        }
        return status == Z_STREAM_END && stream.pointee.avail_in == 0 && expanded.count <= limit ? expanded : nil
    }
}
