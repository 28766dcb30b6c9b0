import Calendars
import Permissions
import Registry
import Storage
import Workflows

/// 发现的情况 — what was seen, where, and the answers to the two questions that tell a danger from a mere remark.
///
/// There is no way to file a “problem” without a clock: whatever is written down is a danger until someone else than
/// its finder says, with the reason, that it is none (``DismissDanger``).
public struct Finding: Sendable, Hashable {
    public var enterprise: String
    public var category: DangerCategory
    public var area: DangerArea
    public var place: String?
    public var description: String
    public var harm: GuidedAnswer
    public var breach: GuidedAnswer

    public init(
        at enterprise: String, _ category: DangerCategory, in area: DangerArea, place: String? = nil,
        _ description: String, harm: GuidedAnswer = .yes, breach: GuidedAnswer = .unsure
    ) {
        self.enterprise = enterprise
        self.category = category
        self.area = area
        self.place = place
        self.description = description
        self.harm = harm
        self.breach = breach
    }

    init(enterprise: String, row: Row) throws {
        self.enterprise = enterprise
        category = try row["category"]
        area = try row["area"]
        place = try row["place"]
        description = try row["description"]
        harm = try row["harm"]
        breach = try row["breach"]
    }

    static let fields: [Field] = [
        .enterprise("enterprise", "企业"),
        .choice("category", "隐患类别", of: DangerCategory.self),
        .choice("area", "部位", of: DangerArea.self),
        .text("place", "具体位置", limit: 60).optional.hint("如 3号反应釜、二楼东侧。同一位置请每次写得一样。"),
        .longText("description", "看到了什么", limit: 1000),
        .choice("harm", "如果不管它，可能伤人、起火、爆炸、中毒或坍塌吗？", of: GuidedAnswer.self),
        .choice("breach", "它违反法规、标准或操作规程吗？", of: GuidedAnswer.self)
            .hint("两问都答“否”的也会登记，由另一人在期限内认定是否属于隐患。"),
    ]

    /// 3号反应釜：护栏缺失 — what the danger is called in lists.
    var title: String {
        let seen = description.prefix { !$0.isNewline }.prefix(40)
        return "\(place ?? area.title)：\(seen)"
    }

    /// By the answers nothing speaks for a danger; whoever grades it is told so.
    public var seemsHarmless: Bool { harm == .no && breach == .no }

    /// The danger, not yet graded, at an enterprise that exists and may be named by this post.
    func danger(from source: DangerSource, by post: Post?, in step: borrowing Step) throws(Refusal) -> HiddenDanger {
        let site = try step.enterprise(enterprise)
        let header = MatterHeader(
            HiddenDanger.self, title: title, region: site.region, sector: site.sectors.first, owner: site.id,
            supervisor: post?.organisation, issuer: post?.organisation, subject: site.id, in: step)
        return HiddenDanger(header: header, finding: self, source: source)
    }
}

extension Finding: Decodable {
    private enum CodingKeys: String, CodingKey {
        case enterprise, category, area, place, description, harm, breach
    }
}

extension Step {
    /// The post by which the user does this there; the desk checks it again.
    func post(for permission: Permission, at enterprise: String) throws(Refusal) -> Post? {
        let site = try self.enterprise(enterprise)
        let place = Place(region: site.region, sector: site.sectors.first, parties: [site.id])
        return user.post(with: permission, at: place)
    }

    /// An enterprise of the register, or a refusal that names the field.
    func enterprise(_ id: String) throws(Refusal) -> Organisation {
        let found = try organisation(id, field: "enterprise")
        guard found.kind == .enterprise else {
            throw Refusal.fields(["enterprise": "“\(found.name)”不是企业，请从列表中选择隐患所在的企业。"])
        }
        return found
    }
}
