import Calendars
import Registry
import Storage

/// 岗位 — a person's part in an organisation: role × region subtree × sectors, with its days.
///
/// 条块: the region is the 块, the sectors are the 条.
public struct Post: Sendable, Hashable {
    public let id: String
    public var person: String
    public var organisation: String
    public var role: Role
    public var region: RegionCode
    /// Empty means every sector.
    public var sectors: Set<String>
    public var from: Day
    public var to: Day?
    /// 代理 — the post whose work this one does while its holder is away.
    public var deputyFor: String?

    public init(
        id: String, person: String, organisation: String, role: Role, region: RegionCode, sectors: Set<String> = [],
        from: Day, to: Day? = nil, deputyFor: String? = nil
    ) {
        self.id = id
        self.person = person
        self.organisation = organisation
        self.role = role
        self.region = region
        self.sectors = sectors
        self.from = from
        self.to = to
        self.deputyFor = deputyFor
    }

    public func isHeld(on day: Day) -> Bool {
        from <= day && (to.map { day <= $0 } ?? true)
    }

    /// Whether this post reaches a thing there: by region and sector, or because its organisation has a part in it.
    public func reaches(_ place: Place) -> Bool {
        switch role.reach {
        case .region:
            region.contains(place.region)
                && (sectors.isEmpty || place.sector.map(sectors.contains) ?? true)
                || place.parties.contains(organisation)
        case .organisation:
            place.parties.contains(organisation)
        }
    }
}

/// Where a thing stands, as far as permission is concerned.
public struct Place: Sendable, Hashable {
    public var region: RegionCode
    /// `nil` for what belongs to no sector: such things are for every sector of the region.
    public var sector: String?
    /// The organisations that have a part in it.
    public var parties: Set<String>

    public init(region: RegionCode, sector: String? = nil, parties: Set<String> = []) {
        self.region = region
        self.sector = sector
        self.parties = parties
    }
}

/// 人员 — someone who can hold posts.
public struct Person: Sendable, Hashable {
    public let id: String
    public var name: String
    public var mobile: String?

    /// Begins the ids of those who act by a link and have no account: what follows is the one matter it is for.
    public static let linkPrefix = "link:"

    public init(id: String, name: String, mobile: String? = nil) {
        self.id = id
        self.name = name
        self.mobile = mobile
    }
}
