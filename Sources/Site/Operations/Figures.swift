import Accounts
import Synchronization

/// What the operator watches: how many requests, how long they took, how many were refused; and the rate limit.
public final class Figures: Sendable {
    private struct Line: Hashable {
        let method: String
        let path: String
        let status: Int
    }

    private struct Counts {
        var requests: [Line: Int] = [:]
        var seconds: [String: (count: Int, total: Double, buckets: [Int])] = [:]
    }

    /// Upper ends of the latency buckets, in seconds.
    private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

    private let counts = Mutex(Counts())
    private let limiter: RateLimiter

    /// - Parameter perSecond: how many requests one address may make in the long run, and ten times as many at once. The
    ///   machine's own address, which is that of a proxy in front, is not limited.
    public convenience init(perSecond: Int = 2000) {
        self.init(perSecond: Double(perSecond), burst: perSecond * 10)
    }

    init(perSecond: Double, burst: Int) {
        limiter = RateLimiter(TokenBuckets(burst: burst, perSecond: perSecond))
    }

    func admits(_ address: String) -> Bool {
        address == "127.0.0.1" || address == "::1" || limiter.take(address) == nil
    }

    func count(route: Route, status: Int, time: Duration) {
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        let line = Line(method: route.method.rawValue.uppercased(), path: route.path, status: status)
        counts.withLock { counts in
            counts.requests[line, default: 0] += 1
            var latency = counts.seconds[route.path] ?? (0, 0, Array(repeating: 0, count: Self.bounds.count))
            latency.count += 1
            latency.total += seconds
            if let bucket = Self.bounds.firstIndex(where: { seconds <= $0 }) { latency.buckets[bucket] += 1 }
            counts.seconds[route.path] = latency
        }
    }

    /// Prometheus' text format, version 0.0.4.
    var exposition: String {
        counts.withLock { counts in
            var text =
                "# HELP anlan_requests_total Requests by route and status.\n# TYPE anlan_requests_total counter\n"
            for (line, count) in counts.requests.sorted(by: {
                ($0.key.path, $0.key.status) < ($1.key.path, $1.key.status)
            }) {
                text +=
                    "anlan_requests_total{method=\"\(line.method)\",route=\"\(line.path)\",status=\"\(line.status)\"} \(count)\n"
            }
            text += "# HELP anlan_request_seconds Time to answer.\n# TYPE anlan_request_seconds histogram\n"
            for (path, latency) in counts.seconds.sorted(by: { $0.key < $1.key }) {
                var sum = 0
                for (bound, count) in zip(Self.bounds, latency.buckets) {
                    sum += count
                    text += "anlan_request_seconds_bucket{route=\"\(path)\",le=\"\(bound)\"} \(sum)\n"
                }
                text += "anlan_request_seconds_bucket{route=\"\(path)\",le=\"+Inf\"} \(latency.count)\n"
                text += "anlan_request_seconds_sum{route=\"\(path)\"} \(latency.total)\n"
                text += "anlan_request_seconds_count{route=\"\(path)\"} \(latency.count)\n"
            }
            return text
        }
    }
}
