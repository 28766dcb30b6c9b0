import Calendars
import Foundation
import HTTPTypes
import HiddenDangers
import Hummingbird
import HummingbirdTesting
import Permissions
import SampleProvince
import Testing
import Workflows

@testable import App

/// An enterprise without an account answers for one danger by its link, and by nothing else; a record that a phone could
/// not send is taken in from its file once.
@Suite(.serialized)
struct AnswerLinkTests {
    private static let inspector = Office.Holder(role: Roles.townshipInspector, standpoint: .own)

    private static func rectifying(in office: Office) async throws -> String {
        let user = office.user(inspector)
        let danger = try await office.premises.desk.open(
            ReportDanger(Finding(at: "jinling-chemicals", .fire, in: .warehouse, "灭火器过期", breach: .yes)), by: user
        ).matter
        try await office.premises.desk.perform(
            GradeDanger(Grading(.general, because: "能够立即整改")), on: danger, by: user)
        return danger
    }

    @Test func `a wrong, ended, replaced or foreign link opens nothing and changes nothing`() async throws {
        let office = try await Office()
        let (danger, other) = (try await Self.rectifying(in: office), try await Self.rectifying(in: office))
        let user = office.user(Self.inspector)
        try await office.premises.desk.perform(
            OfferAnswerLink(to: "安全员 李某", phone: "13900000000", days: 7), on: danger, by: user)
        let day = office.premises.desk.now().day
        func seal(_ id: String, _ until: Day, _ serial: Int) -> String {
            office.premises.accounts.seal(of: "danger-answer\n\(id)\n\(until)\n\(serial)")
        }
        let good = seal(danger, day.adding(days: 7), 1)
        let wrong = [
            (danger, String(good.dropLast()) + (good.hasSuffix("A") ? "B" : "A")), (danger, seal(danger, day, 1)),
            (danger, seal(danger, day.adding(days: 7), 2)), (other, good), ("nothing", good),
        ]
        let form =
            #"{"note": "已更换", "name": "李某", "phone": "139", "command-id": "018f0000-0000-7000-8000-00000000000a"}"#
        try await office.visit { client in
            for (id, seal) in wrong {
                let shown = try await client.ask(.get, "/answer/\(id)/\(seal)")
                let sent = try await client.ask(.post, "/answer/\(id)/\(seal)", fields: form)
                #expect(shown.status == .notFound && sent.status == .notFound, "\(id) \(seal)")
            }
            let right = try await client.ask(.get, "/answer/\(danger)/\(good)")
            #expect(right.status == .ok)
            let bare = try await client.ask(
                .post, "/answer/\(danger)/\(good)", fields: #"{"note": " ", "command-id": "\#(UUID())"}"#)
            #expect(bare.status == .badRequest && bare.text.contains("请填写反馈人姓名"))
        }
        // A later link takes the place of the first.
        try await office.premises.desk.perform(
            OfferAnswerLink(to: "负责人 王某", phone: "13900000001", days: 7), on: danger, by: user)
        let replaced = try await office.visit { try await $0.ask(.get, "/answer/\(danger)/\(good)").status }
        #expect(replaced == .notFound)
        #expect(try await Self.state(of: danger, office) == "rectifying")
    }

    @Test func `guessing links costs so many tries that it ends`() async throws {
        let office = try await Office()
        let statuses = try await office.visit { client in
            var statuses: Set<Int> = []
            for _ in 0..<60 {
                statuses.insert(try await client.ask(.get, "/answer/nothing/\(UUID())").status.code)
            }
            return statuses
        }
        #expect(statuses == [404, 429])
    }

    @Test func `by its link the enterprise reports, once, and the ledger says who and by which way`() async throws {
        let office = try await Office()
        let danger = try await Self.rectifying(in: office)
        try await office.premises.desk.perform(
            OfferAnswerLink(to: "安全员 李某", phone: "13900000000", days: 7), on: danger, by: office.user(Self.inspector))
        let until = office.premises.desk.now().day.adding(days: 7)
        let address = "/answer/\(danger)/" + office.premises.accounts.seal(of: "danger-answer\n\(danger)\n\(until)\n1")
        try await office.visit { client in
            let shown = try await client.execute(uri: address, method: .get, headers: [.accept: "text/html"])
            #expect(shown.status == .ok && shown.text.contains("灭火器过期"))
            let id = try #require(shown.text.firstMatch(of: /name="command-id" value="([^"]+)"/)).1
            for _ in 0..<2 {
                let form = #"{"note": "已更换全部灭火器", "name": "李某", "phone": "13912345678", "command-id": "\#(id)"}"#
                let sent = try await client.ask(.post, address, fields: form)
                #expect(sent.status == .ok && sent.text.contains("rectified"), "\(sent.text)")
            }
        }
        let entries = try await office.premises.ledger.entries(of: danger)
        let reports = entries.filter { $0.command == ReportRectified.slug }
        #expect(reports.count == 1)
        #expect(reports[0].actor.person == "link:\(danger)" && reports[0].actor.organisation == "jinling-chemicals")
        // Whoever looks again is someone else, and the platform lets them.
        let head = office.user(.init(role: Roles.officer, standpoint: .own))
        try await office.premises.desk.perform(VerifyDanger("现场看过"), on: danger, by: head)
        #expect(try await Self.state(of: danger, office) == "cleared")
    }

    private static func state(of danger: String, _ office: Office) async throws -> String {
        try await office.premises.database.rows("SELECT state FROM matter WHERE id = \(danger)")[0]["state"]
    }
}
