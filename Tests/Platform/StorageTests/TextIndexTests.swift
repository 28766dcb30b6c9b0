import Storage
import StorageTesting
import Testing

/// People find a text by any run of its characters.
@Suite struct TextIndexTests {
    private static let index = TextIndex("matter_text")

    private static let texts = [
        "某某化工有限公司储罐压力高报警", "氯气泄漏应急预案", "YH320100-0042 有限空间作业，未通风（O2 浓度18.5%）", "tank T-101 检查：ＡＢＣ全角",
        "限有公司工化",
    ]

    private func withTexts(_ engine: Engine, _ work: (any OperableDatabase) async throws -> Void) async throws {
        try await engine.withDatabase { database in
            let matter: SQL = "CREATE TABLE matter (id TEXT PRIMARY KEY)"
            try await database.migrate([Migration("search", 1, "index", [matter] + Self.index.creation)])
            for (number, text) in Self.texts.enumerated() {
                try await database.commit([
                    .one("INSERT INTO matter (id) VALUES (\("m\(number)"))"), Self.index.put(text, for: "m\(number)"),
                ])
            }
            try await work(database)
        }
    }

    private func found(_ search: String, _ database: any Database) async throws -> [String] {
        let condition = Self.index.condition("matter.id", matches: search)
        return try await database.rows("SELECT id FROM matter WHERE \(condition) ORDER BY id").map { try $0["id"] }
    }

    @Test(
        arguments: Engine.available,
        [
            ("化工", ["m0"]), ("氯", ["m1"]), ("有限", ["m0", "m2"]), ("有限空间", ["m2"]), ("储罐压", ["m0"]), ("空有", []),
            ("某某化工有限公司储罐压力高报警", ["m0"]), ("公司 报警", ["m0"]), ("报警 公司", ["m0"]), ("公司 氯", []), ("工", ["m0", "m4"]),
            ("YH3201", ["m2"]), ("yh320100", ["m2"]), ("320100", []), ("0042", ["m2"]), ("TANK", ["m3"]), ("an", []),
            ("abc全", ["m3"]), ("ＡＢ", ["m3"]), ("O2 浓度18.5", ["m2"]), ("t-101检查", ["m3"]),
        ] as [(String, [String])])
    func `any run of characters finds the text`(engine: Engine, search: (String, [String])) async throws {
        try await withTexts(engine) { database in
            let found = try await found(search.0, database)
            #expect(found == search.1)
            let condition = Self.index.conditionRowByRow("matter.id", matches: search.0)
            let walked: [String] = try await database.rows("SELECT id FROM matter WHERE \(condition) ORDER BY id")
                .map { try $0["id"] }
            #expect(walked == search.1)
            let amount: Int = try await database.rows(Self.index.amount(matching: search.0, upTo: 2))[0]["amount"]
            #expect(amount == (engine == .sqlite ? min(search.1.count, 2) : 0))
        }
    }

    @Test(
        arguments: Engine.available,
        [
            "", " ", "　", "\"", "'", "*", "化' OR '工", "\" OR \"", "AND", "NOT", "&", "化:*|氯", "!氯", "(", "NEAR(化 工)",
            "\\",
        ])
    func `no search is an error, whatever signs it has`(engine: Engine, search: String) async throws {
        try await withTexts(engine) { database in
            let count = try await found(search, database).count
            #expect(count < Self.texts.count)
            let condition = Self.index.conditionRowByRow("matter.id", matches: search)
            #expect(try await database.rows("SELECT id FROM matter WHERE \(condition)").count == count)
            _ = try await database.rows(Self.index.amount(matching: search, upTo: 2))
        }
    }

    @Test(arguments: Engine.available)
    func `a changed text is found by its new words only, a removed one not at all`(engine: Engine) async throws {
        try await withTexts(engine) { database in
            try await database.commit([Self.index.put("液氨储罐", for: "m1"), Self.index.remove("m0")])
            #expect(try await found("氯气", database) == [])
            #expect(try await found("液氨", database) == ["m1"])
            #expect(try await found("化工有限公司", database) == [])
        }
    }
}
