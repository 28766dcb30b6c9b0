import Calendars
import Facts
import Registry
import Workflows

/// 交办
public struct HandOver: Opening {
    public static let slug = "hand-over"
    public static let title = "交办"
    public static let fields: [Field] = [
        .text("title", "名称", limit: 60).holds(Fact("errand.title")),
        .longText("demand", "要求").holds(Fact("errand.demand")),
        .region("region", "区划"), .text("sector", "行业").optional, .organisation("owner", "承办单位"),
        .organisation("supervisor", "督办单位"), .choice("grade", "等级", of: Errand.Grade.self),
        .day("day", "完成时限"), .organisations("parts", "同时分办给").optional,
        .organisations("copies", "抄送").optional,
    ]

    public var title = "排查涉氨制冷企业"
    public var demand = "逐户排查，建立台账"
    public var region = SampleProvince.xuanwu
    public var sector: String?
    public var owner = "xuanwu-bureau"
    public var supervisor = "nanjing-bureau"
    public var grade = Errand.Grade.ordinary
    public var day = Day("2026-07-31")!
    public var parts: [String]?
    public var copies: [String]?

    public init() {}

    public init(_ change: (inout Self) -> Void) {
        change(&self)
    }

    public func open(in step: inout Step) throws(Refusal) -> Errand {
        var header = MatterHeader(
            Errand.self, title: title, region: region, sector: sector,
            owner: try step.organisation(owner, field: "owner").id, supervisor: supervisor,
            issuer: step.post?.organisation ?? step.user.posts.first?.organisation, in: step)
        header.agreedDay = day
        var errand = Errand(header: header, demand: demand)
        errand.grade = grade
        for part in parts ?? [] {
            step.open(try errand.part(for: part, in: step), under: errand)
        }
        for copy in copies ?? [] { step.copy(to: copy) }
        return errand
    }
}

extension Errand {
    /// 分办 — the same errand for an organisation below, handed over by the one that splits it.
    func part(for organisation: String, in step: borrowing Step) throws(Refusal) -> Errand {
        let receiver = try step.organisation(organisation, field: "parts")
        var part = MatterHeader(
            Errand.self, title: "\(header.title)（\(receiver.name)）", region: receiver.region, sector: header.sector,
            owner: receiver.id, supervisor: header.supervisor, issuer: header.owner, in: step)
        part.agreedDay = header.agreedDay
        var errand = Errand(header: part, demand: demand)
        errand.grade = grade
        return errand
    }
}

/// 签收
public struct SignFor: Command {
    public static let slug = "sign-for"
    public static let title = "签收"

    public init() {}

    public func apply(to errand: inout Errand, in step: inout Step) {
        errand.header.assignee = step.user.person.id
    }
}

/// 撤回
public struct Withdraw: Command {
    public static let slug = "withdraw"
    public static let title = "撤回"
    public static let fields: [Field] = [.reason()]
    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) { self.reason = reason }

    public func apply(to errand: inout Errand, in step: inout Step) {
        if let owner = errand.header.owner { step.tell(owner, "差事已撤回。") }
    }
}

/// 分办
public struct Split: Command {
    public static let slug = "split"
    public static let title = "分办"
    public static let fields: [Field] = [.organisations("parts", "分办给")]
    public var parts: [String]

    public init(_ parts: [String]) { self.parts = parts }

    public func apply(to errand: inout Errand, in step: inout Step) throws(Refusal) {
        for part in parts { step.open(try errand.part(for: part, in: step), under: errand) }
    }
}

/// 送会签
public struct AskOpinions: Command {
    public static let slug = "ask-opinions"
    public static let title = "送会签"
    public static let fields: [Field] = [.organisations("organisations", "会签单位")]
    public var organisations: [String]

    public init(_ organisations: [String]) { self.organisations = organisations }

    public func apply(to errand: inout Errand, in step: inout Step) throws(Refusal) {
        for id in organisations { _ = try step.organisation(id, field: "organisations") }
        errand.awaitSignatures(of: organisations)
    }
}

/// 延期
public struct Extend: Command {
    public static let slug = "extend"
    public static let title = "延期"
    public static let fields: [Field] = [.day("day", "延至"), .reason("延期理由")]
    public var day: Day
    public var reason: String
    public var remark: String? { reason }

    public init(to day: Day, reason: String) {
        self.day = day
        self.reason = reason
    }

    public func apply(to errand: inout Errand, in step: inout Step) {
        step.extendTerm(to: day, because: reason)
    }
}

/// 报请批复
public struct Defer: Command {
    public static let slug = "defer"
    public static let title = "报请批复"
    public static let fields: [Field] = [.reason("报请事由")]
    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) { self.reason = reason }

    public func apply(to errand: inout Errand, in step: inout Step) {}
}

/// 批复
public struct Decide: Command {
    public static let slug = "decide"
    public static let title = "批复"
    public static let fields: [Field] = [.day("day", "新的完成时限").optional]
    public var day: Day?

    public init(newDay day: Day? = nil) { self.day = day }

    public func apply(to errand: inout Errand, in step: inout Step) {
        if let day { errand.header.agreedDay = day }
    }
}

/// 报结
public struct Report: Command {
    public static let slug = "report"
    public static let title = "报结"
    public static let fields: [Field] = [
        .longText("outcome", "办理结果").holds(Fact("errand.outcome")), .attachments("evidence", "佐证材料", purpose: "证明已办理"),
    ]
    public var outcome: String
    public var evidenceHashes: [String]?
    public var evidence: [String] { evidenceHashes ?? [] }

    private enum CodingKeys: String, CodingKey {
        case outcome
        case evidenceHashes = "evidence"
    }

    public init(outcome: String, evidence: [String] = []) {
        self.outcome = outcome
        evidenceHashes = evidence
    }

    public func apply(to errand: inout Errand, in step: inout Step) {
        errand.outcome = outcome
    }
}

/// 退回重办
public struct SendBack: Command {
    public static let slug = "send-back"
    public static let title = "退回重办"
    public static let fields: [Field] = [.reason()]
    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) { self.reason = reason }

    public func apply(to errand: inout Errand, in step: inout Step) {}
}

/// 复核通过
public struct Verify: Command {
    public static let slug = "verify"
    public static let title = "复核通过"

    public init() {}

    public func apply(to errand: inout Errand, in step: inout Step) {}
}

/// 归档
public struct Archive: Command {
    public static let slug = "archive"
    public static let title = "归档"

    public init() {}

    public func apply(to errand: inout Errand, in step: inout Step) {}
}

/// 抽查重开
public struct Reopen: Command {
    public static let slug = "reopen"
    public static let title = "抽查重开"
    public static let fields: [Field] = [.reason()]
    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) { self.reason = reason }

    public func apply(to errand: inout Errand, in step: inout Step) {}
}
