import Calendars

/// 不予办理 — a no that the person can understand and act on. Not a fault: nothing is broken.
///
/// The code never changes once released; clients may rely on it.
public struct Refusal: Error, Hashable, Sendable {
    public enum Kind: Int, Sendable {
        case invalid = 400
        case forbidden = 403
        case missing = 404
        case conflicting = 409
        case tooLarge = 413
        case tooMany = 429
    }

    public let kind: Kind
    public let code: String
    /// Said to the person, in Chinese: what is the matter, and what to do about it.
    public let message: String
    /// What is wrong with each field of the form, by field name; all of it together.
    public let problems: [String: String]
    /// Why, for an administrator. Never shown to the person refused.
    public let explanation: String?

    public init(
        _ kind: Kind, code: String, message: String, problems: [String: String] = [:], explanation: String? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.problems = problems
        self.explanation = explanation
    }

    /// The same for what is not there and for what is not this person's to see.
    public static func notFound(_ thing: String, because explanation: String? = nil) -> Self {
        Self(.missing, code: "not-found", message: "没有找到该\(thing)，或者它不在您的辖区和职责范围内。", explanation: explanation)
    }

    public static func notPermitted(_ action: String, because explanation: String? = nil) -> Self {
        Self(
            .forbidden, code: "not-permitted", message: "您没有“\(action)”的权限。如确需办理，请联系本单位管理员授权。",
            explanation: explanation)
    }

    public static func fields(_ problems: [String: String]) -> Self {
        Self(.invalid, code: "incomplete-form", message: "有 \(problems.count) 处需要修改，请按提示改正后再提交。", problems: problems)
    }

    static func wrongState(_ command: String, _ state: String) -> Self {
        Self(.conflicting, code: "wrong-state", message: "当前状态为“\(state)”，不能“\(command)”。请刷新页面查看最新进展。")
    }

    static func suspended(_ command: String) -> Self {
        Self(.conflicting, code: "suspended", message: "该事项已挂起，恢复办理之前不能“\(command)”。")
    }

    static func childrenOpen(_ command: String, _ count: Int) -> Self {
        Self(.conflicting, code: "children-open", message: "还有 \(count) 件分办事项没有办结，暂不能“\(command)”。请先督促分办单位办结。")
    }

    static func actedUpon(who: String, when: Instant, number: String, title: String) -> Self {
        Self(
            .conflicting, code: "acted-upon",
            message: "\(who) 已于 \(when) 签收或办理“\(title)”（\(number)），不能再整体撤回。如需停止办理，请对具体事项逐件处理。")
    }

    static func ownWork(_ command: String, _ earlier: String) -> Self {
        Self(
            .forbidden, code: "own-work", message: "您办理过“\(earlier)”，不能再由您“\(command)”。请由其他人员办理。")
    }

    static func changedMeanwhile(_ matter: String) -> Self {
        Self(.conflicting, code: "changed-meanwhile", message: "该\(matter)刚刚被其他人更新，请刷新后核对最新内容再提交。您填写的内容没有丢失。")
    }

    static let commandIDReused = Self(
        .conflicting, code: "command-id-reused", message: "这个办理编号已经用于另一次办理。请刷新页面后重新提交。")
}
