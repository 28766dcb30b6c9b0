import Foundation
import Ledger
import SampleProvince
import Sealing
import Storage

/// The sample province with a sealed log.
struct Sealed: Sendable {
    static let key = SigningKey(
        name: "sample.example/log", kind: .note, secret: Array("the secret of the sample province".utf8.prefix(32)))

    /// Signs beside it where a test says so.
    static let sm2 = SigningKey(name: "sample.example/log", kind: .sm2, secret: Array("another secret".utf8))

    let world: World
    let sealer: Sealer
    var log: SealedLog { SealedLog(database: world.database) }

    init(on engine: Engine = .memory, batch: Int = 2_048) async throws {
        let world = try await World(on: engine)
        self.world = world
        sealer = Sealer(
            log: SealedLog(database: world.database), key: Self.key, batch: batch, now: { world.clock.now })
    }

    func audit(_ trusted: [SignedNote] = []) async throws -> LedgerAudit.Report {
        try await LedgerAudit(database: world.database, keys: LogKeys(Self.key.verifier), trusted: trusted).run()
    }

    /// Work in several batches, each sealed by itself.
    func work(errands: Int) async throws -> [String] {
        var ids: [String] = []
        for number in 0..<errands {
            ids.append(try await world.errand(in: number.isMultiple(of: 2) ? .reported : .closed))
            if number.isMultiple(of: 3) { try await sealer.run() }
        }
        try await sealer.run()
        return ids
    }

    func entries() async throws -> [String] {
        try await world.database.rows("SELECT entry FROM sealed_entry ORDER BY leaf").map { try $0["entry"] }
    }

    /// What somebody with full rights does first: the database no longer refuses.
    func disarm() async throws {
        for table in ["ledger_entry", "sealed_entry", "log_node", "log_checkpoint", "notice"] {
            for verb in ["update", "delete"] {
                try await world.database.commit([
                    .any(
                        SQL(
                            sqlite: SQL(verbatim: "DROP TRIGGER IF EXISTS \(table)_refuses_\(verb)"),
                            postgres: SQL(verbatim: "DROP TRIGGER IF EXISTS \(table)_refuses_\(verb) ON \(table)")))
                ])
            }
        }
    }

    func change(_ statement: SQL) async throws {
        try await world.database.commit([.any(statement)])
    }
}
