import Synchronization

/// Commits that wait for a driver's writers, which take as many at once as have gathered.
///
/// While one group is being synced to disk the next one gathers, so the more wait the cheaper each is.
public final class WaitingCommits: Sendable {
    /// One commit and the caller who waits for it.
    public struct Commit: Sendable {
        public let changes: [Change]
        private let caller: CheckedContinuation<Void, any Error>

        init(changes: [Change], caller: CheckedContinuation<Void, any Error>) {
            self.changes = changes
            self.caller = caller
        }

        /// To be called exactly once for each commit that was taken.
        public func answer(_ result: Result<Void, any Error>) {
            caller.resume(with: result)
        }
    }

    fileprivate struct State {
        var waiting: [Commit] = []
        var idleWriters: [Int]
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private enum Admission {
        case queued
        case wake(Int)
        case refused(DatabaseUnavailable)
    }

    private let state: Mutex<State>
    private let writers: Int
    private let groupLimit: Int
    private let waitingLimit: Int
    private let wake: @Sendable (WaitingCommits, Int) -> Void

    /// - Parameters:
    ///   - writers: how many groups may be written at the same time.
    ///   - groupLimit: the most commits in one group.
    ///   - waitingLimit: beyond this many the next one is refused at once rather than kept in memory.
    ///   - wake: makes the writer with this number take groups until there are none.
    public init(
        writers: Int, groupLimit: Int = 256, waitingLimit: Int = 20_000,
        wake: @escaping @Sendable (WaitingCommits, Int) -> Void
    ) {
        state = Mutex(State(idleWriters: Array(0..<writers)))
        self.writers = writers
        self.groupLimit = groupLimit
        self.waitingLimit = waitingLimit
        self.wake = wake
    }

    /// Returns when the commit was made. A cancelled task still gets the true answer.
    public func submit(_ changes: [Change]) async throws {
        try await withCheckedThrowingContinuation { caller in
            let commit = Commit(changes: changes, caller: caller)
            switch admit(commit) {
            case .queued: break
            case .wake(let writer): wake(self, writer)
            case .refused(let reason): commit.answer(.failure(reason))
            }
        }
    }

    /// The next group for a writer. When it is empty the writer is idle until it is woken again.
    public func take(for writer: Int) -> [Commit] {
        let (group, closers) = state.withLock { state in
            let group = state.takeGroup(upTo: groupLimit)
            if group.isEmpty { state.idleWriters.append(writer) }
            return (group, state.idleWriters.count == writers ? state.takeClosers() : [])
        }
        for closer in closers { closer.resume() }
        return group
    }

    /// Refuses further commits, and returns when those that were accepted are answered.
    public func close() async {
        await withCheckedContinuation { closer in
            let isIdle = state.withLock { state in
                state.isClosed = true
                let isIdle = state.idleWriters.count == writers
                if !isIdle { state.closers.append(closer) }
                return isIdle
            }
            if isIdle { closer.resume() }
        }
    }

    private func admit(_ commit: Commit) -> Admission {
        state.withLock { state in
            if state.isClosed { return .refused(DatabaseUnavailable(.connectionLost, detail: "closed")) }
            if state.waiting.count >= waitingLimit {
                return .refused(DatabaseUnavailable(.locked, detail: "\(waitingLimit) commits are waiting already"))
            }
            state.waiting.append(commit)
            return state.idleWriters.popLast().map(Admission.wake) ?? .queued
        }
    }
}

extension WaitingCommits.State {
    mutating func takeGroup(upTo limit: Int) -> [WaitingCommits.Commit] {
        guard waiting.count > limit else {
            defer { waiting = [] }
            return waiting
        }
        defer { waiting.removeFirst(limit) }
        return Array(waiting.prefix(limit))
    }

    mutating func takeClosers() -> [CheckedContinuation<Void, Never>] {
        defer { closers = [] }
        return closers
    }
}
