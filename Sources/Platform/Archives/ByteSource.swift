import Glibc

/// Bytes in memory or in a file, read at any position.
///
/// Files are read with `pread`, not mapped: a file cut short while it is mapped would end the process.
enum ByteSource: Sendable {
    case memory([UInt8])
    case file(OpenFile)

    init(path: String) throws(ArchiveError) {
        self = .file(try OpenFile(path: path))
    }

    var count: Int {
        switch self {
        case .memory(let bytes): bytes.count
        case .file(let file): file.count
        }
    }

    /// Fills the buffer from `offset` on; returns fewer bytes than asked only at the end of the source.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        guard offset >= 0, offset < count, let target = buffer.baseAddress else { return 0 }
        switch self {
        case .memory(let bytes):
            let length = min(buffer.count, bytes.count - offset)
            bytes.withUnsafeBytes { _ = memcpy(target, $0.baseAddress! + offset, length) }
            return length
        case .file(let file):
            return try file.read(at: offset, into: buffer)
        }
    }

    func bytes(at offset: Int, count: Int) throws(ArchiveError) -> [UInt8] {
        guard offset >= 0, count >= 0, count <= self.count - offset else { throw .truncated }
        var failure: ArchiveError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(ArchiveError) {
                filled = try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        guard bytes.count == count else { throw .truncated }
        return bytes
    }
}

/// A file held open for reading until nobody needs it any more.
final class OpenFile: Sendable {
    let path: String
    let count: Int
    private let descriptor: Int32

    init(path: String) throws(ArchiveError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, errno: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            let reason = errno
            close(descriptor)
            throw .unreadable(path: path, errno: reason)
        }
        self.path = path
        self.descriptor = descriptor
        count = Int(status.st_size)
    }

    deinit {
        close(descriptor)
    }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let length = pread(descriptor, buffer.baseAddress! + filled, buffer.count - filled, off_t(offset + filled))
            if length < 0 && errno == EINTR { continue }
            guard length >= 0 else { throw .unreadable(path: path, errno: errno) }
            if length == 0 { break }
            filled += length
        }
        return filled
    }
}
