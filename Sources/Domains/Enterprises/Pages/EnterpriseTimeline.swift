import Calendars
import Markup
import Site
import Workflows

/// 时间线 — what happened to an enterprise, the latest first: matters opened and closed, and facts that changed.
struct EnterpriseTimeline: Component {
    private struct Event {
        let at: Instant
        let words: Wording
        var link: Link?
        var note = ""
    }

    private static let shown = 40
    private let events: [Event]

    init(matters: [MatterHeader], changes: [FactChange], reading: FactReading, visit: Visit) {
        let kinds = visit.premises.kinds
        var events: [Event] = []
        for header in matters {
            let link = Link("m", header.kind, header.id)
            let kind = kinds[header.kind]?.title ?? header.kind
            events.append(
                Event(at: header.openedAt, words: Wording(verbatim: "\(kind)：\(header.title)"), link: link, note: "登记"))
            if let closed = header.closedAt {
                let state = kinds[header.kind]?.title(ofState: header.state) ?? header.state
                events.append(
                    Event(at: closed, words: Wording(verbatim: "\(kind)：\(header.title)"), link: link, note: state))
            }
        }
        for change in changes {
            let value = change.new.map { reading.words($0, change.fact) } ?? "（已删去）"
            events.append(
                Event(
                    at: change.at, words: change.fact.wording + Wording(verbatim: " → \(value)"),
                    note: change.source.wording.chinese))
        }
        self.events = Array(events.sorted { $0.at > $1.at }.prefix(Self.shown))
    }

    var body: HTML {
        if events.isEmpty {
            p { Wording(zh: "还没有记录。", en: "Nothing yet.") }
        } else {
            ol(.class("plain-list")) {
                for event in events {
                    li {
                        time(.datetime(event.at.day.description)) { event.at.day.description }
                        "　"
                        if let link = event.link { a(.href(link)) { event.words } } else { span { event.words } }
                        small(.class("source")) { " " + event.note }
                    }
                }
            }
            p { a(.href(Anchor("changes"))) { Wording(zh: "谁改了哪一项，见信息变更记录", en: "Who changed what") } }
        }
    }
}
