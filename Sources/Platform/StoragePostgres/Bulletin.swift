import CPostgres
import Dispatch
import Storage

/// The connection over which instances hear of each other and agree on who leads.
actor Bulletin {
    private nonisolated let executor = QueueExecutor(label: "postgres.bulletin")
    private let address: String
    private var connection: Reconnection
    private var session: Session?
    private var arrivals: (any DispatchSourceRead)?
    private var listeners: [String: [AsyncStream<String>.Continuation]] = [:]
    private var led: Set<String> = []
    private var isClosed = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ address: String) {
        self.address = address
        connection = Reconnection(address, for: .listening)
    }

    func announce(_ message: String, on channel: String) throws {
        try using { try $0.runOnce(("SELECT pg_notify(\(channel), \(message))" as SQL).form(in: .postgres)) }
    }

    /// While the server is away nothing is heard; it is listened to again as soon as it is back.
    func announcements(on channel: String) throws -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        let isListenedTo = listeners[channel] != nil
        listeners[channel, default: []].append(continuation)
        if isListenedTo { return stream }
        do {
            try using { try $0.listen(to: channel) }
        } catch let error as DatabaseUnavailable where error.cause == .connectionLost && !isClosed {
            // Reconnecting has begun, and listens to every channel.
        }
        return stream
    }

    /// The server keeps the lock for as long as it has this connection.
    func lead(_ name: String) throws -> Bool {
        try using { session in
            if led.contains(name) {
                try session.run("SELECT 1")
                return true
            }
            let key: SQL = "hashtextextended('lead ' || current_schema() || ' ' || \(name), 0)"
            let question: SQL = "SELECT pg_try_advisory_lock(\(key)) AS leads"
            let leads: Bool = try session.rows(question.form(in: .postgres))[0]["leads"]
            if leads { led.insert(name) }
            return leads
        }
    }

    func close() {
        isClosed = true
        dropSession()
        for continuation in listeners.values.joined() { continuation.finish() }
        listeners = [:]
    }

    @discardableResult
    private func using<Answer>(_ work: (Session) throws -> Answer) throws -> Answer {
        do {
            let answer = try work(openSession())
            deliver()
            return answer
        } catch let error as DatabaseUnavailable where error.cause == .connectionLost {
            lose()
            throw error
        }
    }

    private func openSession() throws -> Session {
        if isClosed { throw DatabaseUnavailable(.connectionLost, detail: "closed") }
        if let session, session.isOpen { return session }
        dropSession()
        let opened = try connection.open()
        for channel in listeners.keys { try opened.listen(to: channel) }
        session = opened
        watch(opened)
        return opened
    }

    private func watch(_ session: Session) {
        let source = DispatchSource.makeReadSource(fileDescriptor: PQsocket(session.handle), queue: executor.queue)
        source.setEventHandler { [weak self] in self?.assumeIsolated { $0.receive() } }
        source.resume()
        arrivals = source
    }

    private func receive() {
        guard let session else { return }
        if PQconsumeInput(session.handle) == 1 { deliver() } else { lose() }
    }

    /// What this instance announced itself comes back as well and is passed over.
    private func deliver() {
        guard let session else { return }
        while let notice = PQnotifies(session.handle) {
            defer { PQfreemem(notice) }
            if notice.pointee.be_pid == PQbackendPID(session.handle) { continue }
            let message = String(cString: notice.pointee.extra)
            for listener in listeners[String(cString: notice.pointee.relname)] ?? [] { listener.yield(message) }
        }
    }

    private func lose() {
        dropSession()
        if !listeners.isEmpty, !isClosed { Task { await self.reopen() } }
    }

    private func dropSession() {
        arrivals?.cancel()
        (arrivals, session, led) = (nil, nil, [])
        connection.close()
    }

    private func reopen() async {
        while session == nil, !isClosed {
            try? await Task.sleep(for: .milliseconds(200))  // Only a cancelled task does not sleep; this one is not.
            do { _ = try openSession() } catch { continue }
        }
    }
}

extension Session {
    fileprivate func listen(to channel: String) throws {
        let quoted = channel.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        try run("LISTEN \"\(quoted)\"")
    }
}
