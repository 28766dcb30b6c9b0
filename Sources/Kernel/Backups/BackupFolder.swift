import Archives
import Calendars
import Crypto
import Foundation
import Storage

/// 备份文件夹 — `points/` with a file for each backup point, `pieces/` and `files/` with what they are made of.
///
/// A piece is named by the SHA-256 of its contents and is never written again. A point appears only when everything it
/// names is on the disk, so a backup that was interrupted leaves nothing that looks like one.
public struct BackupFolder: Sendable {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// The points that are there, oldest first.
    public func points() throws -> [Instant] {
        guard FileManager.default.fileExists(atPath: path + "/points") else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path + "/points").compactMap { name in
            guard name.hasSuffix(".json") else { return nil }
            return Int(name.dropLast(5)).map(Instant.init(milliseconds:))
        }.sorted()
    }

    /// The newest point that is not later than this.
    public func point(until instant: Instant?) throws -> BackupPoint? {
        guard let taken = try points().last(where: { instant == nil || $0 <= instant! }) else { return nil }
        let point: BackupPoint
        do {
            point = try JSONDecoder().decode(BackupPoint.self, from: read("points/\(taken.milliseconds).json"))
        } catch {
            throw DamagedBackup("备份点 \(taken) 的文件读不出来")
        }
        guard point.format == BackupPoint.format, point.taken == taken else {
            throw DamagedBackup("备份点 \(taken) 不是本程序认识的格式")
        }
        return point
    }

    func keep(_ point: BackupPoint) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try write(encoder.encode(point), to: "points/\(point.taken.milliseconds).json")
    }

    /// - Returns: its hash, and how many bytes were written: none when the same piece was there already.
    func keep(piece bytes: [UInt8]) throws -> (hash: String, written: Int) {
        let hash = SHA256.hash(data: bytes).hexadecimal
        guard !FileManager.default.fileExists(atPath: path + "/" + Self.place(of: hash)) else { return (hash, 0) }
        guard let packed = Gzip.compressed(bytes) else { throw DatabasePieceTooLarge() }
        try write(Data(packed), to: Self.place(of: hash))
        return (hash, packed.count)
    }

    /// - Throws: ``DamagedBackup`` when the piece is gone or is not the one of this name.
    func piece(_ hash: String) throws -> [UInt8] {
        let packed: Data
        do { packed = try read(Self.place(of: hash)) } catch { throw DamagedBackup("缺少 \(Self.place(of: hash))") }
        guard let bytes = Gzip.expanded(Array(packed), limit: 1 << 28), SHA256.hash(data: bytes).hexadecimal == hash
        else { throw DamagedBackup("\(Self.place(of: hash)) 与其摘要不符") }
        return bytes
    }

    func has(file hash: String) -> Bool { FileManager.default.fileExists(atPath: place(ofFile: hash)) }

    func place(ofFile hash: String) -> String { path + "/" + Self.place(ofFile: hash) }

    /// - Throws: ``DamagedBackup`` when what was copied is not the file of this name.
    func keep(file hash: String, from source: String) throws {
        try Copying.copy(source, to: place(ofFile: hash), hash: hash)
    }

    static func place(ofFile hash: String) -> String { "files/\(hash.prefix(2))/\(hash)" }

    static func place(of piece: String) -> String { "pieces/\(piece.prefix(2))/\(piece).gz" }

    /// Where there is a piece or a file, whole or unfinished.
    func places() throws -> [String] {
        try ["pieces", "files"].flatMap { part -> [String] in
            let folder = path + "/" + part
            guard FileManager.default.fileExists(atPath: folder) else { return [] }
            return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.contains("/") }
                .map { part + "/" + $0 }
        }
    }

    /// - Returns: how many bytes that frees.
    @discardableResult
    func remove(_ place: String) throws -> Int {
        let file = path + "/" + place
        let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
        try FileManager.default.removeItem(atPath: file)
        return size
    }

    private func read(_ place: String) throws -> Data { try Data(contentsOf: URL(filePath: path + "/" + place)) }

    private func write(_ data: Data, to place: String) throws {
        try Copying.write(to: path + "/" + place) { try $0.write(contentsOf: data) }
    }
}

/// Memory for packing a piece could not be had.
struct DatabasePieceTooLarge: Error {}

/// Writing files so that they are on the disk, whole, before they have their name.
enum Copying {
    static func write(to path: String, _ body: (FileHandle) throws -> Void) throws {
        let folder = URL(filePath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let unfinished = path + ".unfinished-\(UInt32.random(in: .min ... .max))"
        let isMade = FileManager.default.createFile(
            atPath: unfinished, contents: nil, attributes: [.posixPermissions: 0o600])
        guard isMade, let handle = FileHandle(forWritingAtPath: unfinished) else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
        }
        do {
            try body(handle)
            try handle.synchronize()
            try handle.close()
            guard rename(unfinished, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            unlink(unfinished)
            throw error
        }
        try sync(folder.path)
    }

    /// Copies a file while its hash is computed; what does not have this hash gets no name.
    static func copy(_ source: String, to target: String, hash: String) throws {
        let reader = try FileHandle(forReadingFrom: URL(filePath: source))
        defer { try? reader.close() }  // It was only read.
        try write(to: target) { writer in
            var computed = SHA256()
            while let piece = try reader.read(upToCount: 1 << 20), !piece.isEmpty {
                computed.update(data: piece)
                try writer.write(contentsOf: piece)
            }
            guard computed.finalize().hexadecimal == hash else { throw DamagedBackup("附件 \(hash) 的内容与其摘要不符") }
        }
    }

    static func hash(of path: String) throws -> String {
        let reader = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? reader.close() }  // It was only read.
        var computed = SHA256()
        while let piece = try reader.read(upToCount: 1 << 20), !piece.isEmpty { computed.update(data: piece) }
        return computed.finalize().hexadecimal
    }

    private static func sync(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY)
        guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown, userInfo: [NSFilePathErrorKey: folder]) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
