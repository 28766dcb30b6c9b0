import Calendars
import Rules
import Workflows

/// 复查合格 — someone who neither ordered nor did the rectification was there and found it right.
public struct VerifyDanger: Command {
    public static let slug = "verify"
    public static let title = "复查合格"
    public static let fields = VerificationForm.fields

    public var reason: String
    public var evidence: [String]
    public var remark: String? { reason }

    public init(_ reason: String, evidence: [String] = []) {
        self.reason = reason
        self.evidence = evidence
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) {
        if danger.grade != .major { danger.noteClearing(in: step) }
    }
}

/// 企业验收 — the enterprise's own check of a general danger that it found itself.
public struct VerifyOwnDanger: Command {
    public static let slug = "verify-own"
    public static let title = "企业验收合格"
    public static let fields = VerificationForm.fields

    public var reason: String
    public var evidence: [String]
    public var remark: String? { reason }

    public init(_ reason: String, evidence: [String] = []) {
        self.reason = reason
        self.evidence = evidence
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) throws(Refusal) {
        guard danger.grade != .major else {
            throw Refusal.notPermitted(Self.title, because: "重大隐患由监管部门复查。")
        }
        danger.noteClearing(in: step)
    }
}

enum VerificationForm {
    static let fields: [Field] = [
        .reason("现场复查情况"), .attachments("evidence", "复查照片", purpose: "整改"),
    ]
}

/// 退回整改 — not right yet: why, and by when it must be.
public struct ReturnForRectification: Command {
    public static let slug = "return"
    public static let title = "复查不合格，退回整改"
    public static let fields: [Field] = [
        .day("day", "再次整改期限"), .reason("不合格的原因"), .attachments("evidence", "复查照片", purpose: "证据"),
    ]

    public var day: Day
    public var reason: String
    public var evidence: [String]
    public var remark: String? { reason }

    public init(until day: Day, because reason: String, evidence: [String] = []) {
        self.day = day
        self.reason = reason
        self.evidence = evidence
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) throws(Refusal) {
        try danger.rectifyAgain(until: day, in: step)
        danger.returns += 1
    }
}

/// 企业内部退回 — the same by the enterprise's own check.
public struct ReturnOwnDanger: Command {
    public static let slug = "return-own"
    public static let title = "验收不合格，退回整改"
    public static let fields: [Field] = [.day("day", "再次整改期限"), .reason("不合格的原因")]

    public var day: Day
    public var reason: String
    public var remark: String? { reason }

    public init(until day: Day, because reason: String) {
        self.day = day
        self.reason = reason
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) throws(Refusal) {
        try danger.rectifyAgain(until: day, in: step)
        danger.returns += 1
    }
}

/// 销号 — of a major danger that was found right and, when it was listed, delisted.
public struct ClearDanger: Command {
    public static let slug = "clear"
    public static let title = "销号"
    public static let fields: [Field] = [.reason("销号意见")]

    public var reason: String
    public var remark: String? { reason }

    public init(_ reason: String) {
        self.reason = reason
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) {
        danger.noteClearing(in: step)
    }
}

/// 抽查重开 — a spot check finds it there again; that counts as a recurrence for whoever cleared it.
public struct ReopenDanger: Command {
    public static let slug = "reopen"
    public static let title = "抽查重开"
    public static let fields: [Field] = [
        .day("day", "整改期限"), .reason("抽查发现"), .attachments("evidence", "抽查照片", purpose: "证据"),
    ]

    public var day: Day
    public var reason: String
    public var evidence: [String]
    public var remark: String? { reason }

    public init(until day: Day, because reason: String, evidence: [String] = []) {
        self.day = day
        self.reason = reason
        self.evidence = evidence
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) throws(Refusal) {
        try danger.rectifyAgain(until: day, in: step)
        danger.reopenings += 1
        danger.recurrenceFor = danger.clearedOrganisation
        if let cleared = danger.clearedOrganisation {
            step.tell(cleared, "你单位销号的隐患“\(danger.header.title)”经抽查仍然存在，已重开：\(reason)")
        }
    }
}

extension HiddenDanger {
    fileprivate mutating func noteClearing(in step: borrowing Step) {
        clearedBy = step.user.person.id
        clearedOrganisation = step.post?.organisation
    }

    fileprivate mutating func rectifyAgain(until day: Day, in step: borrowing Step) throws(Refusal) {
        let longest: Rule<Term> = grade == .major ? .majorRectification : .generalRectification
        try step.check(day, within: longest, field: "day", called: "再次整改期限")
        header.agreedDay = day
        handling = .byOrder
    }
}
