import Foundation
import OfficialDocuments
import Testing

/// The decomposition leaves as JSON and as a table.
@Suite struct RenderingTests {
    private let text = "一、总体工作\n（一）加强\"检查\"，落实《意见》。（省安监局牵头，省公安厅配合）\n（二）每季度末报告。\n（三）=1+1要计算。"

    @Test func `the JSON has all keys, with null for what is not known`() throws {
        let made = Decomposition(of: text, names: UnitNames())
        let bytes = try made.json()
        let root = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(Set(root.keys) == ["title", "number", "issuer", "addressees", "date", "nodes"])
        #expect(root["number"] is NSNull)
        let nodes = try #require(root["nodes"] as? [[String: Any]])
        let keys: Set = [
            "id", "parent", "marker", "level", "start", "end", "class", "units", "deadlines", "citations", "quantities",
            "sentences",
        ]
        #expect(nodes.allSatisfy { Set($0.keys) == keys })
        #expect(nodes[0]["parent"] is NSNull && nodes[1]["parent"] as? String == "n1")
        let units = try #require(nodes[1]["units"] as? [[String: Any]])
        #expect(units[0]["role"] as? String == "lead" && (units[0]["organisations"] as? [String])?.isEmpty == true)
        let deadline = try #require((nodes[2]["deadlines"] as? [[String: Any]])?.first)
        #expect(deadline["kind"] as? String == "recurring" && deadline["date"] is NSNull)
        #expect(try JSONDecoder().decode(Decomposition.self, from: Data(bytes)) == made)
        #expect(try made.json() == bytes)
    }

    @Test func `the ledger has a row for each clause with work in it`() {
        let rows = Decomposition(of: text, names: UnitNames()).ledger(of: text)
        #expect(rows.allSatisfy { $0.count == Decomposition.ledgerHeads.count })
        #expect(rows.map { $0[1] } == ["一、（一）", "一、（二）", "一、（三）"])
        #expect(rows[0][3] == "省安监局" && rows[0][4] == "省公安厅" && rows[0][9] == "《意见》")
        #expect(rows[0][10] == "省安监局、省公安厅" && rows[1][8] == "每季度末")
    }

    @Test func `the CSV opens in a spreadsheet and starts no formula`() {
        let plain = "=1+1要计算，各单位要落实。"
        let csv = Decomposition(of: plain, names: UnitNames()).csv(of: plain)
        #expect(csv.unicodeScalars.first == "\u{FEFF}")
        #expect(csv.contains(",'=1+1要计算"))
        let quoted = Decomposition(of: text, names: UnitNames()).csv(of: text)
        #expect(!quoted.contains("\"检查\"，"))
        #expect(quoted.contains("\"\"检查\"\"") && quoted.split(separator: "\r\n").count == 4)
    }
}
