import Calendars
import Permissions
import Site
import Workflows

/// 整改反馈链接 — by it an enterprise without an account says that one danger is put right. It reads nothing else, ends on
/// its day, and a later one takes its place.
struct AnswerLink: Sendable, Hashable {
    let danger: String
    /// The last day on which it is good.
    let until: Day
    /// Counts the links sent for this danger; only the latest is good.
    let serial: Int
    let contact: String

    private var words: String { "danger-answer\n\(danger)\n\(until)\n\(serial)" }

    func seal(_ premises: Premises) -> String { premises.accounts.seal(of: words) }

    func isSealed(by seal: String, _ premises: Premises) -> Bool { premises.accounts.isSealed(words, by: seal) }
}

extension HiddenDanger {
    /// The link that is good now; `nil` when none was sent.
    var answerLink: AnswerLink? {
        guard let until = answerUntil, let contact = answerContact else { return nil }
        return AnswerLink(danger: id, until: until, serial: answerSerial, contact: contact)
    }

    /// Whoever holds the link, as the desk knows them: of the enterprise that owes the rectification, with nothing but the
    /// right to report it.
    var linkHolder: User? {
        guard let owner = header.owner, let contact = answerContact else { return nil }
        let person = Person(id: Person.linkPrefix + id, name: contact)
        return User(
            person: person,
            posts: [
                Post(
                    id: person.id, person: person.id, organisation: owner, role: .linkHolder, region: header.region,
                    from: header.openedAt.day)
            ])
    }
}

extension Role {
    /// 凭链接反馈
    fileprivate static let linkHolder = Role(
        "link-holder", "凭链接反馈", reach: .organisation, permissions: [.rectifyDangers])
}

/// 发整改反馈链接 — lets the enterprise answer without an account; whom it was sent to stands in the ledger.
public struct OfferAnswerLink: Command {
    public static let slug = "offer-link"
    public static let title = "发整改反馈链接"
    public static let fields: [Workflows.Field] = [
        .text("contact", "发给企业的谁（姓名、职务）", limit: 40), .text("phone", "联系电话", limit: 20),
        .number("days", "链接几天内有效", 1...30, unit: "天").hint("只能用来反馈这一条隐患；再发一次，先前的链接作废。"),
    ]

    public var contact: String
    public var phone: String
    public var days: Int
    public var remark: String? { "发给 \(contact) \(phone)" }

    public init(to contact: String, phone: String, days: Int = 7) {
        self.contact = contact
        self.phone = phone
        self.days = days
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) throws(Refusal) {
        guard danger.header.owner != nil else { throw Refusal.notFound("整改单位") }
        danger.answerContact = contact
        danger.answerUntil = step.today.adding(days: days)
        danger.answerSerial += 1
    }
}
