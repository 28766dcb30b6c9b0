import Crypto
import Foundation
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
            try RescueFile(reading: Array(text.utf8)) { _ in nil }
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
                """#.utf8), key: { _ in nil })
        let record = try #require(file.records.first)
        #expect(record.words == "护栏缺失")
        #expect(record.photographs.map(\.bytes) == [Array("hi".utf8), nil])
    }
}

/// What a phone with a PIN handed out is opened for whoever set the PIN, as it was sealed or not at all.
struct SealedRescueFileTests {
    private static let platform = SymmetricKey(data: Data(repeating: 7, count: 32))
    private static let phone = SymmetricKey(data: Data(repeating: 9, count: 32))
    private static let id = "018f0000-0000-7000-8000-000000000001"

    private static func sealed(_ words: Data, at place: String, by key: SymmetricKey = phone) throws -> [String: String]
    {
        let box = try AES.GCM.seal(words, using: key, authenticating: Data(place.utf8))
        return ["iv": Data(box.nonce).base64EncodedString(), "bytes": (box.ciphertext + box.tag).base64EncodedString()]
    }

    private static func file(
        place: String = "queue/\(id)", spoil: (inout [String: String]) -> Void = { _ in }
    ) throws -> [UInt8] {
        let record = """
            {"id": "\(id)", "person": "p", "values": {"description": "护栏缺失"}, "writtenAt": 2, "happenedAt": 1,
             "photographs": [{"hash": "h", "name": "a.jpg"}, {"hash": "gone", "name": "b.jpg"}]}
            """
        var words = try sealed(Data(record.utf8), at: place)
        spoil(&words)
        let raw = phone.withUnsafeBytes { Data($0) }
        let content: [String: Any] = [
            "format": "anlan-field/2",
            "escrow": ["parcel": "of p", "key": try sealed(raw, at: "escrow", by: platform)],
            "queue": [["id": id, "words": words]],
            "photographs": [
                [
                    "id": "h", "words": try sealed(Data("{}".utf8), at: "photographs/h"), "type": "image/jpeg",
                    "picture": try sealed(Data("hi".utf8), at: "photographs/h/picture"),
                ]
            ],
        ]
        return Array(try JSONSerialization.data(withJSONObject: content))
    }

    private static func open(_ bytes: [UInt8], by person: String = "of p") throws(Refusal) -> RescueFile {
        let told = platform.withUnsafeBytes { Data($0).base64EncodedString() }
        return try RescueFile(reading: bytes) { $0 == person ? told : nil }
    }

    @Test func `another person's file is refused with whom to ask`() throws {
        let bytes = try Self.file()
        #expect { try Self.open(bytes, by: "of q") } throws: {
            ($0 as? Refusal)?.problems["file"]?.contains("设 PIN 的人") == true
        }
    }

    @Test func `a file that was changed, or whose parts were exchanged, is not taken`() throws {
        let changed = try Self.file { words in words["bytes"] = "A" + words["bytes"]!.dropFirst() }
        let short = try Self.file { words in words["bytes"] = "AAAA" }
        let exchanged = try Self.file(place: "queue/018f0000-0000-7000-8000-000000000002")
        for bytes in [changed, short, exchanged] {
            #expect { try Self.open(bytes) } throws: {
                ($0 as? Refusal)?.problems["file"]?.contains("重新导出") == true
            }
        }
    }

    @Test func `records come with the photographs that lie beside them`() throws {
        let record = try #require(try Self.open(Self.file()).records.first)
        #expect(record.words == "护栏缺失")
        #expect(record.photographs.map(\.bytes) == [Array("hi".utf8), nil])
    }
}
