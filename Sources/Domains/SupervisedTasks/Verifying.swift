import Calendars
import Workflows

/// 同意延期 — the earlier day stays visible for good.
public struct GrantExtension: Command {
    public static let slug = "grant-extension"
    public static let title = "同意延期"
    public static let fields: [Field] = [.reason("审批意见").optional]

    public var reason: String?
    public var remark: String? { reason }

    public init(reason: String? = nil) {
        self.reason = reason
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        guard let asked = task.askedDay else { throw Refusal.notFound("延期申请") }
        step.extendTerm(to: asked, because: reason ?? "经批准延期")
        task.header.agreedDay = asked
        task.extensions += 1
        task.askedDay = nil
    }
}

/// 不同意延期
public struct RefuseExtension: Command {
    public static let slug = "refuse-extension"
    public static let title = "不同意延期"
    public static let fields: [Field] = [.reason()]

    public var reason: String
    public var remark: String? { reason }
    public func apply(to task: inout SupervisedTask, in step: inout Step) { task.askedDay = nil }
}

/// 退回 — not done yet, and why.
public struct SendBack: Command {
    public static let slug = "send-back"
    public static let title = "退回重办"
    public static let fields: [Field] = [.reason("退回原因")]

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) {
        task.returns += 1
        task.reportedOn = nil
    }
}

/// 复核办结 — by someone else than who reported.
public struct Close: Command {
    public static let slug = "close"
    public static let title = "复核办结"
    public static let fields: [Field] = [.reason("复核意见").optional]

    public var reason: String?
    public var remark: String? { reason }

    public init(reason: String? = nil) {
        self.reason = reason
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) {}
}

/// 抽查重开 — a spot check finds that it is not true after all.
public struct Reopen: Command {
    public static let slug = "reopen"
    public static let title = "抽查重开"
    public static let fields: [Field] = [.day("day", "整改时限"), .reason("抽查发现")]

    public var day: Day
    public var reason: String
    public var remark: String? { reason }

    public init(day: Day, reason: String) {
        self.day = day
        self.reason = reason
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        guard day >= step.today else { throw Refusal.fields(["day": "整改时限应不早于今天。"]) }
        task.header.agreedDay = day
        task.reopenings += 1
        task.reportedOn = nil
    }
}
