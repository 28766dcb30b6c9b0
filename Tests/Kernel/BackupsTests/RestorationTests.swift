import Attachments
import Backups
import Calendars
import Foundation
import Ledger
import SampleProvince
import Sealing
import Storage
import Testing
import Workflows

/// 还原 — what was there at the moment, whole, or nothing at all.
@Suite(.serialized)
struct RestorationTests {
    @Test func `nothing is restored over what is there`() async throws {
        let home = try await Installation()
        let point = try await home.backup().point
        await #expect(throws: PlaceTaken.self) {
            try await home.restore(point, into: home.world.database, data: home.freshData())
        }
        try await Engine.memory.withEmptyDatabase { empty in
            await #expect(throws: PlaceTaken.self) { try await home.restore(point, into: empty, data: home.data) }
            let tables = try await empty.tables()
            #expect(tables == [])
        }
    }

    @Test(arguments: ["altered", "cut", "gone", "swapped"])
    func `a piece that is not the one that was put there is noticed before anything is written`(_ how: String)
        async throws
    {
        let home = try await Installation()
        _ = try await home.world.errand(in: .closed)
        let point = try await home.backup().point
        try home.disturb("pieces") { piece in
            switch how {
            case "altered":
                var bytes = try Data(contentsOf: piece)
                bytes[bytes.count / 2] ^= 1
                try bytes.write(to: piece)
            case "cut": try Data(contentsOf: piece).dropLast(3).write(to: piece)
            case "swapped": try Data(contentsOf: URL(filePath: home.data + "/secret")).write(to: piece)
            default: try FileManager.default.removeItem(at: piece)
            }
        }
        try await expectNothing(of: point, in: home)
    }

    @Test func `an attachment that is missing or was changed is noticed before anything is written`() async throws {
        for change in [
            { try FileManager.default.removeItem(at: $0) }, { try Data("x".utf8).write(to: $0) },
        ] as [(URL) throws -> Void] {
            let home = try await Installation()
            try await home.receiveFiles()
            let point = try await home.backup().point
            #expect(point.files.count == 1)
            try home.disturb("files", change)
            try await expectNothing(of: point, in: home)
        }
    }

    private func expectNothing(of point: BackupPoint, in home: Installation) async throws {
        try await Engine.memory.withEmptyDatabase { empty in
            let data = home.freshData()
            await #expect(throws: DamagedBackup.self) { try await home.restore(point, into: empty, data: data) }
            let tables = try await empty.tables()
            #expect(tables == [])
            #expect(!FileManager.default.fileExists(atPath: data))
        }
    }

    @Test func `a backup of a later version of the program is refused`() async throws {
        let home = try await Installation()
        let point = try await home.backup().point
        try await Engine.memory.withEmptyDatabase { empty in
            let older = home.world.migrations.filter { $0.component != "ledger" || $0.number < 2 }
            await #expect(throws: DatabaseIsNewer.self) {
                try await Restoration(of: point, in: home.folder).run(
                    into: empty, data: home.freshData(), migrations: older)
            }
        }
    }

    @Test func `a backup that could not be finished leaves no point`() async throws {
        let home = try await Installation()
        try await home.receiveFiles()
        try FileManager.default.removeItem(atPath: home.data + "/attachments")
        await #expect(throws: MissingAttachment.self) { try await home.backup() }
        #expect(try home.folder.points() == [])
        #expect(try home.folder.point(until: nil) == nil)
    }

    @Test func `the point that is taken is the newest that is not later`() async throws {
        let home = try await Installation()
        var taken: [Instant] = []
        for _ in 0..<3 { taken.append(try await home.backup().point.taken) }
        #expect(try home.folder.points() == taken)
        #expect(try home.folder.point(until: taken[0].adding(.milliseconds(-1))) == nil)
        #expect(try home.folder.point(until: taken[1])?.taken == taken[1])
        #expect(try home.folder.point(until: taken[2].adding(.milliseconds(-1)))?.taken == taken[1])
        #expect(try home.folder.point(until: nil)?.taken == taken[2])
    }

    @Test func `what did not change since the last backup is not written again`() async throws {
        let home = try await Installation()
        for _ in 0..<20 { _ = try await home.world.errand(in: .closed) }
        try await home.receiveFiles()
        let first = try await home.backup()
        let second = try await home.backup()
        #expect(first.bytesWritten > 10_000)
        #expect(first.filesCopied == 1)
        #expect(second.bytesWritten == 0)
        #expect(second.filesCopied == 0)
        #expect(second.point.rows == first.point.rows)
    }

    /// The drill: people work while backups are taken, and each of them is restored onto each kind of database.
    @Test(arguments: Engine.concurrent)
    func `what was backed up under load comes back as it was at that moment`(engine: Engine) async throws {
        let home = try await Installation(on: engine)
        try await home.receiveFiles()
        for _ in 0..<3 { _ = try await home.world.errand(in: .closed) }
        try await home.sealer.run()
        let points = try await withThrowingTaskGroup(of: Void.self) { group in
            for state in [Errand.State.closed, .reported, .countersigning, .withdrawn] {
                group.addTask {
                    for _ in 0..<8 {
                        _ = try await home.world.errand(in: state)
                        try await home.sealer.run()
                    }
                }
            }
            var points: [BackupPoint] = []
            for _ in 0..<3 { points.append(try await home.backup().point) }
            try await group.waitForAll()
            return points
        }
        try await home.sealer.run()
        let entries = try await home.world.database.sealedEntries()
        for point in points {
            let taken = try #require(try home.folder.point(until: point.taken))
            #expect(taken == point)
            for other in Engine.all { try await expect(taken, of: home, on: other, toPrecede: entries) }
        }
    }

    private func expect(
        _ point: BackupPoint, of home: Installation, on engine: Engine, toPrecede entries: [String]
    ) async throws {
        try await engine.withEmptyDatabase { database in
            let data = home.freshData()
            try await home.restore(point, into: database, data: data)

            let restored = try await database.sealedEntries()
            #expect(restored == Array(entries.prefix(restored.count)))
            let checkpoint = try #require(point.checkpoint.flatMap { SignedNote($0) })
            let audit = LedgerAudit(database: database, keys: LogKeys(Installation.key.verifier), trusted: [checkpoint])
            let report = try await audit.run()
            #expect(report.findings == [])
            #expect(report.sealed == restored.count)
            let matters = try await StateAudit(database: database, kinds: home.world.kinds).run()
            #expect(matters.findings == [])
            #expect(matters.matters >= 3)
            #expect(try await Recount(database: database).differences() == [])
            for table in point.tables {
                let rows = try await database.rows("SELECT count(*) AS amount FROM \(SQL(verbatim: table.name))")
                let amount: Int = try rows[0]["amount"]
                #expect(amount == table.rows, "\(table.name)")
            }
            try await expectUsable(database, data, home)
        }
    }

    /// The program goes on where it was: a further entry is sealed on top, lists find by words, files are there.
    private func expectUsable(_ database: any OperableDatabase, _ data: String, _ home: Installation) async throws {
        let log = SealedLog(database: database)
        let sealer = Sealer(log: log, key: Installation.key, now: { home.world.clock.now })
        try await sealer.run()
        let audit = LedgerAudit(database: database, keys: LogKeys(Installation.key.verifier))
        #expect(try await audit.run().findings == [])
        let found = try await database.rows(
            "SELECT id FROM matter WHERE \(TextIndex("matter_text").condition("matter.id", matches: "涉氨制冷"))")
        #expect(found.count >= 3)
        let store = AttachmentStore(database: database, folder: data + "/attachments")
        for hash in try await store.hashes() {
            let verification = try await store.verify(hash)
            #expect(verification == .intact)
        }
        #expect(FileManager.default.contents(atPath: data + "/secret") == Data(repeating: 7, count: 32))
    }
}
