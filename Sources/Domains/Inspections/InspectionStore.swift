import Calendars
import Permissions
import Registry
import Storage
import Workflows

/// What is read of inspections and caps beyond what every list of matters says.
struct InspectionStore: Sendable {
    let database: any Database

    /// The kind of matter whose header carries the grade of the whole enterprise.
    private static let grading = "risk-profile"

    func inspection(_ id: String) async throws -> Inspection? {
        try await database.rows(
            "SELECT matter.*, own.* FROM matter JOIN inspection own ON own.id = matter.id WHERE matter.id = \(id)"
        ).first.map { try Inspection(header: MatterHeader(row: $0), details: $0) }
    }

    /// What these authorities published for a year and did not take back.
    func caps(of authorities: [String], in year: Int) async throws -> [InspectionCap] {
        guard !authorities.isEmpty else { return [] }
        return try await database.rows(
            """
            SELECT matter.*, own.* FROM inspection_cap own JOIN matter ON matter.id = own.id
            WHERE own.authority IN \(authorities) AND own.year = \(year) AND own.holds_for IS NOT NULL
            ORDER BY own.id
            """
        ).map { try InspectionCap(header: MatterHeader(row: $0), details: $0) }
    }

    /// What authorities of these regions published for a year.
    func caps(over regions: Set<RegionCode>, in year: Int) async throws -> [InspectionCap] {
        try await database.rows(
            """
            SELECT matter.*, own.* FROM inspection_cap own JOIN matter ON matter.id = own.id
            WHERE own.year = \(year) AND own.holds_for IS NOT NULL AND matter.region IN \(regions.map(\.rawValue).sorted())
            ORDER BY own.id
            """
        ).map { try InspectionCap(header: MatterHeader(row: $0), details: $0) }
    }

    /// How these authorities stand with an enterprise. Everything that counts does, whoever may see it.
    func capRecord(of enterprise: String, in year: Int, by authorities: [String]) async throws -> CapRecord {
        let turns = try await database.rows(
            """
            SELECT authority, turn FROM inspection
            WHERE enterprise = \(enterprise) AND year = \(year) AND turn IS NOT NULL AND authority IN \(authorities)
            """)
        let taken = try turns.reduce(into: [String: Set<Int>]()) { taken, row in
            taken[try row["authority"], default: []].insert(try row["turn"])
        }
        return CapRecord(
            caps: try await caps(of: authorities, in: year), turns: taken,
            grade: try await grades(of: [enterprise])[enterprise])
    }

    func grades(of enterprises: [String]) async throws -> [String: CapGrade] {
        guard !enterprises.isEmpty else { return [:] }
        return try await database.rows(
            """
            SELECT subject, grade FROM matter
            WHERE subject IN \(enterprises) AND kind = \(Self.grading) AND is_open = 1 AND grade IS NOT NULL
            """
        ).reduce(into: [:]) { $0[try $1["subject"] as String] = try $1["grade"] as CapGrade }
    }

    /// What one authority did and means to do at an enterprise in a year, as far as the reader may see it.
    struct YearCount: Sendable, Hashable {
        let authority: String
        /// What counts towards the cap.
        let counted: Int
        /// Of these, what was carried out.
        let carriedOut: Int
        /// What goes beside the cap.
        let exempt: Int
    }

    func counts(at enterprises: [String], in year: Int, for user: User) async throws -> [String: [YearCount]] {
        guard !enterprises.isEmpty else { return [:] }
        return try await database.rows(
            """
            SELECT own.enterprise AS enterprise, own.authority AS authority,
                count(*) FILTER (WHERE own.counting = 'counted') AS counted,
                count(*) FILTER (WHERE own.counting = 'counted' AND own.visited_on IS NOT NULL) AS carried_out,
                count(*) FILTER (WHERE own.counting = 'exempt') AS exempt
            FROM inspection own JOIN matter ON matter.id = own.id
            WHERE own.enterprise IN \(enterprises) AND own.year = \(year) AND own.counting <> 'released'
                AND \(visible(to: user))
            GROUP BY own.enterprise, own.authority ORDER BY own.enterprise, own.authority
            """
        ).reduce(into: [:]) { found, row in
            let count = YearCount(
                authority: try row["authority"], counted: try row["counted"], carriedOut: try row["carried_out"],
                exempt: try row["exempt"])
            found[try row["enterprise"], default: []].append(count)
        }
    }

    /// The latest at an enterprise that the reader may see.
    func latest(at enterprise: String, limit: Int, for user: User) async throws -> [MatterHeader] {
        try await database.rows(
            """
            SELECT matter.* FROM inspection own JOIN matter ON matter.id = own.id
            WHERE own.enterprise = \(enterprise) AND \(visible(to: user)) ORDER BY matter.id DESC LIMIT \(limit)
            """
        ).map(MatterHeader.init(row:))
    }

    /// Caps of years that are over and not ended yet.
    func overdueCaps(before year: Int, limit: Int) async throws -> [String] {
        try await database.rows(
            """
            SELECT own.id FROM inspection_cap own JOIN matter ON matter.id = own.id
            WHERE own.year < \(year) AND matter.state = 'inForce' ORDER BY own.id LIMIT \(limit)
            """
        ).map { try $0["id"] }
    }

    private func visible(to user: User) -> SQL {
        Scope(of: user, for: .readInspections).condition(
            on: "matter", parties: ["owner", "supervisor", "issuer", "subject"])
    }
}
