import Foundation
import HTTPTypes
import HummingbirdTesting
import Site
import Testing
import Workflows

@testable import App

/// `/openapi.json` says of every route what it answers, and no answer says otherwise.
@Suite(.serialized)
struct InterfaceTests {
    @Test func `an answer that is not as described is found out`() async throws {
        let office = try await Office()
        let described = try await Self.description(of: office)
        let token = try await office.token(of: Self.officer)
        let page = try await office.visit { try await $0.ask(.get, "/rules", token: token) }
        #expect(try described.lies(about: page, to: "get", "/rules") == [])
        #expect(try described.lies(about: page, to: "get", "/messages") != [])
        #expect(try described.lies(about: page, to: "get", "/l/{kind}") != [])
        #expect(try described.lies(about: page, to: "get", "/healthz") == ["type application/json is not described"])
        #expect(try described.lies(about: page, to: "post", "/sign-out") == ["status 200 is not described"])
        #expect(try described.lies(about: page, to: "get", "/nowhere") == ["get /nowhere is not described"])
    }

    @Test func `a token with the scope that is described is let in, and one with all others is not`() async throws {
        let office = try await Office()
        let described = try await Self.description(of: office)
        let scopes = try #require(described.scopes("get", "/enterprises/new"))
        #expect(scopes.count == 1)
        #expect(described.scopes("post", "/m/supervised-task/new/establish") == ["supervised-tasks.establish"])
        #expect(described.scopes("get", "/rules") == nil)
        let narrow = try await office.token(of: Self.officer, scopes: scopes)
        let others = try await office.token(
            of: Self.officer, scopes: Set(Roles.officer.permissions.map(\.name)).subtracting(scopes))
        let answers = try await office.visit { client in
            [
                try await client.ask(.get, "/enterprises/new", token: narrow).status,
                try await client.ask(.get, "/enterprises/new", token: others).status,
            ]
        }
        #expect(answers == [.ok, .notFound])
    }

    @Test func `every route says what it answers when it does what it was asked`() async throws {
        let office = try await Office()
        let silent = office.site.routes.filter(\.successes.isEmpty).map(\.name)
        #expect(silent == [])
        let described = try await Self.description(of: office)
        for kind in Composition.kinds.all {
            for opening in kind.openings {
                let responses = described.responses("post", "/m/\(kind.name)/new/\(opening.slug)")
                #expect(responses?["201"] != nil, "\(kind.name) \(opening.slug)")
            }
        }
    }

    @Test func `whatever a route answers, to whom it may be, is as the description says`() async throws {
        let office = try await Office()
        let described = try await Self.description(of: office)
        let samples = try await Self.samples(in: office)
        var tried = 0
        for holder in Office.Holder.all {
            let token = try await office.token(of: holder)
            for route in office.site.routes {
                let cases = Self.cases(of: route, samples)
                let lies = try await office.visit { client in
                    var lies: [String] = []
                    for each in cases {
                        for fields in each.method == .post ? [each.fields, "{}", "[]"] : ["{}"] {
                            let answer = try await client.ask(each.method, each.address, token: token, fields: fields)
                            let found = try described.lies(
                                about: answer, to: route.method.rawValue, Self.path(of: route, at: each.address))
                            lies += found.map { "\(holder) \(each): \($0)" }
                        }
                    }
                    return lies
                }
                #expect(lies == [])
                tried += cases.count
            }
        }
        #expect(tried > 1000)
    }

    @Test func `whoever is not signed in is answered as described, as a page and as JSON`() async throws {
        let office = try await Office()
        let described = try await Self.description(of: office)
        let samples = try await Self.samples(in: office)
        let lies = try await office.visit { client in
            var lies: [String] = []
            for route in office.site.routes {
                for each in Self.cases(of: route, samples) {
                    let answer = try await client.ask(each.method, each.address, fields: each.fields)
                    let stranger = try await client.ask(
                        each.method, each.address, token: "anlan_nobody", fields: each.fields)
                    let page = try await client.execute(uri: each.address, method: each.method)
                    let path = Self.path(of: route, at: each.address)
                    lies += try described.lies(about: answer, to: route.method.rawValue, path).map { "\(each): \($0)" }
                    lies += try described.lies(about: stranger, to: route.method.rawValue, path)
                        .map { "\(each) with a token of nobody: \($0)" }
                    // People are led to the sign-in page, wherever they wanted to go.
                    lies += try described.lies(about: page, to: route.method.rawValue, path)
                        .map { "\(each) as a page: \($0)" }
                }
            }
            return lies
        }
        #expect(lies == [])
    }

    /// The matrix changes nothing; these are carried out.
    @Test func `what is carried out is answered as described`() async throws {
        let office = try await Office()
        let described = try await Self.description(of: office)
        let token = try await office.token(of: Self.officer)
        try await office.visit { client in
            func ask(
                _ method: HTTPRequest.Method, _ address: String, as path: String, _ fields: String = "{}",
                _ status: Int = 200
            ) async throws -> JSONText {
                let answer = try await client.ask(method, address, token: token, fields: fields)
                #expect(answer.status.code == status, "\(address): \(answer.text)")
                let lies = try described.lies(about: answer, to: method.rawValue.lowercased(), path)
                #expect(lies == [], "\(address)")
                return try JSONText(answer.text)
            }
            let establish = "/m/supervised-task/new/establish"
            let task = try await ask(.post, establish, as: establish, Self.sample("establish"), 201)
            let id = try #require(task["matter"]?.text)
            let correct = "/m/supervised-task/\(id)/correct"
            let corrected = try await ask(
                .post, correct, as: "/m/supervised-task/{id}/correct", Self.sample("correct"))
            #expect(corrected["matter"]?.text == id)
            _ = try await ask(.get, "/m/supervised-task/\(id)", as: "/m/{kind}/{id}")
            let draft = #"{"draft-of": "\#(establish)", "draft-title": "督办", "title": "核查"}"#
            _ = try await ask(.post, "/drafts", as: "/drafts", draft)
            let bench = try await ask(.get, "/?tab=drafts", as: "/")
            let kept = try #require(bench["drafts"]?.list?.first?["id"]?.text)
            _ = try await ask(.get, "/drafts/\(kept)", as: "/drafts/{id}")
            _ = try await ask(.post, "/drafts/discard", as: "/drafts/discard", draft)
            _ = try await ask(.get, "/search?q=\(String(id.prefix(4)))", as: "/search")
        }
    }

    // MARK: Who and what

    private static let officer = Office.Holder(role: Roles.catalogue["officer"]!, standpoint: .own)

    private static func sample(_ slug: String) -> String {
        let kind = Composition.kinds["supervised-task"]!
        let shape = (kind.openings + kind.commands).first { $0.slug == slug }!
        let fields = try? JSONEncoder().encode(shape.sample.values)  // Texts can always be encoded.
        return String(decoding: fields ?? Data(), as: UTF8.self)
    }

    private static func description(of office: Office) async throws -> Described {
        try Described(try await office.visit { try await $0.ask(.get, "/openapi.json").text })
    }

    private static func samples(in office: Office) async throws -> [String: String] {
        var ids = try await MatterSamples(in: office).ids
        let told = try await office.premises.database.rows("SELECT id FROM notice WHERE organisation = 'xuanwu-bureau'")
        ids["notice"] = try told.first?["id"] as String?
        return ids
    }

    /// All of the matrix but the commands that only the program itself gives: they are not part of the interface.
    private static func cases(of route: Route, _ samples: [String: String]) -> [PermissionMatrix.Case] {
        PermissionMatrix.cases(of: [route], samples: samples).filter { each in
            let parts = each.address.split(separator: "/")
            guard route.method == .post, route.path.hasPrefix("/m/{kind}"), let slug = parts.last else { return true }
            return !Composition.kinds[String(parts[1])]!.commands.contains { $0.slug == slug && $0.isByPlatform }
        }
    }

    /// Commands are described each by its own path; everything else by that of its route.
    private static func path(of route: Route, at address: String) -> String {
        guard route.method == .post, route.path.hasPrefix("/m/{kind}") else {
            return route.path.replacing("**", with: "{path}")
        }
        let asked = address.split(separator: "/")
        let told = route.path.split(separator: "/").enumerated().map { place, part in
            part == "{kind}" || part == "{command}" ? asked[place] : part
        }
        return "/" + told.joined(separator: "/")
    }
}
