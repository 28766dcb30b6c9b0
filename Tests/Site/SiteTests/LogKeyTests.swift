import Foundation
import SampleProvince
import Sealing
import Testing
import Workflows

/// Where whoever checks the record finds what its signatures are checked with.
struct LogKeyTests {
    private static let own = SigningKey(name: "sample.example/log", kind: .note, secret: [1])
    private static let sm2 = SigningKey(name: "sample.example/log", kind: .sm2, secret: [1])

    @Test func `a log that signs with SM2 as well shows both keys, one that does not shows one`() async throws {
        for keys in [LogKeys(Self.own.verifier), LogKeys(Self.own.verifier, sm2: Self.sm2.verifier)] {
            let site = try await SampleSite(logKeys: keys)
            try await site.walk { visitors in
                let shown = try await visitors.stranger.open("/log/key").text
                #expect(LogKeys(shown) == keys)
                #expect(shown.split(separator: "\n").count == keys.all.count)
            }
        }
    }

    @Test func `the page of a proof says with which keys it is verified`() async throws {
        let keys = LogKeys(Self.own.verifier, sm2: Self.sm2.verifier)
        let site = try await SampleSite(logKeys: keys)
        let errand = try await site.world.errand(in: .working)
        let log = SealedLog(database: site.world.database)
        try await Sealer(log: log, key: Self.own, sm2: Self.sm2).run()
        let entry = try #require(try await site.world.ledger.entries(of: errand).last)
        try await site.walk { visitors in
            let page = try await visitors.browser(of: .sun).open("/log/proof/\(entry.id)").text
            for key in keys.all { #expect(page.contains("--key \(key)")) }
            #expect(page.components(separatedBy: "— sample.example/log ").count == 3)
        }
    }
}
