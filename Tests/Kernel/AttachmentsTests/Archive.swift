import Calendars
import Foundation
import Storage
import StorageSQLite
import Synchronization

@testable import Attachments

/// An empty store in a folder of its own, which goes when the test is over.
final class Archive: Sendable {
    let database: SQLiteDatabase
    let folder: String
    let store: AttachmentStore
    let now = Instant(milliseconds: 1_790_000_000_000)

    init(adjust: (inout AttachmentSettings) -> Void = { _ in }) async throws {
        database = try SQLiteDatabase.inMemory()
        try await database.migrate(AttachmentStore.migrations)
        folder = FileManager.default.temporaryDirectory.path + "/attachments-\(UUID().uuidString)"
        var settings = AttachmentSettings()
        adjust(&settings)
        let now = now
        store = AttachmentStore(database: database, folder: folder, settings: settings, clock: { now })
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    @discardableResult
    func receive(_ bytes: [UInt8], for purpose: Purpose = .evidence, piece: Int = 10_000) async throws -> Content {
        try await store.receive(Pieces(bytes: bytes, size: piece), for: purpose)
    }

    func read(_ hash: ContentHash, _ range: Range<Int>? = nil) async throws -> [UInt8] {
        try await store.open(hash).pieces(in: range).reduce(into: []) { $0 += $1 }
    }

    /// The paths of all files in the folder.
    var files: [String] {
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return all.filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: folder + "/" + path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    /// The code of the refusal, or nil when there was none.
    func refusal(_ attempt: () async throws -> Void) async throws -> AttachmentRefusal.Code? {
        do {
            try await attempt()
            return nil
        } catch let refusal as AttachmentRefusal {
            return refusal.code
        }
    }

    func count(_ query: SQL) async throws -> Int {
        try await database.rows(query)[0]["amount"]
    }
}

/// Bytes as a network delivers them; breaks off where the test says.
struct Pieces: AsyncSequence {
    struct ConnectionLost: Error {}

    let bytes: [UInt8]
    var size = 10_000
    var breaksAt: Int?

    func makeAsyncIterator() -> Iterator { Iterator(pieces: self) }

    struct Iterator: AsyncIteratorProtocol {
        let pieces: Pieces
        var position = 0

        mutating func next() async throws -> ArraySlice<UInt8>? {
            if let end = pieces.breaksAt, position >= end { throw ConnectionLost() }
            guard position < pieces.bytes.count else { return nil }
            defer { position += pieces.size }
            return pieces.bytes[position..<Swift.min(pieces.bytes.count, position + pieces.size)]
        }
    }
}
