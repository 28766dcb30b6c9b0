import Attachments
import Calendars
import HTTPTypes
import Markup
import NIOCore
import SampleProvince
import Storage
import Testing

@testable import Site

/// 草稿 — what was typed is not lost, stands in the form again, and is nobody else's.
struct DraftTests {
    // MARK: Who may not

    @Test(arguments: Engine.all)
    func `nobody else sees a draft, opens it or throws it away`(engine: Engine) async throws {
        let site = try await SampleSite(on: engine)
        let errand = try await site.world.errand(in: .working)
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let zheng = try await visitors.browser(of: .zheng)
            #expect(try await sun.keep("/m/errand/\(errand)/report", ["outcome": "走访了十二户"]).status == .seeOther)
            let id = try #require(try await sun.firstDraft())
            #expect(try await sun.open("/drafts/\(id)").text.contains("走访了十二户"))

            #expect(try await zheng.open("/m/errand/\(errand)/report").text.contains("走访了十二户") == false)
            #expect(try await zheng.firstDraft() == nil)
            let absent = "018f0000-0000-7000-8000-000000000000"
            let nothing = try await zheng.open("/drafts/\(absent)")
            let theirs = try await zheng.open("/drafts/\(id)")
            #expect(theirs.status == .notFound && theirs.text.replacing(id, with: absent) == nothing.text)
            _ = try await zheng.post("/drafts/discard", ["draft-of": "/m/errand/\(errand)/report"])
            #expect(try await sun.firstDraft() == id)
        }
    }

    @Test func `nothing is kept for a stranger, for a form that is not ours, or for no form`() async throws {
        let site = try await SampleSite()
        try await site.walk { visitors in
            let stranger = try await visitors.stranger.post("/drafts", ["draft-of": "/m/errand/x/report", "a": "b"])
            #expect(stranger.location == "/sign-in")
            var sun = try await visitors.browser(of: .sun)
            #expect(try await sun.post("/drafts", ["a": "b"]).status == .badRequest)
            sun.token = "forged"
            #expect(try await sun.post("/drafts", ["draft-of": "/m/errand/x/report", "a": "b"]).status == .forbidden)
        }
        #expect(try await site.world.count("form_draft") == 0)
    }

    @Test func `a hundred and first draft is refused, and says what to do`() async throws {
        let site = try await SampleSite()
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            for number in 0..<100 { _ = try await sun.keep("/m/errand/new/hand-over?n=\(number)", ["title": "甲"]) }
            let refused = try await sun.keep("/m/errand/new/hand-over?n=100", ["title": "甲"])
            #expect(refused.status == .conflict && refused.text.contains("请先在工作台“草稿”中"))
            #expect(try await sun.keep("/m/errand/new/hand-over?n=7", ["title": "乙"]).status == .seeOther)
        }
        #expect(try await site.world.count("form_draft") == 100)
    }

    // MARK: Kept and taken up again

    @Test func `what was kept stands in the form again, and is gone once it was sent`() async throws {
        let site = try await SampleSite()
        let errand = try await site.world.errand(in: .working)
        let address = "/m/errand/\(errand)/report"
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let blank = try await sun.open(address)
            #expect(blank.text.contains("formaction=\"/drafts\"") && !blank.text.contains("还没有提交"))
            #expect(try await sun.keep(address, ["outcome": "第一稿"]).location == address)
            #expect(try await sun.keep(address, ["outcome": "走访了十二户"]).location == address)
            let again = try await sun.open(address)
            #expect(again.text.contains("走访了十二户") && again.text.contains("还没有提交"))
            #expect(try await sun.open("/?tab=drafts").text.contains("href=\"\(address)\""))

            // Refused, the draft stays; carried out, it goes.
            let form = ["draft-of": address, "version": "1"]
            #expect(try await sun.post(address, pairs(form, "outcome", "")).status == .badRequest)
            #expect(try await sun.firstDraft() != nil)
            let sent = try await sun.post(
                address, ["draft-of": address, "outcome": "走访了十二户", "version": again.value(of: "version")!])
            #expect(sent.status == .seeOther)
            #expect(try await sun.firstDraft() == nil)
        }
        #expect(try await site.world.header(errand).state != "working")
    }

    @Test func `a draft that arrives after its form was carried out brings nothing back`() async throws {
        let site = try await SampleSite()
        let errand = try await site.world.errand(in: .working)
        let address = "/m/errand/\(errand)/report"
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let command = try await sun.open(address).value(of: "command-id")!
            let sent = try await sun.post(address, ["draft-of": address, "command-id": command, "outcome": "已排查"])
            #expect(sent.status == .seeOther)
            _ = try await sun.post("/drafts", ["draft-of": address, "command-id": command, "outcome": "已排查"])
            #expect(try await sun.firstDraft() == nil)
        }
    }

    @Test func `a matter that went on meanwhile is said, and what was typed for a closed form can still be read`()
        async throws
    {
        let site = try await SampleSite()
        let errand = try await site.world.errand(in: .working)
        let address = "/m/errand/\(errand)/extend"
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let version = try await sun.open("/m/errand/\(errand)/report").value(of: "version")!
            _ = try await sun.keep("/m/errand/\(errand)/report", ["outcome": "走访了十二户", "version": version])
            _ = try await sun.keep(address, ["reason": "雨天", "version": version])
            let sent = try await sun.post("/m/errand/\(errand)/report", ["outcome": "已排查"])
            #expect(sent.status == .seeOther)
            let closed = try await sun.open("/m/errand/\(errand)/report")
            #expect(closed.status == .seeOther && closed.location.hasPrefix("/drafts/"))
            let page = try await sun.open(closed.location)
            #expect(page.text.contains("走访了十二户") && page.text.contains("现在不能办理"))
        }
    }

    @Test func `files chosen already stand in the form again, and outlive the week that others are kept`() async throws
    {
        let site = try await SampleSite()
        let errand = try await site.world.errand(in: .working)
        let address = "/m/errand/\(errand)/report"
        let photo = SamplePicture.jpeg()
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let kept = try await sun.post(
                "/drafts",
                [
                    Part("draft-of", address), Part("outcome", "已排查"), Part("evidence.purpose", "evidence"),
                    Part("evidence", file: "现场.jpg", photo),
                ])
            #expect(kept.location == address)
            site.world.clock.advance(by: .seconds(20 * 86_400))
            #expect(try await site.attachments.tidyUploads() == 0)
            let again = try await visitors.renewed(.sun).open(address)
            #expect(again.text.contains("现场.jpg"))
            #expect(again.value(of: "evidence") == ContentHash(of: photo).text)
        }
        try await site.website.premises.drafts.tidy(at: site.world.clock.now)
        #expect(try await site.world.count("form_draft") == 1)
        site.world.clock.advance(by: .seconds(11 * 86_400))
        try await site.website.premises.drafts.tidy(at: site.world.clock.now)
        #expect(try await site.world.count("form_draft") == 0)
    }

    // MARK: A session that runs out

    @Test func `what is sent after the session ran out stands in the form after signing in again`() async throws {
        let site = try await SampleSite()
        let errand = try await site.world.errand(in: .working)
        let address = "/m/errand/\(errand)/report"
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            site.world.clock.advance(by: .seconds(3600))
            var forged = sun
            forged.token = "forged"
            let fields: KeyValuePairs = ["draft-of": address, "draft-title": "报告", "outcome": "走访了十二户"]
            #expect(try await forged.post(address, fields).location == "/sign-in")
            #expect(try await site.world.count("form_draft") == 0)

            let ended = try await sun.post(address, fields)
            #expect(ended.status == .seeOther && ended.location.hasPrefix("/sign-in?"))
            let door = try await visitors.stranger.open(ended.location)
            #expect(door.text.contains("登录后接着填写") && door.text.contains("name=\"return-to\" value=\"\(address)\""))
            #expect(try await site.world.header(errand).state == "working")

            // Whoever else signs in there finds nothing.
            let qian = try await visitors.browser(of: .qian)
            #expect(!(try await qian.open(address).text.contains("走访了十二户")))
            let again = try await visitors.renewed(.sun).open(address)
            #expect(again.text.contains("走访了十二户"))
        }
    }

    @Test func `a page of an earlier session is taken up when the browser says it was ours and it was the same person`()
        async throws
    {
        let site = try await SampleSite()
        let errand = try await site.world.errand(in: .working)
        let address = "/m/errand/\(errand)/report"
        try await site.walk { visitors in
            var sun = try await visitors.browser(of: .sun)
            sun.token = "of an earlier session"
            func send(from place: String, by person: String) async throws -> Seen {
                let body = Link(
                    segments: [],
                    query: [
                        .init("form-token", sun.token), .init("draft-of", address), .init("draft-by", person),
                        .init("outcome", "走访了十二户"),
                    ]
                ).url.dropFirst(2)
                return try await sun.send(
                    .post, address,
                    [
                        .contentType: "application/x-www-form-urlencoded",
                        .init("Sec-Fetch-Site")!: place,
                    ], ByteBuffer(string: String(body)))
            }
            #expect(try await send(from: "cross-site", by: "sun").status == .forbidden)
            #expect(try await send(from: "same-origin", by: "qian").status == .forbidden)
            #expect(try await site.world.count("form_draft") == 0)
            #expect(try await send(from: "same-origin", by: "sun").location == address)
            #expect(try await sun.open(address).text.contains("走访了十二户"))
        }
        #expect(try await site.world.header(errand).state == "working")
    }

    private func pairs(_ fields: [String: String], _ name: String, _ value: String) -> KeyValuePairs<String, String> {
        ["draft-of": fields["draft-of"]!, "version": fields["version"]!, name: value]
    }
}

extension Browser {
    /// Presses 存草稿.
    fileprivate func keep(_ place: String, _ fields: [String: String]) async throws -> Seen {
        let parts = [Part("draft-of", place), Part("draft-title", "表单")] + fields.map { Part($0.key, $0.value) }
        return try await post("/drafts", parts)
    }

    /// The id of the newest draft on the workbench.
    fileprivate func firstDraft() async throws -> String? {
        try await open("/?tab=drafts").text.firstMatch(of: /href="\/drafts\/([^"?]+)"/).map { String($0.1) }
    }
}

extension Visitors {
    /// Signs someone in who has an account already.
    fileprivate func renewed(_ someone: Someone) async throws -> Browser {
        try await Browser(client: client, login: "login-\(someone.rawValue)")
    }
}
