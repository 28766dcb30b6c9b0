import HTTPTypes
import Ledger
import SampleProvince
import Testing

@testable import Site

/// 抹除个人信息 — asked for on one administrator's page, decided on another's.
struct ErasurePageTests {
    private static let outcome = "张某某已调离，由其家属代签"

    private struct Scene {
        let site: SampleSite
        let errand: String
        let number: String
        let place: String

        init() async throws {
            site = try await SampleSite()
            errand = try await site.world.errand(in: .working)
            try await site.world.perform(Report(outcome: outcome), on: errand, by: .sun)
            number = try await site.world.header(errand).number
            place = "\(try await site.world.ledger.entries(of: errand).last?.id ?? "") outcome/after"
        }

        func ask(
            _ browser: Browser, text: String? = nil, document: String = "个人信息保护法", reason: String = "本人撤回同意"
        ) async throws -> Seen {
            try await browser.post(
                "/audit/erasures",
                [
                    "matter": number, "text": text ?? place, "document": document, "article": "第四十七条",
                    "reason": reason,
                ])
        }

        func waiting() async throws -> [String] {
            try await site.world.database.rows("SELECT id FROM erasure_request ORDER BY id").map { try $0["id"] }
        }
    }

    @Test func `what is incomplete is said at its field, and nothing typed is lost`() async throws {
        let scene = try await Scene()
        try await scene.site.walk { visitors in
            let wei = try await visitors.browser(of: .wei)
            let seen = try await scene.ask(wei, text: "x", document: "", reason: "本人已撤回同意")
            #expect(seen.status == .unprocessableContent)
            #expect(seen.text.contains("请选择一段要抹除的内容"), "all of it together")
            #expect(seen.text.contains("请填写依据的法律或文件名称") && seen.text.contains("本人已撤回同意"))
            let unchosen = try await scene.ask(wei, text: "", reason: "本人已撤回同意")
            #expect(unchosen.status == .unprocessableContent && unchosen.text.contains("请选择一段要抹除的内容"))
            #expect(unchosen.text.contains("本人已撤回同意") && unchosen.text.contains("value=\"第四十七条\""))
            #expect(try await wei.open("/audit/erasures?matter=%00").status == .ok)
            #expect(try await scene.ask(wei, text: "\0", document: "\0").status == .unprocessableContent)
            #expect(try await wei.open("/audit/erasures?matter=CS-1").text.contains("没有找到该事项"))
            #expect(try await scene.waiting() == [])
        }
    }

    @Test func `what one asks and the other confirms is gone from every page, and the timeline says when`()
        async throws
    {
        let scene = try await Scene()
        try await scene.site.walk { visitors in
            let (wei, feng, sun) = (
                try await visitors.browser(of: .wei), try await visitors.browser(of: .feng),
                try await visitors.browser(of: .sun)
            )
            let form = "/m/errand/\(scene.errand)/report"
            _ = try await sun.post(
                "/drafts", ["draft-of": form, "draft-title": "报结", "draft-by": "sun", "outcome": "\(Self.outcome)。"])
            #expect(try await scene.site.world.count("form_draft") == 1)
            #expect(try await wei.open("/audit/erasures?matter=\(scene.number)").text.contains(Self.outcome))
            #expect(try await scene.ask(wei).status == .seeOther)
            let request = try #require(try await scene.waiting().first)
            let shown = try await feng.open("/admin/erasures?erasure=\(request)")
            for words in [Self.outcome, "报结：办理结果", "第四十七条", "本人撤回同意", "确认抹除"] {
                #expect(shown.text.contains(words), "\(words)")
            }
            #expect(try await feng.post("/admin/erasures/confirm", ["erasure": request]).status == .seeOther)
            #expect(try await feng.post("/admin/erasures/confirm", ["erasure": request]).status == .conflict)

            let entry = try #require(try await scene.site.world.ledger.entries(of: scene.errand).last)
            #expect(entry.isErasure)
            for (browser, address) in [
                (sun, "/m/errand/\(scene.errand)"), (wei, "/audit"), (wei, "/audit/erasures?matter=\(scene.number)"),
                (wei, "/audit/administration"), (feng, "/admin/erasures"),
            ] {
                let page = try await browser.open(address)
                #expect(page.status == .ok && !page.text.contains(Self.outcome), "\(address)")
            }
            let page = try await sun.open("/m/errand/\(scene.errand)").text
            #expect(page.contains("已依法删除：\(entry.times.received.day)，见留痕 \(entry.id)"))
            #expect(page.contains("抹除个人信息"))
            #expect(try await scene.site.world.count("form_draft") == 0)
            let notes = try await scene.site.world.database.rows("SELECT action FROM administration_entry ORDER BY id")
            #expect(try notes.map { try $0["action"] as String }.suffix(2) == ["ask-erasure", "confirm-erasure"])
        }
    }

    @Test func `what is declined needs a reason, and stays`() async throws {
        let scene = try await Scene()
        try await scene.site.walk { visitors in
            let (wei, feng) = (try await visitors.browser(of: .wei), try await visitors.browser(of: .feng))
            #expect(try await scene.ask(wei).status == .seeOther)
            let request = try #require(try await scene.waiting().first)
            let bare = try await feng.post("/admin/erasures/decline", ["erasure": request, "reason": " "])
            #expect(bare.status == .unprocessableContent && bare.text.contains("请写明为什么不予抹除"))
            #expect(try await scene.waiting() == [request])
            let seen = try await feng.post("/admin/erasures/decline", ["erasure": request, "reason": "仍在诉讼期"])
            #expect(seen.status == .seeOther)
            #expect(try await scene.waiting() == [])
            #expect(try await scene.site.world.errand(scene.errand).outcome == Self.outcome)
            #expect(try await wei.open("/audit/administration").text.contains("仍在诉讼期"))
        }
    }
}
