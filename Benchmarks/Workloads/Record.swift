import Crypto
import Foundation
import SampleProvince
import Sealing
import Workflows

/// What keeps the record: lights that turn all at once, sealing, and verifying all of it; on a database in a file.
enum Record {
    private static let matters = 30_000

    @Sendable static func measure(_ bench: Bench) async throws {
        let world = try await World(on: .file)
        var start = ContinuousClock.now
        // Sixteen at a time, as many as would be working.
        for group in 0..<matters / 16 {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for number in 0..<16 {
                    tasks.addTask {
                        try await world.open(HandOver { $0.title = "排查第\(group * 16 + number)户" })
                    }
                }
                try await tasks.waitForAll()
            }
        }
        bench.report("anlan", "desk", perSecond: Double(matters) / start.seconds)

        world.clock.advance(by: .seconds(400 * 86_400))
        start = .now
        let turned = try await world.escalation.run()
        precondition(turned >= matters, "\(turned) lights turned")
        bench.report("anlan", "escalation", perSecond: Double(turned) / start.seconds)

        let key = SigningKey(name: "bench.example/log", kind: .note, secret: Array(repeating: 7, count: 32))
        start = .now
        let sealed = try await Sealer(
            log: SealedLog(database: world.database), key: key, now: { world.clock.now }
        ).run()
        precondition(sealed == matters + turned, "\(sealed) sealed")
        bench.report("anlan", "seal", perSecond: Double(sealed) / start.seconds)

        try await verify(sealed, in: world, with: key.verifier, bench)
        let leaf = Array(repeating: UInt8(7), count: 600)
        bench.repeated("hash-rate", "verify", amount: 1_000) {
            for _ in 0..<1_000 { precondition(SHA256.hash(data: leaf).first != nil) }
        }
        bench.repeated("hash-rate", "seal", amount: 1_000) {
            for _ in 0..<1_000 { precondition(SHA256.hash(data: leaf).first != nil) }
        }
    }

    private static func verify(_ sealed: Int, in world: World, with key: VerifierKey, _ bench: Bench) async throws {
        let start = ContinuousClock.now
        var verified = 0
        repeat {
            let report = try await LedgerAudit(database: world.database, keys: LogKeys(key)).run()
            precondition(report.findings.isEmpty && report.sealed == sealed)
            verified += sealed
        } while start.seconds < bench.seconds
        bench.report("anlan", "verify", perSecond: Double(verified) / start.seconds)
    }
}
