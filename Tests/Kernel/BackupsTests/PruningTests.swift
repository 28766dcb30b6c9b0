import Backups
import Calendars
import Foundation
import SampleProvince
import Storage
import Testing

/// 清理备份 — what is older goes, and never the last point that one could go back to.
@Suite(.serialized)
struct PruningTests {
    private let later = Instant(milliseconds: .max)

    @Test func `the last whole point stays, however old it is`() async throws {
        let home = try await Installation()
        let first = try await home.backup().point
        #expect(try Pruning(of: home.folder).run(before: later).points == [])
        _ = try await home.world.errand(in: .closed)
        let second = try await home.backup().point
        let own = Set(second.pieces).subtracting(first.pieces)
        try FileManager.default.removeItem(atPath: home.place(ofPiece: try #require(own.sorted().first)))

        #expect(try Pruning(of: home.folder).run(before: later).points == [])
        #expect(try home.folder.points() == [first.taken, second.taken])
        try await expectRestores(first, home)
    }

    @Test func `nothing goes when no point is whole`() async throws {
        let home = try await Installation()
        _ = try await home.backup()
        _ = try await home.backup()
        try home.disturb("pieces") { try FileManager.default.removeItem(at: $0) }
        let (points, pieces) = (try home.folder.points(), try home.pieces())
        #expect(throws: DamagedBackup.self) { try Pruning(of: home.folder).run(before: later) }
        #expect(try home.folder.points() == points)
        #expect(try home.pieces() == pieces)
    }

    @Test func `nothing goes while a backup is being written`() async throws {
        let home = try await Installation()
        _ = try await home.backup()
        _ = try await home.backup()
        let descriptor = open(home.folder.path + "/lock", O_RDWR)
        #expect(flock(descriptor, LOCK_SH | LOCK_NB) == 0)
        #expect(throws: FolderInUse.self) { try Pruning(of: home.folder).run(before: later) }
        #expect(try home.folder.points().count == 2)
        close(descriptor)
        #expect(try Pruning(of: home.folder).run(before: later).points.count == 1)
    }

    @Test func `older points go with what only they name, and what stays can be restored`() async throws {
        let home = try await Installation()
        try await home.receiveFiles()
        var points: [BackupPoint] = []
        for _ in 0..<4 {
            _ = try await home.world.errand(in: .closed)
            points.append(try await home.backup().point)
        }
        let outcome = try Pruning(of: home.folder).run(before: points[2].taken)
        #expect(outcome.points == [points[0].taken, points[1].taken])
        #expect(outcome.files > 0 && outcome.bytes > 0)
        #expect(try home.folder.points() == [points[2].taken, points[3].taken])
        #expect(try home.pieces() == Set(points[2].pieces + points[3].pieces))
        for point in points[2...] { try await expectRestores(point, home) }
        #expect(try Pruning(of: home.folder).run(before: points[2].taken).files == 0)
    }

    private func expectRestores(_ point: BackupPoint, _ home: Installation) async throws {
        try await Engine.memory.withEmptyDatabase { empty in
            try await home.restore(point, into: empty, data: home.freshData())
            let rows = try await empty.rows("SELECT count(*) AS amount FROM matter")
            let amount: Int = try rows[0]["amount"]
            #expect(amount == point.tables.first { $0.name == "matter" }?.rows)
        }
    }
}

extension BackupPoint {
    fileprivate var pieces: [String] { tables.flatMap(\.pieces) + [secret].compactMap { $0 } }
}

extension Installation {
    fileprivate func place(ofPiece hash: String) -> String { "\(folder.path)/pieces/\(hash.prefix(2))/\(hash).gz" }

    /// The hashes of all pieces that are there.
    fileprivate func pieces() throws -> Set<String> {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/pieces")
        return Set(names.filter { $0.hasSuffix(".gz") }.map { String($0.split(separator: "/")[1].dropLast(3)) })
    }
}
