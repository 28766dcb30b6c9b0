import Synchronization

/// 限流: how often each client may ask. A bucket holds `burst` requests and is refilled steadily.
///
/// Memory is bounded: after ``capacity`` different keys the longest unused half is forgotten.
public struct TokenBuckets: Sendable {
    public let burst: Double
    /// Requests a second in the long run.
    public let rate: Double
    public let capacity: Int

    private struct Bucket {
        var level: Double
        var seen: Duration
    }

    private var recent: [String: Bucket] = [:]
    private var former: [String: Bucket] = [:]

    public init(burst: Int, perSecond rate: Double, capacity: Int = 100_000) {
        precondition(burst > 0 && rate > 0 && capacity > 1)
        self.burst = Double(burst)
        self.rate = rate
        self.capacity = capacity
    }

    /// How many keys are remembered.
    public var count: Int { recent.count + former.count }

    /// Takes one request out of the bucket of this key.
    ///
    /// - Parameter now: time since any fixed moment; it must not run backwards.
    /// - Returns: `nil` when the request may pass, otherwise how long to wait.
    public mutating func take(_ key: String, at now: Duration) -> Duration? {
        var bucket = recent[key] ?? former.removeValue(forKey: key) ?? Bucket(level: burst, seen: now)
        bucket.level = min(burst, bucket.level + max(0, (now - bucket.seen) / .seconds(1)) * rate)
        bucket.seen = max(now, bucket.seen)
        let passes = bucket.level >= 1
        if passes { bucket.level -= 1 }
        remember(bucket, for: key)
        return passes ? nil : .seconds((1 - bucket.level) / rate)
    }

    private mutating func remember(_ bucket: Bucket, for key: String) {
        if recent[key] == nil, recent.count >= capacity / 2 {
            former = recent
            recent = [:]
        }
        recent[key] = bucket
    }
}

/// ``TokenBuckets`` for many requests at once, by the clock of the machine.
public final class RateLimiter: Sendable {
    private let buckets: Mutex<TokenBuckets>
    private let start = ContinuousClock.now

    public init(_ buckets: sending TokenBuckets) {
        self.buckets = Mutex(buckets)
    }

    /// - Returns: `nil` when the request may pass, otherwise how long to wait.
    public func take(_ key: String) -> Duration? {
        let now = start.duration(to: .now)
        return buckets.withLock { $0.take(key, at: now) }
    }
}
