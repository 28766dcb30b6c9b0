import Ledger

/// 转办 — hands the work to another organisation. A row of any workflow whose owner can change.
public struct Transfer<Subject: Matter>: Command {
    public static var slug: String { "transfer" }
    public static var title: String { "转办" }
    public static var fields: [Field] { [.organisation("organisation", "转给"), .reason()] }

    public var organisation: String
    public var reason: String
    public var remark: String? { reason }

    public init(organisation: String, reason: String) {
        self.organisation = organisation
        self.reason = reason
    }

    public func apply(to subject: inout Subject, in step: inout Step) throws(Refusal) {
        let receiver = try step.organisation(organisation, field: "organisation")
        guard receiver.id != subject.header.owner else {
            throw Refusal.fields(["organisation": "该事项已经由\(receiver.name)承办。"])
        }
        subject.header.owner = receiver.id
        subject.header.assignee = nil
    }
}

/// 挂起 — stops the clock, and says why.
public struct Suspend<Subject: Matter>: Command {
    public static var slug: String { "suspend" }
    public static var title: String { "挂起" }
    public static var fields: [Field] { [.reason("挂起依据和原因")] }

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to subject: inout Subject, in step: inout Step) {}
}

/// 恢复 — lets the clock run on; the time it stood still is added to the term.
public struct Resume<Subject: Matter>: Command {
    public static var slug: String { "resume" }
    public static var title: String { "恢复办理" }
    public static var fields: [Field] { [.reason("恢复原因")] }

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to subject: inout Subject, in step: inout Step) {}
}

/// 会签 — one of the organisations asked says what it thinks. The matter leads on when all have.
public struct Countersign<Subject: Matter>: Command {
    public static var slug: String { "countersign" }
    public static var title: String { "会签" }
    public static var fields: [Field] { [.reason("会签意见")] }

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to subject: inout Subject, in step: inout Step) {}
}

extension Matter {
    /// Asks organisations to countersign; the matter waits until each has.
    public mutating func awaitSignatures(of organisations: [String]) {
        var seen: Set<String> = []
        header.awaitedSignatures = organisations.filter { seen.insert($0).inserted }
    }
}
