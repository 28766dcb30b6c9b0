import Calendars

/// 行政区划 — one administrative division, with the days between which it existed under this code and name.
public struct Region: Sendable, Hashable {
    public let code: RegionCode
    public let name: String
    public let shortName: String
    /// 地级市、市辖区、县级市、县、街道、镇、乡 …
    public let kind: String
    /// Without tones, syllables spaced: `nan jing`.
    public let pinyin: String
    public let from: Day?
    public let to: Day?
    /// Functional zones have a statistical code but are no administrative division.
    public let isStatutory: Bool
    /// Degrees, WGS 84; of the seat.
    public let longitude: Double?
    public let latitude: Double?

    public init(
        code: RegionCode, name: String, shortName: String, kind: String, pinyin: String, from: Day?, to: Day?,
        isStatutory: Bool, longitude: Double? = nil, latitude: Double? = nil
    ) {
        self.code = code
        self.name = name
        self.shortName = shortName
        self.kind = kind
        self.pinyin = pinyin
        self.from = from
        self.to = to
        self.isStatutory = isStatutory
        self.longitude = longitude
        self.latitude = latitude
    }

    public func exists(on day: Day) -> Bool {
        (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true)
    }

    /// The first letters of the pinyin, as typed into a search box: `nj`.
    public var initials: String {
        String(pinyin.split(separator: " ").compactMap(\.first))
    }
}

/// All divisions the platform knows, of all times. Reading needs a day: totals of a year use that year's tree.
public struct RegionTree: Sendable {
    private let byCode: [RegionCode: [Region]]
    private let ordered: [Region]
    public let boundaries: Boundaries

    public init(_ regions: [Region], boundaries: Boundaries = .unknown) {
        self.boundaries = boundaries
        ordered = regions.sorted { ($0.code, $0.from?.description ?? "") < ($1.code, $1.from?.description ?? "") }
        byCode = Dictionary(grouping: ordered, by: \.code)
    }

    public var all: [Region] { ordered }

    /// The division under this code on that day; the last one known when none existed then.
    public func region(_ code: RegionCode, on day: Day) -> Region? {
        let known = byCode[code] ?? []
        return known.last { $0.exists(on: day) } ?? known.last
    }

    public func name(_ code: RegionCode, on day: Day) -> String {
        region(code, on: day)?.name ?? code.prefix
    }

    /// 江苏省南京市玄武区 — the names from the city down, or the province's own.
    public func path(_ code: RegionCode, on day: Day) -> String {
        let names = code.lineage.dropFirst(code.level == .province ? 0 : 1).map { name($0, on: day) }
        return names.joined()
    }

    /// The divisions right below, on that day.
    public func children(of code: RegionCode, on day: Day) -> [Region] {
        let below = code.level == .village ? nil : RegionCode.Level(rawValue: code.level.rawValue + 1)
        guard let below else { return [] }
        return ordered.filter { $0.code.level == below && code.contains($0.code) && $0.exists(on: day) }
    }

    public func divisions(at level: RegionCode.Level, in code: RegionCode, on day: Day) -> [Region] {
        ordered.filter { $0.code.level == level && code.contains($0.code) && $0.exists(on: day) }
    }

    /// Finds by name, by pinyin initials (`xwq`), or by code, inside one subtree.
    public func search(_ words: String, in scope: RegionCode, on day: Day, limit: Int = 20) -> [Region] {
        let wanted = words.lowercased().filter { !$0.isWhitespace }
        guard !wanted.isEmpty else { return [] }
        return Array(
            ordered.lazy.filter {
                scope.contains($0.code) && $0.exists(on: day)
                    && ($0.name.contains(wanted) || $0.initials.hasPrefix(wanted) || $0.code.rawValue.hasPrefix(wanted)
                        || $0.pinyin.filter { $0 != " " }.hasPrefix(wanted))
            }.prefix(limit))
    }
}
