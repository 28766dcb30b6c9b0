import SampleProvince
import Storage
import Workflows

/// What the store holds after a run, beside what the model says; by queries of its own, and by the program's audits.
struct Audit {
    let world: World
    let errands: [ModelErrand]

    func problems() async throws -> [String] {
        var problems = try await standings() + entries() + selfVerified() + tallies()
        problems += try await Recount(database: world.database).differences().map { "counts differ: \($0)" }
        problems += try await StateAudit(database: world.database, kinds: world.kinds).run().findings.map(\.description)
        return problems
    }

    private func standings() async throws -> [String] {
        let rows = try await world.database.rows("SELECT * FROM matter").map(MatterHeader.init(row:))
        let stored = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0) })
        guard stored.count == errands.count else { return ["\(stored.count) errands, not \(errands.count)"] }
        return errands.compactMap { errand in
            guard let header = stored[errand.id] else { return "\(errand.id) is gone" }
            let isSame =
                header.state == errand.state && header.version == errand.version && header.owner == errand.owner
                && header.isOpen == errand.isOpen && header.isSuspended == errand.isSuspended
                && Set(header.awaitedSignatures) == errand.awaited
                && header.parent == errand.parent.map { errands[$0].id }
            return isSame ? nil : "\(errand.id) stands as \(header), not as \(errand)"
        }
    }

    /// Each version has its entry, once; and no id of a client has two.
    private func entries() async throws -> [String] {
        let counts = try await world.database.rows(
            """
            SELECT matter, count(*) AS amount, min(version) AS first, max(version) AS last FROM ledger_entry GROUP BY matter
            """
        ).reduce(into: [String: [Int]]()) {
            $0[try $1["matter"]] = [try $1["amount"], try $1["first"], try $1["last"]]
        }
        let twice = try await world.database.rows(
            "SELECT command_id FROM ledger_entry GROUP BY command_id HAVING count(*) > 1")
        return errands.filter { counts[$0.id] != [$0.version, 1, $0.version] }
            .map { "\($0.id) has entries \(counts[$0.id] ?? []) at version \($0.version)" }
            + twice.map { "carried out twice: \($0.values)" }
    }

    private func selfVerified() async throws -> [String] {
        try await world.database.rows(
            """
            SELECT later.matter FROM ledger_entry later JOIN ledger_entry own
                ON own.matter = later.matter AND own.person = later.person AND own.version < later.version
            WHERE later.command = 'verify' AND own.command IN ('report', 'sign-for')
                OR later.command = 'send-back' AND own.command = 'report'
            """
        ).map { "verified by whoever did it: \($0.values)" }
    }

    private func tallies() async throws -> [String] {
        let kept = try await world.database.rows(
            "SELECT state, sum(amount) AS amount FROM tally WHERE region = '320000000000' GROUP BY state"
        ).reduce(into: [String: Int]()) { $0[try $1["state"]] = try $1["amount"] }
        let counted = Dictionary(grouping: errands, by: \.state).mapValues(\.count)
        return Set(kept.keys).union(counted.keys).filter { kept[$0] ?? 0 != counted[$0] ?? 0 }
            .map { "\($0) counts \(kept[$0] ?? 0), not \(counted[$0] ?? 0)" }
    }
}
