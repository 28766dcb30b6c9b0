import Calendars
import Registry
import Storage
import Workflows

/// 督办层级 — who watches: the enterprise itself, then the township, the county, the city, the province.
public enum SupervisionLevel: String, CaseIterable, Comparable, SQLConvertible, Titled {
    case enterprise, township, county, city, province

    public var title: String {
        switch self {
        case .enterprise: "企业"
        case .township: "乡镇（街道）"
        case .county: "县（市、区）"
        case .city: "设区的市"
        case .province: "省"
        }
    }

    init(of organisation: Organisation) {
        self =
            switch (organisation.kind, organisation.region.level) {
            case (.enterprise, _): .enterprise
            case (_, .village), (_, .township): .township
            case (_, .county): .county
            case (_, .city): .city
            case (_, .province): .province
            }
    }

    private var height: Int { Self.allCases.firstIndex(of: self)! }

    public static func < (one: Self, other: Self) -> Bool { one.height < other.height }
}

/// The body that supervises work safety at one level.
struct Authority: Sendable, Hashable {
    let level: SupervisionLevel
    let organisation: Organisation
}

extension Step {
    func authorities(over region: RegionCode) -> [Authority] {
        organisations.authorities(over: region, on: today)
    }
}

extension OrganisationDirectory {
    /// 属地监管单位 — from the township up to the province: the township's station, elsewhere the committee's office and
    /// where there is none the department.
    func authorities(over region: RegionCode, on day: Day) -> [Authority] {
        let kinds: [Organisation.Kind] = [.station, .committeeOffice, .department]
        let here = Set(region.lineage)
        let candidates = all.filter { here.contains($0.region) && kinds.contains($0.kind) && $0.exists(on: day) }
        return Dictionary(grouping: candidates) { SupervisionLevel(of: $0) }.compactMap { level, bodies in
            bodies.min { kinds.firstIndex(of: $0.kind)! < kinds.firstIndex(of: $1.kind)! }
                .map { Authority(level: level, organisation: $0) }
        }.sorted { $0.level < $1.level }
    }
}
