import Calendars
import Markup
import Permissions
import Registry
import Rules
import Site
import Workflows

/// Pages about many dangers at once: how things stand, the criteria of the law, and the notice of a listing.
public enum HiddenDangerRoutes {
    public static let all: [Route] =
        (FieldPage.routes + AnswerPage.routes + DangerMap.routes + [
            Route(
                .get, "/hidden-dangers", "隐患治理情况", for: .holding(.readDangers),
                query: [.init("scope", "辖区代码"), .init("month", "按类别统计的月份，2026-09")]
            ) { visit in try await DangerOverview(visit: visit).answer() },
            Route(
                .get, "/hidden-dangers/criteria", "重大隐患判定标准", for: .holding(.readDangers),
                query: [.init("q", "关键词"), .init("page", "页码"), .init("size", "每页行数")]
            ) { visit in criteria(visit) },
            Route(
                .get, "/hidden-dangers/listings/{id}/notice", "挂牌督办通知书", for: .holding(.readDangers)
            ) { visit in try await notice(visit) },
        ]).answering(HiddenDangerAnswers.all)

    private static func criteria(_ visit: Visit) -> Answer {
        let words = visit.address.first("q") ?? ""
        let all = visit.premises.rules.criteria(on: visit.today)
        let found =
            words.isEmpty
            ? all
            : all.filter { one in
                one.title.contains(words) || one.category.contains(words) || one.code == words.uppercased()
            }
        let state = RegisterState(visit.address)
        let title = Wording(zh: "重大隐患判定标准", en: "Criteria of major dangers")
        var register = Register(
            title, .init(Array(found.dropFirst(state.offset).prefix(state.size)), total: found.count), state: state,
            identity: { $0.code },
            columns: [
                Column("title", Wording(zh: "情形（摘要）", en: "Case, in short"), onPhone: .title, room: .prose) {
                    $0.title
                },
                Column("code", Wording(zh: "编码", en: "Code")) { $0.code },
                Column("category", Wording(zh: "行业或事项", en: "About")) { $0.category },
                Column("source", Wording(zh: "出处", en: "Source"), room: .prose) { $0.document + $0.article },
                Column("verified", Wording(zh: "核对", en: "Checked")) { one in
                    one.isVerified ? Wording(zh: "已核对", en: "Yes") : Wording(zh: "待核对", en: "Not yet")
                },
            ])
        register.filters = [Filter("q", Wording(zh: "关键词", en: "Words"), .text)]
        let hint = Notice(
            .hint,
            Wording(
                zh: "今天有效的条款。金属非金属矿山、燃气、建筑施工、消防等行业的现行标准尚未收录，核定时请查阅原文。",
                en: "Criteria in force today. Those of several industries are not held here yet."))
        let json = JSON.array(
            found.map {
                .of(
                    ("code", .text($0.code)), ("title", .text($0.title)), ("category", .text($0.category)),
                    ("document", .text($0.document)), ("article", .text($0.article)), ("verified", .bool($0.isVerified))
                )
            })
        let frame = visit.page(title, section: HiddenDanger.kind, notices: [hint]) { register }
        return .page(frame, json: json)
    }

    private static func notice(_ visit: Visit) async throws -> Answer {
        guard let kind = visit.premises.kinds[DangerListing.kind] else { throw Refusal.notFound("页面") }
        let matter = try await kind.read(try visit.parameter("id"), for: try visit.user(), at: visit.premises.desk)
        let notice = ListingNotice(matter: matter, visit: visit)
        let title = Wording(zh: "挂牌督办通知书", en: "Notice of listing")
        var frame = visit.page(
            title, section: HiddenDanger.kind,
            breadcrumb: [
                Crumb(
                    Wording(verbatim: matter.header.number), Link("m", DangerListing.kind, matter.header.id))
            ],
            content: { notice.letter })
        frame.layout = .document
        return .page(frame, json: .of(("number", .text(matter.header.number)), ("text", .text(notice.words))))
    }
}

/// 挂牌督办通知书 — the listing as the letter that goes to the enterprise.
struct ListingNotice {
    let matter: OpenMatter
    let visit: Visit

    private func text(_ column: String) -> String? {
        guard case .text(let text)? = matter.details.first(where: { $0.column.name == column })?.value else {
            return nil
        }
        return text
    }

    private func name(_ organisation: String?) -> String {
        organisation.map { visit.premises.registry.organisations.name($0) } ?? "—"
    }

    private var paragraphs: [String] {
        let header = matter.header
        let due = header.agreedDay?.chinese ?? "—"
        return [
            "你单位存在的重大事故隐患“\(header.title)”（隐患编号 \(text("danger_number") ?? "—")），现予挂牌督办，挂牌编号 \(header.number)。",
            "督办要求：\(text("requirement") ?? "")",
            "请于 \(due) 前完成治理。治理期间应当落实防范措施；无法保证安全的，应当停产停业、停止使用或者撤出人员。",
            "治理完成并经现场复查合格后，向本单位申请摘牌。逾期未完成的，依法处理并逐级升级督办。",
        ]
    }

    var words: String { paragraphs.joined(separator: "\n") }

    var letter: Letter {
        let issuer = name(matter.header.supervisor)
        return Letter(
            .init(issuer: issuer, number: text("document_number") ?? matter.header.number),
            title: "重大事故隐患挂牌督办通知书", to: name(matter.header.owner),
            paragraphs.map { .paragraph($0) }, signature: issuer, date: matter.header.openedAt.day.chinese)
    }
}
