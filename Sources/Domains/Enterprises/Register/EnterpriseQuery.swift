import Permissions
import Registry
import Storage

/// 企业查询 — which enterprises a list shows, in which order, and which page of them.
public struct EnterpriseQuery: Sendable, Hashable {
    public enum Order: String, Sendable, CaseIterable {
        /// As they were entered, the latest first.
        case newest
        case name
        case employees
    }

    public var text: String?
    public var region: RegionCode?
    public var sectors: [String] = []
    /// A branch of the economy with all below it.
    public var industry: String?
    public var statuses: [String] = []
    public var sizes: [String] = []
    public var isDisputed = false
    /// Only those without a credit code.
    public var lacksCode = false
    public var order = Order.newest
    /// The order the other way round: names from the end, or the fewest employees first.
    public var isReversed = false
    public var offset = 0
    public var limit = 50

    public init() {}

    /// Beyond this many a list is narrowed, not paged through.
    static let deepest = 100_000

    /// The whole condition, what the user may see included.
    func condition(for user: User) -> SQL {
        let scope = Scope(of: user, for: .readEnterprises)
        guard !scope.isEmpty else { return "1 = 0" }
        var parts: [SQL] = [scope.condition(on: "enterprise", parties: ["id"], within: region)]
        if !sectors.isEmpty { parts.append("enterprise.sector IN \(sectors)") }
        if let industry { parts.append("enterprise.industry BETWEEN \(industry) AND \(industry + "~")") }
        if !statuses.isEmpty { parts.append("enterprise.status IN \(statuses)") }
        if !sizes.isEmpty { parts.append("enterprise.size IN \(sizes)") }
        if isDisputed { parts.append("enterprise.disputed > 0") }
        if lacksCode { parts.append("enterprise.credit_code IS NULL") }
        if let text, !text.isEmpty {
            parts.append(EnterpriseTables.searchIndex.condition("enterprise.id", matches: text))
        }
        return parts.joined(by: " AND ")
    }

    var ordering: SQL {
        switch order {
        case .newest: "enterprise.id DESC"
        case .name where isReversed: "enterprise.name DESC, enterprise.county DESC, enterprise.id DESC"
        case .name: "enterprise.name, enterprise.county, enterprise.id"
        case .employees where isReversed: "enterprise.employees ASC NULLS LAST, enterprise.id"
        case .employees: "enterprise.employees DESC NULLS LAST, enterprise.id"
        }
    }
}

/// One page of the register, and how many there are in all.
public struct EnterprisePage: Sendable {
    public let enterprises: [Enterprise]
    /// Exact up to ``EnterpriseStore/countLimit``.
    public let total: Int
    public let isCutOff: Bool
}
