import Foundation
import Ledger
import SampleProvince
import Sealing
import Storage
import Testing
import Workflows

/// 核对 — whatever somebody with full rights on the database changes is found, and the entry is named.
@Suite(.serialized)
struct LedgerAuditTests {
    /// How somebody tampers with the entry at a leaf.
    enum Tampering: String, CaseIterable, Sendable {
        case reason, person, time, state, command, changesOfCode, emptied, text, textGone, deleted, deletedEverywhere,
            insertedAlone, insertedWaiting, swappedEntries, swappedLeaves, digest, consistent, checkpointRoot,
            checkpointGone, lastCheckpointGone, node
    }

    @Test(arguments: Engine.all)
    func `an untouched database is found in order`(engine: Engine) async throws {
        let sealed = try await Sealed(on: engine)
        _ = try await sealed.work(errands: 4)
        let report = try await sealed.audit()
        #expect(report.findings == [])
        #expect(report.sealed == (try await sealed.world.count("ledger_entry")))
        #expect(report.checkpoints > 1)
        let kinds = sealed.world.kinds
        let matters = try await StateAudit(database: sealed.world.database, kinds: kinds).run()
        #expect(matters.matters == 4)
        #expect(matters.findings == [])
    }

    @Test(arguments: Engine.all)
    func `every tampering of every kind at every place is found`(engine: Engine) async throws {
        var generator = Seeded(20_260_610)
        // Small on a server, where making each world anew takes longest; every kind is tried on both.
        for round in 0..<(engine == .memory ? 6 : 1) {
            for tampering in Tampering.allCases {
                let sealed = try await Sealed(on: engine, batch: [1, 4, 2_048][round % 3])
                _ = try await sealed.work(errands: 3)
                let entries = try await sealed.entries()
                let leaf = Int.random(in: 1..<entries.count - 1, using: &generator)
                let entry = entries[leaf]
                try await sealed.disarm()
                try await tamper(sealed, tampering, leaf, entry)
                let report = try await sealed.audit()
                #expect(!report.findings.isEmpty, "\(tampering) at \(leaf) was not found")
                if tampering.namesTheEntry {
                    #expect(report.findings.first?.entry == entry, "\(tampering): \(report.findings)")
                }
            }
        }
    }

    private func tamper(_ sealed: Sealed, _ tampering: Tampering, _ leaf: Int, _ entry: String) async throws {
        let other = SQLValue.blob(Array(repeating: 9, count: 32))
        switch tampering {
        case .reason: try await sealed.change("UPDATE ledger_entry SET reason = 'x' WHERE id = \(entry)")
        case .person: try await sealed.change("UPDATE ledger_entry SET person = 'li' WHERE id = \(entry)")
        case .time:
            try await sealed.change("UPDATE ledger_entry SET received_at = received_at - 1 WHERE id = \(entry)")
        case .state: try await sealed.change("UPDATE ledger_entry SET state_after = 'Closed' WHERE id = \(entry)")
        case .command: try await sealed.change("UPDATE ledger_entry SET command = 'x' WHERE id = \(entry)")
        case .changesOfCode:
            try await sealed.change("UPDATE ledger_entry SET changes = changes || ' ' WHERE id = \(entry)")
        case .emptied:
            try await sealed.change("UPDATE ledger_entry SET post = NULL, happened_at = 1 WHERE id = \(entry)")
        case .text:
            try await give(text: entry, in: sealed)
            try await sealed.change(
                "UPDATE ledger_text SET texts = replace(texts, ']]', '。]]') WHERE entry = \(entry)")
        case .textGone:
            try await give(text: entry, in: sealed)
            try await sealed.change("UPDATE ledger_text SET texts = '[]' WHERE entry = \(entry)")
        case .deleted, .deletedEverywhere:
            try await unlink(sealed)
            try await sealed.change("DELETE FROM ledger_text WHERE entry = \(entry)")
            if tampering == .deletedEverywhere {
                try await sealed.change("DELETE FROM sealed_entry WHERE leaf = \(leaf)")
                try await sealed.change("UPDATE sealed_entry SET leaf = -leaf WHERE leaf > \(leaf)")
                try await sealed.change("UPDATE sealed_entry SET leaf = -leaf - 1 WHERE leaf < 0")
            }
            try await sealed.change("DELETE FROM ledger_entry WHERE id = \(entry)")
        case .insertedAlone, .insertedWaiting:
            try await insert(like: entry, in: sealed, isWaiting: tampering == .insertedWaiting)
        case .swappedEntries, .swappedLeaves:
            try await swap(leaf, leaf + 1, in: sealed, withDigests: tampering == .swappedLeaves)
        case .digest: try await sealed.change("UPDATE sealed_entry SET digest = \(other) WHERE leaf = \(leaf)")
        case .consistent:
            try await sealed.change("UPDATE ledger_entry SET person = 'li' WHERE id = \(entry)")
            let digest = try await sealed.world.ledger.inscription(of: entry)!.digest
            try await sealed.change("UPDATE sealed_entry SET digest = \(SQLValue.blob(digest)) WHERE leaf = \(leaf)")
        case .checkpointRoot:
            try await sealed.change("UPDATE log_checkpoint SET note = replace(note, '=', 'A')")
        case .checkpointGone, .lastCheckpointGone:
            let which: SQL = tampering == .checkpointGone ? "" : "WHERE size = (SELECT max(size) FROM log_checkpoint)"
            try await sealed.change("DELETE FROM log_checkpoint \(which)")
        case .node:
            try await sealed.change("INSERT INTO log_node (level, number, hash) VALUES (1, 0, \(other))")
        }
    }

    /// Not every entry has a text; the one tampered with gets one that an audit must miss or find altered.
    private func give(text entry: String, in sealed: Sealed) async throws {
        let known = try await sealed.world.ledger.inscription(of: entry)?.texts ?? []
        if known.isEmpty {
            try await sealed.change(
                "INSERT INTO ledger_text (entry, texts) VALUES (\(entry), '[[\"reason\",\"00\",\"x\"]]')")
            try await sealed.change(
                "UPDATE ledger_entry SET reason = \(String(repeating: "0", count: 64)) WHERE id = \(entry)")
        }
    }

    /// Foreign keys are no obstacle to somebody who may alter tables.
    private func unlink(_ sealed: Sealed) async throws {
        for table in ["sealed_entry", "ledger_text"] {
            try await sealed.change(SQL(verbatim: "CREATE TABLE loose_\(table) AS SELECT * FROM \(table)"))
            try await sealed.change(SQL(verbatim: "DROP TABLE \(table)"))
            try await sealed.change(SQL(verbatim: "ALTER TABLE loose_\(table) RENAME TO \(table)"))
        }
    }

    private func insert(like entry: String, in sealed: Sealed, isWaiting: Bool) async throws {
        var forged = try #require(try await sealed.world.ledger.entry(entry))
        (forged.id, forged.commandID, forged.target.version) = (UUIDv7.make(), UUIDv7.make(), 77)
        try await sealed.world.database.commit(LedgerStore.insert(forged))
        if isWaiting {
            // It passes for one of the desk's: sealed, but later than it says, and the matter does not follow from it.
            try await sealed.change("UPDATE unsealed_entry SET entry = 'gone' WHERE entry = \(forged.id)")
        } else {
            try await sealed.change("DELETE FROM unsealed_entry")
        }
    }

    private func swap(_ one: Int, _ other: Int, in sealed: Sealed, withDigests: Bool) async throws {
        if withDigests {
            try await sealed.change("UPDATE sealed_entry SET leaf = 1000000 WHERE leaf = \(one)")
            try await sealed.change("UPDATE sealed_entry SET leaf = \(one) WHERE leaf = \(other)")
            try await sealed.change("UPDATE sealed_entry SET leaf = \(other) WHERE leaf = 1000000")
            return
        }
        let entries = try await sealed.entries()
        try await unlink(sealed)
        try await sealed.change("UPDATE sealed_entry SET entry = 'x' WHERE leaf = \(one)")
        try await sealed.change("UPDATE sealed_entry SET entry = \(entries[one]) WHERE leaf = \(other)")
        try await sealed.change("UPDATE sealed_entry SET entry = \(entries[other]) WHERE leaf = \(one)")
    }

    @Test func `a database that was put back to an earlier day is found by a checkpoint kept outside`() async throws {
        let sealed = try await Sealed()
        _ = try await sealed.work(errands: 2)
        let kept = try #require(try await sealed.log.latest())
        let size = try #require(Checkpoint(kept)?.size)
        try await sealed.disarm()
        for table in ["log_checkpoint WHERE size > 3", "sealed_entry WHERE leaf >= 3"] {
            try await sealed.change(SQL(verbatim: "DELETE FROM \(table)"))
        }
        try await sealed.change("DELETE FROM ledger_text WHERE entry NOT IN (SELECT entry FROM sealed_entry)")
        try await sealed.change("DELETE FROM ledger_entry WHERE id NOT IN (SELECT entry FROM sealed_entry)")
        // By itself it is a whole and sound log of three entries.
        #expect(try await sealed.audit().findings == [])
        let findings = try await sealed.audit([kept]).findings
        #expect(findings.map(\.kind) == [.removed])
        #expect(findings.first?.detail.contains("\(size)") == true)
    }

    @Test(arguments: Engine.all)
    func `a matter that does not follow from its entries is found, whatever was changed`(engine: Engine) async throws {
        let sealed = try await Sealed(on: engine)
        let ids = try await sealed.work(errands: 1)
        let audit = StateAudit(database: sealed.world.database, kinds: sealed.world.kinds)
        #expect(try await audit.run().findings == [])
        for (table, change, back) in [
            ("matter", "state = 'closed'", "state = 'reported'"),
            ("matter", "title = title || '。'", "title = '排查涉氨制冷企业'"),
            ("matter", "grade = 'urgent'", "grade = 'ordinary'"), ("matter", "version = 9", "version = 3"),
            ("matter", "owner = NULL", "owner = 'xuanwu-bureau'"), ("errand", "outcome = NULL", "outcome = '已排查12户'"),
            ("errand", "demand = '无'", "demand = '逐户排查，建立台账'"),
        ] {
            try await sealed.change(SQL(verbatim: "UPDATE \(table) SET \(change)"))
            #expect(try await audit.run().findings.map(\.matter) == ids, "\(change)")
            try await sealed.change(SQL(verbatim: "UPDATE \(table) SET \(back)"))
            #expect(try await audit.run().findings == [], "\(back)")
        }
    }
}

extension LedgerAuditTests.Tampering {
    /// Where all traces were made to fit each other, only the batch can be told.
    fileprivate var namesTheEntry: Bool {
        switch self {
        case .reason, .person, .time, .state, .command, .changesOfCode, .emptied, .text, .textGone, .deleted, .digest:
            true
        default: false
        }
    }
}
