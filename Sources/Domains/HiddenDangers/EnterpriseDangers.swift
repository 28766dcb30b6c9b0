import Calendars
import Markup
import Site
import Workflows

/// How an enterprise stands with its hidden dangers, as far as the reader may see them.
struct EnterpriseDangers {
    let subject: String
    let visit: Visit
    private static let shown = 5

    /// `nil` when none was ever found that the reader may see.
    func section() async throws -> HTML? {
        let user = try visit.user()
        let lists = visit.premises.lists
        var open = MatterQuery()
        (open.kinds, open.subject, open.isOpen) = ([HiddenDanger.kind], subject, true)
        (open.order, open.limit) = (.due, Self.shown)
        var all = open
        all.isOpen = nil
        let total = try await lists.count(all, for: user)
        guard total > 0 else { return nil }
        let page = try await lists.page(open, for: user)
        var major = open
        major.grades = [HiddenDanger.Grade.major.rawValue]
        var overdue = open
        overdue.lights = [.red]
        let counts: [(Wording, Int, Link)] = [
            (Wording(zh: "未销号", en: "Open"), page.total, rows.setting("open", to: "1")),
            (
                Wording(zh: "重大未销号", en: "Major, open"), try await lists.count(major, for: user),
                rows.setting("open", to: "1").setting("grade", to: HiddenDanger.Grade.major.rawValue)
            ),
            (
                Wording(zh: "超期", en: "Overdue"), try await lists.count(overdue, for: user),
                rows.setting("open", to: "1").setting("light", to: "red")
            ), (Wording(zh: "累计", en: "All"), total, rows),
        ]
        return div {
            Facts(counts.map { title, amount, link in Fact(title) { a(.href(link)) { String(amount) } } })
            ul {
                for header in page.matters {
                    li {
                        LightBadge(Light(header.light))
                        a(.href(Link("m", header.kind, header.id))) { "\(header.number) \(header.title)" }
                    }
                }
            }
        }
    }

    private var rows: Link { Link("l", HiddenDanger.kind).setting("subject", to: subject) }
}
