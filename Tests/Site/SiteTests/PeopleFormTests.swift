import HTTPTypes
import SampleProvince
import Testing

@testable import Site

/// 新增人员 — a person comes to be with their account, or the form stands there as it was typed.
struct PeopleFormTests {
    @Test(arguments: [
        ("feng2", "短", "密码"), ("a b", SampleSite.password, "登录名须为"),
        ("login-feng", SampleSite.password, "登录名已有人使用"),
    ])
    func `what is refused leaves no half of a person, and the form as it was typed but for the password`(
        login: String, password: String, words: String
    ) async throws {
        let site = try await SampleSite()
        try await site.walk { visitors in
            let feng = try await visitors.browser(of: .feng)
            let before = try await Self.people(site)
            let seen = try await feng.post(
                "/admin/people",
                ["name": "新来的冯", "login": login, "password": password, "mobile": "13800000000"])
            #expect(seen.status == .unprocessableContent)
            for kept in ["新来的冯", login, "13800000000"] { #expect(seen.text.contains("value=\"\(kept)\"")) }
            #expect(!seen.text.contains(password + "\""), "a password is never sent back")
            #expect(seen.text.contains(words))
            #expect(try await Self.people(site) == before)
        }
    }

    @Test func `a person without a name is not added`() async throws {
        let site = try await SampleSite()
        try await site.walk { visitors in
            let feng = try await visitors.browser(of: .feng)
            let before = try await Self.people(site)
            let seen = try await feng.post(
                "/admin/people", ["name": " ", "login": "nobody", "password": SampleSite.password])
            #expect(seen.status == .unprocessableContent && seen.text.contains("请填写姓名"))
            #expect(seen.text.contains("value=\"nobody\""))
            #expect(try await Self.people(site) == before)
        }
    }

    @Test func `who is added is there with an account`() async throws {
        let site = try await SampleSite()
        try await site.walk { visitors in
            let feng = try await visitors.browser(of: .feng)
            let seen = try await feng.post(
                "/admin/people", ["name": "新来的冯", "login": "feng2", "password": SampleSite.password])
            #expect(seen.status == .seeOther && seen.location.hasPrefix("/admin/people/p-"))
            #expect(try await feng.open(seen.location).text.contains("feng2"))
        }
    }

    private static func people(_ site: SampleSite) async throws -> Int {
        try await site.world.database.rows("SELECT count(*) AS amount FROM person")[0]["amount"]
    }
}
