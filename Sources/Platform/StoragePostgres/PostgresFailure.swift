import CPostgres
import Storage

/// What the server, or the lack of one, said when something could not be done.
struct PostgresFailure {
    /// The parts of the server's report, by libpq's codes.
    enum Field: Int32 {
        case state = 67  // C
        case message = 77  // M
        case detail = 68  // D
        case constraint = 110  // n
        case column = 99  // c
    }

    /// The five characters of the SQL standard; empty when no server answered.
    var state: String
    var message: String
    var constraint: String?
    var text: String

    init(_ answer: ServerAnswer, text: String) {
        state = answer.field(.state) ?? ""
        message = [answer.field(.message), answer.field(.detail)].compactMap(\.self).joined(separator: " ")
        constraint = answer.field(.constraint) ?? answer.field(.column)
        self.text = text
    }

    /// Whether the same could succeed when it is tried again at once.
    var isWorthRetrying: Bool { state == "40P01" || state == "40001" }

    /// Whether the prepared statement has to be made again.
    var concernsPreparation: Bool { state == "26000" || (state == "0A000" && message.contains("cached plan")) }

    /// The fault in the words of ``Storage``.
    var error: any Error {
        switch state.prefix(2) {
        case "23": refusal
        case "22" where message.contains(StatementText.wrongCount): Conflict()
        case "22": ConstraintViolation(.value, detail: message)
        case "42", "0A", "26", "21", "34", "2D", "P0": faultyStatement
        case "25": state == "25006" ? unavailable : faultyStatement
        case "08": state == "08P01" ? faultyStatement : unavailable
        default: unavailable
        }
    }

    private var faultyStatement: FaultyStatement { FaultyStatement(text: text, detail: message) }

    private var refusal: any Error {
        switch state {
        case "23505", "23P01": Conflict(constraint: constraint)
        case "23502": ConstraintViolation(.notNull, constraint: constraint, detail: message)
        case "23503": ConstraintViolation(.foreignKey, constraint: constraint, detail: message)
        case "23514": ConstraintViolation(.check, constraint: constraint, detail: message)
        default: ConstraintViolation(.trigger, detail: message)
        }
    }

    private var unavailable: DatabaseUnavailable {
        DatabaseUnavailable(cause, detail: state.isEmpty ? message : "\(message) (\(state))")
    }

    private var cause: DatabaseUnavailable.Cause {
        switch state {
        case "", "57P01", "57P02", "57P03", "57P05", "53300": .connectionLost
        case "53100": .diskFull
        case "25006": .readOnly
        case "55P03", "55006", "40P01", "40001": .locked
        case "58030": .inputOutput
        case "XX001", "XX002": .damaged
        default: state.hasPrefix("08") ? .connectionLost : .other
        }
    }
}
