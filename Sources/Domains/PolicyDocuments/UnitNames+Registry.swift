import Calendars
import OfficialDocuments
import Registry

extension UnitNames {
    /// The organisations of the register by every name that documents use for them.
    ///
    /// A dissolved body leads to the one that holds its duties on that day. What a document asks of a government goes to
    /// the office of its safety committee, where the register has no body for the government itself.
    init(of directory: OrganisationDirectory, regions: RegionTree, on day: Day) {
        var names: [OrganisationName] = []
        for organisation in directory.all where organisation.kind != .enterprise && organisation.kind != .thirdParty {
            guard let level = AdministrativeLevel(organisation.region.level),
                let today = directory.inOffice(organisation, on: day)
            else { continue }
            names.append(
                OrganisationName(
                    id: today.id, name: organisation.name, aliases: organisation.aliases, level: level,
                    region: organisation.region.rawValue))
        }
        let governed = Set(directory.all.lazy.filter { $0.kind == .government }.map(\.region))
        for office in directory.all where office.kind == .committeeOffice && office.exists(on: day) {
            guard !governed.contains(office.region), office.region.level != .province,
                let level = AdministrativeLevel(office.region.level),
                let region = regions.region(office.region, on: day)
            else { continue }
            names.append(
                OrganisationName(
                    id: office.id, name: region.name + "人民政府", aliases: [region.name, region.name + "政府"], level: level,
                    region: office.region.rawValue))
        }
        self.init(names)
    }
}

extension AdministrativeLevel {
    fileprivate init?(_ level: RegionCode.Level) {
        switch level {
        case .province: self = .province
        case .city: self = .city
        case .county: self = .county
        case .township: self = .township
        case .village: return nil
        }
    }
}
