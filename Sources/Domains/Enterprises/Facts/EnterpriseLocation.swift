import Calendars
import Registry

extension Coordinates {
    /// 东经 118.77000°，北纬 32.05000°
    var words: String {
        let degrees = text.split(separator: ",")
        return "东经 \(degrees[0])°，北纬 \(degrees[1])°（WGS-84 或 CGCS2000）"
    }
}

extension RegionTree {
    /// What to say about coordinates that do not lie in the county of the region they are said to belong to; nothing
    /// where the county's outline is not known.
    func problem(with location: Coordinates, in region: RegionCode, on day: Day) -> String? {
        let county = path(region.ancestor(at: .county), on: day)
        return switch boundaries.misplacement(of: location, in: region) {
        case nil: nil
        case .within(let other):
            "坐标 \(location.text) 不在\(county)，而在\(path(other, on: day))。请核对坐标；坐标没有错的，请更正所属区划。"
        case .away(let metres):
            "坐标 \(location.text) 不在\(county)，离它的界线约 \(metres / 1000) 公里。请核对坐标，经度写在前面。"
        }
    }
}
