import Storage

/// One connection that answers queries and refuses changes.
actor Reader {
    private nonisolated let executor = QueueExecutor(label: "postgres.reader")
    private var connection: Reconnection

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ address: String) {
        connection = Reconnection(address, for: .reading)
    }

    /// A query does no harm when it is asked twice, so a lost connection is replaced once.
    func rows(_ query: SQL.Form) throws -> [Row] {
        do {
            return try attempt(query)
        } catch let error as DatabaseUnavailable where error.cause == .connectionLost {
            return try attempt(query)
        }
    }

    func close() {
        connection.close()
    }

    private func attempt(_ query: SQL.Form) throws -> [Row] {
        let session = try connection.open()
        do {
            return try session.rows(query)
        } catch let error as DatabaseUnavailable where error.cause == .readOnly {
            throw FaultyStatement(text: query.text, detail: "a query may not change anything")
        } catch {
            connection.note(error)
            throw error
        }
    }
}
