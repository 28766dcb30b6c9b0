/// The level of government an organisation belongs to.
public enum AdministrativeLevel: String, Codable, Sendable, CaseIterable {
    case state, province, city, county, township
}

/// An organisation by the names that documents use for it.
public struct OrganisationName: Codable, Sendable, Equatable {
    public let id: String
    public let name: String
    public let aliases: [String]
    public let level: AdministrativeLevel
    /// 行政区划代码 of the region it belongs to; nothing for organs of the state.
    public let region: String?

    public init(id: String, name: String, aliases: [String] = [], level: AdministrativeLevel, region: String? = nil) {
        self.id = id
        self.name = name
        self.aliases = aliases
        self.level = level
        self.region = region
    }

    /// The government of a region, for which documents also write just 南京市 or 南京市政府.
    public static func government(of region: String, code: String, level: AdministrativeLevel) -> OrganisationName {
        OrganisationName(
            id: "government-\(code)", name: region + "人民政府", aliases: [region, region + "政府"], level: level,
            region: code)
    }

    var isGovernment: Bool { name.hasSuffix("人民政府") }
}
