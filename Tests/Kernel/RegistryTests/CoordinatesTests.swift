import Foundation
import Registry
import SampleProvince
import Testing

/// Coordinates are read as people write them, and what cannot be meant is said with what was.
struct CoordinatesTests {
    @Test(
        arguments: [
            "", "118", "118.77", "abc, def", "118.77, 32.05, 3", "-118.77, 32.05", "118°66′12″, 32°3′0″", "nan, 32",
            "东经118.77 东经32.05", "118.77;;x", "1e2, 32", "118.77000 32.05000 梅园",
        ])
    func `what is no pair of figures is not read`(typed: String) {
        #expect(throws: CoordinatesProblem.self) { try Coordinates(typed: typed) }
    }

    @Test(arguments: ["32.05, 118.77", "32°3′0″，118°46′12″", "32.05 118.77"])
    func `latitude before longitude is noticed, and the right order offered`(typed: String) {
        #expect(throws: CoordinatesProblem.swapped(Coordinates(longitude: 118.77, latitude: 32.05))) {
            try Coordinates(typed: typed)
        }
        #expect(
            CoordinatesProblem.swapped(Coordinates(longitude: 118.77, latitude: 32.05)).message
                .contains("118.77000,32.05000"))
    }

    @Test(arguments: ["0, 0", "200, 32.05", "118.77, 60", "-0.1 51.5"])
    func `a place outside the country is refused`(typed: String) {
        #expect(throws: CoordinatesProblem.self) { try Coordinates(typed: typed) }
    }

    @Test(
        arguments: [
            "118.77,32.05", "118.77000, 32.05000", "１１８．７７，３２．０５", "118.77°, 32.05°", "118.77 32.05",
            "118°46′12″, 32°3′0″", "118°46'12\"E 32°03'00\"N", "118度46分12秒、32度3分0秒", "东经118°46′12″，北纬32°3′0″",
            "北纬32.05，东经118.77", "N32.05 E118.77", "32.05N, 118.77E", "纬度：32.05，经度：118.77", "118°46.2′, 32°3′",
        ])
    func `degrees are read with decimals or minutes and seconds, named or not`(typed: String) throws {
        #expect(try Coordinates(typed: typed).text == "118.77000,32.05000")
    }

    @Test func `what was written down is read back`() throws {
        for text in ["118.00001,32.00010", "73.50000,3.99999", "118.77000,32.05000"] {
            #expect(Coordinates(text: text)?.text == text)
        }
        #expect(Coordinates(longitude: 118.999_999, latitude: -0.000_001).text == "119.00000,0.00000")
        #expect(Coordinates(text: "118.77") == nil)
    }
}

/// A place that lies in another county than it is said to is found, as far as outlines are known.
struct BoundariesTests {
    private static let real = Result {
        try Boundaries.load(from: Checkout.path("Resources/boundaries/jiangsu-counties-2022.geojson"))
    }

    private func at(_ longitude: Double, _ latitude: Double) -> Coordinates {
        Coordinates(longitude: longitude, latitude: latitude)
    }

    @Test func `a place in the neighbouring county is found there`() {
        let boundaries = SampleProvince.boundaries
        #expect(
            boundaries.misplacement(of: at(118.70, 32.05), in: SampleProvince.xuanwu) == .within(SampleProvince.gulou))
        #expect(
            boundaries.misplacement(of: at(118.70, 32.05), in: SampleProvince.meiyuan) == .within(SampleProvince.gulou))
        #expect(boundaries.misplacement(of: at(118.80, 32.05), in: SampleProvince.meiyuan) == nil)
    }

    @Test func `a little over the border is as the outlines are, further is not`() {
        let boundaries = SampleProvince.boundaries
        #expect(boundaries.misplacement(of: at(118.748, 32.05), in: SampleProvince.xuanwu) == nil)
        #expect(
            boundaries.misplacement(of: at(118.744, 32.05), in: SampleProvince.xuanwu) == .within(SampleProvince.gulou))
    }

    @Test func `land won from the sea is let be, a place far from everything is not`() throws {
        let boundaries = SampleProvince.boundaries
        #expect(boundaries.misplacement(of: at(118.95, 32.05), in: SampleProvince.xuanwu) == nil)
        guard
            case .away(let metres)? = boundaries.misplacement(of: at(119.85, 32.05), in: SampleProvince.xuanwu)
        else {
            Issue.record("a degree away is let be")
            return
        }
        // A degree of longitude at 32.05°: 111,320 m × cos.
        #expect((94_000...94_700).contains(metres))
    }

    @Test func `where no outline is known nothing is misplaced`() {
        #expect(SampleProvince.boundaries.misplacement(of: at(73.5, 4), in: SampleProvince.kunshan) == nil)
        #expect(Boundaries.unknown.misplacement(of: at(73.5, 4), in: SampleProvince.xuanwu) == nil)
    }

    @Test func `the outlines that are shipped hold the seats of their counties`() throws {
        let list = try RegionList.load(from: Checkout.path("Resources/regions/jiangsu.csv"))
        let boundaries = try Self.real.get()
        let counties = list.regions.filter { $0.code.level == .county && $0.isStatutory && $0.to == nil }
        #expect(counties.count >= 95)
        for county in counties {
            guard let longitude = county.longitude, let latitude = county.latitude else { continue }
            #expect(boundaries.misplacement(of: at(longitude, latitude), in: county.code) == nil, "\(county.name)")
        }
        // Counties of one city are entangled: their seats tell them apart.
        for county in counties {
            guard let longitude = county.longitude, let latitude = county.latitude else { continue }
            for other in counties where other.code != county.code {
                guard other.code.ancestor(at: .city) == county.code.ancestor(at: .city) else { continue }
                #expect(
                    boundaries.misplacement(of: at(longitude, latitude), in: other.code) == .within(county.code),
                    "\(county.name) \(other.name)")
            }
        }
    }

    @Test func `a feature that names no division stops the reading`() {
        #expect(throws: UnknownBoundary.self) {
            try Boundaries(
                parsing: Data(
                    #"{"features": [{"properties": {"code": "江苏"}, "geometry": {"coordinates": []}}]}"#.utf8))
        }
    }
}
