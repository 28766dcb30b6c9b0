import SampleProvince
import Testing

@testable import Site

/// 导出 — what stands in the register, with its conditions in the words of the page.
struct ExportTests {
    @Test func `a file holds the rows asked for, says so in words, and holds nobody else's`() async throws {
        let site = try await SampleSite()
        _ = try await site.world.errand(in: .working)
        try await site.walk { visitors in
            let sun = try await visitors.browser(of: .sun)
            let all = try await sun.open("/l/errand/export.csv").text
            #expect(all.contains("全部") && all.contains("单位：件") && all.contains("县局孙（"))
            #expect(all.contains("\n1,"))
            let none = try await sun.open("/l/errand/export.csv?state=closed&light=red").text
            #expect(none.contains("灯 = 红灯") && !none.contains("light=red") && !none.contains("\n1,"))
            let wu = try await visitors.browser(of: .wu)
            #expect(try await wu.open("/l/errand/export.csv").text.contains("\n1,") == false)
        }
    }
}
