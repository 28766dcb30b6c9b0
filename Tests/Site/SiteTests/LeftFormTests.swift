import Accounts
import Calendars
import HTTPTypes
import Markup
import NIOCore
import SampleProvince
import Storage
import Testing

@testable import Site

/// 未登录时提交的表单 — what was typed waits in the sign-in page, for its writer alone, and is submitted by nobody else.
struct LeftFormTests {
    // MARK: Who may not

    @Test func `a form from elsewhere, of nobody, or sent by a program is not taken along`() async throws {
        let site = try await SampleSite()
        let address = "/m/errand/new/hand-over"
        try await site.walk { visitors in
            let form: KeyValuePairs = ["draft-of": address, "draft-by": "sun", "title": "走访十二户"]
            for headers: HTTPFields in [
                [:], [.fetchSite: "cross-site"], [.fetchSite: "same-site"], [.fetchSite: "none"],
                [.origin: "https://elsewhere.example"], [.fetchSite: "cross-site", .origin: "http://localhost"],
                [.fetchSite: "same-origin", .accept: "application/json"],
            ] {
                let seen = try await visitors.stranger.submit(address, form, headers)
                #expect(!seen.text.contains("left-form"), "\(headers)")
                #expect(seen.location == "/sign-in" || seen.status == .unauthorized, "\(headers)")
            }
            for incomplete: KeyValuePairs in [
                ["draft-of": address, "title": "走访十二户"], ["draft-by": "sun", "title": "走访十二户"],
                ["draft-of": address, "draft-by": "sun"], ["draft-of": address, "draft-by": "", "title": "走访十二户"],
                ["draft-of": "https://elsewhere.example/" + String(repeating: "a", count: 1000), "draft-by": "sun"],
            ] {
                #expect(try await visitors.stranger.submit(address, incomplete).location == "/sign-in")
            }
        }
        #expect(try await site.world.count("form_draft") == 0)
    }

    @Test func `whoever else signs in with it, changes it, is late or brings it from elsewhere gets nothing`()
        async throws
    {
        let site = try await SampleSite()
        let address = "/m/errand/new/hand-over"
        try await site.walk { visitors in
            _ = try await visitors.browser(of: .sun)
            _ = try await visitors.browser(of: .qian)
            let left = try await visitors.left(at: address, by: "sun", ["title": "走访十二户"])
            let other = try await visitors.signIn(.qian, with: left)
            #expect(other.status == .seeOther && other.location == address)
            _ = try await visitors.signIn(.sun, with: String(left.reversed()))
            // Another site cannot slip a person a form, not even by way of a mistyped password.
            let slipped = try await visitors.signIn(.sun, with: left, password: "wrong", [.fetchSite: "cross-site"])
            #expect(!slipped.text.contains(left))
            _ = try await visitors.signIn(.sun, with: left, [.fetchSite: "cross-site"])
            site.world.clock.advance(by: .seconds(3600))
            #expect(try await visitors.signIn(.sun, with: left).status == .seeOther)
        }
        #expect(try await site.world.count("form_draft") == 0)
    }

    @Test func `a password stands neither in a draft nor in what the sign-in page carries`() async throws {
        let site = try await SampleSite()
        let secret = "初始密码 hai lian 8"
        try await site.walk { visitors in
            let feng = try await visitors.browser(of: .feng)
            let parts = [
                Part("draft-of", "/admin/people"), Part("name", "新来的冯"), Part("password", secret),
                Part("current", secret), Part("new", secret),
            ]
            #expect(try await feng.post("/drafts", parts).status == .seeOther)
            let kept: String = try await site.world.database.rows("SELECT answers FROM form_draft")[0]["answers"]
            #expect(kept == "{\"name\":[\"新来的冯\"]}")
            let left = try await visitors.left(
                at: "/admin/people", by: "feng", ["name": "新来的冯", "password": secret, "new": secret])
            let words = site.website.premises.accounts.opened(left, for: "feng", within: .seconds(60))?.words
            #expect(words?.contains("新来的冯") == true && words?.contains(secret) == false)
        }
    }

    @Test func `a form too long for the sign-in page is not lost silently`() async throws {
        let site = try await SampleSite()
        let address = "/m/errand/new/hand-over"
        try await site.walk { visitors in
            let long = String(repeating: "长", count: 90_000)
            let form: KeyValuePairs = ["draft-of": address, "draft-by": "sun", "title": long]
            let seen = try await visitors.stranger.submit(address, form)
            #expect(seen.status == .contentTooLarge && seen.text.contains("另开一个窗口登录"))
        }
    }

    @Test func `a database that is away is no reason to sign in`() async throws {
        let site = try await SampleSite()
        let address = "/m/errand/new/hand-over"
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            try await site.world.database.close()
            let seen = try await sun.submit(address, ["draft-of": address, "draft-by": "sun", "title": "走访十二户"])
            #expect(seen.status == .serviceUnavailable && !seen.text.contains("left-form"))
        }
    }

    // MARK: Brought back

    @Test(arguments: Engine.all)
    func `what was sent without a session stands in the form after signing in, and nothing was submitted`(
        engine: Engine
    ) async throws {
        let site = try await SampleSite(on: engine)
        let errand = try await site.world.errand(in: .working)
        let address = "/m/errand/\(errand)/report"
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let version = try await sun.open(address).value(of: "version")!
            let fields: KeyValuePairs = [
                "draft-of": address, "draft-title": "报告", "draft-by": "sun", "version": version, "outcome": "走访了十二户",
            ]
            let door = try await visitors.stranger.submit(address, fields)
            #expect(door.status == .unauthorized && door.text.contains("没有丢失"))
            #expect(!door.text.contains("走访了十二户"), "the door shows nobody what another typed")
            let back = "name=\"return-to\" value=\"\(address)\"><input type=\"hidden\" name=\"left-form\""
            #expect(door.text.contains(back))
            let left = try #require(door.value(of: "left-form"))
            #expect(try await site.world.count("form_draft") == 0)

            // A mistyped password loses nothing.
            let wrong = try await visitors.signIn(.sun, with: left, password: "wrong")
            #expect(wrong.status == .unprocessableContent && wrong.value(of: "left-form") == left)
            #expect(wrong.text.contains("没有丢失"))
            let entered = try await visitors.signIn(.sun, with: left)
            #expect(entered.status == .seeOther)
            let form = try await sun.open(address)
            #expect(form.text.contains("走访了十二户") && form.text.contains("还没有提交"))
        }
        #expect(try await site.world.header(errand).state == "working")
    }

    @Test func `where the browser names only the page's origin, that will do`() async throws {
        let site = try await SampleSite()
        let address = "/m/errand/new/hand-over"
        try await site.walk { visitors in
            let form: KeyValuePairs = ["draft-of": address, "draft-by": "sun", "title": "走访十二户"]
            let seen = try await visitors.stranger.submit(address, form, [.origin: "http://localhost"])
            #expect(seen.status == .unauthorized && seen.text.contains("left-form"))
            for other in ["http://localhost.example", "http://localhost:8080", "null"] {
                #expect(try await visitors.stranger.submit(address, form, [.origin: other]).location == "/sign-in")
            }
        }
    }

    @Test(arguments: Engine.all)
    func `a form handed over late leaves a newer draft of it alone, and an older one makes way`(engine: Engine)
        async throws
    {
        let site = try await SampleSite(on: engine)
        let address = "/m/errand/new/hand-over"
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            func keep(_ title: String) async throws {
                let kept = try await sun.post("/drafts", [Part("draft-of", address), Part("title", title)])
                #expect(kept.location == address)
                site.world.clock.advance(by: .seconds(60))
            }
            func kept() async throws -> String? {
                let answers: String = try await site.world.database.rows("SELECT answers FROM form_draft")[0]["answers"]
                return answers.firstMatch(of: /\["(.+)"\]/).map { String($0.1) }
            }
            try await keep("第一稿")
            let left = try await visitors.left(at: address, by: "sun", ["title": "第二稿"])
            site.world.clock.advance(by: .seconds(60))
            _ = try await visitors.signIn(.sun, with: left)
            #expect(try await kept() == "第二稿")
            try await keep("第三稿")
            _ = try await visitors.signIn(.sun, with: left)
            #expect(try await kept() == "第三稿")
        }
        #expect(try await site.world.count("form_draft") == 1)
    }

    @Test func `a form of which the command was carried out meanwhile does not come back`() async throws {
        let site = try await SampleSite()
        let errand = try await site.world.errand(in: .working)
        let address = "/m/errand/\(errand)/report"
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let command = try await sun.open(address).value(of: "command-id")!
            let left = try await visitors.left(at: address, by: "sun", ["command-id": command, "outcome": "已排查"])
            let sent = try await sun.post(address, ["draft-of": address, "command-id": command, "outcome": "已排查"])
            #expect(sent.status == .seeOther)
            _ = try await visitors.signIn(.sun, with: left)
        }
        #expect(try await site.world.count("form_draft") == 0)
    }

    @Test func `there is room for it where there are a hundred drafts already`() async throws {
        let site = try await SampleSite()
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            for number in 0..<100 {
                let place = "/m/errand/new/hand-over?n=\(number)"
                _ = try await sun.post("/drafts", [Part("draft-of", place), Part("title", "甲")])
            }
            let left = try await visitors.left(at: "/m/errand/new/hand-over", by: "sun", ["title": "走访十二户"])
            _ = try await visitors.signIn(.sun, with: left)
        }
        #expect(try await site.world.count("form_draft") == 101)
    }
}

extension Browser {
    /// Sends a form with what a browser says of the page it came from.
    fileprivate func submit(
        _ address: String, _ fields: KeyValuePairs<String, String>,
        _ headers: HTTPFields = [.fetchSite: "same-origin"]
    ) async throws -> Seen {
        let all = [("form-token", "of a session that is gone")] + fields.map { ($0.key, $0.value) }
        let body = Link(segments: [], query: all.map { .init($0.0, $0.1) }).url.dropFirst(2)
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await send(.post, address, headers, ByteBuffer(string: String(body)))
    }
}

extension Visitors {
    /// What the sign-in page holds after somebody sent this form without a session.
    fileprivate func left(
        at address: String, by person: String, _ fields: KeyValuePairs<String, String>
    ) async throws -> String {
        let form = [("draft-of", address), ("draft-by", person)] + fields.map { ($0.key, $0.value) }
        let body = Link(segments: [], query: form.map { .init($0.0, $0.1) }).url.dropFirst(2)
        let door = try await stranger.send(
            .post, "/drafts", [.fetchSite: "same-origin", .contentType: "application/x-www-form-urlencoded"],
            ByteBuffer(string: String(body)))
        return try #require(door.value(of: "left-form"))
    }

    /// Signs someone in at the page that holds a form.
    fileprivate func signIn(
        _ someone: Someone, with left: String, password: String = SampleSite.password,
        _ headers: HTTPFields = [.fetchSite: "same-origin"]
    ) async throws -> Seen {
        try await stranger.submit(
            "/sign-in",
            [
                "login": "login-\(someone.rawValue)", "password": password, "left-form": left,
                "return-to": "/m/errand/new/hand-over",
            ], headers)
    }
}
