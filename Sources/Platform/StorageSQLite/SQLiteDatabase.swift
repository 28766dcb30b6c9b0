import Foundation
import GRDB
import Storage
import Synchronization

/// A database in one file, for a county or a city on one machine.
///
/// Queries run beside each other on read-only connections. One writer takes all commits that wait,
/// makes each a savepoint of one transaction and syncs once for all of them.
public final class SQLiteDatabase: OperableDatabase {
    let files: any DatabaseWriter
    let connections: Connections
    private let waiting: WaitingCommits
    private let audience = Audience()
    private let placesAtHand = PlacesAtHand()

    /// Opens the database in this file, or makes one.
    ///
    /// - Throws: ``DatabaseUnavailable`` when the file or its folder cannot be read and written, or the
    ///   file is no database.
    public convenience init(path: String) throws {
        let connections = Connections()
        let configuration = connections.configuration
        do {
            let files = try SQLiteFailure.translating { try DatabasePool(path: path, configuration: configuration) }
            try self.init(files: files, connections: connections)
        } catch var fault as DatabaseUnavailable {
            // SQLite only says that it cannot open a file beside the database.
            if fault.cause == .inputOutput, Self.mayNotWrite(besides: path) { fault.cause = .readOnly }
            throw fault
        }
    }

    private static func mayNotWrite(besides path: String) -> Bool {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        return access(folder, W_OK) != 0 && errno != ENOENT
    }

    /// A database that is gone when it is closed, for tests and trials.
    public static func inMemory() throws -> SQLiteDatabase {
        let connections = Connections()
        let files = try DatabaseQueue(configuration: connections.configuration)
        return try SQLiteDatabase(files: files, connections: connections)
    }

    private init(files: any DatabaseWriter, connections: Connections) throws {
        try SQLiteFailure.translating {
            try files.writeWithoutTransaction { database in
                let writer = try connections[database]
                // SQLite opens what it may not write without a word, and would stay so for good.
                guard !writer.isReadOnly else {
                    throw DatabaseUnavailable(.readOnly, detail: "the file or its disk cannot be written")
                }
                try writer.syncEveryCommit()
            }
        }
        self.files = files
        self.connections = connections
        waiting = WaitingCommits(writers: 1) { waiting, _ in Self.write(waiting, to: files, connections) }
    }

    public func rows(_ query: Storage.SQL) async throws -> [Storage.Row] {
        let form = query.form(in: .sqlite)
        if placesAtHand.take() {
            defer { placesAtHand.giveBack() }
            return try rowsHere(form)
        }
        return try await SQLiteFailure.translating {
            try await files.unsafeRead { [connections] in try connections[$0].rows(form) }
        }
    }

    /// On the caller's thread: for a short query, going to another thread and back takes longer than the query.
    private func rowsHere(_ form: Storage.SQL.Form) throws -> [Storage.Row] {
        try SQLiteFailure.translating {
            try files.unsafeRead { [connections] in try connections[$0].rows(form) }
        }
    }

    public func commit(_ changes: [Change]) async throws {
        try await waiting.submit(changes)
    }

    /// One group for each turn on the writer's queue, so that migrations and loads get theirs between.
    private static func write(_ waiting: WaitingCommits, to files: any DatabaseWriter, _ connections: Connections) {
        files.asyncWriteWithoutTransaction { database in
            let group = waiting.take(for: 0)
            if group.isEmpty { return }
            let answers = answers(to: group.map(\.changes)) { try connections[database] }
            for (commit, answer) in zip(group, answers) { commit.answer(answer) }
            write(waiting, to: files, connections)
        }
    }

    private static func answers(
        to commits: [[Change]], on connection: () throws -> Connection
    ) -> [Result<Void, any Error>] {
        do {
            return GroupWriter(connection: try connection()).write(commits)
        } catch {
            return commits.map { _ in .failure(error) }
        }
    }

    public func probe() async throws {
        try await writing { try $0.probe() }
    }

    /// There is no other instance on an embedded database, so there is nobody to tell.
    public func announce(_ message: String, on channel: String) async throws {}

    public func announcements(on channel: String) async throws -> AsyncStream<String> {
        audience.join()
    }

    public func lead(_ name: String) async throws -> Bool {
        true
    }

    public func close() async throws {
        await waiting.close()
        try await SQLiteFailure.translating {
            try await files.barrierWriteWithoutTransaction { [connections] _ in connections.finish() }
            try files.close()
        }
        audience.leave()
    }

    /// Runs the work when the group that is being written is done.
    func writing<Answer: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Answer) async throws -> Answer {
        try await SQLiteFailure.translating {
            try await files.writeWithoutTransaction { [connections] in try work(connections[$0]) }
        }
    }
}

/// How many queries may run on their callers' threads at once: one less than there are processors, so that a long
/// query never keeps everyone else waiting.
private final class PlacesAtHand: Sendable {
    private let free = Atomic(max(1, ProcessInfo.processInfo.activeProcessorCount - 1))

    func take() -> Bool {
        if free.subtract(1, ordering: .acquiringAndReleasing).newValue >= 0 { return true }
        giveBack()
        return false
    }

    func giveBack() {
        free.add(1, ordering: .acquiringAndReleasing)
    }
}
