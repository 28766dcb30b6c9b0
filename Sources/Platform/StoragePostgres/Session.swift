import CPostgres
import Glibc
import Storage

/// An open connection with the statements it has prepared. Used by one actor only.
final class Session {
    /// What a connection is for.
    enum Purpose {
        case reading, writing, schema, listening

        var settings: String {
            switch self {
            case .reading: "SET default_transaction_read_only = on"
            // Nobody may wait for ever behind a lock that someone has forgotten.
            case .writing:
                """
                SET lock_timeout = '10s'; SELECT set_config('synchronous_commit', 'on', false)
                WHERE current_setting('synchronous_commit') = 'off'
                """
            case .schema, .listening: ""
            }
        }
    }

    let handle: OpaquePointer
    var prepared = PreparedNames()

    /// - Throws: ``DatabaseUnavailable`` when there is no server, or it does not let us in.
    init(_ address: String, for purpose: Purpose) throws {
        let parameters: KeyValuePairs = [
            // What stands in the address comes after these and so overrides them.
            "connect_timeout": "5", "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
            "fallback_application_name": "anlan", "dbname": address, "client_encoding": "UTF8",
        ]
        handle = Self.connect(parameters.map(\.key), parameters.map(\.value))
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        guard PQstatus(handle) == CONNECTION_OK else { throw lost }
        if !purpose.settings.isEmpty { try run(purpose.settings) }
    }

    deinit {
        PQfinish(handle)
    }

    private static func connect(_ keywords: [String], _ values: [String]) -> OpaquePointer {
        let copies = (keywords + values).map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let pointers = copies.map { UnsafePointer($0) }
        let connection = PQconnectdbParams(
            pointers.prefix(keywords.count) + [nil], pointers.suffix(values.count) + [nil], 1)
        guard let connection else { fatalError("out of memory") }
        return connection
    }

    /// The error for a connection that is gone.
    var lost: DatabaseUnavailable {
        let message = String(cString: PQerrorMessage(handle)).split(separator: "\n").joined(separator: " ")
        return DatabaseUnavailable(.connectionLost, detail: message)
    }

    /// Whether the server is still there, as far as one can tell without asking it. Its last words are
    /// read first, and then that it has hung up.
    var isOpen: Bool {
        var socket = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        for _ in 0..<3 where poll(&socket, 1, 0) > 0 {
            if PQconsumeInput(handle) == 0 { return false }
        }
        return PQstatus(handle) == CONNECTION_OK
    }

    /// Carries out statements without values, several if need be.
    func run(_ text: String) throws {
        try check(ServerAnswer(PQexec(handle, text)), text)
    }

    /// Carries out one statement that is used once.
    @discardableResult
    func runOnce(_ form: SQL.Form) throws -> ServerAnswer {
        let statement = StatementText(form.text)
        let parameters = try Parameters(form.values)
        let result = parameters.withPointers {
            PQexecParams(handle, statement.text, parameters.count, nil, $0, $1, $2, 0)
        }
        return try check(ServerAnswer(result), form.text)
    }

    /// The answer to a query, whose plan is kept for the next time.
    func rows(_ query: SQL.Form) throws -> [Row] {
        do {
            return try preparedRows(query)
        } catch is OutdatedPlan {
            return try runOnce(query).rows()
        }
    }

    private struct OutdatedPlan: Error {}

    private func preparedRows(_ query: SQL.Form) throws -> [Row] {
        let parameters = try Parameters(query.values)
        let name = try prepare(query.text)
        let result = parameters.withPointers { PQexecPrepared(handle, name, parameters.count, $0, $1, $2, 0) }
        let answer = ServerAnswer(result)
        if let answer, PostgresFailure(answer, text: query.text).concernsPreparation {
            prepared.forget(query.text)
            throw OutdatedPlan()
        }
        return try check(answer, query.text).rows()
    }

    private func prepare(_ text: String) throws -> String {
        if let name = prepared[text] { return name }
        try freeSuperfluous()
        let name = prepared.freshName()
        try check(ServerAnswer(PQprepare(handle, name, StatementText(text).text, 0, nil)), text)
        prepared.keep(name, for: text)
        return name
    }

    func freeSuperfluous() throws {
        for name in prepared.takeSuperfluous() { try run("DEALLOCATE \(name)") }
    }

    @discardableResult
    func check(_ answer: ServerAnswer?, _ text: String) throws -> ServerAnswer {
        guard let answer else { throw lost }
        if answer.isSuccess { return answer }
        throw PQstatus(handle) == CONNECTION_OK ? PostgresFailure(answer, text: text).error : lost
    }
}
