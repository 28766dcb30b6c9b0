import HTTPTypes
import Ledger
import Markup
import SampleProvince
import Storage
import Testing
import Workflows

@testable import Site

/// 批量办理 — several rows, one action, each row for itself.
struct BatchTests {
    private static let seen = "/l/errand?open=1"

    // MARK: Who may not, what not

    @Test func `nothing ticked, an unknown action, or one that needs evidence of each row is refused with words`()
        async throws
    {
        let site = try await SampleSite()
        let errand = try await site.world.errand(in: .handedOver)
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let nothing = try await sun.post("/l/errand/batch", ["action": "sign-for", "extent": "selected"])
            #expect(nothing.status == .badRequest && nothing.text.contains("没有勾选任何事项"))
            for action in ["report", "nonsense", ""] {
                let refused = try await sun.post("/l/errand/batch", ["action": action, "selected": errand])
                #expect(refused.status == .badRequest, "\(action)")
            }
        }
    }

    @Test func `rows that are somebody else's are not named and not touched`() async throws {
        let site = try await SampleSite()
        let errand = try await site.world.errand(in: .handedOver)
        try await site.walk { visitors in
            let wu = try await visitors.browser(of: .wu)
            let asked = try await wu.post("/l/errand/batch", ["action": "sign-for", "selected": errand])
            #expect(asked.status == .badRequest && asked.text.contains("没有勾选任何事项"))
            _ = try await wu.post("/l/errand/batch/done", ["action": "sign-for", "row": "\(errand):1"])
        }
        #expect(try await site.world.header(errand).state == "handedOver")
    }

    // MARK: Doing

    @Test(arguments: Engine.all)
    func `each row is done or refused for itself, and sending twice does nothing more`(engine: Engine) async throws {
        let site = try await SampleSite(on: engine)
        let (first, second) = (
            try await site.world.errand(in: .handedOver), try await site.world.errand(in: .handedOver)
        )
        let working = try await site.world.errand(in: .working)
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let list = try await sun.open(Self.seen)
            #expect(list.text.contains("value=\"\(first)\"") && list.text.contains("value=\"sign-for\""))
            let page = try await sun.post(
                "/l/errand/batch",
                [
                    "action": "sign-for", "selected": first, "selected": second, "selected": working,
                    "address": Self.seen,
                ])
            #expect(page.status == .ok && page.text.contains("将办理 2 件") && page.text.contains("另有 1 件"))
            let command = try #require(page.value(of: "command-id"))
            // Someone else is quicker with one of the two.
            try await site.world.perform(SignFor(), on: second, by: .sun)
            let fields: KeyValuePairs = [
                "action": "sign-for", "row": "\(first):1", "row": "\(second):1", "command-id": command,
                "address": Self.seen,
            ]
            let done = try await sun.post("/l/errand/batch/done", fields)
            #expect(done.text.contains("已办理 1 件，未办理 1 件") && done.text.contains("未办理：当前状态为"))
            let again = try await sun.post("/l/errand/batch/done", fields)
            #expect(again.text.contains("已办理 1 件，未办理 1 件"))
        }
        #expect(try await site.world.header(first).version == 2)
        #expect(try await site.world.header(first).state == "working")
    }

    @Test func `all that match are taken with the conditions of the page`() async throws {
        let site = try await SampleSite()
        for _ in 0..<3 { _ = try await site.world.errand(in: .handedOver) }
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let fields: KeyValuePairs = [
                "action": "sign-for", "extent": "all", "address": "/l/errand?state=handedOver",
            ]
            #expect(try await sun.post("/l/errand/batch", fields).text.contains("将办理 3 件"))
            let none: KeyValuePairs = ["action": "sign-for", "extent": "all", "address": "/l/errand?light=red"]
            #expect(try await sun.post("/l/errand/batch", none).status == .badRequest)
        }
    }

    // MARK: Kept

    @Test(arguments: Engine.all)
    func `a batch that was kept is taken up again as its matters stand now, and is gone once it was carried out`(
        engine: Engine
    ) async throws {
        let site = try await SampleSite(on: engine)
        let (first, second) = (try await site.world.errand(in: .working), try await site.world.errand(in: .working))
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let zheng = try await visitors.browser(of: .zheng)
            let chosen: KeyValuePairs = [
                "action": "defer", "selected": first, "selected": second, "address": Self.seen,
            ]
            let page = try await sun.post("/l/errand/batch", chosen)
            let place = try #require(page.value(of: "draft-of")).replacing("&amp;", with: "&")
            #expect(place.hasPrefix("/l/errand/batch?action=defer&rows="))
            let kept = try await sun.post(
                "/drafts",
                [
                    Part("draft-of", place), Part("draft-title", "批量办理"), Part("action", "defer"),
                    Part("row", "\(first):2"), Part("row", "\(second):2"), Part("address", Self.seen),
                    Part("reason", "等待省政府批复"),
                ])
            #expect(kept.location == place)
            let again = try await sun.open(place)
            #expect(again.text.contains("等待省政府批复") && again.text.contains("将办理 2 件"))
            #expect(again.text.contains("还没有提交") && again.value(of: "address") == Self.seen)
            #expect(try await sun.post("/l/errand/batch", chosen).text.contains("等待省政府批复"))
            // Another batch is another draft; another person has none.
            let single = try await sun.post("/l/errand/batch", ["action": "defer", "selected": first])
            #expect(!single.text.contains("等待省政府批复"))
            #expect(try await zheng.open(place).location == "/l/errand")
            // What is nobody's to see in the list is not named by a draft either.
            let content = try await sun.open("/?tab=drafts").text
            let id = try #require(content.firstMatch(of: /href="\/drafts\/([^"?]+)"/)).1
            let shown = try await sun.open("/drafts/\(id)").text
            #expect(shown.contains("等待省政府批复") && !shown.contains("\(first):2"))

            try await site.world.perform(Report(outcome: "已排查12户"), on: second, by: .sun)
            let later = try await sun.open(place)
            #expect(later.text.contains("将办理 1 件") && later.text.contains("另有 1 件"))
            let done = try await sun.post(
                "/l/errand/batch/done",
                ["draft-of": place, "action": "defer", "row": "\(first):2", "reason": "等待省政府批复"])
            #expect(done.text.contains("已办理 1 件"))
        }
        #expect(try await site.world.count("form_draft") == 0)
    }

    @Test func `what was typed for a batch that fits no matter any more can still be read`() async throws {
        let site = try await SampleSite()
        let errand = try await site.world.errand(in: .working)
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let place = "/l/errand/batch?action=defer&rows=a"
            _ = try await sun.post(
                "/drafts", [Part("draft-of", place), Part("row", "\(errand):2"), Part("reason", "等待省政府批复")])
            try await site.world.perform(Report(outcome: "已排查12户"), on: errand, by: .sun)
            let closed = try await sun.open(place)
            #expect(closed.status == .seeOther && closed.location.hasPrefix("/drafts/"))
            #expect(try await sun.open(closed.location).text.contains("等待省政府批复"))
        }
    }

    @Test func `the ids of a batch's commands are well formed, the same each time, and differ by row`() {
        let batch = UUIDv7.make()
        let one = BatchRoutes.commandID(of: batch, on: "m1")
        #expect(UUIDv7.isWellFormed(one))
        #expect(one == BatchRoutes.commandID(of: batch, on: "m1"))
        #expect(one != BatchRoutes.commandID(of: batch, on: "m2"))
        #expect(one != BatchRoutes.commandID(of: UUIDv7.make(), on: "m1"))
    }
}

/// 保存的视图
struct SavedViewTests {
    @Test(arguments: Engine.all)
    func `a view stands above its register for the one who kept it, until they let go of it`(engine: Engine)
        async throws
    {
        let site = try await SampleSite(on: engine)
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let zheng = try await visitors.browser(of: .zheng)
            for name in ["", "  ", String(repeating: "长", count: 41)] {
                #expect(try await sun.post("/views", ["name": name, "address": "/l/errand"]).status == .badRequest)
            }
            let kept = try await sun.post("/views", ["name": "红灯", "address": "/l/errand?light=red&page=3"])
            #expect(kept.location == "/l/errand?light=red")
            _ = try await sun.post("/views", ["name": "红灯", "address": "/l/errand?light=red&open=1"])
            let list = try await sun.open("/l/errand").text
            #expect(list.contains("href=\"/l/errand?light=red&amp;open=1\""))
            #expect(list.components(separatedBy: "删除“红灯”").count == 2)
            #expect(!(try await zheng.open("/l/errand").text.contains("删除“红灯”")))

            let id = try #require(try await sun.open("/l/errand").value(of: "view"))
            _ = try await zheng.post("/views/delete", ["view": id, "address": "/l/errand"])
            #expect(try await sun.open("/l/errand").text.contains("删除“红灯”"))
            #expect(try await sun.post("/views/delete", ["view": id, "address": "/l/errand"]).location == "/l/errand")
            #expect(!(try await sun.open("/l/errand").text.contains("删除“红灯”")))
        }
    }
}
