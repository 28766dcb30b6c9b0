import Calendars
import Crypto
import Storage

/// 会话: one browser in which one person is signed in.
public struct Session: Sendable {
    /// How far the person has come.
    public enum Stage: String, Sendable, SQLConvertible {
        /// The password was right; the code of the second factor is missing.
        case secondFactor = "second-factor"
        /// The password was right; the person's roles need a second factor and there is none yet.
        case enrolment
        /// All proof is there; the administrator's password must be replaced first.
        case passwordChange = "password-change"
        case complete

        static func afterSecondFactor(of account: Account) -> Stage {
            account.mustChangePassword ? .passwordChange : .complete
        }

        var refusal: SignInRefusal? {
            switch self {
            case .secondFactor: .secondFactorNeeded
            case .enrolment: .enrolmentNeeded
            case .passwordChange: .passwordChangeNeeded
            case .complete: nil
            }
        }
    }

    public let person: String
    public let stage: Stage
    public let begun: Instant
    public let idleUntil: Instant
    public let absoluteUntil: Instant
    /// Where it began.
    public let address: String
    public let device: String
    /// To be sent back in every form (in a hidden field or a header): proof that the page was ours.
    public let csrfToken: String
    let tokenHash: String

    init(
        token: String, person: String, stage: Stage, begun: Instant, idleUntil: Instant, absoluteUntil: Instant,
        origin: Origin
    ) {
        self.person = person
        self.stage = stage
        self.begun = begun
        self.idleUntil = idleUntil
        self.absoluteUntil = absoluteUntil
        address = origin.address
        device = origin.device
        csrfToken = Self.csrfToken(for: token)
        tokenHash = SecretToken.hash(token)
    }

    init(row: Row, token: String, hash: String) throws {
        person = try row["person"]
        stage = try row["stage"]
        begun = try row["begun"]
        idleUntil = try row["idle_until"]
        absoluteUntil = try row["absolute_until"]
        address = try row["address"]
        device = try row["device"]
        csrfToken = Self.csrfToken(for: token)
        tokenHash = hash
    }

    /// Whether a form came from a page of this session.
    public func accepts(csrfToken token: String) -> Bool {
        constantTimeEquals(token, csrfToken)
    }

    /// Known to whoever knows the session's token, and to nobody who reads the database.
    private static func csrfToken(for token: String) -> String {
        let key = SymmetricKey(data: Array(token.utf8))
        return base64URL(Array(HMAC<SHA256>.authenticationCode(for: Array("anlan csrf".utf8), using: key)))
    }

    var insertion: Change {
        .one(
            """
            INSERT INTO session (token_hash, person, stage, begun, idle_until, absolute_until, address, device)
            VALUES (\(tokenHash), \(person), \(stage), \(begun), \(idleUntil), \(absoluteUntil), \(address), \(device))
            """)
    }

    /// Ends it; refuses the commit when somebody else has ended it or taken its next step.
    var ended: Change { .one("DELETE FROM session WHERE token_hash = \(tokenHash)") }
}
