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

    @Test func `what was kept of a new person stands below every list of people, but for the password`()
        async throws
    {
        let site = try await SampleSite()
        try await site.walk { visitors in
            let feng = try await visitors.browser(of: .feng)
            let form = try await feng.open("/admin/people?q=孙")
            #expect(form.value(of: "draft-of") == "/admin/people")
            let kept = try await feng.post(
                "/drafts",
                [
                    Part("draft-of", "/admin/people"), Part("name", "新来的冯"), Part("login", "feng2"),
                    Part("password", SampleSite.password),
                ])
            #expect(kept.location == "/admin/people")
            for address in ["/admin/people", "/admin/people?q=孙&page=1"] {
                let again = try await feng.open(address).text
                #expect(again.contains("value=\"新来的冯\"") && again.contains("value=\"feng2\""))
                #expect(!again.contains(SampleSite.password))
            }
            let added = try await feng.post(
                "/admin/people",
                [
                    "draft-of": "/admin/people", "name": "新来的冯", "login": "feng2", "password": SampleSite.password,
                ])
            #expect(added.status == .seeOther)
        }
        #expect(try await site.world.count("form_draft") == 0)
    }

    @Test func `what was kept of a post stands on that person's page alone, and is gone once it is granted`()
        async throws
    {
        let site = try await SampleSite()
        try await site.walk { visitors in
            let feng = try await visitors.browser(of: .feng)
            let added = try await feng.post(
                "/admin/people", ["name": "新来的冯", "login": "feng2", "password": SampleSite.password])
            let page = added.location
            #expect(try await feng.open(page + "?entry=1").value(of: "draft-of") == page)
            _ = try await feng.post("/drafts", [Part("draft-of", page), Part("sectors", "危险化学品")])
            #expect(try await feng.open(page + "?done=1").text.contains("value=\"危险化学品\""))
            #expect(!(try await feng.open("/admin/people/sun").text.contains("value=\"危险化学品\"")))
            let refused = try await feng.post(page + "/posts", ["draft-of": page, "sectors": "危险化学品"])
            #expect(refused.status == .unprocessableContent && refused.text.contains("value=\"危险化学品\""))
            #expect(try await site.world.count("form_draft") == 1)
            let granted = try await feng.post(
                page + "/posts",
                [
                    "draft-of": page, "organisation": "xuanwu-bureau", "role": "officer",
                    "region": SampleProvince.xuanwu.rawValue, "from": "2026-07-01", "sectors": "危险化学品",
                ])
            #expect(granted.status == .seeOther)
        }
        #expect(try await site.world.count("form_draft") == 0)
    }

    private static func people(_ site: SampleSite) async throws -> Int {
        try await site.world.database.rows("SELECT count(*) AS amount FROM person")[0]["amount"]
    }
}
