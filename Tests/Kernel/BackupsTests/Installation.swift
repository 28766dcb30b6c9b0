import Attachments
import Backups
import Calendars
import Foundation
import Ledger
import SampleProvince
import Sealing
import Storage
import Workflows

/// The sample province with a sealed log, a secret, attachments in a folder, and a folder for backups.
final class Installation: Sendable {
    static let key = SigningKey(name: "sample.example/log", kind: .note, secret: Array(repeating: 7, count: 32))
    static let longText = Array("现场检查记录\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 5_000)

    let world: World
    let data: String
    let folder: BackupFolder
    let sealer: Sealer
    private let root: URL

    init(on engine: Engine = .memory) async throws {
        root = FileManager.default.temporaryDirectory.appending(path: "anlan-backup-\(UUID())")
        data = root.appending(path: "data").path
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        folder = BackupFolder(path: root.appending(path: "backup").path)
        let world = try await World(on: engine, migrations: AttachmentStore.migrations)
        self.world = world
        sealer = Sealer(
            log: SealedLog(database: world.database), key: Self.key, batch: 8, now: { world.clock.now })
        try Data(repeating: 7, count: 32).write(to: URL(filePath: data + "/secret"))
    }

    deinit { try? FileManager.default.removeItem(at: root) }  // What is left over is the system's to clear.

    /// A file too large for the database, and one that is not.
    @discardableResult
    func receiveFiles() async throws -> [ContentHash] {
        var settings = AttachmentSettings()
        settings.smallFile = 1_000
        let store = AttachmentStore(
            database: world.database, folder: data + "/attachments", settings: settings,
            clock: { [world] in world.clock.now })
        var hashes: [ContentHash] = []
        for bytes in [Self.longText, Array("会议签到表".utf8)] {
            let pieces = AsyncStream { stream in
                stream.yield(bytes)
                stream.finish()
            }
            hashes.append(try await store.receive(pieces, for: .document).hash)
        }
        return hashes
    }

    func backup() async throws -> Backup.Outcome {
        world.clock.advance(by: .seconds(60))
        return try await Backup(
            of: world.database, data: data, to: folder, program: "test", now: { [world] in world.clock.now }
        ).take()
    }

    /// An empty data folder beside the others.
    func freshData() -> String { root.appending(path: "restored-\(UUID())").path }

    func restore(_ point: BackupPoint, into database: any OperableDatabase, data: String) async throws {
        try await Restoration(of: point, in: folder).run(into: database, data: data, migrations: world.migrations)
    }

    /// Changes the first file below this part of the backup folder.
    func disturb(_ part: String, _ change: (URL) throws -> Void) throws {
        let folder = URL(filePath: folder.path).appending(path: part)
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
        guard let path = files.first(where: { $0.contains("/") }) else { throw CocoaError(.fileNoSuchFile) }
        try change(folder.appending(path: path))
    }
}

extension Database {
    func sealedEntries() async throws -> [String] {
        try await rows("SELECT entry FROM sealed_entry ORDER BY leaf").map { try $0["entry"] }
    }
}

extension OperableDatabase {
    func tables() async throws -> [TableShape] { try await snapshot { try $0.tables() } }
}
