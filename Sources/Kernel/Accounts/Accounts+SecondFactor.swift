import Calendars
import Crypto
import Foundation
import Storage

/// What a person needs to set up an authenticator program.
public struct SecondFactorOffer: Sendable {
    /// The key to type, in groups of four.
    public let key: String
    /// An `otpauth:` link that opens the authenticator program on the same device.
    public let uri: String
}

extension Accounts {
    /// Begins enrolment. What was enrolled before stays valid until the new one is confirmed.
    public func offerSecondFactor(in session: Session) async throws -> SecondFactorOffer {
        if let refusal = session.stage.refusal, session.stage != .enrolment { throw refusal }
        let account = try await account(of: session.person)
        let code = TimeBasedCode(algorithm: settings.secondFactorAlgorithm)
        let sealed = try seal(code, for: session.person)
        try await database.commit([
            .one(
                """
                INSERT INTO second_factor (person, sealed, pending, last_step) VALUES (\(session.person), NULL, \(sealed), 0)
                ON CONFLICT (person) DO UPDATE SET pending = excluded.pending
                """)
        ])
        return offer(of: code, to: account)
    }

    /// What was offered last and is not confirmed yet, shown once more: a mistyped code makes no new key.
    public func pendingSecondFactor(in session: Session) async throws -> SecondFactorOffer {
        if let refusal = session.stage.refusal, session.stage != .enrolment { throw refusal }
        guard let pending = try await factor(of: session.person)?.pending else { throw SignInRefusal.nothingToConfirm }
        return offer(of: try open(pending, for: session.person), to: try await account(of: session.person))
    }

    private func offer(of code: TimeBasedCode, to account: Account) -> SecondFactorOffer {
        SecondFactorOffer(
            key: grouped(base32(code.secret)), uri: code.uri(issuer: settings.issuer, login: account.login))
    }

    /// Ends enrolment with the first code.
    ///
    /// - Returns: the next session, and the recovery codes. They are shown this once.
    public func confirmSecondFactor(
        in session: Session, code typed: String, origin: Origin
    ) async throws -> (signIn: SignIn, recoveryCodes: [String]) {
        if let refusal = session.stage.refusal, session.stage != .enrolment { throw refusal }
        let now = clock()
        let factor = try await factor(of: session.person)
        guard let pending = factor?.pending else { throw SignInRefusal.nothingToConfirm }
        let account = try await account(of: session.person)
        let step = try await paid(for: account, from: origin, at: now, else: .wrongCode) {
            try open(pending, for: session.person).step(matching: typed, at: now)
        }
        let codes = (0..<10).map { _ in grouped(base32((0..<10).map { _ in UInt8.random(in: .min ... .max) })) }
        let enrolled: Change = .one(
            """
            UPDATE second_factor SET sealed = pending, pending = NULL, last_step = \(step)
            WHERE person = \(session.person) AND pending = \(pending)
            """)
        let replaced: Change = .any("DELETE FROM recovery_code WHERE person = \(session.person)")
        let noted = Self.event(.secondFactorEnrolled, at: now, person: session.person, network: origin.network)
        let signIn = try await next(
            after: session, for: account, from: origin, else: .nothingToConfirm,
            and: [enrolled, replaced, noted] + codes.map { recoveryCode($0, of: session.person) })
        return (signIn, codes)
    }

    /// The second step of signing in. Each code serves once.
    public func passSecondFactor(in session: Session, code typed: String, origin: Origin) async throws -> SignIn {
        guard session.stage == .secondFactor else { throw session.stage.refusal ?? .nothingToConfirm }
        let now = clock()
        guard let sealed = try await factor(of: session.person)?.sealed else { throw SignInRefusal.nothingToConfirm }
        let account = try await account(of: session.person)
        let step = try await paid(for: account, from: origin, at: now, else: .wrongCode) {
            try open(sealed, for: session.person).step(matching: typed, at: now)
        }
        let used: Change = .one(
            "UPDATE second_factor SET last_step = \(step) WHERE person = \(session.person) AND last_step < \(step)")
        return try await next(after: session, for: account, from: origin, else: .wrongCode, and: [used])
    }

    /// The second step of signing in when the authenticator is lost.
    public func passRecoveryCode(in session: Session, code typed: String, origin: Origin) async throws -> SignIn {
        guard session.stage == .secondFactor else { throw session.stage.refusal ?? .nothingToConfirm }
        let now = clock()
        let account = try await account(of: session.person)
        let hash = recoveryHash(typed)
        try await paid(for: account, from: origin, at: now, else: .wrongRecoveryCode) {
            let found = try await database.rows(
                "SELECT 1 AS found FROM recovery_code WHERE person = \(account.person) AND code_hash = \(hash)")
            return found.isEmpty ? nil : ()
        }
        let used: Change = .one("DELETE FROM recovery_code WHERE person = \(account.person) AND code_hash = \(hash)")
        let noted = Self.event(.recoveryCodeUsed, at: now, person: account.person, network: origin.network)
        return try await next(after: session, for: account, from: origin, else: .wrongRecoveryCode, and: [used, noted])
    }

    /// How many recovery codes the person has left.
    public func recoveryCodesLeft(of person: String) async throws -> Int {
        try await database.rows("SELECT COUNT(*) AS amount FROM recovery_code WHERE person = \(person)")[0]["amount"]
    }

    /// For a person who lost both authenticator and recovery codes, or who no longer needs one. All sessions end.
    public func removeSecondFactor(of person: String, by actor: String) async throws {
        try await change(
            "DELETE FROM second_factor WHERE person = \(person)", .secondFactorRemoved, person: person, actor: actor,
            and: [.any("DELETE FROM recovery_code WHERE person = \(person)"), Self.sessionsEnded(of: person)])
    }

    /// Guessing codes is limited like guessing passwords, with a budget of its own.
    @discardableResult
    private func paid<Found>(
        for account: Account, from origin: Origin, at now: Instant, else refusal: SignInRefusal,
        _ check: () async throws -> Found?
    ) async throws -> Found {
        let budget = AttemptBudget(
            settings: settings, loginKey: "factor " + account.person, network: origin.network, isFamiliar: false)
        try await reserve(budget, at: now)
        guard let found = try await check() else {
            try await database.commit([
                Self.event(.secondFactorFailed, at: now, person: account.person, network: origin.network)
            ])
            throw refusal
        }
        try await database.commit(budget.refund)
        return found
    }

    private func next(
        after session: Session, for account: Account, from origin: Origin, else refusal: SignInRefusal,
        and changes: [Change]
    ) async throws -> SignIn {
        do {
            return try await begin(
                .afterSecondFactor(of: account), for: account, from: origin, and: [session.ended] + changes)
        } catch is Conflict {
            throw refusal
        }
    }
}

extension Accounts {
    private func factor(of person: String) async throws -> (sealed: String?, pending: String?)? {
        try await database.rows("SELECT sealed, pending FROM second_factor WHERE person = \(person)").first.map {
            try ($0["sealed"], $0["pending"])
        }
    }

    private func recoveryCode(_ code: String, of person: String) -> Change {
        .one("INSERT INTO recovery_code (person, code_hash) VALUES (\(person), \(recoveryHash(code)))")
    }

    private func recoveryHash(_ code: String) -> String {
        let plain = normalised(code).uppercased().filter { $0.isLetter || $0.isNumber }
        return HMAC<SHA256>.authenticationCode(for: Array(plain.utf8), using: keys.recoveryCodes).hexadecimal
    }

    /// Bound to the person: copied to another person's row it cannot be opened.
    private func seal(_ code: TimeBasedCode, for person: String) throws -> String {
        let plain = [code.algorithm.rawValue] + code.secret
        let box = try AES.GCM.seal(plain, using: keys.secondFactors, authenticating: Array(person.utf8))
        return (Data(box.nonce) + box.ciphertext + box.tag).base64EncodedString()
    }

    private func open(_ sealed: String, for person: String) throws -> TimeBasedCode {
        guard let data = Data(base64Encoded: sealed) else { throw UnreadableSecondFactor(person: person) }
        do {
            let box = try AES.GCM.SealedBox(combined: data)
            let plain = try AES.GCM.open(box, using: keys.secondFactors, authenticating: Array(person.utf8))
            guard let algorithm = plain.first.flatMap(TimeBasedCode.Algorithm.init) else {
                throw UnreadableSecondFactor(person: person)
            }
            return TimeBasedCode(secret: Array(plain.dropFirst()), algorithm: algorithm)
        } catch is CryptoKitError {
            throw UnreadableSecondFactor(person: person)
        }
    }
}

/// The secret file was replaced, or somebody changed the row: the person must enrol again.
public struct UnreadableSecondFactor: Error, Hashable {
    public let person: String
}

private func grouped(_ text: String) -> String {
    let signs = Array(text)
    return stride(from: 0, to: signs.count, by: 4).map { String(signs[$0..<min($0 + 4, signs.count)]) }.joined(
        separator: " ")
}
