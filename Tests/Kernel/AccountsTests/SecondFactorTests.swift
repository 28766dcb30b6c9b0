import Calendars
import Storage
import Testing

@testable import Accounts

/// The second factor: six figures that only the person's own device knows, each good for one time.
struct SecondFactorTests {
    /// RFC 6238, appendix B.
    @Test(arguments: [
        (59, "94287082", "46119246"), (1_111_111_109, "07081804", "68084774"), (1_111_111_111, "14050471", "67062674"),
        (1_234_567_890, "89005924", "91819424"), (2_000_000_000, "69279037", "90698825"),
        (20_000_000_000, "65353130", "77737706"),
    ])
    func `the published examples come out`(_ seconds: Int, _ sha1: String, _ sha256: String) {
        let digits = "12345678901234567890123456789012"
        let short = TimeBasedCode(secret: Array(digits.prefix(20).utf8), algorithm: .sha1)
        let long = TimeBasedCode(secret: Array(digits.utf8), algorithm: .sha256)
        let step = TimeBasedCode.step(at: Instant(milliseconds: seconds * 1000))

        #expect(short.code(at: step, digits: 8) == sha1)
        #expect(long.code(at: step, digits: 8) == sha256)
    }

    @Test func `base 32 and base 64 agree with the published examples`() {
        #expect(base32(Array("foobar".utf8)) == "MZXW6YTBOI")
        #expect(base32(Array("foob".utf8)) == "MZXW6YQ")
        #expect(base64URL([0xFB, 0xFF, 0xFE]) == "-__-")
        #expect(base64URL(Array("fooba".utf8)) == "Zm9vYmE")
    }

    @Test func `a person whose role needs it gets no further without enrolling`() async throws {
        let town = try await Town.withWang()
        town.requireSecondFactor(of: "王科长")

        let signIn = try await town.signIn()

        #expect(signIn.session.stage == .enrolment)
        #expect(try await town.refusal { _ = try await town.accounts.session(for: signIn.token) } == .enrolmentNeeded)
        let change = try await town.refusal {
            _ = try await town.accounts.changePassword(
                in: signIn.session, from: Town.password, to: "潮平两岸阔 feng zheng", origin: Town.office)
        }
        #expect(change == .enrolmentNeeded)
    }

    @Test func `once enrolled the password alone opens nothing`() async throws {
        let town = try await Town.withWang()
        let device = try await town.enrol()

        let signIn = try await town.signIn()
        #expect(
            try await town.refusal { _ = try await town.accounts.session(for: signIn.token) } == .secondFactorNeeded)
        #expect(
            try await town.refusal { _ = try await town.accounts.offerSecondFactor(in: signIn.session) }
                == .secondFactorNeeded)
        town.pass(.seconds(60))
        let done = try await town.pass(signIn, with: device.code(at: town.now))

        #expect(try await town.accounts.session(for: done.token).stage == .complete)
        #expect(try await town.refusal { _ = try await town.accounts.session(for: signIn.token) } == .notSignedIn)
    }

    @Test func `a code serves once, even for two who type it at the same moment`() async throws {
        let town = try await Town.withWang()
        let device = try await town.enrol()
        town.pass(.seconds(60))
        let one = try await town.signIn()
        let other = try await town.signIn(from: Town.abroad)
        let code = device.code(at: town.now)

        async let first = town.refusal { _ = try await town.pass(one, with: code) }
        async let second = town.refusal { _ = try await town.pass(other, with: code) }
        let refusals = try await [first, second]

        #expect(refusals.count { $0 == nil } == 1)
        #expect(refusals.count { $0 == .wrongCode } == 1)
    }

    @Test func `codes are good for half a minute before and after, and no longer`() async throws {
        let town = try await Town.withWang()
        let device = try await town.enrol()
        town.pass(.seconds(600))

        for (seconds, expected) in [(-60, SignInRefusal.Code.wrongCode), (60, .wrongCode), (-30, nil), (30, nil)] {
            let signIn = try await town.signIn()
            let code = device.code(at: town.now.adding(.seconds(seconds)))
            #expect(try await town.refusal { _ = try await town.pass(signIn, with: code) } == expected, "\(seconds) s")
        }
    }

    @Test func `guessing codes is stopped, also across fresh sessions`() async throws {
        let town = try await Town.withWang()
        let device = try await town.enrol()
        town.pass(.seconds(60))
        let right = device.code(at: town.now)
        let wrong = right == "000000" ? "000001" : "000000"

        for _ in 0..<5 {
            let signIn = try await town.signIn()
            #expect(try await town.refusal { _ = try await town.pass(signIn, with: wrong) } == .wrongCode)
        }
        let signIn = try await town.signIn()
        #expect(try await town.refusal { _ = try await town.pass(signIn, with: right) } == .lockedOut)
    }

    @Test func `a recovery code opens once`() async throws {
        let town = try await Town.withWang()
        let device = try await town.enrol()
        let code = device.recoveryCodes[3].lowercased().replacing(" ", with: "-")

        #expect(try await town.refusal { _ = try await town.recover(with: "AAAA BBBB CCCC DDDD") } == .wrongCode)
        #expect(try await town.recover(with: code).session.stage == .complete)
        #expect(try await town.refusal { _ = try await town.recover(with: code) } == .wrongCode)
        #expect(try await town.accounts.recoveryCodesLeft(of: "王科长") == 9)
        #expect(Set(device.recoveryCodes).count == 10)
    }

    @Test func `a new device replaces the former only when it is confirmed`() async throws {
        let town = try await Town.withWang()
        let former = try await town.enrol()
        town.pass(.seconds(60))
        let session = try await town.pass(town.signIn(), with: former.code(at: town.now)).session
        let offer = try await town.accounts.offerSecondFactor(in: session)

        town.pass(.seconds(60))
        let signIn = try await town.pass(town.signIn(), with: former.code(at: town.now))
        town.pass(.seconds(60))
        let device = Device(offer: offer)
        _ = try await town.accounts.confirmSecondFactor(
            in: signIn.session, code: device.code(at: town.now), origin: Town.office)

        town.pass(.seconds(60))
        let again = try await town.signIn()
        #expect(
            try await town.refusal { _ = try await town.pass(again, with: former.code(at: town.now)) } == .wrongCode)
        #expect(try await town.pass(again, with: device.code(at: town.now)).session.stage == .complete)
    }

    @Test func `a secret copied to another person's row cannot be read`() async throws {
        let town = try await Town.withWang()
        try await town.accounts.open(
            for: "安全员李", login: "li.an", initialPassword: Town.password, mustChange: false, by: "信息科刘")
        let device = try await town.enrol()
        try await town.database.commit([
            .one("INSERT INTO second_factor SELECT '安全员李', sealed, NULL, 0 FROM second_factor")
        ])
        town.pass(.seconds(60))
        let signIn = try await town.signIn(as: "li.an")

        await #expect(throws: UnreadableSecondFactor.self) {
            _ = try await town.pass(signIn, with: device.code(at: town.now))
        }
    }

    @Test func `what is stored is not the secret`() async throws {
        let town = try await Town.withWang()
        let device = try await town.enrol()

        let stored = try await town.database.rows("SELECT * FROM second_factor").flatMap(\.values).map { "\($0)" }

        #expect(!stored.contains { $0.contains(base32(device.code.secret)) })
    }

    @Test func `the administrator can remove a lost factor, which ends the sessions`() async throws {
        let town = try await Town.withWang()
        let device = try await town.enrol()

        try await town.accounts.removeSecondFactor(of: "王科长", by: "信息科刘")

        #expect(try await town.refusal { _ = try await town.accounts.session(for: device.token) } == .notSignedIn)
        #expect(try await town.accounts.recoveryCodesLeft(of: "王科长") == 0)
        #expect(try await town.signIn().session.stage == .complete)
    }

    @Test func `the link carries the name and the key`() {
        let code = TimeBasedCode(secret: Array("12345678901234567890".utf8), algorithm: .sha256)

        let uri = code.uri(issuer: "安澜", login: "wang.ke")

        #expect(uri.hasPrefix("otpauth://totp/%E5%AE%89%E6%BE%9C:wang.ke?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&"))
        #expect(uri.hasSuffix("&algorithm=SHA256&digits=6&period=30"))
    }
}

/// An authenticator that was set up from the offer as shown.
private struct Device {
    let code: TimeBasedCode
    var recoveryCodes: [String] = []
    var token = ""

    init(offer: SecondFactorOffer) {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = offer.key.filter { $0 != " " }.flatMap { sign in
            let value = alphabet.firstIndex(of: sign)!
            return (0..<5).map { value >> (4 - $0) & 1 }
        }
        let secret = (0..<bits.count / 8).map { byte in UInt8(bits[byte * 8..<byte * 8 + 8].reduce(0) { $0 << 1 | $1 })
        }
        code = TimeBasedCode(secret: secret, algorithm: .sha1)
    }

    func code(at now: Instant) -> String { code.code(at: TimeBasedCode.step(at: now)) }
}

extension Town {
    fileprivate func enrol() async throws -> Device {
        let signIn = try await signIn()
        var device = Device(offer: try await accounts.offerSecondFactor(in: signIn.session))
        let done = try await accounts.confirmSecondFactor(
            in: signIn.session, code: device.code(at: now), origin: Town.office)
        device.recoveryCodes = done.recoveryCodes
        device.token = done.signIn.token
        return device
    }

    fileprivate func pass(_ signIn: SignIn, with code: String) async throws -> SignIn {
        try await accounts.passSecondFactor(in: signIn.session, code: code, origin: Town.office)
    }

    fileprivate func recover(with code: String) async throws -> SignIn {
        let signIn = try await signIn()
        return try await accounts.passRecoveryCode(in: signIn.session, code: code, origin: Town.office)
    }
}
