import Calendars
import Foundation
import Storage
import Testing

@testable import Attachments

/// A file is either wholly there or not at all, and only if it may be.
struct ReceivingTests {
    @Test func `a file that is not allowed for the purpose is refused before all of it has been sent`() async throws {
        let archive = try await Archive()
        let endless = Pieces(
            bytes: [0, 0, 0, 24] + Array("ftypisom".utf8) + [UInt8](repeating: 7, count: 100_000), breaksAt: 20_000)

        let code = try await archive.refusal { _ = try await archive.store.receive(endless, for: .document) }

        #expect(code == .kindNotAllowed)
        #expect(archive.files == [])
    }

    @Test func `an empty, unknown or oversized file is refused and leaves nothing`() async throws {
        let archive = try await Archive {
            $0.limits[.pdf] = 100_000
            $0.limits[.text] = 1000
        }

        #expect(try await archive.refusal { try await archive.receive([]) } == .empty)
        #expect(try await archive.refusal { try await archive.receive([0x4D, 0x5A, 0, 0]) } == .unknownKind)
        let large = Array("%PDF-1.7".utf8) + [UInt8](repeating: 65, count: 100_000)
        #expect(try await archive.refusal { try await archive.receive(large) } == .tooLarge)
        #expect(try await archive.refusal { try await archive.receive(Array(repeating: 65, count: 1001)) } == .tooLarge)
        #expect(try await archive.refusal { try await archive.receive(Samples.zip(["a.txt"])) } == .kindNotAllowed)

        #expect(archive.files == [])
        #expect(try await archive.count("SELECT COUNT(*) AS amount FROM content") == 0)
    }

    @Test func `the refusal of a large file names the limit`() async throws {
        let archive = try await Archive { $0.limits[.pdf] = 3 << 20 }
        let large = Array("%PDF-1.7".utf8) + [UInt8](repeating: 65, count: 3 << 20)

        let refusal = await #expect(throws: AttachmentRefusal.self) { try await archive.receive(large, piece: 65_536) }

        #expect(refusal?.message.contains("3 MB") == true)
    }

    @Test(arguments: [10, 64 * 1024, 64 * 1024 + 1, 1_000_000])
    func `what comes back is what was handed in`(_ size: Int) async throws {
        let archive = try await Archive()
        let bytes = Array("%PDF-1.7\n".utf8) + (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }

        let content = try await archive.receive(bytes)

        #expect(content.size == bytes.count)
        #expect(content.kind == .pdf)
        #expect(content.hash == ContentHash(of: bytes))
        #expect(try await archive.read(content.hash) == bytes)
        #expect(archive.files.count == (bytes.count > 64 * 1024 ? 1 : 0))
        #expect(try await archive.store.verify(content.hash) == .intact)
    }

    @Test func `a broken connection leaves nothing`() async throws {
        let archive = try await Archive()
        let pieces = Pieces(bytes: Array("%PDF-1.7".utf8) + [UInt8](repeating: 65, count: 500_000), breaksAt: 400_000)

        await #expect(throws: Pieces.ConnectionLost.self) { try await archive.store.receive(pieces, for: .evidence) }

        #expect(archive.files == [])
        #expect(try await archive.count("SELECT COUNT(*) AS amount FROM content") == 0)
    }

    @Test func `no row speaks of a file before the whole of it has its name`() async throws {
        let archive = try await Archive()
        let bytes = Array("%PDF-1.7".utf8) + [UInt8](repeating: 65, count: 300_000)
        let hash = ContentHash(of: bytes)
        let path = ContentFolder(path: archive.folder).path(of: hash)
        let watched = WatchedDatabase(archive.database) { FileManager.default.contents(atPath: path)?.count }
        let store = AttachmentStore(database: watched, folder: archive.folder)

        _ = try await store.receive(Pieces(bytes: bytes), for: .evidence)

        #expect(watched.seen == [bytes.count])
    }

    @Test func `when the database refuses the row, the file is there for the next attempt and nothing is half done`()
        async throws
    {
        let archive = try await Archive()
        let bytes = Array("%PDF-1.7".utf8) + [UInt8](repeating: 65, count: 300_000)
        let broken = AttachmentStore(database: UnwritableDatabase(), folder: archive.folder)

        await #expect(throws: DatabaseUnavailable.self) {
            try await broken.receive(Pieces(bytes: bytes), for: .evidence)
        }

        #expect(archive.files.allSatisfy { !$0.hasPrefix("incoming/") })
        let content = try await archive.receive(bytes)
        #expect(try await archive.read(content.hash) == bytes)
    }

    @Test func `the same file from many people at once is stored once`() async throws {
        let archive = try await Archive()
        let bytes = Array("%PDF-1.7".utf8) + [UInt8](repeating: 66, count: 200_000)

        let hashes = try await withThrowingTaskGroup(of: ContentHash.self) { group in
            for _ in 0..<20 { group.addTask { try await archive.receive(bytes).hash } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }

        #expect(hashes.count == 1)
        #expect(archive.files.count == 1)
        #expect(try await archive.count("SELECT COUNT(*) AS amount FROM content") == 1)
    }

    @Test func `handing a file in again heals one that the disk had damaged`() async throws {
        let archive = try await Archive()
        let bytes = Array("%PDF-1.7".utf8) + [UInt8](repeating: 66, count: 200_000)
        let hash = try await archive.receive(bytes).hash
        try Data("gone".utf8).write(to: URL(fileURLWithPath: ContentFolder(path: archive.folder).path(of: hash)))

        #expect(try await archive.store.verify(hash) == .damaged)
        try await archive.receive(bytes)
        #expect(try await archive.store.verify(hash) == .intact)
    }

    @Test func `verification tells a changed file from a missing one`() async throws {
        let archive = try await Archive()
        let bytes = Array("%PDF-1.7".utf8) + [UInt8](repeating: 66, count: 200_000)
        let hash = try await archive.receive(bytes).hash
        let path = ContentFolder(path: archive.folder).path(of: hash)

        var changed = bytes
        changed[150_000] ^= 1
        try Data(changed).write(to: URL(fileURLWithPath: path))
        #expect(try await archive.store.verify(hash) == .damaged)
        try FileManager.default.removeItem(atPath: path)
        #expect(try await archive.store.verify(hash) == .missing)
        #expect(try await archive.store.hashes() == [hash])
        #expect(try await archive.store.hashes(after: hash) == [])
    }

    @Test func `leftovers of interrupted uploads go, files that are arriving stay`() async throws {
        let archive = try await Archive()
        let hash = try await archive.receive(Array("%PDF-1.7".utf8) + [UInt8](repeating: 66, count: 200_000)).hash
        let old = archive.folder + "/incoming/old"
        _ = FileManager.default.createFile(atPath: old, contents: Data([1]))
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -90_000)], ofItemAtPath: old)
        _ = FileManager.default.createFile(atPath: archive.folder + "/incoming/new", contents: Data([1]))

        #expect(try await archive.store.removeLeftovers() == 1)

        #expect(archive.files.contains("incoming/new"))
        #expect(!archive.files.contains("incoming/old"))
        #expect(try await archive.store.verify(hash) == .intact)
    }

    @Test func `a folder that cannot be written is a clear fault`() async throws {
        let archive = try await Archive()
        _ = FileManager.default.createFile(atPath: archive.folder, contents: Data([1]))

        let fault = await #expect(throws: FolderUnavailable.self) {
            try await archive.receive(Array("%PDF-1.7".utf8) + [UInt8](repeating: 66, count: 200_000))
        }

        #expect(fault?.cause == .missing)
    }
}

/// Looks at something each time before anything is written.
private final class WatchedDatabase: Database {
    private let database: any Database
    private let look: @Sendable () -> Int?
    nonisolated(unsafe) private(set) var seen: [Int?] = []

    init(_ database: any Database, _ look: @escaping @Sendable () -> Int?) {
        self.database = database
        self.look = look
    }

    func rows(_ query: SQL) async throws -> [Row] { try await database.rows(query) }

    func commit(_ changes: [Change]) async throws {
        seen.append(look())
        try await database.commit(changes)
    }
}

private struct UnwritableDatabase: Database {
    func rows(_ query: SQL) async throws -> [Row] { [] }
    func commit(_ changes: [Change]) async throws { throw DatabaseUnavailable(.diskFull, detail: "full") }
}
