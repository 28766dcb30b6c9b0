import Calendars
import Ledger
import Markup
import Permissions
import Registry
import Storage
import Workflows

/// The page of one matter: what is known, what can be done now, its parts, and everything that was done.
struct MatterDetail {
    let visit: Visit
    let kind: KindOfMatter
    let matter: OpenMatter

    func answer() async throws -> Answer {
        let user = try visit.user()
        let entries = try await visit.premises.ledger.entries(of: matter.header.id)
        var parts = MatterQuery()
        parts.parent = matter.header.id
        parts.limit = 200
        parts.order = .oldest
        let children = try await visit.premises.lists.headers(parts, for: user).map { MatterLine($0, visit: visit) }
        let pages = visit.premises.kindPages[kind.name]
        let head = try await pages?.head(matter, visit) ?? .empty
        var own = [try await pages?.sections(matter, visit) ?? .empty]
        for annex in visit.premises.annexes { own.append(try await annex.sections(matter, visit)) }
        let sections = own
        let parent = try await self.parent()
        let files = try await visit.premises.attachments.carried(by: matter.header.id)
        let words = try await LedgerWords(
            visit: visit,
            files: Dictionary(files.map { ($0.content.hash.text, $0) }, uniquingKeysWith: { first, _ in first })
        ).knowing(erasuresIn: entries)
        let line = MatterLine(matter.header, visit: visit)
        let recurring = RecurrenceList(kind: kind, recurrences: matter.recurrences)
        let json = JSON.of(
            ("matter", line.json),
            (
                "details",
                .object(matter.details.filter { $0.column.isTold }.map { .init($0.column.name, $0.value.json) })
            ),
            ("commands", .array(matter.commands.map { .text($0.slug) })),
            ("attachments", .array(files.map { FileShown($0).json })),
            ("parts", .array(children.map(\.json))), ("recurring", recurring.json))
        var frame = visit.page(
            Wording(verbatim: matter.header.title), section: kind.name,
            breadcrumb: [
                Crumb(Wording(verbatim: kind.title), Link("l", kind.name)),
                Crumb(Wording(verbatim: matter.header.number)),
            ],
            live: Link("live").setting("kind", to: kind.name).setting("matter", to: matter.header.id)
                .setting("version", to: String(matter.header.version))
        ) {
            statusLine(line)
            head
            commands
            section(.class("matter-facts")) { Facts(facts(line, parent)) }
            for section in sections { section }
            recurring
            if !children.isEmpty, pages?.listsParts ?? true { partsTable(children) }
            section {
                h2 { Wording(zh: "办理记录", en: "History") }
                p {
                    a(.href(Link("m", kind.name, matter.header.id, "known-then"))) {
                        Wording(zh: "看某一时刻的情况", en: "As it stood at an instant")
                    }
                }
                Timeline(entries.reversed().map { words.step($0, kind: kind) })
            }
        }
        frame.actions = .empty
        return .page(frame, json: json)
    }

    private func statusLine(_ line: MatterLine) -> HTML {
        div(.class("status-line")) {
            StateBadge(line.stage, line.stateWords)
            if line.header.isOpen, line.actor != "—" {
                span {
                    Wording(zh: "待办单位：", en: "Waits for: ")
                    line.actor
                }
            }
            if let deadline = line.header.deadline { view(of: deadline) }
        }
    }

    private func view(of deadline: Deadline) -> DeadlineView {
        var view = DeadlineView(
            remaining: Wording(verbatim: deadline.remaining(at: visit.now, calendar: visit.premises.desk.calendar)),
            due: deadline.dueOn.description, light: deadline.isSuspended ? nil : Light(matter.header.light))
        view.derivation = deadline.derivation
        view.isVerified = deadline.basis?.verified ?? true
        view.extendedFrom = deadline.extensions.first?.from.description
        return view
    }

    /// Short commands stand on the page as buttons that lead to their form; none is hidden behind a menu.
    @HTMLBuilder private var commands: HTML {
        let pages = visit.premises.kindPages[kind.name]
        let links =
            (pages?.links(matter, visit) ?? []) + visit.premises.annexes.flatMap { $0.links(matter, visit) }
        let commands = matter.commands.filter { pages?.formsElsewhere.contains($0.slug) != true }
        if !commands.isEmpty || !links.isEmpty {
            nav(.class("commands"), .ariaLabel(Wording(zh: "可以办理", en: "What can be done"))) {
                for command in commands {
                    let form = Link("m", kind.name, matter.header.id, command.slug)
                    a(.class("button"), .href(pages?.forms[command.slug]?(matter) ?? form)) { command.title }
                }
                for link in links { a(.class("button plain"), .href(link.link)) { link.title } }
            }
        }
    }

    /// The matter this one is part of, when the user may see it.
    private func parent() async throws -> MatterHeader? {
        guard let parent = matter.header.parent else { return nil }
        var query = MatterQuery()
        query.ids = [parent]
        return try await visit.premises.lists.headers(query, for: try visit.user()).first
    }

    private func facts(_ line: MatterLine, _ parent: MatterHeader?) -> [Fact] {
        let header = matter.header
        let names = visit.premises.registry.organisations
        var facts = [
            Fact(Wording(zh: "编号", en: "Number"), header.number),
            Fact(Wording(zh: "区划", en: "Region"), line.regionPath),
        ]
        if let grade = kind.title(ofGrade: header.grade) { facts.append(Fact(Wording(zh: "等级", en: "Grade"), grade)) }
        for party in Party.allCases {
            if let id = header[party] { facts.append(Fact(party.wording, names.name(id))) }
        }
        if let assignee = header.assignee {
            facts.append(
                Fact(Wording(zh: "承办人", en: "Assignee"), visit.premises.people.person(assignee)?.name ?? assignee))
        }
        if let day = header.agreedDay { facts.append(Fact(Wording(zh: "完成时限", en: "Agreed day"), day.chinese)) }
        facts.append(Fact(Wording(zh: "收到", en: "Opened"), header.openedAt.description))
        if let closed = header.closedAt { facts.append(Fact(Wording(zh: "办结", en: "Closed"), closed.description)) }
        for (column, value) in matter.details where column.isTold {
            // Shares stand beside the parts they are of.
            guard column.content != .shares, let words = value.words.flatMap({ column.words($0, visit) }) else {
                continue
            }
            let title = Wording(verbatim: column.title)
            if case .matter = column.content {
                facts.append(
                    Fact(title) {
                        a(.href(Link("m", kind.name, value.words ?? ""))) { Wording(zh: "打开", en: "Open") }
                    })
            } else {
                facts.append(Fact(title, words))
            }
        }
        if let parent {
            facts.append(
                Fact(Wording(zh: "上级事项", en: "Part of")) {
                    a(.href(Link("m", parent.kind, parent.id))) { parent.title }
                })
        }
        return facts
    }

    private func partsTable(_ children: [MatterLine]) -> HTML {
        section {
            h2 { Wording(zh: "分办事项", en: "Parts") }
            Register(
                Wording(zh: "分办事项", en: "Parts"), .init(children, total: children.count),
                state: RegisterState(visit.address.withoutQuery), identity: { $0.header.number },
                columns: MatterColumns.all.filter {
                    ["title", "light", "state", "due", "owner", "region"].contains($0.key)
                })
        }
    }
}

extension SQLValue {
    /// As people read it; `nil` when there is nothing.
    var words: String? {
        switch self {
        case .null: nil
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text.isEmpty ? nil : text
        case .blob(let bytes): "\(bytes.count) 字节"
        }
    }

    var json: JSON {
        switch self {
        case .null: .null
        case .integer(let number): .number(Int(number))
        case .real(let number): .real(number)
        case .text(let text): .text(text)
        case .blob: .null
        }
    }
}

extension Party {
    var wording: Wording {
        switch self {
        case .owner: Wording(zh: title, en: "Carried out by")
        case .supervisor: Wording(zh: title, en: "Supervised by")
        case .issuer: Wording(zh: title, en: "Issued by")
        case .subject: Wording(zh: title, en: "Concerns")
        }
    }
}
