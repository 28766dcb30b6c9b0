import Calendars
import Permissions
import SampleProvince
import Testing
import Workflows

/// What people fill in is put right where that is safe, and otherwise refused, all of it together.
struct FieldValuesTests {
    private let today = SampleProvince.beginning.day
    private let fields: [Field] = [
        .text("name", "名称", limit: 5), .longText("note", "说明", limit: 10).optional, .day("day", "日期"),
        .number("households", "户数", 1...500, unit: "户"), .choice("grade", "等级", of: Errand.Grade.self),
        .region("region", "区划").optional, .organisation("owner", "承办单位").optional,
        .organisations("parts", "分办单位").optional, .attachments("evidence", "佐证材料", purpose: "证明"),
    ]
    private let complete = ["name": "排查", "day": "2026-09-30", "households": "12", "grade": "urgent"]

    private func problems(_ change: [String: [String]]) -> [String: String] {
        do {
            _ = try FieldValues(complete.mapValues { [$0] }.merging(change) { $1 }).checked(against: fields, on: today)
            return [:]
        } catch {
            #expect(error.code == "incomplete-form")
            #expect(error.kind == .invalid)
            return error.problems
        }
    }

    private func cleaned(_ change: [String: String]) throws -> FieldValues {
        try FieldValues(complete.merging(change) { $1 }).checked(against: fields, on: today)
    }

    @Test func `everything that is wrong is said at once, by field`() {
        let found = problems([
            "name": ["六个字的名称"], "day": ["下周"], "households": ["0"], "grade": ["large"], "region": ["南京"],
            "surprise": ["1"],
            "further": ["2"], "evidence": ["abc"],
        ])
        #expect(
            found == [
                "name": "名称最多 5 字，现在有 6 字。", "day": "日期看不懂，请写成 2026-09-30 或 2026年9月30日 的样子。",
                "households": "户数应在 1 到 500 户之间。", "grade": "请在列出的各项中选择等级。",
                "region": "请选择区划，或填写行政区划代码。", "surprise": "没有名为“surprise”的填写项。",
                "further": "没有名为“further”的填写项。", "evidence": "佐证材料没有上传完整，请重新上传。",
            ])
    }

    @Test(arguments: ["", "   ", "\u{3000}", "\n\t"])
    func `what is blank is missing`(blank: String) {
        #expect(problems(["name": [blank], "grade": [blank]]) == ["name": "请填写名称。", "grade": "请选择等级。"])
    }

    @Test func `what is not there is missing, unless it may be`() {
        #expect(Set(problems(["name": [], "day": [], "note": [], "region": []]).keys) == ["name", "day"])
    }

    @Test(arguments: ["９", "１２０"])
    func `full-width digits are put right`(digits: String) throws {
        let expected = digits == "９" ? "9" : "120"
        #expect(try cleaned(["households": digits])["households"] == expected)
    }

    @Test func `spaces at the ends go, those within stay`() throws {
        #expect(try cleaned(["name": "\u{3000} 甲 乙\n"])["name"] == "甲 乙")
    }

    @Test(arguments: ["2026-9-30", "2026/09/30", "2026.9.30", "20260930", "2026年9月30日", "２０２６－９－３０", "9月30日", "9.30"])
    func `a day is read however it is typed`(text: String) throws {
        #expect(try cleaned(["day": text])["day"] == "2026-09-30")
    }

    @Test(arguments: ["2026-02-30", "2026-13-01", "30", "9", "明天", "2026年", "9月31日"])
    func `what is no day is refused`(text: String) {
        #expect(problems(["day": [text]]).keys.sorted() == ["day"])
    }

    @Test(arguments: ["0", "501", "-1", "1.5", "十二", "12户", "99999999999999999999"])
    func `a number outside its range, or none, is refused`(text: String) {
        #expect(problems(["households": [text]]).keys.sorted() == ["households"])
    }

    @Test func `a length counts characters as people count them`() throws {
        #expect(try cleaned(["name": "一二三四五"])["name"] == "一二三四五")
        #expect(try cleaned(["name": "👨‍👩‍👧‍👦甲乙丙丁"])["name"] == "👨‍👩‍👧‍👦甲乙丙丁")
    }

    @Test func `a text that no database can hold is refused`() {
        #expect(problems(["name": ["甲\0乙"]]).keys.sorted() == ["name"])
    }

    @Test func `one thing is filled in once, several where several are asked for`() throws {
        #expect(problems(["name": ["甲", "乙"]]) == ["name": "“名称”只能填一项。"])
        let values = FieldValues(complete.mapValues { [$0] }.merging(["parts": ["a", "", "b"]]) { $1 })
        #expect(try values.checked(against: fields, on: today).all("parts") == ["a", "b"])
    }

    @Test func `an attachment is named by its hash alone`() throws {
        let hash = String(repeating: "Ab", count: 32)
        #expect(try cleaned(["evidence": hash])["evidence"] == hash.lowercased())
        #expect(problems(["evidence": [String(repeating: ",", count: 64)]]).keys.sorted() == ["evidence"])
        #expect(problems(["evidence": [String(repeating: "../", count: 21) + "x"]]).keys.sorted() == ["evidence"])
    }

    @Test func `a short region code is filled`() throws {
        #expect(try cleaned(["region": "３２０１０２"])["region"] == "320102000000")
    }

    /// From the client's values to the errand's row.
    @Test(arguments: Engine.all)
    func `a form becomes a command`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let receipt = try await world.kinds["errand"]!.open(
            "hand-over",
            with: FieldValues([
                "title": [" 排查 "], "demand": ["逐户"], "region": ["320102"], "owner": ["xuanwu-bureau"],
                "supervisor": ["nanjing-bureau"], "grade": ["urgent"], "day": ["7月31日"],
                "parts": ["gulou-bureau", "kunshan-bureau"],
            ]), by: world.user(.zhou), in: Envelope(), at: world.desk)

        let errand = try await world.errand(receipt.matter)
        #expect(errand.header.title == "排查")
        #expect(errand.header.agreedDay == Day("2026-07-31"))
        #expect(errand.grade == .urgent)
        #expect(try await world.parts(of: receipt.matter).count == 2)
    }

    @Test func `a form with faults opens nothing`() async throws {
        let world = try await World()
        let refused = try await refusal {
            try await world.kinds["errand"]!.open(
                "hand-over", with: FieldValues(["title": ["排查"]]), by: world.user(.zhou), in: Envelope(), at: world.desk
            )
        }
        #expect(refused?.problems.count == 6)
        #expect(try await world.count("matter") == 0)
    }

    @Test func `an organisation that no longer exists is refused by its field`() async throws {
        let world = try await World()
        for owner in ["work-safety", "nowhere"] {
            let refused = try await refusal { try await world.open(HandOver { $0.owner = owner }) }
            #expect(refused?.problems.keys.sorted() == ["owner"], "\(owner)")
        }
    }
}
