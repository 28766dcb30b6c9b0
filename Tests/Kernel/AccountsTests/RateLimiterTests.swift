import Testing

@testable import Accounts

/// Whoever asks too often waits; whoever asks rarely never does; memory stays small.
struct RateLimiterTests {
    @Test func `after the burst each client waits for its own refill`() {
        var buckets = TokenBuckets(burst: 3, perSecond: 2)

        for _ in 0..<3 { #expect(buckets.take("a", at: .zero) == nil) }
        #expect(buckets.take("a", at: .zero) == .milliseconds(500))
        #expect(buckets.take("b", at: .zero) == nil)
        #expect(buckets.take("a", at: .milliseconds(499)) != nil)
        #expect(buckets.take("a", at: .milliseconds(500)) == nil)
        #expect(buckets.take("a", at: .milliseconds(500)) != nil)
    }

    @Test func `a long silence fills the bucket and no more`() {
        var buckets = TokenBuckets(burst: 3, perSecond: 2)
        _ = buckets.take("a", at: .zero)

        let passed = (0..<10).count { _ in buckets.take("a", at: .seconds(86400)) == nil }

        #expect(passed == 3)
    }

    @Test func `a clock that steps back gives nothing away`() {
        var buckets = TokenBuckets(burst: 1, perSecond: 1)
        _ = buckets.take("a", at: .seconds(100))

        #expect(buckets.take("a", at: .seconds(50)) != nil)
        #expect(buckets.take("a", at: .seconds(100.5)) != nil)
        #expect(buckets.take("a", at: .seconds(101)) == nil)
    }

    @Test func `a million strangers take no more room than the capacity`() {
        var buckets = TokenBuckets(burst: 1, perSecond: 0.001, capacity: 1000)
        _ = buckets.take("guest", at: .zero)

        for number in 0..<1_000_000 {
            _ = buckets.take("stranger \(number)", at: .zero)
            if number % 400 == 0 { #expect(buckets.take("guest", at: .zero) != nil) }
        }

        #expect(buckets.count <= 1000)
    }

    @Test func `many at once share one bucket exactly`() async {
        let limiter = RateLimiter(TokenBuckets(burst: 50, perSecond: 0.0001))

        let passed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 { group.addTask { limiter.take("one") == nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }

        #expect(passed == 50)
    }
}
