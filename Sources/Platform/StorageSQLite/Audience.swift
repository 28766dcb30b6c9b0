import Synchronization

/// Those who listen for announcements that cannot come, until the database is closed.
final class Audience: Sendable {
    private let streams = Mutex<[AsyncStream<String>.Continuation]>([])

    func join() -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        streams.withLock { $0.append(continuation) }
        return stream
    }

    func leave() {
        for continuation in streams.withLock({ $0 }) { continuation.finish() }
    }
}
