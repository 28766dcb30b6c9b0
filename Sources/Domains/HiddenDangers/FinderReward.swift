import Storage
import Workflows

/// 发现隐患奖励 — what the worker, team or citizen who found it was given, by which rule. No law sets an amount for
/// those inside; it is registered here, never made up.
public struct FinderReward: Sendable, Hashable {
    public let kind: FinderKind
    public let finder: String
    /// `nil` for an honour without money.
    public let amount: Int?
    public let basis: String

    init(kind: FinderKind, finder: String, amount: Int?, basis: String) {
        self.kind = kind
        self.finder = finder
        self.amount = amount
        self.basis = basis
    }

    init?(row: Row) throws {
        guard let kind = try row["finder_kind"] as FinderKind? else { return nil }
        self.kind = kind
        finder = try row["finder"]
        amount = try row["reward"]
        basis = try row["reward_basis"]
    }
}

/// 登记奖励 — once for each danger.
public struct RewardFinder: Command {
    public static let slug = "reward"
    public static let title = "登记发现奖励"
    public static let fields: [Field] = [
        .choice("kind", "受奖对象", of: FinderKind.self), .text("finder", "受奖人或班组", limit: 60),
        .number("amount", "金额", 0...1_000_000, unit: "元").optional.hint("只给荣誉不给奖金的留空。"),
        .text("basis", "依据", limit: 200).hint("写明哪个单位的哪条奖励规定；平台不代定金额。"),
    ]

    public var kind: FinderKind
    public var finder: String
    public var amount: Int?
    public var basis: String
    public var remark: String? { basis }

    public init(_ kind: FinderKind, _ finder: String, amount: Int? = nil, basis: String) {
        self.kind = kind
        self.finder = finder
        self.amount = amount
        self.basis = basis
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) throws(Refusal) {
        guard danger.reward == nil else {
            throw Refusal(.conflicting, code: "already-rewarded", message: "这条隐患已经登记过发现奖励，不能重复登记。")
        }
        guard danger.state != .dismissed else {
            throw Refusal(.conflicting, code: "no-danger", message: "该事项已认定不属隐患，不登记奖励。")
        }
        danger.reward = FinderReward(kind: kind, finder: finder, amount: amount, basis: basis)
    }
}
