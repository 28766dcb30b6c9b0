import Calendars
import Ledger
import Storage
import Workflows

/// 导入批次 — one file that somebody sent in for a register: checked first, written when they say so, taken back within
/// a day if it was a mistake.
public struct ImportJob: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable, SQLConvertible, Titled {
        /// Being checked, or waiting for its turn.
        case checking
        /// Checked; waits for the person to say whether the good rows are to be written.
        case checked
        case importing, done, undoing, undone, cancelled, failed

        public var title: String {
            switch self {
            case .checking: "正在检查"
            case .checked: "已检查，待确认"
            case .importing: "正在导入"
            case .done: "已导入"
            case .undoing: "正在撤销"
            case .undone: "已撤销"
            case .cancelled: "已取消"
            case .failed: "未能完成"
            }
        }

        /// The platform is at work on it, or will be.
        public var isRunning: Bool { [.checking, .importing, .undoing].contains(self) }
    }

    /// How many rows came out how.
    public struct Tally: Sendable, Hashable {
        public var new = 0
        public var changed = 0
        public var same = 0
        public var bad = 0

        public var all: Int { new + changed + same + bad }

        mutating func count(_ outcome: RowVerdict.Outcome) {
            switch outcome {
            case .new: new += 1
            case .changed: changed += 1
            case .same: same += 1
            case .bad: bad += 1
            }
        }
    }

    public let id: String
    /// `IMP-2026-000004`
    public let number: String
    public let register: String
    public let person: String
    /// Who says what stands in the file, as the register knows its sources.
    public let source: String
    public let fileName: String
    /// SHA-256 of the file in the store of attachments.
    public let file: String
    public let askedAt: Instant
    public internal(set) var state: State
    /// What the check found.
    public internal(set) var checked: Tally
    /// What was written.
    public internal(set) var written: Tally
    /// Up to which row of the file everything is written, or up to which one it is taken back.
    public internal(set) var position: Int
    /// The share of the file read so far, in thousandths.
    public internal(set) var progress: Int
    public internal(set) var undone: Int
    /// Rows that stay because they were changed or used since.
    public internal(set) var kept: Int
    /// What the sender should know of the file.
    public internal(set) var findings: [String]
    public internal(set) var failure: String?
    public internal(set) var beganAt: Instant?
    public internal(set) var finishedAt: Instant?
    public internal(set) var version: Int

    /// A batch can be taken back for so long.
    public static let undoLife = Duration.seconds(86_400)

    public func canBeUndone(at now: Instant) -> Bool {
        state == .done && finishedAt.map { now < $0.adding(Self.undoLife) } ?? false
    }

    /// Seconds left at the pace so far; `nil` at the very beginning.
    func secondsLeft(at now: Instant) -> Int? {
        guard let beganAt, progress > 20 else { return nil }
        let spent = now.milliseconds - beganAt.milliseconds
        return max(1, spent * (1000 - progress) / progress / 1000)
    }
}

extension ImportJob {
    /// One that has just been sent in.
    public init(
        number: String, of register: String, by person: String, from source: String,
        file: (name: String, hash: String), at now: Instant
    ) {
        self.init(
            id: UUIDv7.make(at: now), number: number, register: register, person: person, source: source,
            fileName: file.name, file: file.hash, askedAt: now, state: .checking, checked: .init(), written: .init(),
            position: 0, progress: 0, undone: 0, kept: 0, findings: [], failure: nil, beganAt: nil, finishedAt: nil,
            version: 1)
    }

    init(row: Row) throws {
        let findings: String = try row["findings"]
        func tally(_ kind: String) throws -> Tally {
            try Tally(
                new: row[kind + "_new"], changed: row[kind + "_changed"], same: row[kind + "_same"],
                bad: row[kind + "_bad"])
        }
        try self.init(
            id: row["id"], number: row["number"], register: row["register"], person: row["person"],
            source: row["source"], fileName: row["file_name"], file: row["file"], askedAt: row["asked_at"],
            state: row["state"], checked: tally("checked"), written: tally("written"), position: row["position"],
            progress: row["progress"], undone: row["undone"], kept: row["kept"],
            findings: findings.split(separator: "\n").map(String.init), failure: row["failure"],
            beganAt: row["began_at"], finishedAt: row["finished_at"], version: row["version"])
    }
}
