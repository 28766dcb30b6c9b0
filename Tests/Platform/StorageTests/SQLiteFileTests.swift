import Foundation
import GRDB
import Storage
@testable import StorageSQLite
import StorageTesting
import Testing

/// What becomes of the file when the disk, the folder or the power fails.
@Suite struct SQLiteFileTests {
    private func fill(_ database: any OperableDatabase, _ people: Range<Int>) async throws {
        try await database.migrate(Notebook.migrations)
        try await database.load(
            people.map { [.integer(Int64($0)), .text("名\($0)"), .integer(1)] }, into: "person",
            columns: ["id", "name", "version"])
    }

    @Test func `every commit is synced to disk and foreign keys are kept`() async throws {
        try await withFolder { folder in
            let database = try SQLiteDatabase(path: folder + "/a.db")
            let settings = try await database.writing { connection in
                try ["synchronous", "foreign_keys", "recursive_triggers", "journal_mode"].map { name in
                    try connection.statements["PRAGMA \(name)"].rows([])[0].values[0]
                }
            }
            #expect(settings == [.integer(2), .integer(1), .integer(1), .text("wal")])
            try await database.close()
        }
    }

    @Test func `what was answered is in the files at that moment, as after a kill`() async throws {
        try await withFolder { folder in
            let database = try SQLiteDatabase(path: folder + "/a.db")
            try await database.migrate(Notebook.migrations)
            let commits = (0..<120).map { [Notebook.add($0, "名\($0)"), Notebook.count("people", 1, by: 1)] }
            let failures = await outcomes(of: commits, on: database).compactMap(\.failure)
            #expect(failures.isEmpty)

            try FileManager.default.createDirectory(atPath: folder + "/copy", withIntermediateDirectories: false)
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(
                    atPath: folder + "/a.db" + suffix, toPath: folder + "/copy/a.db" + suffix)
            }
            let revived = try SQLiteDatabase(path: folder + "/copy/a.db")
            #expect(try await revived.people() == 120)
            #expect(try await revived.tally("people", 1) == 120)
            try await revived.close()
            try await database.close()
        }
    }

    @Test func `a file that is no database is reported as damaged and left as it is`() async throws {
        try await withFolder { folder in
            let garbage = Data((0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })
            try garbage.write(to: URL(filePath: folder + "/a.db"))
            let fault = #expect(throws: DatabaseUnavailable.self) { _ = try SQLiteDatabase(path: folder + "/a.db") }
            #expect(fault?.cause == .damaged)
            #expect(try Data(contentsOf: URL(filePath: folder + "/a.db")) == garbage)
        }
    }

    @Test func `damage in one table is reported and the others stay usable`() async throws {
        try await withFolder { folder in
            let path = folder + "/a.db"
            let first = try SQLiteDatabase(path: path)
            try await fill(first, 0..<20_000)
            try await first.close()
            let file = try FileHandle(forUpdating: URL(filePath: path))
            let end = try file.seekToEnd()
            for page in stride(from: 20 * 4_096, to: end, by: 4_096) {
                try file.seek(toOffset: page)
                try file.write(contentsOf: Data(repeating: 0xEE, count: 64))
            }
            try file.close()

            let database = try SQLiteDatabase(path: path)
            let fault = await #expect(throws: DatabaseUnavailable.self) {
                _ = try await database.rows("SELECT count(*) FROM person WHERE version = 2 AND age IS NULL")
            }
            #expect(fault?.cause == .damaged)
            let outcomes = await outcomes(
                of: [[.any("UPDATE person SET version = 3")], [Notebook.count("people", 1, by: 1)]], on: database)
            #expect((outcomes[0].failure as? DatabaseUnavailable)?.cause == .damaged)
            #expect(outcomes[1].failure == nil)
            #expect(try await database.tally("people", 1) == 1)
            try await database.close()
        }
    }

    @Test func `a missing folder is reported`() {
        #expect(throws: DatabaseUnavailable.self) { _ = try SQLiteDatabase(path: "/nowhere/at/all/a.db") }
    }

    @Test func `another program that holds the file is waited for, then reported, then forgotten`() async throws {
        try await withFolder { folder in
            let database = try SQLiteDatabase(path: folder + "/a.db")
            try await database.migrate(Notebook.migrations)
            var careless = Configuration()
            careless.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: folder + "/a.db", configuration: careless)
            try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            let commits = (0..<3).map { [Notebook.add($0, "名\($0)")] }
            let faults = await outcomes(of: commits, on: database).compactMap { $0.failure as? DatabaseUnavailable }
            #expect(faults.map(\.cause) == [.locked, .locked, .locked])
            try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
            try await database.commit(commits[0])
            try await database.probe()
            #expect(try await database.people() == 1)
            try await database.close()
        }
    }

    @Test(.enabled(if: Volume.canBeMade, "only root may mount a small volume"))
    func `a full disk is reported and forgotten when there is room again`() async throws {
        try await Volume.withVolume(megabytes: 2) { volume in
            let database = try SQLiteDatabase(path: volume + "/a.db")
            try await database.migrate(Notebook.migrations)
            try await database.commit([Notebook.add(1, "先到")])
            let ballast = URL(filePath: volume + "/ballast")
            try Data(repeating: 1, count: 600_000).write(to: ballast)

            let long = String(repeating: "长", count: 20_000)
            let commits = (2..<60).map { [Notebook.add($0, "\($0)\(long)"), Notebook.count("people", 1, by: 1)] }
            let outcomes = await outcomes(of: commits, on: database)
            let faults = outcomes.compactMap(\.failure)
            #expect(!faults.isEmpty)
            #expect(faults.allSatisfy { ($0 as? DatabaseUnavailable)?.cause == .diskFull })
            #expect(try await database.people() == 1 + commits.count - faults.count)

            try FileManager.default.removeItem(at: ballast)
            try await database.commit([Notebook.add(99, "后到"), Notebook.count("people", 1, by: 1)])
            try await database.probe()
            #expect(try await database.people() == 2 + commits.count - faults.count)
            #expect(try await database.tally("people", 1) == 1 + commits.count - faults.count)
            try await database.close()
        }
    }

    @Test(.enabled(if: Volume.canBeMade, "only root may mount a small volume"))
    func `a folder that cannot be written is reported`() async throws {
        try await Volume.withVolume(megabytes: 4) { volume in
            let path = volume + "/a.db"
            let first = try SQLiteDatabase(path: path)
            try await fill(first, 0..<10)
            try await first.close()
            try Volume.remount(volume, readOnly: true)
            let fault = #expect(throws: DatabaseUnavailable.self) { _ = try SQLiteDatabase(path: path) }
            #expect(fault?.cause == .readOnly)
            try Volume.remount(volume, readOnly: false)
            let database = try SQLiteDatabase(path: path)
            #expect(try await database.people() == 10)
            try await database.close()
        }
    }

    /// What a killed program leaves beside the file lets SQLite open it for reading, and it would stay so.
    @Test(.enabled(if: Volume.canBeMade, "only root may mount a small volume"))
    func `what a kill left on a disk that turned read-only is not opened until it can be written`() async throws {
        try await Volume.withVolume(megabytes: 8) { volume in
            let first = try SQLiteDatabase(path: volume + "/a.db")
            try await fill(first, 0..<10)
            for suffix in ["", "-wal", "-shm"] {
                try FileManager.default.copyItem(
                    atPath: volume + "/a.db" + suffix, toPath: volume + "/killed.db" + suffix)
            }
            try await first.close()
            try Volume.remount(volume, readOnly: true)
            let fault = #expect(throws: DatabaseUnavailable.self) {
                _ = try SQLiteDatabase(path: volume + "/killed.db")
            }
            #expect(fault?.cause == .readOnly)
            try Volume.remount(volume, readOnly: false)
            let database = try SQLiteDatabase(path: volume + "/killed.db")
            #expect(try await database.people() == 10)
            try await database.commit([Notebook.add(99, "后到")])
            try await database.close()
        }
    }

    @Test func `a database in memory does everything a file does`() async throws {
        let database = try SQLiteDatabase.inMemory()
        try await fill(database, 0..<10)
        await #expect(throws: Conflict.self) { try await database.commit([Notebook.add(1, "名1")]) }
        await #expect(throws: FaultyStatement.self) { _ = try await database.rows("DELETE FROM person") }
        #expect(try await database.people() == 10)
        #expect(try await database.lead("timers"))
        let announcements = try await database.announcements(on: "changes")
        try await database.announce("谁也听不到", on: "changes")
        try await database.close()
        var heard: [String] = []
        for await announcement in announcements { heard.append(announcement) }
        #expect(heard.isEmpty)
    }
}
