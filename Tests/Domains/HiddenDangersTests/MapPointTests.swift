import Registry
import SampleProvince
import Testing

@testable import HiddenDangers

/// Enterprises stand in their places when a county is opened, and never more than can be told apart.
struct MapPointTests {
    private func crowd(_ amount: Int) -> ([HiddenDangerStore.Worst], OrganisationDirectory) {
        let enterprises = (0..<amount).map { index in
            Organisation(
                id: "e\(index)", name: "企业\(index)", kind: .enterprise, region: SampleProvince.xuanwu,
                location: Coordinates(longitude: 118.76 + Double(index) / 10_000, latitude: 32.05))
        }
        return (enterprises.map { .init(subject: $0.id, major: 1, overdue: 0) }, OrganisationDirectory(enterprises))
    }

    @Test(arguments: [nil, SampleProvince.jiangsu, SampleProvince.nanjing])
    func `above a county nobody stands in a place`(scope: RegionCode?) {
        let (worst, known) = crowd(5)
        #expect(MapPoint.all(of: worst, within: scope, known: known).isEmpty)
    }

    @Test(arguments: [SampleProvince.xuanwu, SampleProvince.meiyuan])
    func `a hundred and more are left to their townships, one fewer stand each in their place`(scope: RegionCode) {
        let (many, known) = crowd(MapPoint.most)
        #expect(MapPoint.all(of: many, within: scope, known: known).isEmpty)
        let fewer = Array(many.dropLast())
        #expect(MapPoint.all(of: fewer, within: scope, known: known).map(\.enterprise.id) == fewer.map(\.subject))
    }

    @Test func `whoever has no coordinates has no point`() {
        let (worst, known) = crowd(1)
        let all = worst + [.init(subject: "jinling-chemicals", major: 2, overdue: 0)]
        let directory = OrganisationDirectory(known.all + SampleProvince.organisations)
        #expect(MapPoint.all(of: all, within: SampleProvince.xuanwu, known: directory).count == 1)
    }
}
