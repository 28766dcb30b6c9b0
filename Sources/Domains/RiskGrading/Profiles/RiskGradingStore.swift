import Calendars
import Permissions
import Registry
import Storage
import Workflows

/// What the lists of matters do not say about risk points: how many of each grade are under control, and where.
struct RiskGradingStore: Sendable {
    let database: any Database

    /// How many points of each grade are under control in a profile. One that is being assessed anew keeps its grade
    /// until another is confirmed.
    func gradedPoints(of profile: String) async throws -> [RiskGrade: Int] {
        let rows = try await database.rows(
            """
            SELECT grade, count(*) AS amount FROM matter
            WHERE parent = \(profile) AND kind = 'risk-point' AND is_open = 1 AND grade IS NOT NULL GROUP BY grade
            """)
        return try rows.reduce(into: [:]) { $0[try $1["grade"] as RiskGrade] = try $1["amount"] }
    }

    func find(_ profile: String) async throws -> RiskProfile? {
        try await database.rows(
            """
            SELECT matter.*, own.* FROM matter JOIN risk_profile own ON own.id = matter.id
            WHERE matter.id = \(profile)
            """
        ).first.map { try RiskProfile(header: MatterHeader(row: $0), details: $0) }
    }

    func point(_ id: String) async throws -> RiskPoint? {
        try await database.rows(
            "SELECT matter.*, own.* FROM matter JOIN risk_point own ON own.id = matter.id WHERE matter.id = \(id)"
        ).first.map { try RiskPoint(header: MatterHeader(row: $0), details: $0) }
    }

    /// Profiles of which a point changed since then.
    func profilesChanged(since instant: Instant) async throws -> [String] {
        try await database.rows(
            """
            SELECT DISTINCT parent FROM matter
            WHERE kind = 'risk-point' AND updated_at > \(instant) AND parent IS NOT NULL
            """
        ).map { try $0["parent"] }
    }

    /// Whether the enterprise has a report to hand in.
    func isReportOwed(by enterprise: String) async throws -> Bool {
        try await !database.rows(
            """
            SELECT id FROM matter WHERE kind = 'risk-report' AND subject = \(enterprise) AND state = 'owed' LIMIT 1
            """
        ).isEmpty
    }

    /// What the enterprise wrote last: in this report, when it came back, or in the one before.
    func contents(before report: RiskReport) async throws -> RiskReport? {
        if report.contents != nil { return report }
        return try await database.rows(
            """
            SELECT matter.*, own.* FROM matter JOIN risk_report own ON own.id = matter.id
            WHERE matter.kind = 'risk-report' AND matter.subject = \(report.header.subject) AND own.reporter IS NOT NULL
            ORDER BY matter.id DESC LIMIT 1
            """
        ).first.map { try RiskReport(header: MatterHeader(row: $0), details: $0) }
    }

    func report(_ id: String) async throws -> RiskReport? {
        try await database.rows(
            "SELECT matter.*, own.* FROM matter JOIN risk_report own ON own.id = matter.id WHERE matter.id = \(id)"
        ).first.map { try RiskReport(header: MatterHeader(row: $0), details: $0) }
    }

    /// Points under control that are to be assessed anew by that day.
    func reviews(by day: Day) async throws -> [String] {
        try await database.rows(
            """
            SELECT matter.id FROM risk_point JOIN matter ON matter.id = risk_point.id
            WHERE risk_point.review_on <= \(day) AND matter.state = 'controlled' ORDER BY risk_point.review_on
            """
        ).map { try $0["id"] }
    }

    func profileGrades(of profile: String) async throws -> (computed: RiskGrade?, isOpen: Bool)? {
        try await database.rows(
            """
            SELECT risk_profile.computed_grade, matter.is_open FROM risk_profile
            JOIN matter ON matter.id = risk_profile.id WHERE matter.id = \(profile)
            """
        ).first.map { (try $0["computed_grade"], try $0["is_open"]) }
    }

    /// The risk points of a profile with their own rows, the gravest first. Whoever may read the profile may read them.
    func points(of profile: String) async throws -> [RiskPoint] {
        try await database.rows(
            """
            SELECT matter.*, own.* FROM matter JOIN risk_point own ON own.id = matter.id
            WHERE matter.parent = \(profile) AND matter.kind = 'risk-point' AND matter.is_open = 1
            ORDER BY CASE matter.grade WHEN 'major' THEN 0 WHEN 'considerable' THEN 1 WHEN 'general' THEN 2
                WHEN 'low' THEN 3 ELSE 4 END, matter.id
            """
        ).map { try RiskPoint(header: MatterHeader(row: $0), details: $0) }
    }
}
