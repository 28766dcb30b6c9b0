import GRDB
import GRDBSQLite
import Storage

/// What SQLite said when it could not do something.
struct SQLiteFailure {
    var code: Int32
    var message: String
    var text: String
    var connection: OpaquePointer?

    init(_ connection: OpaquePointer, text: String) {
        code = sqlite3_extended_errcode(connection)
        message = String(cString: sqlite3_errmsg(connection))
        self.text = text
        self.connection = connection
    }

    init(_ error: GRDB.DatabaseError) {
        code = error.extendedResultCode.rawValue
        message = error.message ?? error.description
        text = error.sql ?? ""
    }

    /// The fault in the words of ``Storage``.
    var error: any Error {
        switch code & 0xFF {
        case SQLITE_CONSTRAINT: refusal
        case SQLITE_TOOBIG, SQLITE_RANGE, SQLITE_MISMATCH: ConstraintViolation(.value, detail: message)
        case SQLITE_INTERRUPT: CancellationError()
        case SQLITE_ERROR, SQLITE_MISUSE, SQLITE_AUTH: FaultyStatement(text: text, detail: message)
        default: DatabaseUnavailable(cause, detail: "\(message) (\(code))")
        }
    }

    private var refusal: any Error {
        switch code {
        case SQLITE_CONSTRAINT_UNIQUE_CODE, SQLITE_CONSTRAINT_PRIMARYKEY_CODE, SQLITE_CONSTRAINT_ROWID_CODE:
            Conflict(constraint: UniqueConstraint(message: message).name(on: connection))
        case SQLITE_CONSTRAINT_CHECK_CODE: ConstraintViolation(.check, constraint: subject, detail: message)
        case SQLITE_CONSTRAINT_NOTNULL_CODE: ConstraintViolation(.notNull, constraint: subject, detail: message)
        case SQLITE_CONSTRAINT_FOREIGNKEY_CODE: ConstraintViolation(.foreignKey, detail: message)
        case SQLITE_CONSTRAINT_TRIGGER_CODE: ConstraintViolation(.trigger, detail: message)
        default: ConstraintViolation(.value, detail: message)
        }
    }

    /// What follows the colon: `CHECK constraint failed: state_is_known`.
    private var subject: String? {
        message.split(separator: ": ", maxSplits: 1).dropFirst().first.map(String.init)
    }

    private var cause: DatabaseUnavailable.Cause {
        switch code & 0xFF {
        case SQLITE_FULL: .diskFull
        case SQLITE_READONLY, SQLITE_PERM: .readOnly
        case SQLITE_BUSY, SQLITE_LOCKED: .locked
        case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged
        case SQLITE_IOERR, SQLITE_CANTOPEN: .inputOutput
        default: .other
        }
    }
}

extension SQLiteFailure {
    static func translating<Answer>(_ work: () throws -> Answer) throws -> Answer {
        do {
            return try work()
        } catch let error as GRDB.DatabaseError {
            throw SQLiteFailure(error).error
        }
    }

    static func translating<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
        do {
            return try await work()
        } catch let error as GRDB.DatabaseError {
            throw SQLiteFailure(error).error
        }
    }
}

// The macros are computed in the header, which Swift does not import.
private let SQLITE_CONSTRAINT_CHECK_CODE = SQLITE_CONSTRAINT | 1 << 8
private let SQLITE_CONSTRAINT_FOREIGNKEY_CODE = SQLITE_CONSTRAINT | 3 << 8
private let SQLITE_CONSTRAINT_NOTNULL_CODE = SQLITE_CONSTRAINT | 5 << 8
private let SQLITE_CONSTRAINT_PRIMARYKEY_CODE = SQLITE_CONSTRAINT | 6 << 8
private let SQLITE_CONSTRAINT_TRIGGER_CODE = SQLITE_CONSTRAINT | 7 << 8
private let SQLITE_CONSTRAINT_UNIQUE_CODE = SQLITE_CONSTRAINT | 8 << 8
private let SQLITE_CONSTRAINT_ROWID_CODE = SQLITE_CONSTRAINT | 10 << 8
