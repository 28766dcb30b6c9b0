import Calendars
import Markup
import Permissions
import Registry
import Site
import Workflows

/// The papers of one enterprise on its page, as far as the reader may see them.
struct EnterprisePapers {
    let enterprise: Enterprise
    let visit: Visit

    func section() async throws -> HTML? {
        let user = try visit.user()
        guard user.holds(.readPapers, at: enterprise.place) else { return nil }
        var query = MatterQuery()
        (query.kinds, query.subject, query.isOpen) = ([EnterprisePaper.kind], enterprise.id, true)
        (query.order, query.limit) = (.oldest, 100)
        let papers = try await visit.premises.lists.headers(query, for: user)
        var register = Register(
            Wording(zh: "证照", en: "Papers"), .init(papers, total: papers.count),
            state: RegisterState(visit.address.withoutQuery), identity: \.number,
            columns: [
                Column("title", Wording(zh: "证照", en: "Paper"), onPhone: .title, room: .prose) { header in
                    a(.href(Link("m", header.kind, header.id))) { header.title }
                },
                Column("until", Wording(zh: "有效期至", en: "Valid until")) { header in
                    header.agreedDay?.description ?? "长期"
                },
                Column("light", Wording(zh: "灯", en: "Light")) { header in
                    header.light == .green && header.state == EnterprisePaper.State.expiring.rawValue
                        ? LightBadge(.yellow, Wording(zh: "待换证", en: "renewal due"))
                        : LightBadge(Light(header.light))
                },
                Column("left", Wording(zh: "剩余", en: "Left")) { header in left(of: header) },
            ])
        register.whenEmpty = EmptyState(Wording(zh: "还没有登记证照。", en: "No papers yet."))
        let mayFile = user.holds(.filePapers, at: enterprise.place)
        return .pieces([
            register.body,
            mayFile
                ? p {
                    a(
                        .class("button plain"),
                        .href(
                            Link("m", EnterprisePaper.kind, "new", FilePaper.slug)
                                .setting("enterprise", to: enterprise.id))
                    ) { Wording(zh: "登记证照", en: "File a paper") }
                } : .empty,
        ])
    }

    private func left(of header: MatterHeader) -> String {
        guard let day = header.agreedDay else { return "—" }
        let days = visit.today.distance(to: day)
        return days < 0 ? "已过期 \(-days) 天" : days == 0 ? "今日到期" : "\(days) 天"
    }
}
