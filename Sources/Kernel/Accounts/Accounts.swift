import Calendars
import Crypto
import Storage

/// Who may enter, with what proof, and for how long: passwords, second factors, sessions and machine tokens.
///
/// A person is known here by id only. What the person may do once inside is decided by their posts.
public struct Accounts: Sendable {
    /// Whether this person must prove themselves with a second factor, by their roles.
    public typealias SecondFactorRule = @Sendable (_ person: String) async throws -> Bool

    let database: any Database
    let settings: AccountSettings
    let keys: AccountKeys
    let hashing: PasswordHashing
    let needsSecondFactor: SecondFactorRule
    let clock: @Sendable () -> Instant

    /// - Parameters:
    ///   - secret: 32 random bytes that are kept outside the database. Second factors cannot be read without them.
    ///   - needsSecondFactor: asked at each sign-in of a person who has not enrolled one.
    public init(
        database: any Database, secret: [UInt8], settings: AccountSettings = AccountSettings(),
        needsSecondFactor: @escaping SecondFactorRule, clock: @escaping @Sendable () -> Instant = { .now }
    ) {
        precondition(secret.count == 32, "the secret of the accounts has 32 bytes")
        self.database = database
        self.settings = settings
        self.needsSecondFactor = needsSecondFactor
        self.clock = clock
        keys = AccountKeys(secret: secret)
        hashing = PasswordHashing(settings.passwordCost)
    }
}

/// One key for each use, so that what is made for one use means nothing in another.
struct AccountKeys: Sendable {
    let loginNames: SymmetricKey
    let recoveryCodes: SymmetricKey
    let secondFactors: SymmetricKey
    let links: SymmetricKey
    let parcels: SymmetricKey

    init(secret: [UInt8]) {
        let root = SymmetricKey(data: secret)
        func derived(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: root, info: Array(purpose.utf8), outputByteCount: 32)
        }
        loginNames = derived("anlan login names")
        recoveryCodes = derived("anlan recovery codes")
        secondFactors = derived("anlan second factors")
        links = derived("anlan links")
        parcels = derived("anlan parcels")
    }
}
