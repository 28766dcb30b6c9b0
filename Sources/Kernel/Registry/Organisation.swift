import Calendars
import Storage

/// 单位 — a body that can owe something: a committee, a department, a station, an enterprise, a third party.
public struct Organisation: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable, SQLConvertible, Codable {
        case committee, committeeOffice, government, department, station, enterprise, thirdParty

        public var title: String {
            switch self {
            case .committee: "安全生产委员会"
            case .committeeOffice: "安委会办公室"
            case .government: "人民政府"
            case .department: "部门"
            case .station: "乡镇（街道）安监机构"
            case .enterprise: "企业"
            case .thirdParty: "第三方机构"
            }
        }
    }

    public let id: String
    public var name: String
    public var kind: Kind
    public var region: RegionCode
    /// Other names by which documents call it: 省安监局, 省安全监管局.
    public var aliases: [String]
    /// The body it reports to.
    public var parent: String?
    public var from: Day?
    public var to: Day?
    /// The body that took over its duties when it was dissolved.
    public var successor: String?
    /// The sectors it supervises; empty when its work is not divided by sector.
    public var sectors: [String]
    /// Where it stands, as far as somebody said so.
    public var location: Coordinates?

    public init(
        id: String, name: String, kind: Kind, region: RegionCode, aliases: [String] = [], parent: String? = nil,
        from: Day? = nil, to: Day? = nil, successor: String? = nil, sectors: [String] = [],
        location: Coordinates? = nil
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.region = region
        self.aliases = aliases
        self.parent = parent
        self.from = from
        self.to = to
        self.successor = successor
        self.sectors = sectors
        self.location = location
    }

    public func exists(on day: Day) -> Bool {
        (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true)
    }
}

/// The organisations by id, name and alias; an immutable picture of the register at one moment.
///
/// Enterprises are too many to be held: by id it knows those that were asked for (``Registry/acquaint(_:)``), and it
/// lists and searches none.
public struct OrganisationDirectory: Sendable {
    private let byID: [String: Organisation]
    private var enterprises: [[String: Organisation]] = []
    private let byName: [String: [String]]
    public let all: [Organisation]

    public init(_ organisations: [Organisation]) {
        all = organisations.sorted { ($0.region, $0.kind.rawValue, $0.id) < ($1.region, $1.kind.rawValue, $1.id) }
        byID = Dictionary(organisations.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        byName = Dictionary(
            grouping: organisations.flatMap { one in ([one.name] + one.aliases).map { ($0, one.id) } }, by: \.0
        ).mapValues { $0.map(\.1) }
    }

    public subscript(id: String) -> Organisation? { byID[id] ?? enterprises.lazy.compactMap { $0[id] }.first }

    public func name(_ id: String) -> String { self[id]?.name ?? id }

    /// - Parameter enterprises: by id; of two of one id the one in the earlier group counts.
    func knowing(_ enterprises: [[String: Organisation]]) -> OrganisationDirectory {
        var directory = self
        directory.enterprises = enterprises
        return directory
    }

    /// The bodies called so on that day; a dissolved one leads to its successor.
    public func named(_ name: String, on day: Day) -> [Organisation] {
        (byName[name] ?? []).compactMap { byID[$0] }.compactMap { inOffice($0, on: day) }
    }

    /// Follows the succession from a dissolved body to the one that holds its duties on that day.
    public func inOffice(_ organisation: Organisation, on day: Day) -> Organisation? {
        var current = organisation
        for _ in 0..<8 {
            if current.exists(on: day) { return current }
            guard let next = current.successor.flatMap({ self[$0] }) else { return nil }
            current = next
        }
        return nil
    }

    public func search(_ words: String, in scope: RegionCode, limit: Int = 20) -> [Organisation] {
        let wanted = words.filter { !$0.isWhitespace }
        guard !wanted.isEmpty else { return [] }
        return Array(
            all.lazy.filter { one in
                scope.contains(one.region)
                    && (one.name.contains(wanted) || one.aliases.contains { $0.contains(wanted) })
            }.prefix(limit))
    }
}
