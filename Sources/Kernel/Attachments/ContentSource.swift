#if canImport(Glibc)
    import Glibc
#endif

/// Bytes that were received, in memory or in a file of ours.
enum ContentSource: Sendable {
    case memory([UInt8])
    case file(path: String, size: Int)

    var size: Int {
        switch self {
        case .memory(let bytes): bytes.count
        case .file(_, let size): size
        }
    }

    /// At most so many bytes from the position on.
    func bytes(at offset: Int, count: Int) throws(FolderUnavailable) -> [UInt8] {
        let end = min(size, max(offset, 0).addingReportingOverflow(max(count, 0)).partialValue)
        guard offset >= 0, offset < end else { return [] }
        switch self {
        case .memory(let bytes): return Array(bytes[offset..<end])
        case .file(let path, _):
            let file = try OpenFile(reading: path)
            return try file.read(at: offset, count: end - offset)
        }
    }

    func all() throws(FolderUnavailable) -> [UInt8] {
        try bytes(at: 0, count: size)
    }
}

/// The folder of the attachments cannot be read or written right now. Nothing that was answered is lost.
public struct FolderUnavailable: Error, Hashable {
    public enum Cause: String, Sendable {
        case diskFull, readOnly, missing, inputOutput
    }

    public let cause: Cause
    /// What the system said, for the operator.
    public let detail: String

    init(_ step: String, errno number: Int32 = errno) {
        cause =
            switch number {
            case ENOSPC, EDQUOT: .diskFull
            case EROFS, EACCES, EPERM: .readOnly
            case ENOENT, ENOTDIR: .missing
            default: .inputOutput
            }
        detail = "\(step): \(String(cString: strerror(number)))"
    }
}

/// A file descriptor that closes itself.
final class OpenFile: Sendable {
    let descriptor: Int32

    init(reading path: String) throws(FolderUnavailable) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        if descriptor < 0 { throw FolderUnavailable("open for reading") }
    }

    /// Makes the file; refuses when anything is there already.
    init(making path: String) throws(FolderUnavailable) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o640)
        if descriptor < 0 { throw FolderUnavailable("make file") }
    }

    deinit { close(descriptor) }

    func size() throws(FolderUnavailable) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FolderUnavailable("size") }
        return Int(status.st_size)
    }

    func read(at offset: Int, count: Int) throws(FolderUnavailable) -> [UInt8] {
        var failure: FolderUnavailable?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let part = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
                if part < 0 && errno == EINTR { continue }
                if part < 0 { failure = FolderUnavailable("read") }
                if part <= 0 { return }
                filled += part
            }
        }
        if let failure { throw failure }
        return bytes
    }

    func append(_ bytes: [UInt8]) throws(FolderUnavailable) {
        var written = 0
        while written < bytes.count {
            let part = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, bytes.count - written) }
            if part < 0 && errno == EINTR { continue }
            if part < 0 { throw FolderUnavailable("write") }
            written += part
        }
    }

    /// A failed sync is never tried again: the system may have forgotten what it could not write.
    func sync() throws(FolderUnavailable) {
        if fsync(descriptor) != 0 { throw FolderUnavailable("sync") }
    }
}
