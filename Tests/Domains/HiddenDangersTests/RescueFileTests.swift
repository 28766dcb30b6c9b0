import Testing
import Workflows

@testable import HiddenDangers

/// Only what a phone exported is taken for it.
struct RescueFileTests {
    @Test(arguments: [
        "", "{}", "[]", #"{"format": "anlan-field/2", "records": []}"#, #"{"format": "anlan-field/1"}"#,
        #"{"format": "anlan-field/1", "records": [{"id": "x"}]}"#, "PK\u{3}\u{4}",
    ])
    func `what is no export of a phone is refused with what to do`(text: String) {
        #expect {
            try RescueFile(reading: Array(text.utf8))
        } throws: {
            ($0 as? Refusal)?.problems["file"]?.contains("重新导出") == true
        }
    }

    @Test func `records come with their photographs, and what is no picture is left out`() throws {
        let file = try RescueFile(
            reading: Array(
                #"""
                {"format": "anlan-field/1", "exportedAt": 1, "records": [{"id": "018f0000-0000-7000-8000-000000000001",
                "person": "p", "values": {"description": "护栏缺失"}, "writtenAt": 2, "happenedAt": 1, "photographs": [
                {"hash": "h", "name": "a.jpg", "content": "data:image/jpeg;base64,aGk="},
                {"hash": "i", "name": "b", "content": "data:text/html;base64,aGk="}]}]}
                """#.utf8))
        let record = try #require(file.records.first)
        #expect(record.words == "护栏缺失")
        #expect(record.photographs.map(\.bytes) == [Array("hi".utf8), nil])
    }
}
