import Calendars
import Foundation
import Ledger
import SampleProvince
import Sealing
import Storage
import Testing
import Workflows

/// 封存 — every entry once, in an order that never changes.
@Suite(.serialized)
struct SealerTests {
    @Test(arguments: Engine.all)
    func `nothing is sealed twice, nothing is left, and restarts change nothing`(engine: Engine) async throws {
        let sealed = try await Sealed(on: engine, batch: 3)
        _ = try await sealed.work(errands: 5)
        let first = try await sealed.entries()
        #expect(first.count == (try await sealed.world.count("ledger_entry")))
        #expect(Set(first).count == first.count)
        #expect(try await sealed.world.count("unsealed_entry") == 0)

        let restarted = Sealer(log: sealed.log, key: Sealed.key, now: { sealed.world.clock.now })
        #expect(try await restarted.run() == 0)
        _ = try await sealed.world.errand(in: .working)
        #expect(try await restarted.run() == 2)
        #expect(Array(try await sealed.entries().prefix(first.count)) == first)
        #expect(try await sealed.audit().findings == [])
    }

    /// A commit that becomes visible after later ones were sealed still gets its place: at the end.
    @Test(arguments: Engine.all)
    func `an entry that becomes visible late is sealed late, not passed over`(engine: Engine) async throws {
        let sealed = try await Sealed(on: engine)
        let errand = try await sealed.world.errand(in: .working)
        let late = UUIDv7.make()
        _ = try await sealed.work(errands: 1)

        var entry = try #require(try await sealed.world.ledger.entries(of: errand).last)
        (entry.id, entry.commandID, entry.target.version) = (late, UUIDv7.make(), 99)
        try await sealed.world.database.commit(LedgerStore.insert(entry))
        #expect(try await sealed.sealer.run() == 1)
        let order = try await sealed.entries()
        #expect(order.last == late)
        #expect(order != order.sorted())
        #expect(try await sealed.audit().findings == [])
    }

    @Test(arguments: Engine.concurrent)
    func `several that seal at once agree on one order`(engine: Engine) async throws {
        let sealed = try await Sealed(on: engine)
        let others = (0..<3).map { _ in Sealer(log: sealed.log, key: Sealed.key, batch: 4) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for other in others { group.addTask { for _ in 0..<20 { try await other.run() } } }
            group.addTask { for _ in 0..<10 { _ = try await sealed.world.errand(in: .reported) } }
            try await group.waitForAll()
        }
        try await sealed.sealer.run()
        #expect(try await sealed.entries().count == 30)
        #expect(try await sealed.audit().findings == [])
    }

    @Test func `nothing is sealed on top of a log that another key signed, or that was changed`() async throws {
        let sealed = try await Sealed()
        _ = try await sealed.work(errands: 1)
        _ = try await sealed.world.errand(in: .working)
        let stranger = SigningKey(name: "sample.example/log", kind: .note, secret: [1])
        await #expect(throws: SealBroken.self) { try await Sealer(log: sealed.log, key: stranger).run() }

        try await sealed.disarm()
        let other = SQLValue.blob(Array(repeating: 1, count: 32))
        try await sealed.change("UPDATE sealed_entry SET digest = \(other) WHERE leaf = 0")
        await #expect(throws: SealBroken.self) { try await Sealer(log: sealed.log, key: Sealed.key).run() }
    }

    @Test(arguments: Engine.all)
    func `the digest in the answer is the one that is sealed, also when the command is sent twice`(engine: Engine)
        async throws
    {
        let sealed = try await Sealed(on: engine)
        let envelope = Envelope()
        let receipt = try await sealed.world.open(HandOver(), in: envelope)
        let again = try await sealed.world.open(HandOver(), in: envelope)
        try await sealed.sealer.run()
        #expect(try await sealed.log.digests(0..<1).map(\.hexadecimal) == [receipt.digest])
        #expect(again.isRepeated)
        #expect(again.digest == receipt.digest)
    }

    @Test(arguments: Engine.all)
    func `tiles of a log hold what the tree is made of`(engine: Engine) async throws {
        let sealed = try await Sealed(on: engine)
        let errand = try await sealed.world.errand(in: .working)
        var entry = try #require(try await sealed.world.ledger.entries(of: errand).last)
        for version in 100..<400 {
            (entry.id, entry.commandID, entry.target.version) = (UUIDv7.make(), UUIDv7.make(), version)
            try await sealed.world.database.commit(LedgerStore.insert(entry))
        }
        try await sealed.sealer.run()
        let note = try #require(try await sealed.log.latest())
        let checkpoint = try #require(Checkpoint(note))
        #expect(checkpoint.size == 302)
        #expect(try await sealed.log.tile(TilePath(level: 0, number: 0)).count == 256)
        #expect(try await sealed.log.tile(TilePath(level: 1, number: 0, count: 1)).count == 1)
        var reader = sealed.log.reader(size: checkpoint.size)
        #expect(try await reader.root(at: 302) == checkpoint.root)
        #expect(try await sealed.audit().findings == [])
    }
}

/// 存证 — a file that holds by itself.
@Suite(.serialized)
struct ProofFileTests {
    private let keys = LogKeys(Sealed.key.verifier)

    private func proof() async throws -> (Sealed, ProofFile) {
        let sealed = try await Sealed()
        let errand = try await sealed.world.errand(in: .reported)
        try await sealed.world.perform(SendBack(reason: "缺“台账”\n第2页\\"), on: errand, by: .zhao)
        _ = try await sealed.work(errands: 3)
        let entries = try await sealed.world.ledger.entries(of: errand).map(\.id)
        return (sealed, try #require(try await sealed.log.proofs(of: entries)))
    }

    @Test func `a proof that was bent anywhere does not hold`() async throws {
        let (sealed, proof) = try await proof()
        var bent: [ProofFile] = []
        func bend(_ change: (inout ProofFile) -> Void) {
            var copy = proof
            change(&copy)
            bent.append(copy)
        }
        bend { $0.entries[0].entry = $0.entries[0].entry.replacing("hand-over", with: "hand-ovel") }
        bend { $0.entries[1].leaf += 1 }
        bend { $0.entries[1].path.removeLast() }
        bend { $0.entries[1].path[0] = $0.entries[0].path[0] }
        bend { $0.entries[0].texts[0].text += "。" }
        bend { $0.entries[0].texts[0].slot = "reason" }
        bend { $0.checkpoint = $0.checkpoint.replacing("sample.example/log\n", with: "other.example/log\n") }
        bend { $0.entries[0].entry += "\n" }
        for copy in bent { #expect(throws: ProofFile.Failure.self) { try copy.check(with: keys) } }
        #expect(throws: ProofFile.Failure.self) {
            try proof.check(with: LogKeys(SigningKey(name: keys.name, kind: .note, secret: [3]).verifier))
        }
        let older = try #require(try await sealed.log.checkpoint(size: 7))
        #expect(throws: ProofFile.Failure.self) { try proof.check(with: keys, against: older) }
        #expect(throws: ProofFile.Failure.self) { try ProofFile(json: "{}".utf8) }
    }

    @Test func `a proof holds after a trip through a file, and without the texts that were erased`() async throws {
        let (sealed, proof) = try await proof()
        var read = try ProofFile(json: proof.json)
        #expect(read == proof)
        let note = try await sealed.log.latest()
        try read.check(with: keys, against: note)
        #expect(read.entries.count == 4)
        #expect(read.entries[3].texts.last?.text == "缺“台账”\n第2页\\")
        #expect(read.entries[3][line: "command"] == "send-back")
        read.entries[0].texts = []
        try read.check(with: keys)
    }

    /// The verifier in Tests/Verifier knows only FORMAT.md.
    @Test func `a verifier that is not ours says the same`() async throws {
        let (sealed, proof) = try await proof()
        let folder = FileManager.default.temporaryDirectory.appending(path: "proof-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func verify(_ file: ProofFile, _ arguments: [String] = []) throws -> Int32 {
            let path = folder.appending(path: "proof.json")
            try Data(file.json).write(to: path)
            return try Verifier.run("verify.py", [path.path, "\(keys)"] + arguments)
        }
        let trusted = folder.appending(path: "checkpoint")
        try Data(try #require(try await sealed.log.latest()).encoded.utf8).write(to: trusted)
        #expect(try verify(proof) == 0)
        #expect(try verify(proof, [trusted.path]) == 0)
        for change in [
            { $0.entries[1].leaf += 1 }, { $0.entries[0].texts[0].text += "。" },
            { $0.entries[2].entry = $0.entries[2].entry.replacing("reported", with: "Reported") },
            { $0.checkpoint = $0.checkpoint.replacing("\n1", with: "\n2") },
        ] as [(inout ProofFile) -> Void] {
            var bent = proof
            change(&bent)
            #expect(try verify(bent) == 1)
        }
        try Data(try #require(try await sealed.log.checkpoint(size: 7)).encoded.utf8).write(to: trusted)
        #expect(try verify(proof, [trusted.path]) == 1)
    }
}

/// The programs in Tests/Verifier, which know only FORMAT.md.
enum Verifier {
    /// - Returns: 0 when the verifier finds that everything holds.
    static func run(_ program: String, _ arguments: [String]) throws -> Int32 {
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = ["python3", Checkout.path("Tests/Verifier/" + program)] + arguments
        python.standardOutput = FileHandle.nullDevice
        try python.run()
        python.waitUntilExit()
        return python.terminationStatus
    }
}
