import Foundation

/// Threads for work that waits for the disk or takes long, so that it never holds up the answering of requests.
final class Workers: Sendable {
    private let queue: OperationQueue

    init(_ name: String, count: Int) {
        queue = OperationQueue()
        queue.name = "anlan." + name
        queue.maxConcurrentOperationCount = count
    }

    func perform<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Swift.Result(catching: work)) }
        }
    }
}
