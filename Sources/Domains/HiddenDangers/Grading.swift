import Calendars
import Rules
import Workflows

/// 定级 — general or major, by which criterion and why, and how it is to be put right.
public struct Grading: Decodable, Sendable {
    static let fields: [Field] = [
        .choice("grade", "隐患等级", of: HiddenDanger.Grade.self),
        .text("criterion", "重大隐患判定条款", limit: 20).optional
            .hint("符合判定标准的填条款编码，如 WH-07。可在“判定标准”页查到。"),
        .choice("handling", "整改方式", of: DangerHandling.self),
        .day("day", "整改期限").optional.hint("一般隐患不填的按规定的最长期限；重大隐患在五落实时确定。"),
        .reason("定级理由"),
    ]

    public var grade: HiddenDanger.Grade
    public var criterion: String?
    public var handling: DangerHandling
    public var day: Day?
    public var reason: String

    public init(
        _ grade: HiddenDanger.Grade, by criterion: String? = nil, _ handling: DangerHandling = .byOrder,
        until day: Day? = nil, because reason: String
    ) {
        self.grade = grade
        self.criterion = criterion
        self.handling = handling
        self.day = day
        self.reason = reason
    }

    func record(on danger: inout HiddenDanger, in step: borrowing Step) throws(Refusal) {
        let criterion = try criterionInForce(in: step)
        if grade == .major { try checkMajor() }
        if let day {
            guard handling == .byOrder else { throw Refusal.fields(["day": "当场整改的当日完成，不填整改期限。"]) }
            try step.check(day, within: .generalRectification, field: "day", called: "整改期限")
        }
        danger.grade = grade
        danger.criterion = criterion?.code
        danger.gradingReason = reason
        danger.handling = handling
        danger.header.agreedDay = day
        if grade == .major { danger.moveToAuthority(in: step) }
    }

    private func checkMajor() throws(Refusal) {
        guard handling == .byOrder else {
            throw Refusal.fields(["handling": "重大隐患应先落实措施、资金、责任人、时限和预案，不能按当场整改办理。请选“限期整改”。"])
        }
        guard day == nil else {
            throw Refusal.fields(["day": "重大隐患的整改期限在五落实时确定，这里请留空。"])
        }
    }

    /// A criterion of the law that is met leaves no choice of grade.
    private func criterionInForce(in step: borrowing Step) throws(Refusal) -> Criterion? {
        guard let code = criterion else { return nil }
        guard let found = step.rules.criterion(code, on: step.today) else {
            throw Refusal.fields(["criterion": "没有今天有效的判定条款“\(code)”。请在“判定标准”页查到编码后填写，或留空。"])
        }
        guard grade == .major else {
            throw Refusal.fields([
                "grade": "符合判定条款 \(found.code)“\(found.title)”的就是重大隐患。如认为不符合，请清空条款，并在理由中说明。"
            ])
        }
        return found
    }
}

/// 核定等级 — whoever supervises says how grave it is, with the reason; possible again until it is put right.
public struct GradeDanger: Command {
    public static let slug = "grade"
    public static let title = "核定等级"
    public static let fields = Grading.fields

    public var grading: Grading
    public var remark: String? { grading.reason }

    public init(_ grading: Grading) {
        self.grading = grading
    }

    public init(from decoder: any Decoder) throws {
        grading = try Grading(from: decoder)
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) throws(Refusal) {
        if danger.state == .planning || danger.state == .rectifying {
            guard grading.grade != danger.grade else {
                throw Refusal.fields(["grade": "等级没有变化。需要更多时间的，请由企业申请延期。"])
            }
            guard danger.listedLevel == nil else {
                throw Refusal.fields(["grade": "该隐患已经挂牌督办，摘牌之前不能改为一般隐患。"])
            }
        }
        try grading.record(on: &danger, in: step)
        if danger.header.supervisor == danger.header.owner { danger.moveToAuthority(in: step) }
        if let owner = danger.header.owner {
            step.tell(owner, "隐患“\(danger.header.title)”核定为\(grading.grade.title)：\(grading.reason)")
        }
    }
}

/// 认定不属隐患 — by someone else than whoever found it, and with the reason.
public struct DismissDanger: Command {
    public static let slug = "dismiss"
    public static let title = "认定不属隐患"
    public static let fields: [Field] = [.reason("认定理由")]

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) {}
}

extension HiddenDanger {
    var stateAfterGrading: State { grade == .major ? .planning : .rectifying }

    /// Of what is grave the authority is told, and sees to it: the enterprise does not supervise itself.
    mutating func moveToAuthority(in step: borrowing Step) {
        guard header.supervisor == nil || header.supervisor == header.owner,
            let authority = step.authorities(over: header.region).first
        else { return }
        header.supervisor = authority.organisation.id
    }
}

extension Step {
    /// The day may be any from today to the last one that the rule allows.
    func check(_ day: Day, within rule: Rule<Term>, field: String, called name: String) throws(Refusal) {
        guard day >= today else { throw Refusal.fields([field: "\(name)应不早于今天 \(today.chinese)。"]) }
        let term: Term
        do {
            term = try rules.reading(rule, on: today).value
        } catch {
            throw Refusal(.conflicting, code: "rule-missing", message: "规则库中没有今天有效的期限规定（\(rule.name)），请联系系统管理员补充后再办理。")
        }
        let last = calendar.deadline(from: now, term: term).dueOn
        guard day <= last else {
            throw Refusal.fields([field: "\(name)最晚为 \(last.chinese)（\(term)）。确需更久的，请在整改中申请延期。"])
        }
    }
}
