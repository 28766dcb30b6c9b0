import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Permissions
import SampleProvince
import Storage
import Testing
import Workflows

@testable import Accounts
@testable import App

/// Signing in and out over HTTP, as a browser does it.
@Suite(.serialized)
struct SignInLoopTests {
    private static let password = "Qin-Huai-He-2026!"

    /// A browser: it keeps cookies and sends forms.
    private actor Browser {
        private let client: any TestClientProtocol
        private(set) var cookie: String?

        init(_ client: any TestClientProtocol) {
            self.client = client
        }

        func get(_ address: String) async throws -> TestResponse {
            try await send(.get, address, body: nil)
        }

        func post(_ address: String, _ fields: [String: String]) async throws -> TestResponse {
            let body = fields.sorted { $0.key < $1.key }.map { name, value in
                "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!)"
            }
            return try await send(.post, address, body: body.joined(separator: "&"))
        }

        func forget() { cookie = nil }

        /// Sends a form of this person when the browser has no session any more; what the sign-in page then holds.
        func leave(_ words: String, by person: String, at place: String) async throws -> [String: String] {
            forget()
            let door = try await post("/drafts", ["draft-of": place, "draft-by": person, "title": words])
            return try carried(door)
        }

        /// What a page at the door sends along unseen.
        func carried(_ page: TestResponse) throws -> [String: String] {
            let parcel = try #require(page.text.firstMatch(of: /name="left-form" value="([^"]+)"/)).1
            // The form at the door is the last of the page.
            let back = try #require(page.text.matches(of: /name="return-to" value="([^"]+)"/).last).1
            return ["left-form": String(parcel), "return-to": String(back)]
        }

        private func send(_ method: HTTPRequest.Method, _ address: String, body: String?) async throws -> TestResponse {
            var headers: HTTPFields = [.accept: "text/html", .init("Sec-Fetch-Site")!: "same-origin"]
            if let cookie { headers[.cookie] = cookie }
            if body != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
            let response = try await client.execute(
                uri: address, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
            if let set = response.headers[.setCookie] { cookie = String(set.prefix { $0 != ";" }) }
            return response
        }
    }

    private func open(_ holder: Office.Holder, in office: Office, mustChange: Bool = false) async throws {
        try await office.premises.accounts.open(
            for: holder.id, login: "someone", initialPassword: Self.password, mustChange: mustChange, by: "test")
    }

    private static let officer = Office.Holder(role: Roles.officer, standpoint: .own)
    private static let auditor = Office.Holder(role: Roles.auditAdministrator, standpoint: .own)

    private static func credentials(_ password: String = password) -> [String: String] {
        ["login": "someone", "password": password]
    }

    @Test func `a wrong password opens nothing, and the name typed is kept`() async throws {
        let office = try await Office()
        try await open(Self.officer, in: office)
        try await office.visit { client in
            let browser = Browser(client)
            let answer = try await browser.post("/sign-in", Self.credentials("wrong"))
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("value=\"someone\""))
            #expect(!answer.text.contains("wrong\""))
            #expect(await browser.cookie == nil)
            #expect(try await browser.get("/").headers[.location]?.hasPrefix("/sign-in") == true)
        }
    }

    @Test func `after five wrong passwords the right one waits too`() async throws {
        let office = try await Office()
        try await open(Self.officer, in: office)
        try await office.visit { client in
            let browser = Browser(client)
            for _ in 0..<5 { _ = try await browser.post("/sign-in", Self.credentials("wrong")) }
            let answer = try await browser.post("/sign-in", Self.credentials())
            #expect(answer.status == .tooManyRequests)
            #expect(await browser.cookie == nil)
        }
    }

    @Test func `the right password signs in, with a cookie that scripts cannot read, until signing out`() async throws {
        let office = try await Office()
        try await open(Self.officer, in: office)
        try await office.visit { client in
            let browser = Browser(client)
            let answer = try await browser.post("/sign-in", Self.credentials())
            #expect(answer.status == .seeOther)
            let cookie = try #require(answer.headers[.setCookie])
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
            let page = try await browser.get("/")
            #expect(page.status == .ok)

            let kept = try #require(await browser.cookie)
            let token = try #require(Self.formToken(in: page.text))
            for forged in [[:], ["form-token": "x"], [Self.tokenName: String(token.reversed())]] {
                let refused = try await browser.post("/sign-out", forged)
                #expect(refused.status == .forbidden)
                #expect(refused.text.contains("请返回并刷新页面"))
            }
            #expect(try await browser.get("/").status == .ok)

            #expect(try await browser.post("/sign-out", [Self.tokenName: token]).status == .seeOther)
            let after = try await client.execute(uri: "/", method: .get, headers: [.cookie: kept])
            #expect(after.headers[.location]?.hasPrefix("/sign-in") == true)
        }
    }

    @Test func `the key of a locked phone is told to whoever set the PIN, just after they signed in`() async throws {
        let office = try await Office()
        let inspector = Office.Holder(role: Roles.townshipInspector, standpoint: .own)
        try await open(inspector, in: office)
        let mine = try office.premises.accounts.fieldKey(for: inspector.id)
        let other = try office.premises.accounts.fieldKey(for: Self.officer.id)
        try await office.visit { client in
            let browser = Browser(client)
            _ = try await browser.post("/sign-in", Self.credentials())
            let page = try await browser.get("/field")
            let token = try #require(Self.formToken(in: page.text))
            func unlock(_ parcel: String) async throws -> TestResponse {
                try await browser.post("/field/unlock", [Self.tokenName: token, "parcel": parcel])
            }
            for parcel in ["", "AAAA", other.parcel] {
                let answer = try await unlock(parcel)
                #expect(answer.status == .badRequest && !answer.text.contains(other.key))
            }
            #expect(try await unlock(mine.parcel).text.contains(mine.key))

            // The same session, left open.
            try await office.premises.database.commit([.any("UPDATE session SET begun = begun - 601000")])
            let late = try await unlock(mine.parcel)
            #expect(late.status == .forbidden && late.text.contains("重新登录") && !late.text.contains(mine.key))
        }
    }

    @Test func `the page that a phone keeps holds nothing of the day`() async throws {
        let office = try await Office()
        let inspector = Office.Holder(role: Roles.townshipInspector, standpoint: .own)
        try await open(inspector, in: office)
        try await office.visit { client in
            let browser = Browser(client)
            _ = try await browser.post("/sign-in", Self.credentials())
            let name = "金陵化工有限公司"
            #expect(try await browser.get("/field").text.contains(name))
            let blank = try await browser.get("/field?blank=1").text
            #expect(!blank.contains(name) && blank.contains("id=\"field-lock\""))
        }
    }

    @Test func `a first password must be changed before anything else`() async throws {
        let office = try await Office()
        try await open(Self.officer, in: office, mustChange: true)
        try await office.visit { client in
            let browser = Browser(client)
            let answer = try await browser.post("/sign-in", Self.credentials())
            #expect(answer.text.contains("name=\"new\""))
            #expect(try await browser.get("/").headers[.location]?.hasPrefix("/sign-in") == true)
            let same = try await browser.post(
                "/sign-in/new-password", ["current": Self.password, "new": Self.password])
            #expect(same.status == .unprocessableContent)
            let changed = try await browser.post(
                "/sign-in/new-password", ["current": Self.password, "new": "Xuan-Wu-Hu-2027!"])
            #expect(changed.status == .seeOther)
            #expect(try await browser.get("/").status == .ok)
        }
    }

    @Test func `an administrator gets no further than enrolling a second device, and needs it from then on`()
        async throws
    {
        let office = try await Office(secondFactor: true)
        try await open(Self.auditor, in: office)
        try await office.visit { client in
            let browser = Browser(client)
            let offer = try await browser.post("/sign-in", Self.credentials())
            #expect(try await browser.get("/audit").headers[.location]?.hasPrefix("/sign-in") == true)
            #expect(offer.text.contains("<code>"))
            // A mistyped code is answered with the key that the device holds already.
            let again = try await browser.post("/sign-in/enrolment", ["code": "000000"])
            #expect(again.status == .unprocessableContent)
            let key = try #require(offer.text.firstMatch(of: /<code>([A-Z2-7 ]+)<\/code>/)).1
            #expect(again.text.contains("<code>\(key)</code>"))
            let device = TimeBasedCode(secret: Self.bytes(ofBase32: String(key)), algorithm: .sha1)
            // Read once: half a minute may end at any line of this test.
            let step = TimeBasedCode.step(at: office.premises.desk.now())
            func code(_ offset: Int = 0) -> String { device.code(at: step + offset, digits: 6) }

            let codes = try await browser.post("/sign-in/enrolment", ["code": code()])
            #expect(codes.status == .ok)
            #expect(try await browser.get("/audit").status == .ok)

            await browser.forget()
            let second = try await browser.post("/sign-in", Self.credentials())
            #expect(second.text.contains("name=\"code\""))
            #expect(try await browser.get("/audit").headers[.location]?.hasPrefix("/sign-in") == true)
            // The code that enrolled is spent.
            #expect(try await browser.post("/sign-in/second-factor", ["code": code()]).status == .unprocessableContent)
            #expect(try await browser.post("/sign-in/second-factor", ["code": code(1)]).status == .seeOther)
            #expect(try await browser.get("/audit").status == .ok)
        }
    }

    @Test func `what was sent before a second device was set up, and before its code, is a draft once inside`()
        async throws
    {
        let office = try await Office(secondFactor: true)
        try await open(Self.auditor, in: office)
        try await office.visit { client in
            let browser = Browser(client)
            let left = try await browser.leave("第一稿", by: Self.auditor.id, at: "/views?first")
            let offer = try await browser.post("/sign-in", Self.credentials() + left)
            let key = try #require(offer.text.firstMatch(of: /<code>([A-Z2-7 ]+)<\/code>/)).1
            let device = TimeBasedCode(secret: Self.bytes(ofBase32: String(key)), algorithm: .sha1)
            let step = TimeBasedCode.step(at: office.premises.desk.now())
            let mistyped = try await browser.post(
                "/sign-in/enrolment", ["code": "x"] + (try await browser.carried(offer)))
            let codes = try await browser.post(
                "/sign-in/enrolment",
                ["code": device.code(at: step, digits: 6)] + (try await browser.carried(mistyped)))
            #expect(codes.text.contains("href=\"/views?first=\""), "the way on leads to the form")
            #expect(try await browser.get("/?tab=drafts").text.contains("/views?first"))

            let again = try await browser.leave("第二稿", by: Self.auditor.id, at: "/views?second")
            let second = try await browser.post("/sign-in", Self.credentials() + again)
            #expect(second.text.contains("name=\"code\""))
            #expect(try await office.premises.database.rows("SELECT id FROM form_draft").count == 1)
            let inside = try await browser.post(
                "/sign-in/second-factor",
                ["code": device.code(at: step + 1, digits: 6)] + (try await browser.carried(second)))
            #expect(inside.headers[.location] == "/views?second=")
            #expect(try await browser.get("/?tab=drafts").text.contains("/views?second"))
        }
    }

    @Test func `what was sent before a first password was replaced is a draft once it is`() async throws {
        let office = try await Office()
        try await open(Self.officer, in: office, mustChange: true)
        try await office.visit { client in
            let browser = Browser(client)
            let left = try await browser.leave("走访十二户", by: Self.officer.id, at: "/views?first")
            let door = try await browser.post("/sign-in", Self.credentials() + left)
            let weak = try await browser.post(
                "/sign-in/new-password",
                ["current": Self.password, "new": "short"] + (try await browser.carried(door)))
            #expect(weak.status == .unprocessableContent)
            let changed = try await browser.post(
                "/sign-in/new-password",
                ["current": Self.password, "new": "Xuan-Wu-Hu-2027!"] + (try await browser.carried(weak)))
            #expect(changed.headers[.location] == "/views?first=")
            #expect(try await browser.get("/?tab=drafts").text.contains("/views?first"))
        }
    }

    private static let tokenName = "form-token"

    private static func formToken(in page: String) -> String? {
        page.firstMatch(of: /name="form-token" value="([^"]+)"/).map { String($0.1) }
    }

    private static func bytes(ofBase32 text: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (bits, count, bytes) = (0, 0, [UInt8]())
        for character in text where character != " " {
            bits = bits << 5 | alphabet.firstIndex(of: character)!
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(bits >> count & 0xFF))
            }
        }
        return bytes
    }
}

private func + (one: [String: String], other: [String: String]) -> [String: String] {
    one.merging(other) { _, last in last }
}

/// Alive, ready, and what people are told when the database is away.
@Suite(.serialized)
struct ReadinessTests {
    @Test func `without its database the program lives, is not ready, and says what to do`() async throws {
        let office = try await Office()
        let token = try await office.token(of: .init(role: Roles.officer, standpoint: .own))
        try await office.visit { client in
            #expect(try await client.ask(.get, "/readyz").status == .ok)
            try await office.premises.database.close()
            #expect(try await client.ask(.get, "/healthz").status == .ok)
            #expect(try await client.ask(.get, "/readyz").status == .serviceUnavailable)
            let answer = try await client.ask(.get, "/", token: token)
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.headers[.retryAfter] != nil)
            #expect(answer.text.contains("请稍后再提交"))
        }
    }
}

/// 拒绝的原因 — kept for the audit administrator, and never shown to the one refused.
@Suite(.serialized)
struct RefusalLogTests {
    @Test func `who was refused what, and why, is still there after a restart`() async throws {
        let office = try await Office()
        let task = try await MatterSamples(in: office).ids["supervised-task"]!
        let stranger = Office.Holder(role: Roles.officer, standpoint: .other)
        let auditor = Office.Holder(role: Roles.auditAdministrator, standpoint: .own)
        let (refused, reading) = (try await office.token(of: stranger), try await office.token(of: auditor))
        let address = "/m/supervised-task/\(task)"
        let answer = try await office.visit { try await $0.ask(.get, address, token: refused) }
        #expect(answer.status == .notFound)
        #expect(!answer.text.contains("supervised-tasks.read"))

        let restarted = try await office.restarted()
        let page = try await restarted.visit { try await $0.ask(.get, "/audit/refusals", token: reading) }
        #expect(page.text.contains("GET \(address)"))
        #expect(page.text.contains("supervised-tasks.read"))
        let others = try await restarted.visit {
            try await $0.ask(.get, "/audit/refusals?person=nobody", token: reading)
        }
        #expect(others.text == "[]")
    }
}
