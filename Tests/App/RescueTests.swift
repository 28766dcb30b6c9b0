import Calendars
import Foundation
import HTTPTypes
import HiddenDangers
import Hummingbird
import HummingbirdTesting
import SampleProvince
import Testing
import Workflows

@testable import App

/// A record taken off a phone as a file arrives once, however often the file is brought and even if the phone sends it too.
@Suite(.serialized)
struct RescueTests {
    private static let inspector = Office.Holder(role: Roles.townshipInspector, standpoint: .own)
    private static let picture =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

    private static func file(by person: String) -> String {
        func record(_ number: Int, _ person: String) -> String {
            """
            {"id": "018f0000-0000-7000-8000-00000000000\(number)", "person": "\(person)", "writtenAt": 1780000000000,
             "happenedAt": 1780000000000, "values": {"source": "inspection", "enterprise": "jinling-chemicals",
             "category": "fire", "area": "warehouse", "description": "第\(number)处灭火器过期", "harm": "yes", "breach": "yes"},
             "photographs": [{"hash": "", "name": "a.png", "content": "data:image/png;base64,\(picture)"}]}
            """
        }
        return
            "{\"format\": \"anlan-field/1\", \"records\": [\(record(1, person)), \(record(2, person)), \(record(3, "another"))]}"
    }

    @Test func `each record is taken once, and another person's not at all`() async throws {
        let office = try await Office()
        let token = try await office.token(of: Self.inspector)
        let file = Self.file(by: Self.inspector.id)
        func bring() async throws -> String {
            try await office.visit { client in
                let body = """
                    --b\r\nContent-Disposition: form-data; name="file.purpose"\r\n\r\ndocument\r\n\
                    --b\r\nContent-Disposition: form-data; name="file"; filename="a.json"\r\n\r\n\(file)\r\n--b--\r\n
                    """
                return try await client.execute(
                    uri: "/field/rescue", method: .post,
                    headers: [
                        .accept: "application/json", .authorization: "Bearer \(token)",
                        .contentType: "multipart/form-data; boundary=b",
                    ], body: ByteBuffer(string: body)
                ).text
            }
        }
        let first = try await bring()
        #expect(first.contains(#""taken":2,"repeated":0,"refused":1"#), "\(first)")
        #expect(first.contains("请其本人登录后导入"))
        let again = try await bring()
        #expect(again.contains(#""taken":0,"repeated":2,"refused":1"#), "\(again)")
        // The phone finds a network after all.
        let sent = try await office.visit { client in
            try await client.execute(
                uri: "/m/hidden-danger/new/report", method: .post,
                headers: [
                    .accept: "application/json", .authorization: "Bearer \(token)", .contentType: "application/json",
                    .init("Idempotency-Key")!: "018f0000-0000-7000-8000-000000000001",
                ],
                body: ByteBuffer(
                    string: """
                        {"source": "inspection", "enterprise": "jinling-chemicals", "category": "fire", "area": "warehouse",
                         "description": "第1处灭火器过期", "harm": "yes", "breach": "yes"}
                        """)
            ).text
        }
        #expect(sent.contains(#""repeated":true"#), "\(sent)")
        let rows = try await office.premises.database.rows(
            "SELECT count(*) AS amount FROM matter WHERE kind = 'hidden-danger'")
        #expect(try rows[0]["amount"] as Int == 2)
        let attached = try await office.premises.database.rows("SELECT count(*) AS amount FROM attachment")
        #expect(try attached[0]["amount"] as Int == 2)
    }
}
