import Glibc
import Storage

/// One connection that makes commits, as many together as have gathered.
actor Writer {
    private static let attempts = 5

    private nonisolated let executor = QueueExecutor(label: "postgres.writer")
    private var connection: Reconnection

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ address: String) {
        connection = Reconnection(address, for: .writing)
    }

    /// Takes groups until there are none.
    func write(_ waiting: WaitingCommits, as number: Int) {
        while true {
            let group = waiting.take(for: number)
            if group.isEmpty { return }
            for (commit, answer) in zip(group, answers(to: group.map(\.changes)[...])) { commit.answer(answer) }
        }
    }

    /// Writes a record of its own to the server's log and waits for it to reach the disk.
    func probe() throws {
        do {
            try connection.open().run("SELECT pg_logical_emit_message(true, 'probe', '')")
        } catch {
            connection.note(error)
            throw error
        }
    }

    func close() {
        connection.close()
    }

    /// When one commit spoils its group nothing of it was kept. Those before it and those after it are
    /// then written as groups again, and it alone, so that each gets its own answer.
    private func answers(to commits: ArraySlice<[Change]>) -> [Result<Void, any Error>] {
        do {
            try attempt(commits)
            return commits.map { _ in .success(()) }
        } catch {
            if commits.count <= 1 || error.concernsAll { return commits.map { _ in .failure(error.cause) } }
            guard let number = error.commit else { return commits.indices.flatMap { answers(to: commits[$0...$0]) } }
            let spoiler = commits.startIndex + number
            let before = answers(to: commits[..<spoiler])
            let its = mayBeAnswered(error) ? [.failure(error.cause)] : answers(to: commits[spoiler...spoiler])
            return before + its + answers(to: commits[(spoiler + 1)...])
        }
    }

    /// The first of a group saw nothing of the others, and who waited for a lock shall not wait again.
    private func mayBeAnswered(_ failure: Pipeline.Failure) -> Bool {
        if (failure.cause as? DatabaseUnavailable)?.cause == .locked { return !failure.isWorthRetrying }
        return failure.commit == 0 && !failure.isWorthRetrying
    }

    /// A single commit that met another one in a deadlock is tried again.
    private func attempt(_ commits: ArraySlice<[Change]>) throws(Pipeline.Failure) {
        if commits.isEmpty { return }
        for number in 1... {
            do {
                return try send(Array(commits))
            } catch {
                connection.note(error.cause)
                guard error.isWorthRetrying, commits.count == 1, number < Self.attempts else { throw error }
                usleep(UInt32.random(in: 500...2_000) * UInt32(number))
            }
        }
    }

    private func send(_ commits: [[Change]]) throws(Pipeline.Failure) {
        let session: Session
        do { session = try connection.open() } catch { throw Pipeline.Failure(cause: error) }
        try Pipeline(commits, on: session).send()
    }
}

extension Pipeline.Failure {
    /// Whether each of the group would fail the same way.
    fileprivate var concernsAll: Bool {
        guard let unavailable = cause as? DatabaseUnavailable else { return false }
        return unavailable.cause != .locked
    }
}
