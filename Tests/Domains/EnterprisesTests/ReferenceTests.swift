import SampleProvince
import Testing

@testable import Enterprises

/// The lists that come with the program are whole, and are found by what people type.
struct ReferenceTests {
    let industries: IndustryTree
    let substances: Substances

    init() throws {
        industries = try IndustryTree.load(from: Checkout.path("Resources/industries/gbt4754-2017.csv"))
        substances = try Substances.load(from: Checkout.path("Resources/chemicals"))
    }

    @Test func `the tree of industries has its four levels, and each branch lies in one above`() {
        #expect((1...4).map { level in industries.all.filter { $0.level == level }.count } == [20, 97, 473, 1381])
        for branch in industries.all where branch.level > 1 {
            #expect(industries.lineage(of: branch.code).count == branch.level, "\(branch.code)")
        }
    }

    @Test(arguments: [
        ("C2614", "C2614"), ("2614", "C2614"), ("26", "C26"), (" c26 ", "C26"), ("有机化学原料制造", "C2614"),
        ("煤炭开采和洗选业", "B06"),
    ])
    func `a branch is found by code with or without its section, and by name`(typed: String, code: String) {
        #expect(industries.branch(typed: typed)?.code == code)
    }

    @Test(arguments: ["", "2", "9999", "C9999", "没有这个行业", "26145"])
    func `what names no branch finds none`(typed: String) {
        #expect(industries.branch(typed: typed) == nil)
    }

    @Test func `every substance has a number that checks, and is found by name and alias`() {
        #expect(substances.substances.count == 111)
        #expect(substances.processes.count == 18)
        #expect(substances.named("液氯") != nil || substances.named("氯") != nil)
        #expect(substances[CASNumber("7664-41-7")!]?.lists.count == 2)
    }

    @Test(arguments: [("南京金陵化工有限公司", "njjlhgyxgs"), ("重庆商贸", "cqsm"), ("A3电镀厂", "addc"), ("", "")])
    func `initials are those of the pinyin`(name: String, initials: String) {
        #expect(NameInitials.of(name) == initials)
    }
}
