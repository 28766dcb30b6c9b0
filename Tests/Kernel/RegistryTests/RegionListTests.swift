import Calendars
import Registry
import SampleProvince
import Testing

/// The list of Jiangsu's divisions that the program ships.
struct JiangsuRegionsTests {
    private let list: RegionList
    private let tree: RegionTree
    private let jiangsu = SampleProvince.jiangsu

    init() throws {
        list = try RegionList.load(from: Checkout.path("Resources/regions/jiangsu.csv"))
        tree = RegionTree(list.regions)
    }

    /// 列表日期, cities, counties, and of these 市辖区, 县级市, 县, as the bureau's yearly lists have them.
    @Test(arguments: [
        ("2015-09-30", 13, 98, 56, 21, 21), ("2016-07-31", 13, 96, 55, 21, 20), ("2016-08-01", 13, 96, 55, 21, 20),
        ("2017-10-31", 13, 96, 55, 21, 20), ("2018-10-31", 13, 96, 55, 22, 19), ("2019-10-31", 13, 96, 55, 22, 19),
        ("2020-06-30", 13, 96, 55, 22, 19), ("2021-10-31", 13, 95, 55, 21, 19), ("2022-10-31", 13, 95, 55, 21, 19),
        ("2022-12-01", 13, 95, 55, 21, 19),
    ])
    func `every year counts with its own tree`(
        day: String, cities: Int, counties: Int, districts: Int, countyCities: Int, rural: Int
    ) throws {
        let day = try #require(Day(day))
        let found = tree.divisions(at: .county, in: jiangsu, on: day).filter(\.isStatutory)

        #expect(tree.divisions(at: .city, in: jiangsu, on: day).count == cities)
        #expect(found.count == counties)
        #expect(
            ["市辖区", "县级市", "县"].map { kind in found.count { $0.kind == kind } } == [districts, countyCities, rural])
    }

    @Test(arguments: [("2016-07-31", 1177), ("2022-10-31", 1200)])
    func `townships count as in the two lists`(day: String, townships: Int) throws {
        let found = tree.divisions(at: .township, in: jiangsu, on: try #require(Day(day))).filter(\.isStatutory)
        #expect(found.count == townships)
    }

    @Test func `a functional zone has a code but is no county`() throws {
        let zone = try #require(RegionCode("320576"))
        let day = try #require(Day("2022-12-01"))
        #expect(tree.region(zone, on: day)?.name == "苏州工业园区")
        #expect(tree.region(zone, on: day)?.isStatutory == false)
    }

    @Test func `海门市 ends on the day before 海门区 begins`() throws {
        let (before, after) = (try #require(Day("2020-06-30")), try #require(Day("2020-07-01")))
        let nantong = try #require(RegionCode("3206"))

        let gone = Set(tree.children(of: nantong, on: before).map(\.name))
            .subtracting(tree.children(of: nantong, on: after).map(\.name))
        let came = tree.children(of: nantong, on: after).filter { !$0.exists(on: before) }.map(\.code.prefix)

        #expect(gone == ["海门市", "港闸区"])
        #expect(came == ["320613", "320614"])
    }

    @Test func `every township lies in a county that existed as long as it did`() {
        let counties = Dictionary(grouping: list.regions.filter { $0.code.level == .county }, by: \.code)
        let orphans = list.regions.filter { $0.code.level == .township }.filter { township in
            !(counties[township.code.ancestor(at: .county)] ?? []).contains { county in
                (county.from ?? .first) <= (township.from ?? .first) && (township.to ?? .last) <= (county.to ?? .last)
            }
        }
        #expect(orphans.map(\.name) == [])
    }

    @Test func `a renamed township keeps its code and both its names`() throws {
        let code = try #require(RegionCode("320106008"))
        #expect(tree.name(code, on: try #require(Day("2016-08-01"))) == "阅江楼街道")
        #expect(tree.name(code, on: try #require(Day("2022-12-01"))) == "下关街道")
    }

    @Test func `seats lie in the province`() {
        let placed = list.regions.filter { $0.longitude != nil }
        #expect(placed.count > 500)
        #expect(placed.allSatisfy { (116.3...122).contains($0.longitude!) && (30.7...35.2).contains($0.latitude!) })
    }
}

/// A list with a fault is refused as a whole, naming every faulty line.
struct RegionListTests {
    private let header = "code,name,short_name,kind,pinyin,from,to,statutory,lon,lat"
    private let province = "32,江苏省,江苏,省,jiang su,,,1,118.8,32.0"

    private func problems(_ lines: String...) -> [String] {
        do {
            _ = try RegionList(parsing: ([header] + lines).joined(separator: "\n"), file: "甲.csv")
            return []
        } catch {
            return error.description.split(separator: "\n").map(String.init)
        }
    }

    @Test(arguments: [
        ("3201x0,南京市,南京,地级市,nan jing,,,1,,", "甲.csv 第 3 行：区划代码“3201x0”应是 2、4、6、9 或 12 位数字。"),
        ("3201,,南京,地级市,nan jing,,,1,,", "甲.csv 第 3 行：“name”不能为空。"),
        ("3201,南京市,南京,地级市,nan jing,2016-2-30,,1,,", "甲.csv 第 3 行：“from”的“2016-2-30”不是一个日子，应写成 2016-08-01。"),
        ("3201,南京市,南京,地级市,nan jing,2016-08-01,2016-07-31,1,,", "甲.csv 第 3 行：止日早于起日。"),
        ("3201,南京市,南京,地级市,nan jing,,,是,,", "甲.csv 第 3 行：“statutory”应是 1（法定）或 0（非法定）。"),
        ("3201,南京市,南京,地级市,nan jing,,,1,118.8,", "甲.csv 第 3 行：经纬度“118.8,”应同时为空，或是在范围之内的度数。"),
        ("3201,南京市,南京,地级市,nan jing,,,1,218.8,32", "甲.csv 第 3 行：经纬度“218.8,32”应同时为空，或是在范围之内的度数。"),
        ("3201,南京市,南京,地级市", "甲.csv 第 3 行：应有 10 列，现在有 4 列。"),
        ("320102,玄武区,玄武,市辖区,xuan wu,,,1,,", "甲.csv 第 3 行：表中没有 320102 的上级区划。"),
    ])
    func `a faulty line is named with what is wrong`(line: String, message: String) {
        #expect(problems(province, line) == [message])
    }

    @Test func `two names of a code at the same time are refused`() {
        let found = problems(
            province, "3201,南京市,南京,地级市,nan jing,,2016-08-01,1,,", "3201,金陵市,金陵,地级市,jin ling,2016-08-01,,1,,")
        #expect(found == ["甲.csv 第 4 行：3201 的起止日期与第 3 行（南京市）重叠。"])
    }

    @Test func `all faults are reported together`() {
        let found = problems("3x,江苏省,江苏,省,jiang su,,,1,,", "3201,南京市,南京,,nan jing,,,2,,")
        #expect(found.map { $0.prefix(9) } == ["甲.csv 第 2", "甲.csv 第 3", "甲.csv 第 3"])
    }

    @Test func `a missing column is named, and nothing else said`() {
        let text = "code,name,short_name,kind,from,to,statutory,lon,lat\n32,江苏省"
        let errors = #expect(throws: RegionListErrors.self) { try RegionList(parsing: text, file: "甲.csv") }
        #expect(errors?.description == "甲.csv 第 1 行：缺少“pinyin”列。")
    }

    @Test func `an empty list and a missing file are refused`() {
        #expect(problems() == ["甲.csv：表中没有一个区划。"])
        #expect(throws: RegionListErrors.self) { try RegionList.load(from: "没有这个文件.csv") }
    }

    @Test func `line ends of any system and a byte order mark are read`() throws {
        let list = try RegionList(parsing: "\u{FEFF}\(header)\r\n\(province)\r\n", file: "甲.csv")
        #expect(list.regions.map(\.name) == ["江苏省"])
        #expect(list.regions[0].latitude == 32.0)
    }
}
