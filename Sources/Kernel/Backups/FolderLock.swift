import Foundation

/// Keeps a backup folder from being pruned while a backup relies on pieces that are there already.
final class FolderLock: Sendable {
    enum Mode {
        /// Backups may be written beside each other.
        case together
        case alone
    }

    private let descriptor: Int32

    fileprivate init(path: String, mode: Mode) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        descriptor = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
        guard flock(descriptor, (mode == .alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            close(descriptor)
            if isTaken { throw FolderInUse(path: path) }
            throw CocoaError(.fileLocking, userInfo: [NSFilePathErrorKey: path])
        }
    }

    func release() { close(descriptor) }
}

extension BackupFolder {
    /// - Throws: ``FolderInUse``.
    func lock(_ mode: FolderLock.Mode) throws -> FolderLock { try FolderLock(path: path, mode: mode) }
}

/// Somebody else is writing to the backup folder, or taking something away from it.
public struct FolderInUse: Error, Hashable, CustomStringConvertible {
    public let path: String
    public var description: String { "另一个进程正在备份或清理 \(path)。请等它结束后再试。" }
}
