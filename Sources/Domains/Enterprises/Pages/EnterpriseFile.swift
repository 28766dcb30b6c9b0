import Calendars
import Ledger
import Markup
import Permissions
import Registry
import Site
import Workflows

/// 一企一档 — all that is known about one enterprise on one page; every fact with its source and a way to correct it.
struct EnterpriseFile {
    let register: EnterpriseRegister
    let visit: Visit
    let record: EnterpriseRecord

    private var one: Enterprise { record.enterprise }

    func answer() async throws -> Answer {
        let user = try visit.user()
        let reading = register.reading
        let holding = record.holding
        let changes = try await register.store.changes(of: one.id)
        let (branches, merged) = try await register.store.kin(of: one, for: user)
        let successor = try await one.mergedInto.asyncMap { try await register.store.record($0, for: user) } ?? nil
        let head = try await one[.branchOf].asyncMap { try await register.store.record($0, for: user) } ?? nil
        var query = MatterQuery()
        query.subject = one.id
        query.limit = 50
        let matters = try await visit.premises.lists.page(query, for: user)
        var sections: [(section: SubjectSection, content: HTML)] = []
        for section in visit.premises.subjectSections where user.holdsSomewhere(section.permission) {
            if let content = try await section.content(one.id, visit) { sections.append((section, content)) }
        }
        let papers = try await EnterprisePapers(enterprise: one, visit: visit).section()
        try await visit.premises.registry.acquaint(changes.map(\.author.organisation))

        let json = JSON.of(
            ("enterprise", one.json), ("formerNames", .array(one.formerNames.map { .text($0) })),
            ("facts", .array(EnterpriseFact.allCases.compactMap { fact in holding[fact].map { $0.json(fact) } })),
            ("matters", .number(matters.total)), ("changes", .number(changes.count)))
        var frame = visit.page(
            Wording(verbatim: one.name), section: "e",
            breadcrumb: [
                Crumb(Wording(zh: "企业名录", en: "Enterprises"), Link("enterprises")),
                Crumb(Wording(verbatim: reading.words(one.region.rawValue, .region))),
            ]
        ) {
            identity(reading, successor: successor?.enterprise)
            contents(sections.map(\.section), hasPapers: papers != nil)
            Panel(Wording(zh: "基本情况", en: "Basic facts"), id: "facts") {
                facts(.basic, holding, reading)
                if !one.formerNames.isEmpty {
                    p {
                        Wording(zh: "曾用名：", en: "Former names: ")
                            + Wording(verbatim: one.formerNames.joined(separator: "、"))
                    }
                }
            }
            Panel(Wording(zh: "负责人与安全人员", en: "People in charge"), id: "people") {
                facts(.people, holding, reading)
            }
            Panel(Wording(zh: "工艺与危险化学品", en: "Processes and chemicals"), id: "hazards") {
                facts(.hazards, holding, reading)
                EnterpriseHazards(enterprise: one, substances: register.substances, visit: visit)
            }
            kin(head: head?.enterprise, branches: branches, merged: merged)
            for (section, content) in sections { Panel(section.title, id: section.key) { content } }
            if let papers { Panel(Wording(zh: "证照", en: "Papers"), id: "papers") { papers } }
            Panel(Wording(zh: "有关事项", en: "Matters"), id: "matters") { table(of: matters) }
            Panel(Wording(zh: "时间线", en: "Timeline"), id: "timeline") {
                EnterpriseTimeline(matters: matters.matters, changes: changes, reading: reading, visit: visit)
            }
            Panel(Wording(zh: "信息变更记录", en: "Changes"), id: "changes") { timeline(of: changes, reading) }
        }
        frame.actions = actions(for: user)
        return .page(frame, json: json)
    }

    private func identity(_ reading: FactReading, successor: Enterprise?) -> HTML {
        div(.class("status-line")) {
            span { one.creditCode ?? one[.noCodeReason].map { "无代码：" + reading.words($0, .noCodeReason) } ?? "—" }
            span { Sector.title(one.sector) }
            if let status = one.status {
                StateBadge(status == .closed ? .done : .working, Wording(verbatim: status.title))
            }
            if one.isMadeUp { span(.class("tag")) { Wording(zh: "虚构数据", en: "Made up") } }
            if one.disputed > 0 {
                span(.class("tag")) { Wording(zh: "\(one.disputed) 项来源不一致", en: "\(one.disputed) facts disputed") }
            }
            if let phone = one[.dutyPhone] {
                span {
                    Wording(zh: "应急值守 ", en: "Duty ")
                    phone
                }
            }
            if let successor {
                span {
                    Wording(zh: "已并入 ", en: "Merged into ")
                    a(.href(successor.link)) { successor.name }
                }
            }
        }
    }

    private func contents(_ sections: [SubjectSection], hasPapers: Bool) -> HTML {
        let own: [(String, Wording)] =
            [
                ("facts", Wording(zh: "基本情况", en: "Facts")), ("people", Wording(zh: "人员", en: "People")),
                ("hazards", Wording(zh: "工艺与化学品", en: "Chemicals")),
            ] + sections.map { ($0.key, $0.title) } + (hasPapers ? [("papers", Wording(zh: "证照", en: "Papers"))] : [])
            + [
                ("timeline", Wording(zh: "时间线", en: "Timeline")),
                ("matters", Wording(zh: "有关事项", en: "Matters")), ("changes", Wording(zh: "信息变更记录", en: "Changes")),
            ]
        return nav(.class("tabs"), .ariaLabel(Wording(zh: "目录", en: "Contents"))) {
            ul { for (id, title) in own { li { a(.href(Anchor(id))) { title } } } }
        }
    }

    private func actions(for user: User) -> HTML {
        guard user.holds(.maintainEnterprises, at: one.place), one.mergedInto == nil else { return .empty }
        return .pieces([
            a(.class("button plain"), .href(one.link / "edit")) { Wording(zh: "补充信息", en: "Add facts") },
            a(.class("button quiet"), .href(one.link / "merge")) { Wording(zh: "合并", en: "Merge") },
        ])
    }

    private func facts(
        _ part: EnterpriseFact.Part, _ holding: [EnterpriseFact: HeldFact], _ reading: FactReading
    ) -> HTML {
        Facts(EnterpriseFact.allCases.filter { $0.part == part }.compactMap { fact($0, holding[$0], reading) }).body
    }

    /// One line for each fact, what is missing included, so that it can be asked for.
    private func fact(_ fact: EnterpriseFact, _ held: HeldFact?, _ reading: FactReading) -> Site.Fact? {
        guard one[fact] != nil || EnterpriseFact.shownWhenMissing.contains(fact) else { return nil }
        let mayAsk = visit.signedIn?.holds(.askFactCorrections, at: one.place) ?? false
        var shown = Site.Fact(
            fact.wording, one[fact].map { reading.words($0, fact) }, source: held.map { source($0.held) },
            correction: mayAsk ? correction(of: fact) : nil)
        if let rival = held?.rivals.first {
            let others = held!.rivals.map { reading.words($0.value, fact) }.joined(separator: "；")
            shown.conflict = (.text(others), source(rival))
        }
        return shown
    }

    private func source(_ voice: HeldFact.Voice) -> Site.Fact.Source {
        .init(voice.source.wording, date: voice.on.description)
    }

    private func correction(of fact: EnterpriseFact) -> Link {
        Link("m", FactCorrection.kind, "new", AskCorrection.slug).setting("enterprise", to: one.key)
            .setting("fact", to: fact.rawValue)
    }

    @HTMLBuilder private func kin(head: Enterprise?, branches: [Enterprise], merged: [Enterprise]) -> HTML {
        let groups: [(Wording, [Enterprise])] = [
            (Wording(zh: "总公司", en: "Head office"), [head].compactMap { $0 }),
            (Wording(zh: "分支机构", en: "Branches"), branches), (Wording(zh: "并入的企业", en: "Merged into it"), merged),
        ]
        if groups.contains(where: { !$0.1.isEmpty }) {
            Panel(Wording(zh: "关联企业", en: "Related"), id: "kin") {
                for (title, enterprises) in groups where !enterprises.isEmpty {
                    h3 { title }
                    ul { for other in enterprises { li { a(.href(other.link)) { other.name } } } }
                }
            }
        }
    }

    private func table(of page: MatterPage) -> HTML {
        let kinds = visit.premises.kinds
        var register = Register(
            Wording(zh: "有关事项", en: "Matters"), .init(page.matters, total: page.total),
            state: RegisterState(visit.address.withoutQuery), identity: \.number,
            columns: [
                Column("opened", Wording(zh: "日期", en: "Date")) { $0.openedAt.day.description },
                Column("title", Wording(zh: "事项", en: "Matter"), onPhone: .title, room: .prose) { header in
                    a(.href(Link("m", header.kind, header.id))) { header.title }
                },
                Column("kind", Wording(zh: "类别", en: "Kind")) { kinds[$0.kind]?.title ?? $0.kind },
                Column("number", Wording(zh: "编号", en: "Number"), onPhone: .more) { $0.number },
                Column("state", Wording(zh: "状态", en: "State")) { header in
                    StateBadge(
                        header.isOpen ? (header.light == .red ? .overdue : .working) : .done,
                        Wording(verbatim: kinds[header.kind]?.title(ofState: header.state) ?? header.state))
                },
            ])
        register.whenEmpty = EmptyState(Wording(zh: "还没有关于这家企业、您可以看到的事项。", en: "No matters that you may see."))
        return register.body
    }

    private func timeline(of changes: [FactChange], _ reading: FactReading) -> HTML {
        guard !changes.isEmpty else {
            return p { Wording(zh: "登记后没有变更。", en: "Nothing has changed since it was entered.") }
        }
        let names = visit.premises.registry.organisations
        return Timeline(
            changes.map { change in
                var entry = TimelineEntry(
                    change.fact.wording + Wording(zh: "变更", en: " changed"),
                    times: .init(happened: change.at.description, received: change.at.description),
                    by: .init(
                        name: visit.premises.people.person(change.author.person)?.name ?? change.author.person,
                        unit: names.name(change.author.organisation), post: ""))
                entry.changes = [
                    .init(
                        change.fact.wording, old: change.old.map { reading.words($0, change.fact) },
                        new: change.new.map { reading.words($0, change.fact) })
                ]
                entry.channel = change.source.wording
                return entry
            }
        ).body
    }
}

extension EnterpriseFact {
    /// Lines that stay on the page when nothing is known, because somebody should say.
    fileprivate static let shownWhenMissing: Set<EnterpriseFact> = [
        .creditCode, .address, .legalRepresentative, .chief, .safetyHead, .safetyPhone, .dutyPhone, .employees,
        .safetyStaff, .processes, .chemicals,
    ]
}

extension HeldFact {
    fileprivate func json(_ fact: EnterpriseFact) -> JSON {
        func voice(_ voice: Voice) -> JSON {
            .of(
                ("value", .text(voice.value)), ("source", .text(voice.source.name)), ("on", .text(voice.on.description))
            )
        }
        return .of(
            ("fact", .text(fact.rawValue)), ("held", voice(held)), ("otherwise", .array(rivals.map(voice))))
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<Mapped>(_ map: (Wrapped) async throws -> Mapped) async throws -> Mapped? {
        guard let self else { return nil }
        return try await map(self)
    }
}
