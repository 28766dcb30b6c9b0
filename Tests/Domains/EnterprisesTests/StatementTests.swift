import Calendars
import Storage
import Testing

@testable import Enterprises

/// Which of several sources holds, and which stands beside it.
struct StatementTests {
    private func said(_ source: StatementSource, _ day: String, _ values: [EnterpriseFact: String]) -> Statement {
        Statement(source, by: "xuanwu-bureau", on: Day(day)!, values)
    }

    @Test func `the owner of a fact holds against one who speaks later, and both are shown`() {
        let held = [
            said(.marketRegister, "2026-01-01", [.name: "金陵化工有限公司"]),
            said(.enterprise, "2026-06-01", [.name: "金陵化工"]),
        ].holding[.name]
        #expect(held?.value == "金陵化工有限公司")
        #expect(held?.rivals.map(\.value) == ["金陵化工"])
    }

    @Test func `without its owner, who speaks last holds`() {
        let held = [
            said(.supervisor, "2026-01-01", [.employees: "10"]),
            said(.marketRegister, "2026-06-01", [.employees: "12"]),
        ].holding[.employees]
        #expect(held?.value == "12")
    }

    @Test func `sources that agree are no conflict`() {
        let held = [
            said(.supervisor, "2026-01-01", [.employees: "10"]), said(.enterprise, "2026-06-01", [.employees: "10"]),
        ].holding[.employees]
        #expect(held?.rivals == [])
    }

    @Test func `a correction holds against everyone and settles what was said before, not what is said after`() {
        var statements = [
            said(.marketRegister, "2026-01-01", [.name: "旧名称"]), said(.enterprise, "2026-02-01", [.name: "别名"]),
            said(.correction(.name), "2026-03-01", [.name: "新名称"]),
        ]
        #expect(statements.holding[.name]?.value == "新名称")
        #expect(statements.holding[.name]?.rivals == [])
        statements[0] = said(.marketRegister, "2026-04-01", [.name: "又一个名称"])
        #expect(statements.holding[.name]?.value == "新名称")
        #expect(statements.holding[.name]?.rivals.map(\.value) == ["又一个名称"])
    }

    @Test func `saying the same again does not make it younger`() {
        let first = said(.supervisor, "2026-01-01", [.status: "operating", .size: "small"])
        let again = first.adding(said(.supervisor, "2026-06-01", [.status: "operating"]))
        #expect(again == first)
        let changed = first.adding(said(.supervisor, "2026-06-01", [.status: "stopped"]))
        #expect(changed.facts[.status] == .init("stopped", on: Day("2026-06-01")!))
        #expect(changed.facts[.size] == .init("small", on: Day("2026-01-01")!))
    }

    @Test func `a statement is read back as it was kept`() throws {
        let statement = said(.correction(.address), "2026-01-01", [.address: "示例路 1 号 2 幢", .name: "甲 乙"])
        let columns = Row.Columns(["source", "organisation", "facts"])
        let row = Row(
            columns: columns,
            values: [statement.source.sqlValue, .text(statement.organisation), .text(statement.lines)])
        #expect(try Statement(row: row) == statement)
        let damaged = Row(columns: columns, values: [.text("supervisor"), .text("x"), .text("name 昨天 甲")])
        #expect(throws: UnreadableColumn.self) { try Statement(row: damaged) }
    }
}
