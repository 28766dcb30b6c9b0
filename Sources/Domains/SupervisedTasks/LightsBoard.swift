import Calendars
import Markup
import Permissions
import Registry
import Site
import Workflows

/// 红黄绿灯 — a light for each division right below and each department, worst first, from the tallies: what it is for,
/// who answers for it, what would turn it green, and the rows behind it.
struct LightsBoard {
    static let routes: [Route] = [
        Route(
            .get, "/lights", "红黄绿灯", for: .holding(.readSupervisedTasks), query: [.init("scope", "辖区代码")]
        ) { visit in try await LightsBoard(visit).answer() }
    ]

    let visit: Visit
    let scope: RegionCode
    let divisions: [Standing]
    let departments: [Standing]
    /// The whole region: what lies in none of its divisions is in it too.
    let total: Lights

    init(_ visit: Visit) async throws {
        self.visit = visit
        scope = visit.scope ?? visit.premises.settings.province
        let (lists, user) = (visit.premises.lists, try visit.user())
        let regions = visit.premises.registry.regions.children(of: scope, on: visit.today).filter(\.isStatutory)
        let below = try await lists.lights(
            of: SupervisedTask.kind, in: [scope] + regions.map(\.code), within: scope, for: user)
        total = below[scope] ?? Lights()
        let organisations = visit.premises.registry.organisations.all.filter { $0.exists(on: visit.today) }
        let offices = Dictionary(
            organisations.filter { $0.kind == .committeeOffice }.map { ($0.region, $0) },
            uniquingKeysWith: { first, _ in first })
        divisions = Standing.worstFirst(
            regions.map { region in
                Standing(
                    region.name, below[region.code] ?? Lights(), office: offices[region.code]?.id,
                    rows: Self.rows.setting("scope", to: region.code.rawValue), visit)
            })
        let own = organisations.filter { [scope] in $0.kind == .department && $0.region == scope }
        let carried = try await lists.lights(
            of: SupervisedTask.kind, carriedOutBy: own.map(\.id), in: scope, for: user)
        departments = Standing.worstFirst(
            own.map { department in
                Standing(
                    department.aliases.first ?? department.name, carried[department.id] ?? Lights(),
                    office: department.id, rows: Self.rows.setting("owner", to: department.id), visit)
            })
    }

    private static let rows = Link("l", SupervisedTask.kind).setting("open", to: "1").setting("sort", to: "due")

    func answer() throws -> Answer {
        let title = Wording(zh: "红黄绿灯", en: "Lights")
        var frame = visit.page(title, section: "d", scope: visit.scopeSelector) {
            div(.class("boards")) {
                if !divisions.isEmpty { board(Wording(zh: "各地", en: "Divisions"), divisions) }
                if !departments.isEmpty { board(Wording(zh: "部门", en: "Departments"), departments) }
            }
            if divisions.isEmpty && departments.isEmpty {
                EmptyState(Wording(zh: "这个辖区下面没有单位，或您的岗位看不到整个辖区。请换一个辖区。", en: "Nothing below this region."))
            }
        }
        frame.actions = a(
            .class("button plain"), .href(Link("lights", "brief").setting("scope", to: visit.address.first("scope")))
        ) { Wording(zh: "一页简报", en: "One-page brief") }
        return .page(
            frame,
            json: .of(
                ("scope", .text(scope.rawValue)), ("red", .number(total.red)), ("yellow", .number(total.yellow)),
                ("green", .number(total.green)), ("divisions", .array(divisions.map(\.json))),
                ("departments", .array(departments.map(\.json)))))
    }

    private func board(_ title: Wording, _ standings: [Standing]) -> Board {
        var board = Board(title, standings.map(\.unit))
        board.heading = title
        return board
    }
}

/// How one division or department stands: how many of its open tasks are red, yellow and green.
struct Standing: Sendable {
    let name: String
    let lights: Lights
    let person: User?
    private let rows: Link
    private let instruct: Link?

    init(_ name: String, _ lights: Lights, office: String?, rows: Link, _ visit: Visit) {
        self.name = name
        self.lights = lights
        self.rows = rows
        person = office.flatMap { InstructionForm.responsible(in: $0, visit) }
        let mayInstruct = visit.signedIn?.holdsSomewhere(.instructTasks) ?? false
        instruct =
            mayInstruct && office != nil
            ? InstructionForm.link(to: office, person: person?.person.id, visit) : nil
    }

    static func worstFirst(_ standings: [Standing]) -> [Standing] {
        standings.sorted {
            ($0.lights.red, $0.lights.yellow, $0.lights.green) > ($1.lights.red, $1.lights.yellow, $1.lights.green)
        }
    }

    var light: Site.Light { lights.red > 0 ? .red : lights.yellow > 0 ? .yellow : .green }

    var unit: Board.Unit {
        Board.Unit(
            name, light, reason: reason, person: person?.person.name ?? "—", telephone: person?.person.mobile,
            remedy: remedy,
            rows: (Wording(zh: "看 \(behind) 项", en: "Show \(behind)"), rows.setting("light", to: lightOfRows)),
            instruct: instruct)
    }

    var reason: Wording {
        switch light {
        case .red where lights.yellow > 0:
            Wording(
                zh: "超期 \(lights.red)，临期 \(lights.yellow)", en: "\(lights.red) overdue, \(lights.yellow) nearly due")
        case .red: Wording(zh: "超期 \(lights.red)", en: "\(lights.red) overdue")
        case .yellow: Wording(zh: "临期 \(lights.yellow)", en: "\(lights.yellow) nearly due")
        case .green where lights.green == 0: Wording(zh: "没有在办", en: "Nothing open")
        case .green: Wording(zh: "在办 \(lights.green)，都在期限内", en: "\(lights.green) open, all on time")
        }
    }

    var remedy: Wording? {
        switch light {
        case .red: Wording(zh: "办结或获准延期 \(lights.red) 项", en: "Close or extend \(lights.red)")
        case .yellow: Wording(zh: "到期前办结 \(lights.yellow) 项", en: "Close \(lights.yellow) in time")
        case .green: nil
        }
    }

    /// How many rows stand behind the light.
    private var behind: Int { lights[Calendars.Light(rawValue: light.rawValue)!] }

    private var lightOfRows: String? { light == .green ? nil : light.rawValue }

    var json: JSON {
        .of(
            ("name", .text(name)), ("light", .text(light.rawValue)), ("red", .number(lights.red)),
            ("yellow", .number(lights.yellow)), ("green", .number(lights.green)),
            ("person", .text(person?.person.name)), ("rows", .text(rows.setting("light", to: lightOfRows).url)))
    }
}
