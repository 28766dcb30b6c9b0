import Calendars
import Foundation
import Storage

/// What a witness remembers, in files: for each log the last note it signed, and every alarm with its evidence.
///
/// Kept beside the witness's own database and not in it, so that whoever can write there cannot change what was seen.
public struct WitnessFolder: Sendable {
    /// What was seen of one log.
    public struct Sight: Sendable {
        public let origin: String
        public let size: Int
        public let seen: Instant
        /// With the witness's own signature: a checkpoint for `anlan verify --checkpoint`.
        public let note: SignedNote
    }

    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// The last note that was signed for the log with this key.
    ///
    /// - Throws: ``DamagedSight`` when there is a file that is none: nothing is trusted anew by itself.
    public func known(of log: VerifierKey) throws -> SignedNote? {
        let file = place(of: log) + "/checkpoint"
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        guard let note = SignedNote(try String(contentsOfFile: file, encoding: .utf8)), log.verifies(note) else {
            throw DamagedSight(path: file)
        }
        return note
    }

    public func keep(_ note: SignedNote, of log: VerifierKey) throws {
        try write(note.encoded, to: place(of: log) + "/checkpoint")
    }

    /// Writes the evidence down once, however often the same is seen.
    ///
    /// - Returns: whether it was not there yet.
    public func keep(_ alarm: WitnessAlarm, of log: VerifierKey, at instant: Instant) throws -> Bool {
        let evidence = "\(alarm)\n\n\(alarm.known?.encoded ?? "")\n\(alarm.shown.encoded)"
        let known = try alarms(of: log)
        guard !known.contains(where: { $0.evidence == evidence }) else { return false }
        try write(evidence, to: "\(place(of: log))/alarm-\(instant.milliseconds).txt")
        return true
    }

    /// Oldest first.
    public func alarms(of log: VerifierKey) throws -> [(at: Instant, evidence: String)] {
        try alarms(in: place(of: log))
    }

    /// Everything that is watched.
    public func sights() throws -> [(sight: Sight?, alarms: [(at: Instant, evidence: String)])] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted().map { name in
            let folder = path + "/" + name
            var sight: Sight?
            // Absence means that nothing was signed yet, only alarms were raised.
            if let text = try? String(contentsOfFile: folder + "/checkpoint", encoding: .utf8),
                let note = SignedNote(text), let checkpoint = Checkpoint(note)
            {
                let stamp = note.signatures.last { $0.bytes.count == 72 }?.bytes.prefix(8) ?? []
                let seconds = stamp.reduce(0) { $0 << 8 | Int($1) }
                sight = Sight(
                    origin: checkpoint.origin, size: checkpoint.size, seen: Instant(milliseconds: seconds * 1_000),
                    note: note)
            }
            return (sight, try alarms(in: folder))
        }
    }

    private func alarms(in folder: String) throws -> [(at: Instant, evidence: String)] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { name in
            guard name.hasPrefix("alarm-"), let time = Int(name.dropFirst(6).dropLast(4)) else { return nil }
            let evidence = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            return (Instant(milliseconds: time), evidence)
        }.sorted { $0.at < $1.at }
    }

    private func place(of log: VerifierKey) -> String { "\(path)/\(log.hash.hexadecimal)" }

    /// On the disk before it has its name: what was signed must not be forgotten.
    private func write(_ text: String, to file: String) throws {
        let folder = URL(filePath: file).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let unfinished = file + ".unfinished"
        try Data(text.utf8).write(to: URL(filePath: unfinished))
        let handle = try FileHandle(forUpdating: URL(filePath: unfinished))
        try handle.synchronize()
        try handle.close()
        guard rename(unfinished, file) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}

/// What the witness remembers cannot be read.
public struct DamagedSight: Error, Hashable, CustomStringConvertible {
    public let path: String
    public var description: String { "见证过的检查点读不出来：\(path)。请查明原因；确认无误后移走该文件，才会从头见证。" }
}
