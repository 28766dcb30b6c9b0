import Calendars
import Foundation
import Ledger
import SampleProvince
import Sealing
import Storage
import Synchronization
import Testing
import Workflows

/// 见证 — a city remembers what the province's log was, and signs nothing that does not continue it.
@Suite(.serialized)
struct WitnessTests {
    private static let key = SigningKey(name: "nanjing.example/log", kind: .cosignature, secret: [4])
    private let witness = Witness(of: LogKeys(Sealed.key.verifier), key: Self.key)
    private let instant = Instant(day: Day("2026-06-15")!, hour: 9)

    private func look(
        at log: SealedLog, after known: SignedNote?,
        bending bend: @escaping @Sendable ([TreeHash]) -> [TreeHash] = { $0 }
    ) async throws -> SignedNote {
        let note = try #require(try await log.latest())
        return try await witness.cosign(note, after: known, at: instant) { bend(try await log.tile($0)) }
    }

    private func alarm(_ work: () async throws -> SignedNote) async throws -> WitnessAlarm? {
        do {
            _ = try await work()
            return nil
        } catch let alarm as WitnessAlarm {
            return alarm
        }
    }

    @Test func `a log that was put back to an earlier day is not signed, and both notes are the evidence`() async throws
    {
        let sealed = try await Sealed()
        _ = try await sealed.work(errands: 1)
        let early = try #require(try await sealed.log.latest())
        _ = try await sealed.work(errands: 3)
        let known = try await look(at: sealed.log, after: nil)
        try await sealed.disarm()
        let size = try #require(Checkpoint(early)?.size)
        try await sealed.change("DELETE FROM log_checkpoint WHERE size > \(size)")
        let alarm = try #require(try await alarm { try await look(at: sealed.log, after: known) })
        #expect(alarm.kind == .rolledBack)
        #expect(alarm.known == known)
        #expect(alarm.shown == early)
        #expect(Sealed.key.verifier.verifies(alarm.shown))
        #expect(Sealed.key.verifier.verifies(try #require(alarm.known)))
    }

    /// Two instances with the same key, such as one restored from a backup beside the one that went on.
    @Test(arguments: [1, 5, 12])
    func `a fork is not signed, however far it has grown`(further: Int) async throws {
        let (province, fork) = (try await Sealed(), try await Sealed())
        _ = try await province.work(errands: 4)
        _ = try await fork.work(errands: 4 + further)
        let known = try await look(at: province.log, after: nil)
        let alarm = try #require(try await alarm { try await look(at: fork.log, after: known) })
        #expect(alarm.kind == .split)
        // Whoever saw the fork first is not misled either.
        let other = try await look(at: fork.log, after: nil)
        #expect(try await self.alarm { try await look(at: province.log, after: other) } != nil)
    }

    @Test func `a log of the same size with another root is a fork`() async throws {
        let (province, fork) = (try await Sealed(), try await Sealed())
        _ = try await province.work(errands: 2)
        _ = try await fork.work(errands: 2)
        let known = try await look(at: province.log, after: nil)
        #expect(try await alarm { try await look(at: fork.log, after: known) }?.kind == .split)
    }

    @Test func `tiles that were bent so as to look consistent are not believed`() async throws {
        let sealed = try await Sealed()
        _ = try await sealed.work(errands: 2)
        let known = try await look(at: sealed.log, after: nil)
        _ = try await sealed.work(errands: 3)
        let bends: [@Sendable ([TreeHash]) -> [TreeHash]] = [
            { $0.reversed() }, { Array($0.dropLast()) }, { [$0[0]] + $0.dropLast() },
            { hashes in hashes.map { TreeHash.node($0, $0) } },
        ]
        for bend in bends {
            #expect(try await alarm { try await look(at: sealed.log, after: known, bending: bend) }?.kind == .split)
        }
    }

    @Test func `what the log's key did not sign is not signed`() async throws {
        let sealed = try await Sealed()
        _ = try await sealed.work(errands: 1)
        let stranger = Witness(
            of: LogKeys(SigningKey(name: Sealed.key.verifier.name, kind: .note, secret: [9]).verifier), key: Self.key)
        let note = try #require(try await sealed.log.latest())
        await #expect(throws: WitnessAlarm.self) {
            try await stranger.cosign(note, after: nil, at: instant) { try await sealed.log.tile($0) }
        }
    }

    @Test(arguments: Engine.all)
    func `a log that only grows is signed each time, and the signature says when`(engine: Engine) async throws {
        let sealed = try await Sealed(on: engine, batch: 3)
        var known: SignedNote?
        for _ in 0..<5 {
            _ = try await sealed.work(errands: 1)
            let cosigned = try await look(at: sealed.log, after: known)
            #expect(Sealed.key.verifier.verifies(cosigned))
            #expect(witness.verifier.time(on: cosigned) == instant.milliseconds / 1_000)
            #expect(cosigned.signatures.count == 2)
            known = cosigned
        }
        // Nothing new is nothing wrong.
        known = try await look(at: sealed.log, after: known)
        // What the witness keeps is what an audit can be held against.
        #expect(try await sealed.audit([try #require(known)]).findings == [])
    }

    @Test func `what was seen is remembered in files, an alarm once`() async throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "witness-\(UUID())")
        defer { try? FileManager.default.removeItem(at: place) }  // What is left over is the system's to clear.
        let folder = WitnessFolder(path: place.path)
        let log = Sealed.key.verifier
        #expect(try folder.known(of: log) == nil)
        #expect(try folder.sights().isEmpty)
        let (province, fork) = (try await Sealed(), try await Sealed())
        _ = try await province.work(errands: 2)
        _ = try await fork.work(errands: 3)
        let known = try await look(at: province.log, after: nil)
        try folder.keep(known, of: log)
        #expect(try folder.known(of: log) == known)
        let alarm = try #require(try await alarm { try await look(at: fork.log, after: folder.known(of: log)) })
        #expect(try folder.keep(alarm, of: log, at: instant))
        #expect(try !folder.keep(alarm, of: log, at: instant.adding(.seconds(60))))
        let sights = try folder.sights()
        #expect(sights.map(\.sight?.size) == [Checkpoint(known)?.size])
        #expect(sights[0].sight?.seen == instant)
        #expect(sights[0].alarms.map(\.at) == [instant])
        #expect(sights[0].alarms[0].evidence.contains(alarm.shown.encoded))

        let file = try #require(FileManager.default.subpaths(atPath: place.path)?.first { $0.hasSuffix("/checkpoint") })
        try Data("x".utf8).write(to: place.appending(path: file))
        #expect(throws: DamagedSight.self) { try folder.known(of: log) }
    }
}
