import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Tries passwords on threads of its own, a few at a time and never with more than its share of the machine, so that
/// a flood of sign-ins slows down signing in and nothing else.
public final class PasswordHashing: Sendable {
    private let cost: PasswordCost
    private let workers: [Worker]
    private let turn = Mutex(0)
    private let waiting = Mutex(0)
    private let decoyHash = Mutex<String?>(nil)

    public init(_ cost: PasswordCost) {
        precondition(cost.workers > 0 && cost.queue > 0 && cost.share > 0 && cost.share <= 1)
        self.cost = cost
        workers = (0..<cost.workers).map { Worker(number: $0, share: cost.share) }
        // Made ahead of time, or the first unknown name would take twice as long. Made later if this fails.
        workers[0].enqueue { [self] in _ = try? decoy() }
    }

    /// The PHC string for a new password.
    func hash(_ password: String) async throws -> String {
        try await perform { [cost] in try PasswordHash.make(password, cost: cost) }
    }

    /// Whether this is the password. Without a hash, for a name that nobody has, the answer is no at the same cost.
    func matches(_ password: String, _ encoded: String?) async throws -> Bool {
        try await perform { [self] in
            let matches = try PasswordHash.matches(password, encoded ?? decoy())
            return matches && encoded != nil
        }
    }

    func isCurrent(_ encoded: String) -> Bool {
        PasswordHash.isCurrent(encoded, cost: cost)
    }

    private func decoy() throws -> String {
        try decoyHash.withLock { hash in
            if let hash { return hash }
            let made = try PasswordHash.make("nobody has this password", cost: cost)
            hash = made
            return made
        }
    }

    private func perform<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        let hasRoom = waiting.withLock { count in
            guard count < cost.queue else { return false }
            count += 1
            return true
        }
        guard hasRoom else { throw SignInRefusal.busy }
        let worker = turn.withLock { turn in
            turn = (turn + 1) % workers.count
            return workers[turn]
        }
        return try await withCheckedThrowingContinuation { continuation in
            worker.enqueue { [self] in
                let result = Swift.Result { try work() }
                waiting.withLock { $0 -= 1 }
                continuation.resume(with: result)
            }
        }
    }
}

/// One thread. After each piece of work it rests long enough to stay within its share of a core; work that arrives
/// after the rest starts at once.
final class Worker: Sendable {
    private let queue: DispatchQueue
    private let share: Double
    private let restsUntil = Mutex(ContinuousClock.now)

    init(number: Int, share: Double) {
        queue = DispatchQueue(label: "anlan.passwords.\(number)")
        self.share = share
    }

    func enqueue(_ work: @escaping @Sendable () -> Void) {
        queue.async { [self] in
            let rest = ContinuousClock.now.duration(to: restsUntil.withLock { $0 })
            if rest > .zero { usleep(UInt32(rest / .microseconds(1))) }
            let before = Self.processorTime
            work()
            let used = Self.processorTime - before
            restsUntil.withLock { $0 = .now + used * (1 / share - 1) }
        }
    }

    static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
