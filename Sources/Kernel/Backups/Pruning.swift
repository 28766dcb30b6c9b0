import Calendars
import Foundation

/// 清理备份 — takes away points older than is to be kept, and then the pieces and files that no point names any more.
///
/// Nothing goes unless a newer point was read whole and found as it was written: the last one that could be restored
/// always stays, however old it is.
public struct Pruning: Sendable {
    public struct Outcome: Sendable, Hashable {
        /// The points taken away, oldest first.
        public var points: [Instant] = []
        /// Pieces and files that only those named.
        public var files = 0
        public var bytes = 0
    }

    private let folder: BackupFolder

    public init(of folder: BackupFolder) {
        self.folder = folder
    }

    /// - Parameter limit: what was taken at this moment or later stays.
    /// - Throws: ``DamagedBackup`` when no point is whole, or one that stays cannot be read; ``FolderInUse`` while
    ///   a backup is being written. Nothing is taken away then.
    public func run(before limit: Instant) throws -> Outcome {
        let lock = try folder.lock(.alone)
        defer { lock.release() }
        let points = try folder.points()
        guard let oldest = points.first, oldest < limit else { return Outcome() }
        let whole = try newestWhole(of: points)
        var outcome = Outcome(points: points.filter { $0 < limit && $0 < whole })
        guard !outcome.points.isEmpty else { return outcome }
        let named = try names(in: points.filter { !outcome.points.contains($0) })
        for point in outcome.points { try folder.remove("points/\(point.milliseconds).json") }
        for place in try folder.places() where !named.contains(place) {
            outcome.bytes += try folder.remove(place)
            outcome.files += 1
        }
        return outcome
    }

    private func newestWhole(of points: [Instant]) throws -> Instant {
        for taken in points.reversed() {
            do {
                guard let point = try folder.point(until: taken) else { continue }
                try Restoration(of: point, in: folder).check()
                return taken
            } catch is DamagedBackup {
                continue
            }
        }
        throw DamagedBackup("没有一个备份点是完整的，所以什么也没有清理")
    }

    private func names(in points: [Instant]) throws -> Set<String> {
        var names: Set<String> = []
        for taken in points {
            guard let point = try folder.point(until: taken) else { continue }
            let pieces = point.tables.flatMap(\.pieces) + [point.secret].compactMap { $0 }
            names.formUnion(pieces.map(BackupFolder.place(of:)))
            names.formUnion(point.files.map(BackupFolder.place(ofFile:)))
        }
        return names
    }
}
