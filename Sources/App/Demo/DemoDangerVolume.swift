import Calendars
import HiddenDangers
import Permissions
import Registry
import Site
import Storage
import Workflows

/// 大量隐患 — as many made-up hidden dangers as asked for, at the made-up enterprises of the register, for measuring. Each
/// goes through the desk like any other, so that numbers, terms, lights, tallies and the ledger are what they would be.
struct DemoDangerVolume {
    let premises: Premises
    let clock: DemoClock
    let people: [String: User]

    /// How many are under way at once; the database writes what has gathered together.
    private static let atOnce = 128
    private static let days = 150
    private static let seen: [(category: DangerCategory, area: DangerArea, words: String)] = [
        (.fire, .warehouse, "灭火器压力不足"), (.electrical, .switchRoom, "配电箱门缺失"), (.equipment, .workshop, "防护罩松动"),
        (.building, .passage, "安全出口被占用"), (.heights, .workshop, "护栏断开"), (.management, .wholeSite, "操作规程未更新"),
    ]

    /// An enterprise with whoever keeps its list of dangers, and whoever checks what was put right.
    private struct Site: Sendable {
        let id: String
        let officer: User
        let head: User

        init(row: Row) throws {
            let id: String = try row["id"]
            let region: RegionCode = try row["region"]
            func user(_ role: Role) -> User {
                let person = Person(id: "volume-\(role.name)-\(id)", name: "虚构人员")
                return User(
                    person: person,
                    posts: [
                        Post(
                            id: person.id, person: person.id, organisation: id, role: role, region: region,
                            from: Day("2016-01-01")!)
                    ])
            }
            self.id = id
            officer = user(Roles.enterpriseSafetyOfficer)
            head = user(Roles.enterpriseSafetyHead)
        }
    }

    func run(_ amount: Int) async throws {
        let sites = try await premises.database.rows(
            "SELECT id, region FROM enterprise WHERE made_up = 1 AND status <> 'closed' ORDER BY id"
        ).map(Site.init(row:))
        guard !sites.isEmpty, let inspector = people["zhou"] else { return }
        var made = 0
        for day in 0..<Self.days {
            let until = amount * (day + 1) / Self.days
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<Self.atOnce {
                    let range = stride(from: made + worker, to: until, by: Self.atOnce)
                    group.addTask {
                        for index in range { try await find(index, at: sites[index % sites.count], inspector) }
                    }
                }
                try await group.waitForAll()
            }
            made = until
            clock.advance(by: .seconds(86_400))
        }
        try await Escalation(desk: premises.desk, kinds: premises.kinds).run()
    }

    /// Of ten: five found by the enterprise and being put right, three put right and checked, two found by an inspector;
    /// of a hundred, two are major.
    private func find(_ index: Int, at site: Site, _ inspector: User) async throws {
        let seen = Self.seen[index % Self.seen.count]
        let finding = Finding(
            at: site.id, seen.category, in: seen.area, place: "\(1 + index / 7 % 9)号部位", seen.words, breach: .yes)
        switch index % 10 {
        case 0...4: try await premises.desk.open(check(finding), by: site.officer)
        case 5...7:
            let danger = try await premises.desk.open(check(finding), by: site.officer).matter
            try await premises.desk.perform(ReportRectified("已整改到位。"), on: danger, by: site.officer)
            // Whoever found it themselves does not check it; the head of safety does.
            try await premises.desk.perform(VerifyOwnDanger("现场验收，符合要求。"), on: danger, by: site.head)
        default:
            let danger = try await premises.desk.open(ReportDanger(finding), by: inspector).matter
            guard index % 100 == 8 || index % 100 == 59 else { return }
            try await premises.desk.perform(
                GradeDanger(Grading(.major, because: "现场核对")), on: danger, by: inspector)
        }
    }

    private func check(_ finding: Finding) -> SelfCheck {
        SelfCheck(finding, Grading(.general, because: "影响局部，能够很快改好"))
    }
}
