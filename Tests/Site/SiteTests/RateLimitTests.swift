import HTTPTypes
import SampleProvince
import Testing

@testable import Site

/// Whoever asks too often is told so as they asked: a page for people, JSON for programs, and when to come again.
struct RateLimitTests {
    @Test func `who asks too often gets a page in Chinese that says when and how to go on`() async throws {
        let site = try await SampleSite(limits: Figures(perSecond: 0.001, burst: 40))
        try await site.walk { visitors in
            let refused = try #require(try await Self.untilRefused(visitors.stranger, [:]))
            #expect(refused.headers[.contentType]?.hasPrefix("text/html") == true)
            #expect(refused.text.contains("操作太频繁") && refused.text.contains("返回"))
            let wait = try #require(refused.headers[.retryAfter].flatMap { Int($0) })
            #expect((1...60).contains(wait))
        }
    }

    @Test func `a program that asks too often gets JSON, and a form sent meanwhile is not carried out`() async throws {
        let site = try await SampleSite(limits: Figures(perSecond: 0.001, burst: 40))
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let refused = try #require(try await Self.untilRefused(visitors.stranger, [.accept: "application/json"]))
            #expect(refused.headers[.contentType]?.hasPrefix("application/json") == true)
            #expect(refused.text.contains("too-many-requests") && refused.headers[.retryAfter] != nil)
            let form = "/m/errand/new/commission"
            let kept = try await sun.post("/drafts", ["draft-of": form, "title": "走访"])
            #expect(kept.status == .tooManyRequests)
            let drafts = try await site.world.database.rows("SELECT count(*) AS amount FROM form_draft")
            #expect(try drafts[0]["amount"] == 0)
        }
    }

    private static func untilRefused(_ stranger: Browser, _ headers: HTTPFields) async throws -> Seen? {
        for _ in 0..<100 {
            let seen = try await stranger.open("/healthz", headers)
            if seen.status == .tooManyRequests { return seen }
        }
        return nil
    }
}
