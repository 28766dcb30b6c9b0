import Calendars
import Markup
import Permissions
import Registry
import Site
import Storage
import Workflows

/// 红黄绿灯 — one light for each division below, from the tallies, worst first; each opens into its rows.
public enum SupervisedTaskRoutes {
    public static let all: [Route] =
        [
            Route(
                .get, "/lights", "红黄绿灯", for: .holding(.readSupervisedTasks), query: [.init("scope", "辖区代码")]
            ) { visit in try await lights(visit) }
        ] + InstructionPages.routes + WeightsPage.routes + LetterPage.routes

    private static func lights(_ visit: Visit) async throws -> Answer {
        let user = try visit.user()
        let scope = visit.scope ?? visit.premises.settings.province
        let tallies = try await visit.premises.lists.tallies(of: SupervisedTask.kind, below: scope, for: user)
        let open = tallies.filter { !Self.closedStates.contains($0.state) }
        let divisions = visit.premises.registry.regions.children(of: scope, on: visit.today).filter(\.isStatutory)
        let standings = divisions.map { division in Standing(division, open.filter { $0.region == division.code }) }
            .sorted { ($0.red, $0.yellow) > ($1.red, $1.yellow) }
        let json = JSON.array(
            standings.map {
                .of(
                    ("region", .text($0.region.code.rawValue)), ("name", .text($0.region.name)),
                    ("light", .text($0.light.rawValue)), ("red", .number($0.red)), ("yellow", .number($0.yellow)),
                    ("green", .number($0.green)))
            })
        let title = Wording(zh: "红黄绿灯", en: "Lights")
        let frame = visit.page(title, section: "d", scope: visit.scopeSelector) {
            Board(title, standings.map { unit($0, visit) })
        }
        return .page(frame, json: json)
    }

    private static let closedStates = Set(SupervisedTask.workflow.final.map(\.rawValue))

    private static func unit(_ standing: Standing, _ visit: Visit) -> Board.Unit {
        let rows = Link("l", SupervisedTask.kind).setting("scope", to: standing.region.code.rawValue)
            .setting("open", to: "1").setting("light", to: standing.light == .green ? nil : standing.light.rawValue)
            .setting("sort", to: "due")
        let person = responsible(for: standing.region, visit)
        return Board.Unit(
            standing.region.name, standing.light, reason: standing.reason, person: person?.name ?? "—",
            telephone: person?.mobile, remedy: standing.remedy,
            rows: (Wording(zh: "看 \(standing.rows) 项", en: "Show \(standing.rows)"), rows))
    }

    /// Whoever holds a post in the division's own committee office.
    private static func responsible(for region: Region, _ visit: Visit) -> Person? {
        let offices = visit.premises.registry.organisations.all.filter {
            $0.region == region.code && $0.kind == .committeeOffice && $0.exists(on: visit.today)
        }
        return offices.lazy.flatMap { visit.premises.people.members(of: $0.id, on: visit.today) }.first?.person
    }
}

/// How one division stands: how many of its open tasks are red, yellow and green.
struct Standing {
    let region: Region
    let red: Int
    let yellow: Int
    let green: Int

    init(_ region: Region, _ tallies: [Tally]) {
        self.region = region
        func sum(_ light: Calendars.Light) -> Int { tallies.filter { $0.light == light }.map(\.amount).reduce(0, +) }
        red = sum(.red)
        yellow = sum(.yellow)
        green = sum(.green)
    }

    var light: Site.Light { red > 0 ? .red : yellow > 0 ? .yellow : .green }

    /// How many rows stand behind the light.
    var rows: Int { red > 0 ? red : yellow > 0 ? yellow : green }

    var reason: Wording {
        switch light {
        case .red: Wording(zh: "超期 \(red) 项，临期 \(yellow) 项", en: "\(red) overdue, \(yellow) nearly due")
        case .yellow: Wording(zh: "\(yellow) 项临近到期", en: "\(yellow) nearly due")
        case .green: Wording(zh: "在办 \(green) 项，都在期限内", en: "\(green) open, all on time")
        }
    }

    var remedy: Wording? {
        switch light {
        case .red: Wording(zh: "办结或经批准延期 \(red) 项", en: "Close \(red), or have them extended")
        case .yellow: Wording(zh: "到期前办结 \(yellow) 项", en: "Close \(yellow) before they fall due")
        case .green: nil
        }
    }
}
