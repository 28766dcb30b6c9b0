import Synchronization
import Workflows

/// 实时提示 — those whose pages are open, and what they wait to hear of. What changed is never said here, only that it
/// did: each page then asks for what its person may see.
public final class LiveUpdates: Sendable {
    /// What an open page waits for.
    struct Interest: Sendable {
        let person: String
        let organisations: Set<String>
        let matter: String?

        func concerns(_ update: MatterUpdate) -> Bool {
            update.matter == matter || !update.organisations.isDisjoint(with: organisations)
        }
    }

    /// What an open page is woken by.
    enum Signal: Sendable, Hashable {
        /// Something in its interest changed since the last signal.
        case change
        /// Nothing did; a sign of life, so that a connection that is gone is noticed.
        case beat
    }

    private struct Listener {
        let interest: Interest
        let wake: AsyncStream<Void>.Continuation
        var hasNews = false
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var last = 0
        var unannounced: [MatterUpdate] = []
    }

    private let state = Mutex(State())
    private let limit: Int
    private let limitForPerson: Int
    /// More changes than this between two announcements are told as one.
    private static let mostAnnounced = 500

    /// - Parameters:
    ///   - limit: how many pages may be open on this instance.
    ///   - limitForPerson: how many of one person's.
    public init(limit: Int = 2000, limitForPerson: Int = 8) {
        self.limit = limit
        self.limitForPerson = limitForPerson
    }

    /// Something was committed here: told to the pages open here at once, to other instances with the next announcement.
    @Sendable public func publish(_ updates: [MatterUpdate]) {
        state.withLock { state in
            if state.unannounced.count < Self.mostAnnounced { state.unannounced += updates }
            Self.tell(updates, in: &state)
        }
    }

    // MARK: Pages

    var hasRoom: Bool { state.withLock { $0.listeners.count < limit } }

    /// A person's oldest page makes room for the newest: it is most likely one that was left, which nobody is told of
    /// until something is written to it. One that is still there asks again.
    ///
    /// - Returns: the page's number, and what wakes it; `nil` when there is no room.
    func join(_ interest: Interest) -> (number: Int, wakes: AsyncStream<Void>)? {
        state.withLock { state in
            guard state.listeners.count < limit else { return nil }
            let own = state.listeners.filter { $0.value.interest.person == interest.person }
            if own.count >= limitForPerson, let oldest = own.keys.min() {
                state.listeners.removeValue(forKey: oldest)?.wake.finish()
            }
            let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            state.last += 1
            state.listeners[state.last] = Listener(interest: interest, wake: continuation)
            return (state.last, stream)
        }
    }

    /// Why the page was woken.
    func signal(for number: Int) -> Signal {
        state.withLock { state in
            defer { state.listeners[number]?.hasNews = false }
            return state.listeners[number]?.hasNews == true ? .change : .beat
        }
    }

    func leave(_ number: Int) {
        state.withLock { $0.listeners.removeValue(forKey: number) }?.wake.finish()
    }

    /// Shows every open page that the server is there.
    public func beat() {
        state.withLock { state in
            for listener in state.listeners.values { listener.wake.yield() }
        }
    }

    public var openPages: Int { state.withLock { $0.listeners.count } }

    private static func tell(_ updates: [MatterUpdate], in state: inout State) {
        for (number, listener) in state.listeners where updates.contains(where: listener.interest.concerns) {
            state.listeners[number]?.hasNews = true
            listener.wake.yield()
        }
    }
}

/// Instances of the program on the same database tell each other.
extension LiveUpdates {
    /// What has to be announced, in pieces that a notification can carry; nothing is announced twice.
    public func announcements(of size: Int = 7000) -> [String] {
        let updates = state.withLock { state in
            defer { state.unannounced = [] }
            return state.unannounced
        }
        var pieces: [String] = []
        for line in updates.map(\.line) where line.utf8.count <= size {
            if let last = pieces.last, last.utf8.count + line.utf8.count < size {
                pieces[pieces.count - 1] = last + "\n" + line
            } else {
                pieces.append(line)
            }
        }
        return pieces
    }

    /// What another instance announced.
    public func receive(_ announcement: String) {
        let updates = announcement.split(separator: "\n").compactMap { MatterUpdate(line: String($0)) }
        state.withLock { Self.tell(updates, in: &$0) }
    }
}

extension MatterUpdate {
    fileprivate var line: String {
        ([matter, String(version)] + organisations.sorted()).joined(separator: "\t")
    }

    fileprivate init?(line: String) {
        let parts = line.split(separator: "\t").map(String.init)
        guard parts.count >= 2, let version = Int(parts[1]) else { return nil }
        self.init(matter: parts[0], version: version, organisations: Set(parts.dropFirst(2)))
    }
}
