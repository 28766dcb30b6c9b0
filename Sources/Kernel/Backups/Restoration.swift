import Attachments
import Calendars
import Foundation
import Storage

/// 还原 — builds an installation anew from a backup point, on either database, where there is nothing yet.
///
/// Every piece and file is read and compared with its hash before anything is written.
public struct Restoration: Sendable {
    private let point: BackupPoint
    private let folder: BackupFolder

    public init(of point: BackupPoint, in folder: BackupFolder) {
        self.point = point
        self.folder = folder
    }

    /// - Parameters:
    ///   - data: the folder for the installation's secret and attachments.
    ///   - migrations: all that the program knows.
    /// - Throws: ``DamagedBackup``; ``PlaceTaken`` when there is something already; `DatabaseIsNewer` when a later
    ///   version of the program took the backup. Nothing is written then.
    public func run(into database: any OperableDatabase, data: String, migrations: [Migration]) async throws {
        let attachments = data + "/attachments"
        for path in [data + "/secret", attachments] where FileManager.default.fileExists(atPath: path) {
            throw PlaceTaken(place: path)
        }
        guard try await database.snapshot({ try $0.tables().isEmpty }) else { throw PlaceTaken(place: "数据库") }
        let then = try migrationsThen(migrations)
        try check()
        for text in point.files {
            guard let hash = ContentHash(text) else { throw DamagedBackup("附件名 \(text)") }
            let target = AttachmentStore.path(of: hash, in: attachments)
            try Copying.copy(folder.place(ofFile: text), to: target, hash: text)
        }
        try await database.migrate(then)
        try await database.refill { [self] in try fill($0) }
        try await database.migrate(migrations)
        if let secret = point.secret {
            let bytes = try folder.piece(secret)
            try Copying.write(to: data + "/secret") { try $0.write(contentsOf: Data(bytes)) }
        }
    }

    /// The steps that the schema had taken when the backup was made.
    private func migrationsThen(_ migrations: [Migration]) throws -> [Migration] {
        let known = Set(migrations.map { BackupPoint.Step(component: $0.component, number: $0.number) })
        if let later = point.steps.first(where: { !known.contains($0) }) {
            let last = migrations.filter { $0.component == later.component }.count
            throw DatabaseIsNewer(component: later.component, known: last, found: later.number)
        }
        let taken = Set(point.steps)
        return migrations.filter { taken.contains(.init(component: $0.component, number: $0.number)) }
    }

    /// Reads everything that the point names.
    ///
    /// - Throws: ``DamagedBackup`` when something is not there or is not what was written.
    func check() throws {
        for table in point.tables {
            var rows = 0
            for piece in table.pieces { rows += try folder.piece(piece).count { $0 == UInt8(ascii: "\n") } }
            guard rows == table.rows else { throw DamagedBackup("\(table.name) 应有 \(table.rows) 行，只有 \(rows) 行") }
        }
        if let secret = point.secret { _ = try folder.piece(secret) }
        for file in point.files {
            guard folder.has(file: file), try Copying.hash(of: folder.place(ofFile: file)) == file else {
                throw DamagedBackup("附件 \(file) 缺失或与其摘要不符")
            }
        }
    }

    private func fill(_ database: any Refilling) throws {
        let backed = Dictionary(uniqueKeysWithValues: point.tables.map { ($0.name, $0) })
        let tables = try database.tables().filter { $0.name != SchemaSteps.tableName }
        guard Set(tables.map(\.name)) == Set(backed.keys) else {
            throw DamagedBackup("备份中的表与本程序的不同：\(Set(tables.map(\.name)).symmetricDifference(backed.keys).sorted())")
        }
        for shape in tables {
            guard let table = backed[shape.name] else { continue }
            try fill(table, as: shape, in: database)
        }
    }

    private func fill(_ table: BackupPoint.Table, as shape: TableShape, in database: any Refilling) throws {
        // A search index numbers its rows on one of the databases and not on the other.
        let other = Set(shape.columns).symmetricDifference(table.columns).subtracting([TextIndex.ownColumn])
        guard other.isEmpty else { throw DamagedBackup("\(table.name) 的列与本程序的不同：\(other.sorted())") }
        let columns = table.columns.filter(shape.columns.contains)
        let places = columns.map { table.columns.firstIndex(of: $0)! }
        var pieces = table.pieces[...]
        try database.fill(table.name, columns: columns) {
            guard let piece = pieces.popFirst() else { return nil }
            return try RowLines.rows(folder.piece(piece)).map { row in
                guard row.count == table.columns.count else { throw DamagedBackup("\(table.name) 中有一行长度不对") }
                return places.map { row[$0] }
            }
        }
    }
}

/// There is something where the backup was to be restored to. Nothing is ever overwritten.
public struct PlaceTaken: Error, Hashable, CustomStringConvertible {
    public let place: String
    public var description: String { "\(place)不是空的。还原从不覆盖已有的数据：请用 --data 和 --database 指明空的位置，核对无误后再切换过去。" }
}
