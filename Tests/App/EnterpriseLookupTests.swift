import Calendars
import Enterprises
import Permissions
import Registry
import SampleProvince
import Testing
import Workflows

@testable import App

/// An enterprise is named in a form by some of its words; nobody finds one outside the region of their post.
@Suite(.serialized)
struct EnterpriseLookupTests {
    private static func office() async throws -> Office {
        let office = try await Office()
        let generator = MadeUpEnterprises(
            in: office.premises.registry.regions, industries: try office.composition.industries(),
            on: Day("2026-07-01")!)
        func chosen(_ id: String, _ name: String, _ region: RegionCode) -> MadeUpEnterprises.Chosen {
            .init(
                id: id, name: name, region: region, industry: "C2614", sector: .chemicals, contact: "李某", size: .small)
        }
        try await generator.load(
            [
                chosen("jinling-chemicals", "金陵化工有限公司", SampleProvince.xuanwu),
                chosen("gulou-chemicals", "鼓楼化工有限公司", SampleProvince.gulou),
                chosen("kunshan-precision", "昆山化工有限公司", SampleProvince.kunshan),
            ], into: office.premises.database
        ) { _ in "xuanwu-bureau" }
        return office
    }

    private static func finding(_ member: String) -> String {
        """
        {"source": "inspection", "category": "fire", "area": "warehouse", "description": "灭火器过期",
         "harm": "yes", "breach": "yes", \(member)}
        """
    }

    @Test func `words that fit no one's or several are refused with what to do, and one fit is taken`() async throws {
        let office = try await Self.office()
        let token = try await office.token(of: .init(role: Roles.townshipInspector, standpoint: .own))
        try await office.visit { client in
            func report(_ member: String) async throws -> (status: Int, text: String) {
                let answer = try await client.ask(
                    .post, "/m/hidden-danger/new/report", token: token, fields: Self.finding(member))
                return (answer.status.code, answer.text)
            }
            for elsewhere in ["昆山化工", "没有这一家"] {
                let none = try await report("\"enterprise-query\": \"\(elsewhere)\"")
                #expect(none.status == 400 && none.text.contains("没有找到“\(elsewhere)”"), "\(none)")
            }
            let several = try await report(#""enterprise-query": "化工""#)
            #expect(several.status == 400 && several.text.contains("不止一家"), "\(several)")
            let one = try await report(#""enterprise-query": "金陵""#)
            #expect(one.status == 201, "\(one)")
            // What was chosen stands, whatever was looked for besides.
            let chosen = try await report(#""enterprise": "gulou-chemicals", "enterprise-query": "金陵""#)
            #expect(chosen.status == 201, "\(chosen)")
        }
        let subjects = try await office.premises.database.rows(
            "SELECT subject FROM matter WHERE kind = 'hidden-danger' ORDER BY subject"
        ).map { try $0["subject"] as String }
        #expect(subjects == ["gulou-chemicals", "jinling-chemicals"])
    }

    @Test func `what a page asks for while one types is the region's own`() async throws {
        let office = try await Self.office()
        let own = try await office.token(of: .init(role: Roles.townshipInspector, standpoint: .own))
        let other = try await office.token(of: .init(role: Roles.townshipInspector, standpoint: .other))
        let officer = try await office.token(of: .init(role: Roles.enterpriseSafetyOfficer, standpoint: .own))
        try await office.visit { client in
            func found(_ token: String) async throws -> [String] {
                let text = try await client.ask(.get, "/enterprises/choices?q=%E5%8C%96%E5%B7%A5", token: token).text
                return ["jinling-chemicals", "gulou-chemicals", "kunshan-precision"].filter(text.contains)
            }
            let (here, elsewhere, one) = (try await found(own), try await found(other), try await found(officer))
            #expect(here == ["jinling-chemicals", "gulou-chemicals"])
            #expect(elsewhere == ["kunshan-precision"])
            #expect(one == ["jinling-chemicals"])
        }
    }
}
