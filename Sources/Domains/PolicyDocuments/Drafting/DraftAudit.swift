import Ledger
import Storage

/// 稿件核对 — compares the text of every version with what its entry in the ledger says it was.
///
/// Entries from before they told it say nothing, so the versions they issued cannot be checked.
public struct DraftAudit: Sendable {
    private let database: any Database
    private static let pageSize = 200

    public init(database: any Database) {
        self.database = database
    }

    /// - Returns: what differs, in words.
    public func run() async throws -> [String] {
        var (findings, last) = ([String](), "")
        while true {
            let page = try await database.rows(
                "SELECT id FROM drafting_project WHERE id > \(last) ORDER BY id LIMIT \(Self.pageSize)")
            guard let end: String = try page.last?["id"] else { return findings }
            let told = try await told(after: last, through: end)
            let versions = try await database.rows(
                """
                SELECT * FROM draft_version WHERE project > \(last) AND project <= \(end) ORDER BY project, version
                """
            ).map(DraftVersion.init(row:))
            let issued = Dictionary(grouping: versions, by: \.project)
            for project in told.keys.sorted() {
                findings += Self.differences(of: issued[project] ?? [], from: told[project] ?? [:])
                    .map { "起草项目 \(project)：\($0)" }
            }
            last = end
        }
    }

    /// By project and number.
    private func told(after start: String, through end: String) async throws -> [String: [Int: String]] {
        let entries = try await database.rows(
            """
            \(LedgerStore.entries) WHERE ledger_entry.matter > \(start) AND ledger_entry.matter <= \(end)
            AND ledger_entry.kind = \(DraftingProject.kind) ORDER BY ledger_entry.matter, ledger_entry.version
            """
        ).map(LedgerEntry.init(row:))
        var told: [String: [Int: String]] = [:]
        for entry in entries {
            for change in entry.changes where change.field == DraftingProject.digestColumn {
                guard let digest = change.after, let number = digest.split(separator: " ").first.flatMap({ Int($0) })
                else { continue }
                told[entry.target.matter, default: [:]][number] = digest
            }
        }
        return told
    }

    private static func differences(of versions: [DraftVersion], from told: [Int: String]) -> [String] {
        let first = told.keys.min() ?? 0
        var missing = told
        var differences: [String] = []
        for version in versions where version.number >= first {
            guard let digest = missing.removeValue(forKey: version.number) else {
                differences.append("第\(version.number)稿不是办理台发出的")
                continue
            }
            if digest != version.digest { differences.append("第\(version.number)稿的正文与发出时不同") }
        }
        return differences + missing.keys.sorted().map { "第\($0)稿不见了" }
    }
}
