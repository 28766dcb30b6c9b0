import Storage
import Synchronization

/// The connections for queries, lent to one query at a time.
final class Readers: Sendable {
    private struct State {
        var idle: [Reader]
        var waiting: [CheckedContinuation<Reader, Never>] = []
    }

    private let all: [Reader]
    private let state: Mutex<State>

    init(_ address: String, count: Int) {
        all = (0..<count).map { _ in Reader(address) }
        state = Mutex(State(idle: all))
    }

    func rows(_ query: SQL.Form) async throws -> [Row] {
        let reader = await borrow()
        defer { giveBack(reader) }
        return try await reader.rows(query)
    }

    func close() async {
        for reader in all { await reader.close() }
    }

    private func borrow() async -> Reader {
        await withCheckedContinuation { continuation in
            let reader = state.withLock { state in
                let reader = state.idle.popLast()
                if reader == nil { state.waiting.append(continuation) }
                return reader
            }
            if let reader { continuation.resume(returning: reader) }
        }
    }

    private func giveBack(_ reader: Reader) {
        let next = state.withLock { state in
            if state.waiting.isEmpty {
                state.idle.append(reader)
                return nil as CheckedContinuation<Reader, Never>?
            }
            return state.waiting.removeFirst()
        }
        next?.resume(returning: reader)
    }
}
