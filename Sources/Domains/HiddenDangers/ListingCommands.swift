import Calendars
import Registry
import Workflows

/// 挂牌督办 — of a major danger, by the level that the person's post stands for.
public struct ListDanger: Command {
    public static let slug = "list"
    public static let title = "挂牌督办"
    public static let fields: [Field] = [
        .day("day", "督办期限"), .longText("requirement", "督办要求", limit: 2000),
        .text("documentNumber", "文号", limit: 60).optional.hint("如 苏安办督〔2026〕12号。编号由平台另给。"),
    ]

    public var day: Day
    public var requirement: String
    public var documentNumber: String?
    public var remark: String? { requirement }

    public init(until day: Day, requiring requirement: String, documentNumber: String? = nil) {
        self.day = day
        self.requirement = requirement
        self.documentNumber = documentNumber
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) throws(Refusal) {
        guard danger.grade == .major else {
            throw Refusal(.conflicting, code: "not-major", message: "只有重大隐患才挂牌督办。请先核定等级。")
        }
        guard day >= step.today else { throw Refusal.fields(["day": "督办期限应不早于今天 \(step.today.chinese)。"]) }
        guard let post = step.post, let level = DangerListing.Grade(of: post.region) else {
            throw Refusal.notPermitted(Self.title, because: "挂牌督办由县、市、省三级作出。")
        }
        if let listed = danger.listedLevel, listed >= level {
            throw Refusal(
                .conflicting, code: "already-listed", message: "该隐患已经\(listed.title)，不需要再由同级或下级挂牌。")
        }
        let header = MatterHeader(
            DangerListing.self, title: danger.header.title, region: danger.header.region,
            sector: danger.header.sector, owner: danger.header.owner, supervisor: post.organisation,
            issuer: post.organisation, subject: danger.header.subject, in: step)
        var listing = DangerListing(
            header: header, dangerNumber: danger.header.number, requirement: requirement,
            documentNumber: documentNumber)
        listing.grade = level
        listing.header.agreedDay = day
        danger.listedLevel = level
        step.open(listing, under: danger)
    }
}

extension DangerListing.Grade {
    init?(of region: RegionCode) {
        switch region.level {
        case .county: self = .county
        case .city: self = .city
        case .province: self = .province
        case .township, .village: return nil
        }
    }
}

/// 公布 — where and when the public was told.
public struct PublishListing: Command {
    public static let slug = "publish"
    public static let title = "登记公布情况"
    public static let fields: [Field] = [.text("place", "公布于", limit: 200), .day("day", "公布日期")]

    public var place: String
    public var day: Day

    public init(in place: String, on day: Day) {
        self.place = place
        self.day = day
    }

    public func apply(to listing: inout DangerListing, in step: inout Step) throws(Refusal) {
        guard day <= step.today else { throw Refusal.fields(["day": "公布日期不应晚于今天 \(step.today.chinese)，公布后再登记。"]) }
        listing.publishedIn = place
        listing.publishedOn = day
    }
}

/// 延长督办期限
public struct ExtendListing: Command {
    public static let slug = "extend"
    public static let title = "延长督办期限"
    public static let fields: [Field] = [.day("day", "延至"), .reason("延期原因")]

    public var day: Day
    public var reason: String
    public var remark: String? { reason }

    public init(until day: Day, because reason: String) {
        self.day = day
        self.reason = reason
    }

    public func apply(to listing: inout DangerListing, in step: inout Step) {
        step.extendTerm(to: day, because: reason)
        listing.header.agreedDay = day
        listing.extensions += 1
    }
}

/// 申请摘牌 — once the rectification has been found right on site.
public struct AskDelisting: Command {
    public static let slug = "ask-delisting"
    public static let title = "申请摘牌"
    public static let fields: [Field] = [
        .reason("整改和复查情况"), .attachments("evidence", "证明材料", purpose: "整改"),
    ]

    public var reason: String
    public var evidence: [String]
    public var remark: String? { reason }

    public init(_ reason: String, evidence: [String] = []) {
        self.reason = reason
        self.evidence = evidence
    }

    public func apply(to listing: inout DangerListing, in step: inout Step) throws(Refusal) {
        try step.checkVerified()
    }
}

/// 不同意摘牌
public struct RefuseDelisting: Command {
    public static let slug = "refuse-delisting"
    public static let title = "不同意摘牌"
    public static let fields: [Field] = [.reason()]

    public var reason: String
    public var remark: String? { reason }

    public init(because reason: String) {
        self.reason = reason
    }

    public func apply(to listing: inout DangerListing, in step: inout Step) {}
}

/// 摘牌 — takes the listing off; what was done in public ends in public.
public struct Delist: Command {
    public static let slug = "delist"
    public static let title = "摘牌"
    public static let fields: [Field] = [.reason("摘牌依据")]

    public var reason: String
    public var remark: String? { reason }

    public init(_ reason: String) {
        self.reason = reason
    }

    public func apply(to listing: inout DangerListing, in step: inout Step) throws(Refusal) {
        try step.checkVerified()
        guard listing.publishedIn != nil else {
            throw Refusal(
                .conflicting, code: "not-published", message: "还没有登记挂牌的公布情况。请先“\(PublishListing.title)”，再摘牌。")
        }
    }
}

extension Step {
    /// The danger of which the listing is a part has been found right on site.
    fileprivate func checkVerified() throws(Refusal) {
        guard parent?.state == HiddenDanger.State.verified.rawValue else {
            throw Refusal(
                .conflicting, code: "not-verified", message: "隐患还没有经现场复查合格，不能摘牌。请先完成整改和复查。")
        }
    }
}
