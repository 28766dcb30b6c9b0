import Calendars
import Markup
import Permissions
import Registry
import Site
import Workflows

/// 今日任务包 — what this inspector has to look at again and whom to call on, to be carried without a network.
struct FieldDay {
    let visit: Visit

    /// As many as one person sees in a day, and a phone carries.
    private static let most = 50
    /// How far ahead a day of a danger makes its enterprise worth a call.
    private static let ahead = 7

    /// A danger said to be put right, which waits for someone to look.
    struct Recheck: Sendable {
        let header: MatterHeader
        let enterprise: String
        let description: String
        let rectification: String?
        let due: String

        var json: JSON {
            .of(
                ("id", .text(header.id)), ("number", .text(header.number)), ("title", .text(header.title)),
                ("version", .number(header.version)), ("enterprise", .text(enterprise)),
                ("description", .text(description)), ("rectification", .text(rectification)), ("due", .text(due)))
        }
    }

    /// An enterprise with dangers that are overdue or due soon.
    struct Call: Sendable {
        let enterprise: String
        let name: String
        let open: Int
        let overdue: Int
        /// What is to be known before going there, such as how often it was inspected this year.
        var notes: [Wording] = []

        var json: JSON {
            .of(
                ("enterprise", .text(enterprise)), ("name", .text(name)), ("open", .number(open)),
                ("overdue", .number(overdue)), ("notes", .array(notes.map { .text($0.chinese) })))
        }
    }

    /// Those that this person may verify: nobody looks again at what they graded themselves.
    func rechecks() async throws -> [Recheck] {
        let user = try visit.user()
        guard let verify = HiddenDanger.workflow.transition(VerifyDanger.slug) else { return [] }
        var query = MatterQuery()
        query.kinds = [HiddenDanger.kind]
        query.states = [HiddenDanger.State.rectified.rawValue]
        (query.order, query.limit) = (.due, 4 * Self.most)
        let waiting = try await visit.premises.lists.headers(query, for: user).filter {
            verify.post(of: user, on: $0) != nil
        }
        let store = HiddenDangerStore(database: visit.premises.database)
        let own = try await store.acted(on: waiting.map(\.id), person: user.person.id, by: verify.separateFrom)
        let shown = waiting.filter { !own.contains($0.id) }.prefix(Self.most)
        let told = try await store.told(of: shown.map(\.id))
        let names = visit.premises.registry.organisations
        return shown.map { header in
            Recheck(
                header: header, enterprise: header.subject.map { names.name($0) } ?? "—",
                description: told[header.id]?.description ?? header.title,
                rectification: told[header.id]?.rectification,
                due: header.deadline?.remaining(at: visit.now, calendar: visit.premises.desk.calendar) ?? "—")
        }
    }

    func visits() async throws -> [Call] {
        let user = try visit.user()
        var query = MatterQuery()
        query.kinds = [HiddenDanger.kind]
        (query.isOpen, query.dueTo) = (true, visit.today.adding(days: Self.ahead))
        (query.order, query.limit) = (.due, 200)
        let near = try await visit.premises.lists.headers(query, for: user)
        let names = visit.premises.registry.organisations
        let calls = Dictionary(grouping: near.filter { $0.subject != nil }) { $0.subject! }.map { subject, dangers in
            Call(
                enterprise: subject, name: names.name(subject), open: dangers.count,
                overdue: dangers.count { $0.light == .red })
        }.sorted { ($0.overdue, $0.open, $1.enterprise) > ($1.overdue, $1.open, $0.enterprise) }.prefix(Self.most)
        let notes = try await visit.notes(about: calls.map(\.enterprise))
        return calls.map { call in
            var call = call
            call.notes = notes[call.enterprise] ?? []
            return call
        }
    }

    // MARK: On the page

    static func parts(rechecks: Int, visits: Int) -> HTML {
        nav(.class("field-parts"), .ariaLabel(Wording(zh: "今日任务", en: "Today"))) {
            a(.class("button plain"), .href(Anchor("field-form"))) { Wording(zh: "记隐患", en: "Danger") }
            a(.class("button plain"), .href(Anchor("rechecks"))) {
                Wording(zh: "复查：", en: "Look again: ")
                span(.data("rechecks")) { String(rechecks) }
            }
            a(.class("button plain"), .href(Anchor("visits"))) {
                Wording(zh: "走访：", en: "Calls: ")
                span(.data("visits")) { String(visits) }
            }
        }
    }

    /// Without scripts each leads to the ordinary forms.
    static func list(_ rechecks: [Recheck]) -> HTML {
        section(.id("rechecks")) {
            h2 { Wording(zh: "今日复查", en: "To be looked at again") }
            ul(.id("field-rechecks"), .class("field-list")) {
                for one in rechecks {
                    let matter = Link("m", HiddenDanger.kind, one.header.id)
                    li {
                        details {
                            summary { "\(one.header.title)（\(one.enterprise)，\(one.due)）" }
                            p { one.description }
                            p {
                                Wording(zh: "企业报告：", en: "Reported: ")
                                one.rectification ?? "—"
                            }
                            p(.class("form-actions")) {
                                a(.class("button primary"), .href(matter / VerifyDanger.slug)) { VerifyDanger.title }
                                a(.class("button plain"), .href(matter / ReturnForRectification.slug)) {
                                    ReturnForRectification.title
                                }
                            }
                        }
                    }
                }
            }
            if rechecks.isEmpty {
                p(.id("field-rechecks-none")) { Self.nothing }
            } else {
                p(.id("field-rechecks-none"), .hidden) { Self.nothing }
            }
        }
    }

    private static let nothing = Wording(zh: "没有等您复查的隐患。", en: "Nothing waits for you.")

    static func list(_ visits: [Call]) -> HTML {
        section(.id("visits")) {
            h2 { Wording(zh: "今日走访", en: "Whom to call on") }
            ul(.id("field-visits"), .class("field-list")) {
                for one in visits {
                    li {
                        div {
                            a(
                                .href(
                                    Link("l", HiddenDanger.kind).setting("subject", to: one.enterprise)
                                        .setting("open", to: "1"))
                            ) { one.name }
                        }
                        div(.class("hint")) {
                            Wording(
                                zh: "\(one.open) 条到期在即，其中超期 \(one.overdue) 条",
                                en: "\(one.open) near their day, \(one.overdue) overdue")
                        }
                        for note in one.notes { div(.class("hint")) { note } }
                    }
                }
            }
            p(.id("field-visits-none"), visits.isEmpty ? nil : .hidden) {
                Wording(zh: "辖区内没有超期或 \(ahead) 天内到期的隐患。", en: "Nothing overdue or due within \(ahead) days.")
            }
        }
    }
}
