import Calendars
import Inspections
import Permissions
import Site
import Workflows

/// 演示检查 — two bureaus enter their caps and inspect, carried out through the desk with a clock that moves.
struct DemoInspections {
    let premises: Premises
    let clock: DemoClock
    let people: [String: User]
    let until: Day

    func run() async throws {
        for county in DemoBureaus.counties {
            try await publish(in: county)
            guard let site = sites(in: county).first else { continue }
            let done = try await inspect(site, in: county, .planned, clue: nil, finding: true)
            try await finish(done, in: county)
            _ = try await inspect(site, in: county, .complaint, clue: "12350 举报件（演示），反映夜间违规动火", finding: false)
        }
        try await leaveOpen()
    }

    private func sites(in county: String) -> [DemoSites.Site] {
        DemoSites.sites.filter { $0.region.prefix.hasPrefix(county) }
    }

    /// The figures are made up, like the enterprises.
    private func publish(in county: String) async throws {
        let published = clock.now.day
        for year in Set([published.year, until.year]) {
            try await premises.desk.open(
                PublishCap(2, in: year, by: "演示应急〔\(published.year)〕1号", on: published), by: person("head\(county)"))
            try await premises.desk.open(
                PublishCap(4, in: year, sector: .chemicals, by: "演示应急〔\(published.year)〕1号", on: published),
                by: person("head\(county)"))
        }
    }

    /// - Returns: the inspection, recorded and not concluded yet.
    private func inspect(
        _ site: DemoSites.Site, in county: String, _ ground: InspectionGround, clue: String?, finding: Bool
    ) async throws -> String {
        let officer = person("inspector\(county)a")
        let id = try await announce(site, in: county, ground, clue: clue)
        clock.advance(by: .seconds(3 * 86_400))
        try await premises.desk.perform(
            RecordVisit(
                on: clock.now.day, finding ? .problems : .clean,
                record: finding ? "查看现场和台账，发现一处问题。" : "查看现场和动火作业票，未发现反映的情况。", with: "安全总监（演示）"), on: id,
            by: officer)
        if finding {
            try await premises.desk.perform(
                NoteFinding("安全附件未按期校验，铭牌日期已过", at: site.places[0], .engineering), on: id, by: officer)
        } else {
            try await premises.desk.perform(ConcludeInspection("未发现问题，答复举报人。"), on: id, by: officer)
        }
        return id
    }

    private func announce(
        _ site: DemoSites.Site, in county: String, _ ground: InspectionGround, clue: String?
    ) async throws -> String {
        let id = try await apply(site, in: county, ground, clue: clue)
        clock.advance(by: .seconds(86_400))
        try await premises.desk.perform(ApproveInspection("同意"), on: id, by: person("head\(county)"))
        try await premises.desk.perform(NotifyEnterprise(.beforehand), on: id, by: person("inspector\(county)a"))
        return id
    }

    private func apply(
        _ site: DemoSites.Site, in county: String, _ ground: InspectionGround, clue: String?
    ) async throws -> String {
        let names = ["a", "b"].map { person("inspector\(county)\($0)").person.name }
        return try await premises.desk.open(
            ApplyInspection(
                of: site.id, ground, clue: clue, content: "特殊作业、安全附件和应急准备。", on: clock.now.day.adding(days: 4),
                by: names.enumerated().map { "\($1)（演示证号 \($0 + 1)）" }), by: person("inspector\(county)a")
        ).matter
    }

    private func finish(_ inspection: String, in county: String) async throws {
        clock.advance(by: .seconds(86_400))
        try await premises.desk.perform(
            ConcludeInspection("责令限期整改，按期复查。"), on: inspection, by: person("inspector\(county)a"))
    }

    /// In the last days: one waits to be approved, one to be carried out.
    private func leaveOpen() async throws {
        while clock.now.day < until.adding(days: -2) { clock.advance(by: .seconds(86_400)) }
        let chemicals = sites(in: "320116")
        if let last = chemicals.last { _ = try await announce(last, in: "320116", .planned, clue: nil) }
        if let first = chemicals.first { _ = try await apply(first, in: "320116", .planned, clue: nil) }
    }

    private func person(_ login: String) -> User { people[login]! }
}
