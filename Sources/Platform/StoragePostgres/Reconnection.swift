import Storage

/// Opens a session when it is needed, and leaves a server that is down in peace for a while.
struct Reconnection {
    private let address: String
    private let purpose: Session.Purpose
    private var session: Session?
    private var failures = 0
    private var lastFailure: (error: any Error, until: ContinuousClock.Instant)?

    init(_ address: String, for purpose: Session.Purpose) {
        self.address = address
        self.purpose = purpose
    }

    /// A session that was in order a moment ago.
    mutating func open() throws -> Session {
        if let session, session.isOpen { return session }
        session = nil
        if let lastFailure, ContinuousClock.now < lastFailure.until { throw lastFailure.error }
        do {
            let opened = try Session(address, for: purpose)
            (session, failures, lastFailure) = (opened, 0, nil)
            return opened
        } catch {
            failures += 1
            let pause = Duration.milliseconds(min(50 << min(failures, 6), 2_000))
            lastFailure = (error, ContinuousClock.now + pause)
            throw error
        }
    }

    mutating func close() {
        session = nil
    }

    /// To be told of every error, so that a session whose connection is gone is not used again.
    mutating func note(_ error: any Error) {
        if (error as? DatabaseUnavailable)?.cause == .connectionLost { session = nil }
    }
}
