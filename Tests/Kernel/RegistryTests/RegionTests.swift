import Calendars
import Registry
import SampleProvince
import Testing

struct RegionCodeTests {
    @Test(arguments: ["", "3", "32010", "3201021", "32010a", "３２０１０２", "3201020020001", "-32010"])
    func `what is no code is refused`(text: String) {
        #expect(RegionCode(text) == nil)
    }

    @Test(arguments: [
        ("32", RegionCode.Level.province), ("3201", .city), ("320102", .county), ("320102002", .township),
        ("320102002001", .village), ("320100", .city), ("320000000000", .province),
    ])
    func `the level follows from the digits`(text: String, level: RegionCode.Level) throws {
        #expect(try #require(RegionCode(text)).level == level)
    }

    @Test func `a division contains itself and what lies below, and nothing beside`() {
        let (nanjing, xuanwu) = (SampleProvince.nanjing, SampleProvince.xuanwu)
        #expect(nanjing.contains(nanjing))
        #expect(nanjing.contains(xuanwu))
        #expect(nanjing.contains(SampleProvince.meiyuan))
        #expect(!xuanwu.contains(nanjing))
        #expect(!nanjing.contains(SampleProvince.kunshan))
        #expect(!xuanwu.contains(SampleProvince.gulou))
    }

    @Test(arguments: ["32", "3201", "320102", "320102002", "320102002001"])
    func `the range of a code holds exactly what it contains`(text: String) throws {
        let code = try #require(RegionCode(text))
        for other in [
            "310000000000", "320000000000", "320100000000", "320102000000", "320102002000", "320102002001",
            "320102002999", "320102999999", "320103000000", "320199999999", "329999999999", "330000000000",
        ] {
            #expect(code.range.contains(other) == code.contains(try #require(RegionCode(other))), "\(text) \(other)")
        }
    }

    @Test func `the lineage goes from the province down`() {
        #expect(SampleProvince.meiyuan.lineage.map(\.prefix) == ["32", "3201", "320102", "320102002"])
        #expect(SampleProvince.jiangsu.lineage == [SampleProvince.jiangsu])
    }

    @Test func `no division stands twice in a lineage, though its city has no counties`() throws {
        // 东莞: townships right below the city.
        let township = try #require(RegionCode("441900003"))
        #expect(township.lineage.map(\.prefix) == ["44", "4419", "441900003"])
    }
}

struct RegionTreeTests {
    private let tree = RegionTree(SampleProvince.regions)
    private let today = SampleProvince.beginning.day

    private func found(_ words: String, in scope: RegionCode = SampleProvince.jiangsu) -> [String] {
        tree.search(words, in: scope, on: today).map(\.name)
    }

    @Test func `a division is found by name, initials, pinyin and code`() {
        #expect(found("玄武") == ["玄武区"])
        #expect(found("xw") == ["玄武区"])
        #expect(found("XW") == ["玄武区"])
        #expect(found("xuanw") == ["玄武区"])
        #expect(found("3205") == ["苏州市", "昆山市"])
        #expect(found(" 昆 山 ") == ["昆山市"])
    }

    @Test func `nothing is found outside the scope, or for nothing`() {
        #expect(found("昆山", in: SampleProvince.nanjing) == [])
        #expect(found("") == [])
        #expect(found("  ") == [])
        #expect(found("不存在") == [])
    }

    @Test func `a division that does not exist that day is not found but still has its name`() throws {
        let code = try #require(RegionCode("320684"))
        let gone = Region(
            code: code, name: "海门市", shortName: "海门", kind: "县级市", pinyin: "hai men", from: nil,
            to: Day("2020-06-30"), isStatutory: true)
        let tree = RegionTree([gone])

        #expect(tree.search("海门", in: SampleProvince.jiangsu, on: today) == [])
        #expect(tree.search("海门", in: SampleProvince.jiangsu, on: try #require(Day("2020-06-30"))) == [gone])
        #expect(tree.name(code, on: today) == "海门市")
    }

    @Test func `a path reads from the city down`() {
        #expect(tree.path(SampleProvince.meiyuan, on: today) == "南京市玄武区梅园新村街道")
        #expect(tree.path(SampleProvince.jiangsu, on: today) == "江苏省")
    }

    @Test func `children are those right below`() {
        #expect(tree.children(of: SampleProvince.jiangsu, on: today).map(\.name) == ["南京市", "苏州市"])
        #expect(tree.children(of: SampleProvince.nanjing, on: today).map(\.name) == ["玄武区", "鼓楼区"])
        #expect(tree.children(of: SampleProvince.meiyuan, on: today) == [])
    }
}
