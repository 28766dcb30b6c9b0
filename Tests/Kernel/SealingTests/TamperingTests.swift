import Foundation
import Ledger
import SampleProvince
import Sealing
import Storage
import Testing
import Workflows

/// 篡改 — whatever somebody with full rights changes in any table of the record, anywhere, is found, and the first place
/// is named: exactly where a trace of the original is left, else among which entries of which batch.
@Suite(.serialized)
struct TamperingTests {
    @Test(arguments: Engine.all)
    func `every one of many random tamperings is found, and the first place is named`(engine: Engine) async throws {
        let scene = try await Scene(on: engine)
        var luck = Seeded(20_261_125)
        var counts: [String: Int] = [:]
        for round in 0..<(engine == .memory ? 360 : 120) {
            let kind = Tampering.allCases[round % Tampering.allCases.count]
            let description = try await scene.tamper(kind, &luck)
            let findings = try await scene.sealed.audit().findings
            guard let first = findings.first else {
                Issue.record("not found: \(kind) \(description.text)")
                try await scene.putBack()
                continue
            }
            if let leaf = description.leaf {
                #expect(first.leaves?.contains(leaf) == true, "\(kind) \(description.text): \(findings.prefix(3))")
                if kind.leavesATrace {
                    #expect(first.leaves?.count == 1, "\(kind) \(description.text): \(findings.prefix(3))")
                } else {
                    // Among the entries of one batch, never wider.
                    #expect((first.leaves?.count ?? 999) <= Scene.batch + 1, "\(kind) \(description.text): \(first)")
                }
            } else if let entry = description.entry {
                #expect(findings.contains { $0.entry == entry }, "\(kind) \(description.text): \(findings.prefix(3))")
            }
            try await scene.putBack()
            counts[kind.rawValue, default: 0] += 1
        }
        #expect(counts.count == Tampering.allCases.count)
        #expect(try await scene.sealed.audit().findings == [])
    }

    /// What is not the log itself: matters, their fields and the counts follow from it.
    @Test(arguments: Engine.all)
    func `a matter or a count that does not follow from the record is found`(engine: Engine) async throws {
        let scene = try await Scene(on: engine)
        let world = scene.sealed.world
        var luck = Seeded(7)
        for _ in 0..<(engine == .memory ? 120 : 40) {
            let matter = try await world.database.rows("SELECT id FROM matter ORDER BY id").randomElement(using: &luck)
            let id: String = try #require(try matter?["id"])
            let (table, column, value) = Self.states.randomElement(using: &luck)!
            let before = try await world.database.rows(
                "SELECT \(SQL(verbatim: column)) AS was FROM \(SQL(verbatim: table)) WHERE id = \(id)")[0]
            let was = try before.value(of: "was")
            guard was != value else { continue }
            func set(_ value: SQLValue) async throws {
                try await scene.sealed.change(
                    "UPDATE \(SQL(verbatim: table)) SET \(SQL(verbatim: column)) = \(value) WHERE id = \(id)")
            }
            try await set(value)
            let findings = try await StateAudit(database: world.database, kinds: world.kinds).run().findings
            #expect(findings.first?.matter == id, "\(table).\(column) of \(id)")
            try await set(was)
        }
        let tally = try await world.database.rows("SELECT count(*) AS amount FROM tally WHERE amount > 0")
        #expect(try tally[0]["amount"] > 0)
        try await scene.sealed.change("UPDATE tally SET amount = amount + 1 WHERE amount > 0")
        let differences = try await Recount(database: world.database).differences()
        #expect(!differences.isEmpty)
    }

    private static let states: [(table: String, column: String, value: SQLValue)] = [
        ("matter", "state", .text("working")), ("matter", "title", .text("改过的名称")),
        ("matter", "grade", .text("urgent")), ("matter", "version", .integer(40)),
        ("matter", "owner", .text("gulou-bureau")), ("matter", "supervisor", .null),
        ("matter", "issuer", .text("gulou-bureau")), ("matter", "region", .text("320106000000")),
        ("matter", "agreed_day", .text("2027-01-01")), ("matter", "due_at", .integer(1)),
        ("matter", "city", .text("3205")), ("matter", "county", .text("320505")),
        ("matter", "month", .text("2020-01")), ("matter", "opened_at", .integer(5)),
        ("matter", "number", .text("JB-1999-000001")), ("matter", "updated_at", .integer(7)),
        ("matter", "was_late", .integer(1)), ("matter", "light", .text("red")),
        ("matter", "light_changes_at", .integer(9_999_999_999_999)),
        ("errand", "demand", .text("不必排查")), ("errand", "outcome", .text("已排查100户")),
    ]
}

/// What can be done to the record, by table.
enum Tampering: String, CaseIterable {
    case entryColumn, entryGone, entryTwice, entryForged
    case digest, leafGone, leafOfAnother, leafTwice, leafNegative, leafEntryEmpty
    case textChanged, textSaltChanged, textGone, textRowGone, textAdded, textOfNobody
    case node, nodeGone, nodeAdded
    case checkpointNote, checkpointSize, checkpointTime, checkpointGone, checkpointAdded
    case waitingForNothing, waitingAgain
    case alteredConsistently, removedConsistently, insertedConsistently, swapped

    /// Something of the original is left that says which entry it was.
    var leavesATrace: Bool {
        switch self {
        case .alteredConsistently, .removedConsistently, .insertedConsistently, .swapped: false
        default: true
        }
    }
}

/// A sealed province whose tables no longer refuse anything, and copies from which what was changed is put back.
private struct Scene {
    static let batch = 16
    private static let tables = [
        "sealed_entry", "ledger_text", "unsealed_entry", "log_node", "log_checkpoint", "ledger_entry",
    ]

    let sealed: Sealed
    private let order: [String]

    init(on engine: Engine) async throws {
        sealed = try await Sealed(on: engine, batch: Self.batch)
        // More than 256, so that there are nodes of tiles.
        for number in 0..<80 {
            _ = try await sealed.world.errand(in: [.closed, .reported, .deferred][number % 3])
            if number.isMultiple(of: 5) { try await sealed.sealer.run() }
        }
        try await sealed.sealer.run()
        order = try await sealed.entries()
        for table in Self.tables {
            try await change("CREATE TABLE loose_\(table) AS SELECT * FROM \(table)")
            try await change("CREATE TABLE kept_\(table) AS SELECT * FROM \(table)")
        }
        for table in Self.tables {
            try await change("DROP TABLE \(table)")
            try await change("ALTER TABLE loose_\(table) RENAME TO \(table)")
        }
        try await change("CREATE INDEX loose_entry_by_id ON ledger_entry (id)")
        try await change("CREATE INDEX loose_text_by_entry ON ledger_text (entry)")
        try await change("CREATE INDEX loose_sealed_by_entry ON sealed_entry (entry)")
    }

    func putBack() async throws {
        for table in Self.tables {
            try await change("DELETE FROM \(table)")
            try await change("INSERT INTO \(table) SELECT * FROM kept_\(table)")
        }
    }

    private func change(_ text: String) async throws { try await sealed.change(SQL(verbatim: text)) }

    /// - Returns: the first leaf concerned, or the entry where no leaf is.
    func tamper(_ kind: Tampering, _ luck: inout Seeded) async throws -> (leaf: Int?, entry: String?, text: String) {
        let leaf = Int.random(in: 1..<order.count - 1, using: &luck)
        let entry = order[leaf]
        let other = SQLValue.blob((0..<32).map { _ in .random(in: .min ... .max, using: &luck) })
        switch kind {
        case .entryColumn:
            let column = Inscription.columnNames.randomElement(using: &luck)!
            try await alter(column, of: entry)
            return (leaf, entry, column)
        case .entryGone: try await sealed.change("DELETE FROM ledger_entry WHERE id = \(entry)")
        case .entryTwice:
            try await sealed.change("INSERT INTO ledger_entry SELECT * FROM kept_ledger_entry WHERE id = \(entry)")
        case .entryForged:
            let forged = UUIDv7.make()
            try await forge(forged, like: entry)
            return (nil, forged, "")
        case .digest: try await sealed.change("UPDATE sealed_entry SET digest = \(other) WHERE leaf = \(leaf)")
        case .leafGone: try await sealed.change("DELETE FROM sealed_entry WHERE leaf = \(leaf)")
        case .leafOfAnother:
            try await sealed.change("UPDATE sealed_entry SET entry = \(order[leaf - 1]) WHERE leaf = \(leaf)")
        case .leafTwice:
            let another = order[(leaf + 7) % order.count]
            try await sealed.change(
                "INSERT INTO sealed_entry (leaf, entry, digest) VALUES (\(leaf), \(another), \(other))")
        case .leafNegative:
            try await sealed.change(
                "INSERT INTO sealed_entry (leaf, entry, digest) VALUES (-3, \(entry), \(other))")
            return (-3, entry, "")
        case .leafEntryEmpty: try await sealed.change("UPDATE sealed_entry SET entry = NULL WHERE leaf = \(leaf)")
        case .textChanged, .textSaltChanged, .textGone, .textRowGone, .textAdded:
            return try await tamperText(kind, &luck)
        case .textOfNobody:
            try await sealed.change("INSERT INTO ledger_text (entry, texts) VALUES ('nobody', '[]')")
            return (nil, "nobody", "")
        case .node: try await sealed.change("UPDATE log_node SET hash = \(other)")
        case .nodeGone: try await sealed.change("DELETE FROM log_node")
        case .nodeAdded:
            try await sealed.change("INSERT INTO log_node (level, number, hash) VALUES (1, 1, \(other))")
        case .checkpointNote, .checkpointSize, .checkpointTime, .checkpointGone, .checkpointAdded:
            try await tamperCheckpoint(kind, &luck)
        case .waitingForNothing:
            try await sealed.change("INSERT INTO unsealed_entry (entry) VALUES ('nothing')")
            return (nil, "nothing", "")
        case .waitingAgain:
            try await sealed.change("INSERT INTO unsealed_entry (entry) VALUES (\(entry))")
            return (nil, entry, "")
        case .alteredConsistently:
            try await sealed.change("UPDATE ledger_entry SET person = 'stranger' WHERE id = \(entry)")
            try await digestAnew(entry)
        case .removedConsistently:
            try await sealed.change("DELETE FROM sealed_entry WHERE leaf = \(leaf)")
            try await sealed.change("DELETE FROM ledger_text WHERE entry = \(entry)")
            try await sealed.change("DELETE FROM ledger_entry WHERE id = \(entry)")
            try await sealed.change("UPDATE sealed_entry SET leaf = leaf - 1 WHERE leaf > \(leaf)")
        case .insertedConsistently:
            // Right behind the one it is like, in the order of ids as well.
            let forged = entry + "0"
            try await forge(forged, like: entry)
            try await sealed.change("UPDATE sealed_entry SET leaf = leaf + 1 WHERE leaf > \(leaf)")
            try await sealed.change(
                "INSERT INTO sealed_entry (leaf, entry, digest) VALUES (\(leaf + 1), \(forged), \(other))")
            try await digestAnew(forged)
            return (leaf + 1, forged, "")
        case .swapped:
            try await sealed.change("UPDATE sealed_entry SET leaf = -1 WHERE leaf = \(leaf)")
            try await sealed.change("UPDATE sealed_entry SET leaf = \(leaf) WHERE leaf = \(leaf + 1)")
            try await sealed.change("UPDATE sealed_entry SET leaf = \(leaf + 1) WHERE leaf = -1")
        }
        if kind.rawValue.hasPrefix("node") || kind.rawValue.hasPrefix("checkpoint") { return (nil, nil, "") }
        return (leaf, entry, "leaf \(leaf)")
    }

    private func alter(_ column: String, of entry: String) async throws {
        let name = SQL(verbatim: column)
        let row = try await sealed.world.database.rows("SELECT \(name) AS was FROM ledger_entry WHERE id = \(entry)")[0]
        let changed: SQLValue
        switch try row.value(of: "was") {
        case .integer(let number): changed = .integer(number + 1)
        case .text(let text): changed = .text(text.isEmpty ? "x" : String(text.dropLast()))
        default: changed = ["happened_at", "written_at"].contains(column) ? .integer(0) : .text("")
        }
        try await sealed.change("UPDATE ledger_entry SET \(name) = \(changed) WHERE id = \(entry)")
    }

    private func tamperText(
        _ kind: Tampering, _ luck: inout Seeded
    ) async throws -> (leaf: Int?, entry: String?, text: String) {
        let rows = try await sealed.world.database.rows("SELECT entry, texts FROM ledger_text ORDER BY entry")
        let row = rows.randomElement(using: &luck)!
        let entry: String = try row["entry"]
        var texts = try [ErasableText](encoded: try row["texts"])
        let index = Int.random(in: texts.indices, using: &luck)
        let old = texts[index]
        switch kind {
        case .textChanged: texts[index] = ErasableText(slot: old.slot, salt: old.salt, text: old.text + "。")
        case .textSaltChanged:
            let salt = String(old.salt.dropLast()) + (old.salt.hasSuffix("0") ? "1" : "0")
            texts[index] = ErasableText(slot: old.slot, salt: salt, text: old.text)
        case .textGone: texts.remove(at: index)
        case .textAdded: texts.append(ErasableText(slot: "another", salt: "00", text: "x"))
        default: break
        }
        if kind == .textRowGone {
            try await sealed.change("DELETE FROM ledger_text WHERE entry = \(entry)")
        } else {
            let encoded = try #require(
                String(data: JSONEncoder().encode(texts.map { [$0.slot, $0.salt, $0.text] }), encoding: .utf8))
            try await sealed.change("UPDATE ledger_text SET texts = \(encoded) WHERE entry = \(entry)")
        }
        return (order.firstIndex(of: entry), entry, old.slot)
    }

    private func tamperCheckpoint(_ kind: Tampering, _ luck: inout Seeded) async throws {
        let rows = try await sealed.world.database.rows("SELECT size, note FROM log_checkpoint ORDER BY size")
        let row = rows.randomElement(using: &luck)!
        let (size, note): (Int, String) = (try row["size"], try row["note"])
        switch kind {
        case .checkpointNote:
            var characters = Array(note)
            let place = Int.random(in: characters.indices, using: &luck)
            characters[place] = characters[place] == "A" ? "B" : "A"
            try await sealed.change("UPDATE log_checkpoint SET note = \(String(characters)) WHERE size = \(size)")
        case .checkpointSize:
            try await sealed.change("UPDATE log_checkpoint SET size = size - 1 WHERE size = \(size)")
        case .checkpointTime:
            try await sealed.change("UPDATE log_checkpoint SET sealed_at = sealed_at - 1 WHERE size = \(size)")
        case .checkpointGone: try await sealed.change("DELETE FROM log_checkpoint WHERE size = \(size)")
        default:
            try await sealed.change(
                "INSERT INTO log_checkpoint (size, note, sealed_at) VALUES (\(size - 1), \(note), 0)")
        }
    }

    private func forge(_ id: String, like entry: String) async throws {
        let names = Inscription.columnNames.map { $0 == "id" ? "'\(id)'" : $0 == "command_id" ? "'c-\(id)'" : $0 }
        try await sealed.change(
            """
            INSERT INTO ledger_entry (\(LedgerStore.columns)) SELECT \(SQL(verbatim: names.joined(separator: ", ")))
            FROM kept_ledger_entry WHERE id = \(entry)
            """)
        try await sealed.change(
            "INSERT INTO ledger_text (entry, texts) SELECT \(id), texts FROM kept_ledger_text WHERE entry = \(entry)")
    }

    private func digestAnew(_ entry: String) async throws {
        let digest = try #require(try await sealed.world.ledger.inscription(of: entry)).digest
        try await sealed.change("UPDATE sealed_entry SET digest = \(SQLValue.blob(digest)) WHERE entry = \(entry)")
    }
}
