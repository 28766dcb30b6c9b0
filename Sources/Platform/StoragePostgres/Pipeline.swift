import CPostgres
import Glibc
import Storage

/// A transaction sent to the server in one piece, so that it costs one round trip.
///
/// Between two syncs the server takes what it gets as one transaction: it commits at the sync, or
/// skips everything after the first failure and keeps nothing.
struct Pipeline {
    /// Why nothing of the transaction was kept, or is not known to have been.
    struct Failure: Error {
        var cause: any Error
        /// The position of the commit whose statement failed, where one did.
        var commit: Int?
        var isWorthRetrying = false
    }

    private struct Statement {
        var text: String
        var changesOne: Bool
        var parameters: Parameters
        var commit: Int?

        /// What it is prepared under: the same text may stand for both.
        var key: String { changesOne ? "1 " + text : text }

        var sent: String { StatementText(changesOne ? StatementText.changingOne(text) : text).text }
    }

    private enum Step {
        case preparation(Statement, name: String)
        case execution(Statement)

        var statement: Statement {
            switch self {
            case .preparation(let statement, _), .execution(let statement): statement
            }
        }
    }

    private let session: Session
    private var statements: [Statement] = []

    /// Brings the commits into the form in which they are sent.
    init(_ commits: [[Change]], on session: Session) throws(Failure) {
        self.session = session
        for (number, commit) in commits.enumerated() {
            for change in commit {
                switch change {
                case .one(let statement): try add(statement.form(in: .postgres), of: number, changingOne: true)
                case .any(let statement): try add(statement.form(in: .postgres), of: number)
                case .increment: break
                }
            }
        }
        let increments = commits.joined().compactMap { change in
            if case .increment(let increment) = change { increment } else { nil }
        }
        for upsert in Increment.upserts(of: increments) { try add(upsert, of: nil) }
    }

    private mutating func add(_ form: SQL.Form, of commit: Int?, changingOne: Bool = false) throws(Failure) {
        do {
            let parameters = try Parameters(form.values)
            statements.append(
                Statement(text: form.text, changesOne: changingOne, parameters: parameters, commit: commit))
        } catch {
            throw Failure(cause: error, commit: commit)
        }
    }

    /// Sends everything and returns when the server has it on disk.
    func send() throws(Failure) {
        if statements.isEmpty { return }
        do { try session.freeSuperfluous() } catch { throw Failure(cause: error) }
        PQsetnonblocking(session.handle, 1)
        PQenterPipelineMode(session.handle)
        defer { PQexitPipelineMode(session.handle) }
        let steps = try queue()
        guard PQpipelineSync(session.handle) == 1, flush() else { throw lost(outcomeUnknown: true) }
        let failure = try receive(steps)
        try receiveSync(after: failure)
    }

    private func queue() throws(Failure) -> [Step] {
        var steps: [Step] = []
        var fresh: [String: String] = [:]
        for statement in statements {
            let key = statement.key
            let name = session.prepared[key] ?? fresh[key] ?? session.prepared.freshName()
            if session.prepared[key] == nil, fresh[key] == nil {
                fresh[key] = name
                steps.append(.preparation(statement, name: name))
                let sent = PQsendPrepare(session.handle, name, statement.sent, 0, nil)
                if sent == 0 { throw lost(outcomeUnknown: false) }
            }
            let sent = statement.parameters.withPointers {
                PQsendQueryPrepared(session.handle, name, statement.parameters.count, $0, $1, $2, 0)
            }
            if sent == 0 { throw lost(outcomeUnknown: false) }
            steps.append(.execution(statement))
        }
        return steps
    }

    /// Writes what is queued, and reads meanwhile: the server stops reading when nobody takes its answers.
    private func flush() -> Bool {
        while true {
            let rest = PQflush(session.handle)
            if rest <= 0 { return rest == 0 }
            var socket = pollfd(fd: PQsocket(session.handle), events: Int16(POLLIN | POLLOUT), revents: 0)
            if poll(&socket, 1, -1) < 0, errno != EINTR { return false }
            if socket.revents & Int16(POLLIN) != 0, PQconsumeInput(session.handle) == 0 { return false }
        }
    }

    /// Takes the answer to each step and returns the first failure.
    private func receive(_ steps: [Step]) throws(Failure) -> Failure? {
        var failure: Failure?
        for step in steps {
            guard let answer = ServerAnswer(PQgetResult(session.handle)) else {
                throw lost(outcomeUnknown: failure == nil)
            }
            while ServerAnswer(PQgetResult(session.handle)) != nil {}
            if answer.isSuccess {
                if case .preparation(let statement, let name) = step { session.prepared.keep(name, for: statement.key) }
            } else if answer.status != PGRES_PIPELINE_ABORTED, failure == nil {
                failure = try reported(answer, step.statement)
            }
        }
        return failure
    }

    private func receiveSync(after failure: Failure?) throws(Failure) {
        var failure = failure
        while true {
            guard let answer = ServerAnswer(PQgetResult(session.handle)) else {
                if PQstatus(session.handle) == CONNECTION_OK { continue }
                throw lost(outcomeUnknown: failure == nil)
            }
            if answer.status == PGRES_PIPELINE_SYNC { break }
            if failure == nil { failure = try reported(answer, nil) }
        }
        if let failure { throw failure }
    }

    /// A statement that the server refused. When it only says goodbye the transaction may have been made.
    private func reported(_ answer: ServerAnswer, _ statement: Statement?) throws(Failure) -> Failure {
        if PQstatus(session.handle) != CONNECTION_OK { throw lost(outcomeUnknown: true) }
        let report = PostgresFailure(answer, text: statement?.text ?? "COMMIT")
        if var unavailable = report.error as? DatabaseUnavailable, unavailable.cause == .connectionLost {
            unavailable.outcomeUnknown = true
            throw Failure(cause: unavailable)
        }
        if let statement, report.concernsPreparation { session.prepared.forget(statement.key) }
        let isWorthRetrying = report.isWorthRetrying || report.concernsPreparation
        return Failure(cause: report.error, commit: statement?.commit, isWorthRetrying: isWorthRetrying)
    }

    private func lost(outcomeUnknown: Bool) -> Failure {
        var lost = session.lost
        lost.outcomeUnknown = outcomeUnknown
        return Failure(cause: lost)
    }
}
