import Registry
import Storage

/// 可见范围 — what a user may read, as one condition for every list, count, export and attachment.
///
/// The table it is asked of has the columns `region`, `city`, `county`, `sector` and the party columns named by the
/// caller. It says the same as ``Post/reaches(_:)``; a test compares the two.
public struct Scope: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        case region(RegionCode, sectors: [String])
        case party([String])
    }

    private let parts: [Part]

    /// What the user's posts with this permission reach.
    public init(of user: User, for permission: Permission) {
        let posts = user.posts.filter { $0.role.permissions.contains(permission) }
        let regions = posts.filter { $0.role.reach == .region }.map {
            Part.region($0.region, sectors: $0.sectors.sorted())
        }
        let organisations = Set(posts.map(\.organisation)).sorted()
        let wholeRegions = Set(regions)
        parts = wholeRegions.sorted { "\($0)" < "\($1)" } + (organisations.isEmpty ? [] : [.party(organisations)])
    }

    public var isEmpty: Bool { parts.isEmpty }

    /// Whether a whole province or more is visible without further condition.
    public var widestRegion: RegionCode? {
        parts.compactMap { part in
            if case .region(let region, let sectors) = part, sectors.isEmpty { region } else { nil }
        }.min { $0.level < $1.level }
    }

    /// The filter, narrowed to a part of the region when the user chose one.
    ///
    /// - Parameters:
    ///   - alias: the matter table's name in the statement.
    ///   - parties: the columns that name organisations with a part in it.
    ///   - chosen: the region selected on the page; it only ever narrows.
    public func condition(on alias: SQL, parties: [SQL], within chosen: RegionCode? = nil) -> SQL {
        guard !parts.isEmpty else { return "1 = 0" }
        let alternatives = parts.map { part -> SQL in
            switch part {
            case .region(let region, let sectors):
                let place = Self.place(region, on: alias)
                guard !sectors.isEmpty else { return place }
                return "(\(place) AND (\(alias).sector IS NULL OR \(alias).sector IN \(sectors)))"
            case .party(let organisations):
                let columns = parties.map { "\(alias).\($0) IN \(organisations)" as SQL }
                return columns.isEmpty ? "1 = 0" : "(\(columns.joined(by: " OR ")))"
            }
        }
        let visible = covering(chosen) ?? "(\(alternatives.joined(by: " OR ")))"
        guard let chosen else { return visible }
        return "\(Self.place(chosen, on: alias)) AND \(visible)"
    }

    /// When one post already reaches the whole chosen region, the choice alone is the filter: an index serves it.
    private func covering(_ chosen: RegionCode?) -> SQL? {
        chosen.map(covers) == true ? "1 = 1" : nil
    }

    /// Whether one post reaches everything in the region.
    public func covers(_ chosen: RegionCode) -> Bool {
        parts.contains { part in
            if case .region(let region, let sectors) = part {
                sectors.isEmpty && region.contains(chosen)
            } else {
                false
            }
        }
    }

    private static func place(_ region: RegionCode, on alias: SQL) -> SQL {
        switch region.level {
        case .city: "\(alias).city = \(region.prefix)"
        case .county: "\(alias).county = \(region.prefix)"
        // With its county named, the indexes on counties serve a township; a database without statistics walked the province.
        case .township, .village:
            "\(alias).county = \(region.ancestor(at: .county).prefix) AND \(region.condition(on: "\(alias).region"))"
        case .province: region.condition(on: "\(alias).region")
        }
    }
}
