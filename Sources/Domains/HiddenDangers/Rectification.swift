import Calendars
import Workflows

/// 报告整改完成 — with what was done and, for a major danger, what it looks like now.
public struct ReportRectified: Command {
    public static let slug = "report-rectified"
    public static let title = "报告整改完成"
    public static let fields: [Field] = [
        .longText("note", "整改情况", limit: 2000), .attachments("evidence", "整改后照片", purpose: "整改"),
    ]

    public var note: String
    public var evidence: [String]
    public var remark: String? { note }

    public init(_ note: String, evidence: [String] = []) {
        self.note = note
        self.evidence = evidence
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) throws(Refusal) {
        guard danger.grade != .major || !evidence.isEmpty else {
            throw Refusal.fields(["evidence": "重大隐患请附上整改后的照片，复查的人要对照整改前后。"])
        }
        danger.rectification = note
    }
}

/// 申请延期 — decided by the authority, also when the enterprise supervised itself so far.
public struct AskExtension: Command {
    public static let slug = "ask-extension"
    public static let title = "申请延期"
    public static let fields: [Field] = [.day("day", "申请延至"), .reason("延期原因和期间的防范措施")]

    public var day: Day
    public var reason: String
    public var remark: String? { reason }

    public init(until day: Day, because reason: String) {
        self.day = day
        self.reason = reason
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) throws(Refusal) {
        guard let due = danger.header.deadline?.dueOn, day > due else {
            throw Refusal.fields(["day": "申请的日期应晚于现在的期限 \(danger.header.deadline?.dueOn.chinese ?? "")。"])
        }
        danger.askedDay = day
        danger.moveToAuthority(in: step)
    }
}

/// 同意延期 — the earlier day stays visible for good.
public struct GrantExtension: Command {
    public static let slug = "grant-extension"
    public static let title = "同意延期"
    public static let fields: [Field] = [.reason("审批意见").optional]

    public var reason: String?
    public var remark: String? { reason }

    public init(because reason: String? = nil) {
        self.reason = reason
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) throws(Refusal) {
        guard let asked = danger.askedDay else { throw Refusal.notFound("延期申请") }
        step.extendTerm(to: asked, because: reason ?? "经批准延期")
        danger.header.agreedDay = asked
        danger.extensions += 1
        danger.askedDay = nil
    }
}

/// 不同意延期
public struct RefuseExtension: Command {
    public static let slug = "refuse-extension"
    public static let title = "不同意延期"
    public static let fields: [Field] = [.reason()]

    public var reason: String
    public var remark: String? { reason }

    public init(because reason: String) {
        self.reason = reason
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) { danger.askedDay = nil }
}
