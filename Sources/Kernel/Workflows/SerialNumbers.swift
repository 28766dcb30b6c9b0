import Calendars
import Storage

/// 编号 — hands out running numbers for each series and year, in blocks, so that opening matters does not queue.
///
/// A number once handed out is never handed out again; numbers of a block left over when the program stops are
/// skipped.
public actor SerialNumbers {
    private let database: any Database
    private let blockSize: Int
    private var blocks: [String: Range<Int>] = [:]
    private var filling: [String: Task<Void, any Error>] = [:]

    public init(database: any Database, blockSize: Int = 200) {
        self.database = database
        self.blockSize = blockSize
    }

    /// The next number of a series in that year, from 1.
    public func next(in series: String, year: Int) async throws -> Int {
        let name = "\(series)-\(year)"
        while true {
            if let block = blocks[name], let number = block.first {
                blocks[name] = block.dropFirst()
                return number
            }
            try await fill(name)
        }
    }

    /// The next number, none being kept back: for series without gaps.
    public func nextWithoutGap(in series: String, year: Int) async throws -> Int {
        try await Self.take(1, of: "\(series)-\(year)", from: database).lowerBound
    }

    /// Everyone who waits for the block waits for it to be here: were it put here by the first who asked, the others
    /// could be woken before, find nothing, and go on asking without ever letting the first one in.
    private func fill(_ name: String) async throws {
        let task =
            filling[name]
            ?? Task {
                defer { filling[name] = nil }
                blocks[name] = try await Self.take(blockSize, of: name, from: database)
            }
        filling[name] = task
        try await task.value
    }

    private static func take(_ size: Int, of name: String, from database: any Database) async throws -> Range<Int> {
        while true {
            let known = try await database.rows("SELECT next FROM serial WHERE name = \(name)").first
            do {
                guard let next: Int = try known?["next"] else {
                    try await database.commit([.one("INSERT INTO serial (name, next) VALUES (\(name), \(size + 1))")])
                    return 1..<(size + 1)
                }
                try await database.commit([
                    .one("UPDATE serial SET next = \(next + size) WHERE name = \(name) AND next = \(next)")
                ])
                return next..<(next + size)
            } catch is Conflict {
                continue
            }
        }
    }
}
