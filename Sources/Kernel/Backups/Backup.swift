import Attachments
import Calendars
import Foundation
import Sealing
import Storage

/// 备份 — writes down what the whole installation is at one moment, while people go on working.
///
/// All rows are read in one snapshot of the database, the sealed log among them, so they fit each other. A table is cut
/// into pieces where its keys say so and not after so many rows; what was added or changed since the last backup
/// makes new pieces, and everything else is there already.
public struct Backup: Sendable {
    public struct Outcome: Sendable {
        public let point: BackupPoint
        /// What was new, packed.
        public let bytesWritten: Int
        public let filesCopied: Int
    }

    private let database: any OperableDatabase
    private let data: String
    private let folder: BackupFolder
    private let program: String
    private let now: @Sendable () -> Instant

    /// - Parameter data: the folder with the installation's secret and attachments.
    public init(
        of database: any OperableDatabase, data: String, to folder: BackupFolder, program: String,
        now: @escaping @Sendable () -> Instant = { .now }
    ) {
        self.database = database
        self.data = data
        self.folder = folder
        self.program = program
        self.now = now
    }

    /// - Throws: ``FolderInUse`` while points are taken away from the folder; ``MissingAttachment``; ``DamagedBackup``.
    public func take() async throws -> Outcome {
        let lock = try folder.lock(.together)
        defer { lock.release() }
        let (point, written) = try await database.snapshot { [self] in try read($0) }
        let copied = try await copyFiles(of: point)
        try folder.keep(point)
        return Outcome(point: point, bytesWritten: written, filesCopied: copied)
    }

    private func read(_ snapshot: any Snapshot) throws -> (BackupPoint, Int) {
        let taken = now()
        var written = 0
        var tables: [BackupPoint.Table] = []
        for shape in try snapshot.tables() where shape.name != SchemaSteps.tableName {
            var cutter = PieceCutter(shape: shape, folder: folder)
            try cutter.run(snapshot)
            tables.append(cutter.table)
            written += cutter.written
        }
        let steps = try snapshot.rows("SELECT component, number FROM schema_step ORDER BY component, number").map {
            BackupPoint.Step(component: try $0["component"], number: try $0["number"])
        }
        let checkpoint = try snapshot.rows(SealedLog.latestNote).first
        var secret: String?
        if let bytes = FileManager.default.contents(atPath: data + "/secret") {
            let kept = try folder.keep(piece: Array(bytes))
            (secret, written) = (kept.hash, written + kept.written)
        }
        let point = BackupPoint(
            format: BackupPoint.format, taken: taken, program: program, steps: steps, tables: tables,
            files: try files(in: snapshot), secret: secret, checkpoint: try checkpoint?["note"])
        return (point, written)
    }

    private func files(in snapshot: any Snapshot) throws -> [String] {
        var files: [String] = []
        while true {
            let last = files.last.flatMap { ContentHash($0) }
            let page = try snapshot.rows(AttachmentStore.files(after: last, limit: 10_000))
            if page.isEmpty { return files }
            files += try page.map { try $0["hash"] }
        }
    }

    private func copyFiles(of point: BackupPoint) async throws -> Int {
        var copied = 0
        for text in point.files where !folder.has(file: text) {
            guard let hash = ContentHash(text) else { throw DamagedBackup("附件名 \(text)") }
            let source = AttachmentStore.path(of: hash, in: data + "/attachments")
            guard FileManager.default.fileExists(atPath: source) else {
                // An upload that nothing carried may have been tidied away since the snapshot.
                let known = try await database.rows("SELECT hash FROM content WHERE hash = \(hash)")
                if known.isEmpty { continue }
                throw MissingAttachment(path: source)
            }
            try folder.keep(file: text, from: source)
            copied += 1
        }
        return copied
    }
}

/// The database speaks of a file that is not there.
public struct MissingAttachment: Error, Hashable, CustomStringConvertible {
    public let path: String
    public var description: String { "附件文件不见了：\(path)。请从更早的备份取回该文件后再备份。" }
}

/// Reads one table and cuts it into pieces.
private struct PieceCutter {
    private static let pageSize = 500
    private static let mostBytes = 4 << 20
    /// One key in so many ends a piece.
    private static let keysToCut: UInt64 = 4_096

    private let shape: TableShape
    private let folder: BackupFolder
    private(set) var table: BackupPoint.Table
    private(set) var written = 0
    private var piece: [UInt8] = []

    init(shape: TableShape, folder: BackupFolder) {
        precondition(!shape.key.isEmpty, "table \(shape.name) has no primary key")
        self.shape = shape
        self.folder = folder
        table = BackupPoint.Table(name: shape.name, columns: shape.columns)
    }

    mutating func run(_ snapshot: any Snapshot) throws {
        let columns = SQL(verbatim: shape.columns.joined(separator: ", "))
        let key = SQL(verbatim: shape.key.joined(separator: ", "))
        let table = SQL(verbatim: shape.name)
        let places = shape.key.map { shape.columns.firstIndex(of: $0)! }
        var last: [SQLValue]?
        while true {
            let after: SQL = last.map { "WHERE (\(key)) > (\($0.map { "\($0)" as SQL }.joined(by: ", ")))" } ?? ""
            let page = try snapshot.rows(
                "SELECT \(columns) FROM \(table) \(after) ORDER BY \(key) LIMIT \(Self.pageSize)")
            for row in page { try take(row.values, key: places.map { row.values[$0] }) }
            guard let end = page.last, page.count == Self.pageSize else { break }
            last = places.map { end.values[$0] }
        }
        try cut()
    }

    private mutating func take(_ row: [SQLValue], key: [SQLValue]) throws {
        RowLines.append(row, to: &piece)
        table.rows += 1
        var line: [UInt8] = []
        RowLines.append(key, to: &line)
        // FNV-1a: the same key ends a piece in every backup.
        let hash = line.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        if (hash >> 20) % Self.keysToCut == 0 || piece.count > Self.mostBytes { try cut() }
    }

    private mutating func cut() throws {
        if piece.isEmpty { return }
        let kept = try folder.keep(piece: piece)
        table.pieces.append(kept.hash)
        written += kept.written
        piece.removeAll(keepingCapacity: true)
    }
}
