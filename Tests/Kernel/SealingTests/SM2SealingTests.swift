import Foundation
import Ledger
import SM2Signatures
import SampleProvince
import Sealing
import Storage
import Testing
import Workflows

/// Checkpoints that SM2 signs beside Ed25519.
@Suite(.serialized)
struct SM2SealingTests {
    private let keys = LogKeys(Sealed.key.verifier, sm2: Sealed.sm2.verifier)

    /// A log that was sealed without SM2 at first.
    private func sealed(on engine: Engine = .memory, before: Int = 1, after: Int = 3) async throws -> Sealed {
        let sealed = try await Sealed(on: engine)
        for _ in 0..<before { _ = try await sealed.work(errands: 1) }
        let both = Sealer(log: sealed.log, key: Sealed.key, sm2: Sealed.sm2, now: { sealed.world.clock.now })
        for _ in 0..<after {
            _ = try await sealed.world.errand(in: .working)
            try await both.run()
        }
        return sealed
    }

    private func audit(_ sealed: Sealed, trusted: [SignedNote] = []) async throws -> LedgerAudit.Report {
        try await LedgerAudit(database: sealed.world.database, keys: keys, trusted: trusted).run()
    }

    /// The first checkpoint, from before SM2.
    private func first(of sealed: Sealed) async throws -> SignedNote? {
        let size: Int = try await sealed.world.database.rows("SELECT min(size) AS size FROM log_checkpoint")[0]["size"]
        return try await sealed.log.checkpoint(size: size)
    }

    private func bent(_ note: SignedNote, _ change: ([String]) -> [String]) throws -> SignedNote {
        let lines = note.encoded.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return try #require(SignedNote(change(lines).joined(separator: "\n")))
    }

    /// The line of a signature with its last byte changed.
    private func bent(_ line: String) -> String {
        let parts = line.split(separator: " ").map(String.init)
        var bytes = Data(base64Encoded: parts[2])!
        bytes[bytes.count - 1] ^= 1
        return "\(parts[0]) \(parts[1]) \(bytes.base64EncodedString())"
    }

    @Test(arguments: Engine.all)
    func `a signature of SM2 that was changed, taken away, or made by another key is found`(engine: Engine) async throws
    {
        let sealed = try await sealed(on: engine)
        let note = try #require(try await sealed.log.latest())
        let size = try #require(Checkpoint(note)?.size)
        try await sealed.disarm()
        func findings(_ note: SignedNote) async throws -> [LedgerAudit.Finding] {
            try await sealed.change("UPDATE log_checkpoint SET note = \(note.encoded) WHERE size = \(size)")
            return try await audit(sealed).findings
        }
        // Text, empty line, Ed25519, SM2, end.
        let changed = try bent(note) { $0.dropLast(2) + [bent($0[$0.count - 2]), ""] }
        let without = try bent(note) { $0.dropLast(2) + [""] }
        var foreign = try bent(without) { $0 }
        try SigningKey(name: "sample.example/log", kind: .sm2, secret: [9]).sign(&foreign)
        for bad in [changed, without, foreign] {
            #expect(try await findings(bad).contains { $0.kind == .forged })
        }
        #expect(try await findings(note) == [])
        let stranger = LogKeys(
            Sealed.key.verifier, sm2: SigningKey(name: "sample.example/log", kind: .sm2, secret: [9]).verifier)
        let report = try await LedgerAudit(database: sealed.world.database, keys: stranger).run()
        #expect(report.checkpointsWithSM2 == 0)
    }

    @Test(arguments: Engine.all)
    func `a log can begin to sign with SM2 later, and whoever knows Ed25519 alone sees no difference`(engine: Engine)
        async throws
    {
        let sealed = try await sealed(on: engine, before: 2, after: 3)
        let report = try await audit(sealed)
        #expect(report.findings == [])
        #expect(report.checkpointsWithSM2 == 3)
        #expect(report.checkpoints > 3)
        #expect(try await sealed.audit().findings == [])
    }

    @Test func `without the setting a checkpoint bears one signature`() async throws {
        let sealed = try await Sealed()
        _ = try await sealed.work(errands: 1)
        let note = try #require(try await sealed.log.latest())
        #expect(note.signatures.map(\.keyHash) == [Sealed.key.verifier.hash])
        #expect(!keys.verifies(note))
    }

    @Test func `nothing is sealed on top of a checkpoint whose signature of SM2 does not hold`() async throws {
        let sealed = try await sealed()
        let note = try #require(try await sealed.log.latest())
        let changed = try bent(note) { $0.dropLast(2) + [bent($0[$0.count - 2]), ""] }
        try await sealed.disarm()
        try await sealed.change(
            "UPDATE log_checkpoint SET note = \(changed.encoded) WHERE size = \(Checkpoint(note)?.size)")
        _ = try await sealed.world.errand(in: .working)
        let both = Sealer(log: sealed.log, key: Sealed.key, sm2: Sealed.sm2)
        await #expect(throws: SealBroken.self) { try await both.run() }
    }

    @Test func `a witness asks for both signatures and hands both on`() async throws {
        let sealed = try await sealed()
        let note = try #require(try await sealed.log.latest())
        let witness = Witness(of: keys, key: SigningKey(name: "nanjing.example/log", kind: .cosignature, secret: [4]))
        let log = sealed.log
        let without = try bent(note) { $0.dropLast(2) + [""] }
        await #expect(throws: WitnessAlarm.self) {
            try await witness.cosign(without, after: nil, at: sealed.world.clock.now) { try await log.tile($0) }
        }
        let cosigned = try await witness.cosign(note, after: nil, at: sealed.world.clock.now) { try await log.tile($0) }
        #expect(keys.verifies(cosigned))
        #expect(witness.verifier.verifies(cosigned))
        // One that was signed before SM2 was set is no contradiction.
        let early = try #require(try await first(of: sealed))
        _ = try await witness.cosign(note, after: early, at: sealed.world.clock.now) { try await log.tile($0) }
    }

    @Test func `the published examples hold for the verifier that is not ours`() throws {
        #expect(try Verifier.run("published.py", []) == 0)
    }

    /// Ours and the one in Tests/Verifier, each with the keys as `/log/key` has them.
    @Test func `a proof holds under both keys, and not with a signature, a key or an identity that was changed`()
        async throws
    {
        let sealed = try await sealed()
        let entries = try await sealed.entries()
        let proof = try #require(try await sealed.log.proofs(of: entries))
        let folder = FileManager.default.temporaryDirectory.appending(path: "proof-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func holds(_ checkpoint: SignedNote, _ keys: LogKeys) throws -> [Bool] {
            var file = proof
            file.checkpoint = checkpoint.encoded
            let path = folder.appending(path: "proof.json")
            try Data(file.json).write(to: path)
            let ours = (try? file.check(with: keys)) != nil
            return [ours, try Verifier.run("verify.py", [path.path, "\(keys)"]) == 0]
        }
        let note = try #require(SignedNote(proof.checkpoint))
        #expect(try holds(note, keys) == [true, true])
        #expect(try holds(note, LogKeys(Sealed.key.verifier)) == [true, true])

        let changed = try bent(note) { $0.dropLast(2) + [bent($0[$0.count - 2]), ""] }
        #expect(try holds(changed, keys) == [false, false])
        let other = SigningKey(name: "sample.example/log", kind: .sm2, secret: [9]).verifier
        #expect(try holds(note, LogKeys(Sealed.key.verifier, sm2: other)) == [false, false])

        // As another identity; the key is one that the test itself has.
        let own = try #require(SM2PrivateKey(scalar: Array(repeating: 5, count: 32)))
        let verifier = VerifierKey(name: "sample.example/log", kind: .sm2, publicKey: own.publicKey.bytes)
        func signed(as identity: String) throws -> SignedNote {
            let bytes = try own.signature(for: Array(note.text.utf8), by: identity)
            let line = "— \(verifier.name) \(Data(verifier.hash + bytes).base64EncodedString())"
            return try bent(note) { $0.dropLast(2) + [line, ""] }
        }
        let ownKeys = LogKeys(Sealed.key.verifier, sm2: verifier)
        #expect(try holds(signed(as: "1234567812345678"), ownKeys) == [true, true])
        #expect(try holds(signed(as: "ALICE123@YAHOO.COM"), ownKeys) == [false, false])
    }

    @Test func `a proof to a checkpoint from before SM2 holds under Ed25519 alone`() async throws {
        let sealed = try await sealed()
        let early = try #require(try await first(of: sealed))
        let entries = Array(try await sealed.entries().prefix(1))
        let proof = try #require(try await sealed.log.proofs(of: entries, to: early))
        try proof.check(with: LogKeys(Sealed.key.verifier))
        #expect(throws: ProofFile.Failure.self) { try proof.check(with: keys) }
    }
}

/// The keys of a log as `/log/key` has them.
struct LogKeysTests {
    private let own = Sealed.key.verifier
    private let sm2 = Sealed.sm2.verifier

    @Test func `what is not one key of a log and at most one of SM2 is none`() {
        let elsewhere = SigningKey(name: "elsewhere.example/log", kind: .sm2, secret: [1]).verifier
        let second = SigningKey(name: own.name, kind: .note, secret: [1]).verifier
        let cosigner = SigningKey(name: own.name, kind: .cosignature, secret: [1]).verifier
        let none: [[VerifierKey]] = [
            [], [sm2], [cosigner], [own, own], [own, second], [own, elsewhere], [own, cosigner], [own, sm2, sm2],
        ]
        for keys in none { #expect(LogKeys(keys.map(\.description).joined(separator: "\n")) == nil) }
        let bent = "\(sm2)".replacing("+" + sm2.hash.hexadecimal, with: "+00000000")
        #expect(LogKeys("\(own)\n\(bent)") == nil)
    }

    @Test func `keys come back as they were written, in either order`() {
        #expect(LogKeys("\(own)\n") == LogKeys(own))
        #expect(LogKeys("\(sm2)\r\n\(own)") == LogKeys(own, sm2: sm2))
        #expect(LogKeys("\(LogKeys(own, sm2: sm2))") == LogKeys(own, sm2: sm2))
    }

    /// Every instance that shares the secret signs alike, also after a restart.
    @Test func `a secret has one key of each kind`() {
        let secret = Array("secret".utf8)
        let keys = [VerifierKey.Kind.note, .cosignature, .sm2].map { kind in
            SigningKey(name: "a", kind: kind, secret: secret).verifier
        }
        #expect(Set(keys.map(\.publicKey)).count == 3)
        #expect(SigningKey(name: "a", kind: .sm2, secret: secret).verifier == keys[2])
        #expect(SigningKey(name: "b", kind: .sm2, secret: secret).verifier.publicKey != keys[2].publicKey)
    }
}
