import Foundation
import Glibc
import StorageTesting

/// A small disk in memory, to be filled up or closed to writing.
enum Volume {
    static let canBeMade: Bool = {
        guard geteuid() == 0 else { return false }
        let folder = FileManager.default.temporaryDirectory.appending(path: "anlan-volume-\(UUID().uuidString)").path
        guard mkdir(folder, 0o700) == 0 else { return false }
        defer { rmdir(folder) }
        guard mount("tmpfs", folder, "tmpfs", 0, "size=1m") == 0 else { return false }
        return umount(folder) == 0
    }()

    static func withVolume(megabytes: Int, _ work: (String) async throws -> Void) async throws {
        try await withFolder { folder in
            guard mount("tmpfs", folder, "tmpfs", 0, "size=\(megabytes)m") == 0 else { throw Refused() }
            defer { umount2(folder, Int32(MNT_DETACH)) }
            try await work(folder)
        }
    }

    static func remount(_ folder: String, readOnly: Bool) throws {
        let flags = MS_REMOUNT | (readOnly ? MS_RDONLY : 0)
        guard mount("tmpfs", folder, "tmpfs", UInt(flags), nil) == 0 else { throw Refused() }
    }

    struct Refused: Error {}
}
