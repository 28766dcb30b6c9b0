import Calendars
import Foundation
import OfficialDocuments
import Registry

/// The names by which documents call organisations, from the lists that come with the program.
enum OrganisationNames {
    /// - Parameter day: the day of the document; a body that did not exist then is not meant.
    static func load(home: String, on day: Day) throws -> UnitNames {
        var names: [OrganisationName] = []
        for list in ["jiangsu.csv", "state.csv"] {
            let text = try String(contentsOfFile: home + "/Resources/organisations/" + list, encoding: .utf8)
            names += try OrganisationName.read(csv: text, on: day.description)
        }
        let regions = try RegionList.load(from: home + "/Resources/regions/jiangsu.csv").regions
        for region in regions where region.exists(on: day) && region.isStatutory {
            let level: AdministrativeLevel? =
                switch region.code.level {
                case .city: .city
                case .county: .county
                default: nil
                }
            if let level {
                names.append(.government(of: region.name, code: region.code.rawValue, level: level))
            }
        }
        return UnitNames(names)
    }
}
