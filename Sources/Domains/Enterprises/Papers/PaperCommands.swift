import Calendars
import Facts
import Registry
import Rules
import Workflows

/// 登记证照 — the enterprise or whoever supervises it files a paper.
public struct FilePaper: Opening {
    public static let slug = "file-paper"
    public static let title = "登记证照"
    public static let fields: [Field] = [
        .enterprise("enterprise", "企业").holds(.paperEnterprise),
        .choice("sort", "证照种类", of: EnterprisePaper.Sort.self).holds(.paperSort),
        .text("number", "证照编号", limit: 80).holds(.paperNumber),
        .text("issuer", "发证（备案）机关", limit: 80).optional.holds(.paperIssuer),
        .day("until", "有效期至").optional.hint("长期有效的留空。").holds(.paperEnd),
        .attachments("evidence", "证照扫描件", purpose: "文书"),
    ]

    public var enterprise: String
    public var sort: EnterprisePaper.Sort
    public var number: String
    public var issuer: String?
    public var until: Day?
    public var evidence: [String]

    public init(
        of enterprise: String, _ sort: EnterprisePaper.Sort, number: String, issuedBy issuer: String? = nil,
        until: Day? = nil, evidence: [String] = []
    ) {
        self.enterprise = enterprise
        self.sort = sort
        self.number = number
        self.issuer = issuer
        self.until = until
        self.evidence = evidence
    }

    public func open(in step: inout Step) throws(Refusal) -> EnterprisePaper {
        let one = try step.organisation(enterprise, field: "enterprise")
        guard one.kind == .enterprise else {
            throw Refusal.fields(["enterprise": "“\(one.name)”不是企业，请重新选择。"])
        }
        let header = MatterHeader(
            EnterprisePaper.self, title: "\(sort.title) \(number)", region: one.region, sector: one.sectors.first,
            owner: one.id, supervisor: step.supervising(one.region, sector: one.sectors.first), subject: one.id,
            in: step)
        return EnterprisePaper(header: header, sort: sort, paperNumber: number, issuedBy: issuer, validUntil: until)
    }
}

/// 换证 — a new number or a later end, with the new file.
public struct RenewPaper: Command {
    public static let slug = "renew-paper"
    public static let title = "换证（续期）"
    public static let fields: [Field] = [
        .text("number", "新的证照编号", limit: 80), .day("until", "新的有效期至").optional.hint("长期有效的留空。"),
        .attachments("evidence", "新证照扫描件", purpose: "文书"),
    ]

    public var number: String
    public var until: Day?
    public var evidence: [String]

    public init(number: String, until: Day?, evidence: [String] = []) {
        self.number = number
        self.until = until
        self.evidence = evidence
    }

    public func apply(to paper: inout EnterprisePaper, in step: inout Step) throws(Refusal) {
        if let until {
            guard until >= step.today else {
                throw Refusal.fields(["until": "新的有效期应不早于今天 \(step.today.chinese)。"])
            }
            if let earlier = paper.validUntil, until <= earlier {
                throw Refusal.fields(["until": "新的有效期应晚于原来的 \(earlier.chinese)。"])
            }
        }
        paper.paperNumber = number
        paper.validUntil = until
        paper.header.agreedDay = until
        paper.header.title = "\(paper.sort.title) \(number)"
        paper.renewals += 1
    }
}

/// 注销 — it holds no longer, and why.
public struct EndPaper: Command {
    public typealias Subject = EnterprisePaper
    public static let slug = "end-paper"
    public static let title = "注销（不再持有）"
    public static let fields: [Field] = [.reason("注销或失效的原因")]

    public var reason: String
    public var remark: String? { reason }

    public init(because reason: String) {
        self.reason = reason
    }

    public func apply(to paper: inout EnterprisePaper, in step: inout Step) {}
}

/// 提请换证 — its end is near. Given by the platform alone.
public struct AskRenewal: Command {
    public static let slug = "ask-renewal"
    public static let title = "提请换证"

    public init() {}

    public func apply(to paper: inout EnterprisePaper, in step: inout Step) throws(Refusal) {
        guard let until = paper.validUntil else {
            throw Refusal(.conflicting, code: "paper-without-end", message: "这份证照长期有效，不需要换证。")
        }
        if let owner = paper.header.owner {
            step.tell(owner, "“\(paper.header.title)”有效期至 \(until.chinese)，请及时换证（续期）。")
        }
    }
}

extension Step {
    /// Whoever supervises the place: the county before the city before the province.
    func supervising(_ region: RegionCode, sector: String?) -> String? {
        let kinds: [Organisation.Kind] = [.department, .committeeOffice, .station]
        let present = organisations.all.filter { kinds.contains($0.kind) && $0.exists(on: today) }
        for place in region.lineage.reversed() {
            let candidates = present.filter { other in
                other.region == place
                    && (other.sectors.isEmpty || sector.map { other.sectors.contains($0) } ?? true)
            }
            let best = candidates.min { kinds.firstIndex(of: $0.kind)! < kinds.firstIndex(of: $1.kind)! }
            if let best { return best.id }
        }
        return nil
    }
}

extension Facts.Fact {
    static let paperEnterprise = Self("enterprise-paper.enterprise")
    static let paperSort = Self("enterprise-paper.sort")
    static let paperNumber = Self("enterprise-paper.number")
    static let paperIssuer = Self("enterprise-paper.issuer")
    static let paperEnd = Self("enterprise-paper.end")
}
