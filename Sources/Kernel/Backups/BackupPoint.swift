import Calendars

/// 备份点 — what the whole installation was at one moment: which rows, which files, which key, which checkpoint.
///
/// It names pieces by their hashes. Pieces that did not change since an earlier point are there once for both.
public struct BackupPoint: Sendable, Hashable, Codable {
    public struct Step: Sendable, Hashable, Codable {
        public let component: String
        public let number: Int
    }

    public struct Table: Sendable, Hashable, Codable {
        public let name: String
        public let columns: [String]
        public internal(set) var rows = 0
        /// The hashes of the pieces that hold its rows, in order.
        public internal(set) var pieces: [String] = []
    }

    public static let format = "anlan-backup/1"

    public let format: String
    /// Nothing that was committed later is in it.
    public let taken: Instant
    /// The program that took it.
    public let program: String
    /// How far the schema had come.
    public let steps: [Step]
    public let tables: [Table]
    /// SHA-256 of each attachment that is kept as a file; smaller ones are rows.
    public let files: [String]
    /// The hash of the piece that holds the installation's secret.
    public let secret: String?
    /// The newest checkpoint of the sealed log.
    public let checkpoint: String?

    public var rows: Int { tables.reduce(0) { $0 + $1.rows } }
}

/// What lies in a backup folder is not what was put there, or not all of it.
public struct DamagedBackup: Error, Hashable, CustomStringConvertible {
    public let reason: String

    init(_ reason: String) {
        self.reason = reason
    }

    public var description: String { "备份不完整或已损坏：\(reason)。请改用另一个备份点（--until）或另一份备份。" }
}
