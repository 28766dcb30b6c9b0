import Calendars
import HTTPTypes
import Permissions
import SampleProvince
import Site
import Storage
import Testing
import Workflows

@testable import App

/// Every route, as every role, here and elsewhere.
@Suite(.serialized)
struct PermissionMatrixTests {
    /// An answer without what differs from one to the next.
    private struct Look: Hashable {
        let status: Int
        let type: String?
        let text: String
    }

    @Test func `every route of the program stands in the matrix, and the matrix names no other`() async throws {
        let names = try await Office().site.routes.map(\.name)
        #expect(Set(names).subtracting(PermissionMatrix.rows.keys).sorted() == [])
        #expect(Set(PermissionMatrix.rows.keys).subtracting(names).sorted() == [])
        #expect(Set(names).count == names.count)
    }

    @Test func `each role is let in where the matrix says, here and elsewhere, and nowhere else`() async throws {
        let office = try await Office()
        let samples = try await Self.samples(in: office)
        let cases = PermissionMatrix.cases(of: office.site.routes, samples: samples)
        let before = try await Self.matters(in: office)
        var tried = 0
        for holder in Office.Holder.all {
            let token = try await office.token(of: holder)
            let wrong = try await office.visit { client in
                var wrong: [String] = []
                for each in cases {
                    let answer = try await client.ask(each.method, each.address, token: token, fields: each.fields)
                    let look = Look(
                        status: answer.status.code, type: answer.headers[.contentType], text: answer.text)
                    if let fault = try await Self.fault(
                        in: look, of: each, for: holder, office: office,
                        hidden: {
                            let other = try await client.ask(
                                each.method, each.nowhere!, token: token, fields: each.fields)
                            return Look(status: other.status.code, type: other.headers[.contentType], text: other.text)
                        })
                    {
                        wrong.append("\(holder) \(each): \(fault)")
                    }
                }
                return wrong
            }
            #expect(wrong == [])
            tried += cases.count
        }
        #expect(tried > 1000)
        #expect(try await Self.matters(in: office) == before, "asking changed a matter")
    }

    /// What somebody may not read is not to be guessed from what is said of their form either.
    @Test func `a bad form tells whoever may not act no more than a good one`() async throws {
        let office = try await Office()
        let samples = try await Self.samples(in: office)
        let commands = PermissionMatrix.cases(of: office.site.routes, samples: samples).filter {
            $0.method == .post && $0.nowhere != nil
        }
        let bad = [#"{"nonsense": "1"}"#, #"{"command-id": "no id"}"#, #"{"reason": "", "evidence": "0"}"#]
        var tried = 0
        for holder in Office.Holder.all {
            let token = try await office.token(of: holder)
            let others = commands.filter { !Self.admits($0, holder, office) }
            let wrong = try await office.visit { client in
                var wrong: [String] = []
                for each in others {
                    for fields in bad {
                        let answer = try await client.ask(each.method, each.address, token: token, fields: fields)
                        let nothing = try await client.ask(each.method, each.nowhere!, token: token, fields: fields)
                        if answer.status != .notFound || answer.text != nothing.text {
                            wrong.append("\(holder) \(each) \(fields): \(answer.status)")
                        }
                    }
                }
                return wrong
            }
            #expect(wrong == [])
            tried += others.count * bad.count
        }
        #expect(tried > 1000)
        let officer = try await office.token(of: .init(role: Roles.officer, standpoint: .own))
        let address = "/m/supervised-task/\(samples["supervised-task"]!)/send-letter"
        let own = try await office.visit { try await $0.ask(.post, address, token: officer, fields: bad[0]) }
        #expect(own.status == .badRequest, "whoever may act is told what is wrong")
    }

    @Test func `nobody is let in without signing in but where anyone is`() async throws {
        let office = try await Office()
        let samples = try await Self.samples(in: office)
        let wrong = try await office.visit { client in
            var wrong: [String] = []
            for each in PermissionMatrix.cases(of: office.site.routes, samples: samples) where each.admission != .anyone
            {
                let answer = try await client.ask(each.method, each.address)
                if answer.status != .unauthorized || answer.text.contains(MatterSamples.mark) {
                    wrong.append("\(each): \(answer.status)")
                }
            }
            return wrong
        }
        #expect(wrong == [])
    }

    /// 三员分立
    @Test func `no administrator is let into the part of another, or reads any matter`() async throws {
        let office = try await Office()
        let samples = try await Self.samples(in: office)
        let cases = PermissionMatrix.cases(of: office.site.routes, samples: samples)
        let parts = Set(Administration.allCases.map(\.permission.name))
        for role in Roles.catalogue.all where role.administration != nil {
            let own = role.administration!.permission.name
            for each in cases {
                let isForbidden =
                    switch each.admission {
                    case .holders(let permission), .holdersOfRegion(let permission): permission != own
                    case .readers, .someReaders, .readersOfKind, .openers, .told: true
                    case .anyone, .signedIn, .stream: false
                    }
                let holder = Office.Holder(role: role, standpoint: .own)
                #expect(!isForbidden || !Self.admits(each, holder, office), "\(holder) \(each)")
            }
            #expect(cases.contains { $0.admission == .holders(own) })
        }
        #expect(parts.count == 3)
    }

    // MARK: What is expected

    private static func admits(_ each: PermissionMatrix.Case, _ holder: Office.Holder, _ office: Office) -> Bool {
        switch each.admission {
        case .anyone, .signedIn, .stream: true
        case .holders(let name): holder.role.permissions.contains { $0.name == name }
        case .holdersOfRegion(let name):
            holder.role.reach == .region && holder.role.permissions.contains { $0.name == name }
        case .readersOfKind(let kind): holder.role.permissions.contains(Composition.kinds[kind]!.reading)
        case .openers(let kind, let slug):
            holder.role.permissions.contains(
                Composition.kinds[kind]!.openings.first { $0.slug == slug }!.permission)
        case .told: office.user(holder).organisations.contains(Self.told)
        case .readers(let kind), .someReaders(let kind):
            holder.standpoint == .own && holder.role.permissions.contains(Composition.kinds[kind]!.reading)
        }
    }

    private static func fault(
        in look: Look, of each: PermissionMatrix.Case, for holder: Office.Holder, office: Office,
        hidden: () async throws -> Look
    ) async throws -> String? {
        if look.status >= 500 { return "fault \(look.status): \(look.text.prefix(200))" }
        let mayRead =
            holder.standpoint == .own
            && holder.role.permissions.contains { permission in
                Composition.kinds.all.contains { $0.reading == permission }
            }
        let isAuditor = holder.role.permissions.contains(.readAudit)
        if !mayRead, !isAuditor, look.text.contains(MatterSamples.mark) { return "leaks the matter" }
        if each.admission == .anyone { return nil }
        if admits(each, holder, office) {
            if case .someReaders = each.admission { return nil }
            return [401, 404].contains(look.status) && !isMissingCommand(each, look)
                ? "kept out with \(look.status)" : nil
        }
        guard look.status == 404 else { return "let in with \(look.status)" }
        guard each.nowhere != nil else { return nil }
        return try await hidden() == look ? nil : "not yours looks unlike not there"
    }

    /// A command that is not open to someone, asked for by its form.
    private static func isMissingCommand(_ each: PermissionMatrix.Case, _ look: Look) -> Bool {
        guard case .readers = each.admission else { return false }
        return each.method == .get && look.text.contains("没有找到该办理动作")
    }

    /// The organisation to which the sample notice was addressed.
    private static let told = "xuanwu-bureau"

    private static func samples(in office: Office) async throws -> [String: String] {
        var ids = try await MatterSamples(in: office).ids
        let notices = try await office.premises.database.rows("SELECT id FROM notice WHERE organisation = \(told)")
        ids["notice"] = try #require(try notices.first?["id"] as String?)
        return ids
    }

    private static func matters(in office: Office) async throws -> [String] {
        try await office.premises.database.rows("SELECT id, version, state FROM matter ORDER BY id")
            .map { "\($0.values)" }
    }
}
