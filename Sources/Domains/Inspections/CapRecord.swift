import Registry
import Workflows

/// What is known of one enterprise in one year: the caps that authorities published, and what counts towards them.
struct CapRecord: Sendable {
    var caps: [InspectionCap] = []
    /// By authority.
    var turns: [String: Set<Int>] = [:]
    /// The grade of the enterprise's risk profile, when it has one.
    var grade: CapGrade?

    /// How an authority stands with the enterprise.
    func standing(of authority: String, at site: Organisation) -> CapStanding {
        standing(of: authority, at: site.id, sector: site.sectors.first)
    }

    func standing(of authority: String, at enterprise: String, sector: String?) -> CapStanding {
        let fitting = caps.filter {
            $0.authority == authority && $0.holds(for: enterprise, sector: sector, grade: grade)
        }
        // What is said of one enterprise goes before what is said of a kind; of two that are as close, the lower holds.
        let cap = fitting.min { ($1.closeness, $0.most) < ($0.closeness, $1.most) }
        return CapStanding(cap: cap, turns: turns[authority] ?? [])
    }
}

/// 今年检查 n/上限 m — of one authority at one enterprise.
struct CapStanding: Sendable {
    /// `nil` when the authority published none that holds for the enterprise.
    let cap: InspectionCap?
    let turns: Set<Int>

    var used: Int { turns.count }
    var isReached: Bool { cap.map { used >= $0.most } ?? false }
    /// The lowest that is free.
    var nextTurn: Int { (1...(turns.count + 1)).first { !turns.contains($0) }! }
}
