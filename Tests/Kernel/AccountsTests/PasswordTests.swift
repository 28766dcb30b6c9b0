import Testing

@testable import Accounts

/// Passwords that can be guessed are refused; those that cannot be are kept so that they cannot be read.
struct PasswordTests {
    @Test(arguments: [
        ("short1!", PasswordProblem.tooShort), ("短密码", .tooShort), (String(repeating: "长城", count: 65), .tooLong),
        ("password123", .common), ("P@ssw0rd2026!", .common), ("Admin@123456", .common), ("woaini520520", .common),
        ("13812345678", .common), ("qwertyuiop", .common), ("1qaz2wsx3edc", .common), ("abc123abc123", .common),
        ("Huawei@12345", .common), ("anquan2026!!", .common), ("xwang.ke.42", .containsLogin),
        ("aaaaabbbbbb", .monotonous), ("abcdefghijklm", .monotonous),
    ])
    func `a password that is easily guessed is refused`(_ password: String, _ problem: PasswordProblem) {
        #expect(PasswordPolicy.problems(with: password, login: "wang.ke").contains(problem))
    }

    @Test(arguments: [
        "春江潮水连海平海上明月", "correct horse battery", "7yG!kq20-Zt", "hu-shui-qing-qing", "qing shan 88 lv shui",
    ])
    func `a password that is hard to guess will do, whatever its signs`(_ password: String) {
        #expect(PasswordPolicy.problems(with: password, login: "wang.ke") == [])
    }

    @Test func `all that is wrong is said at once, with what to do`() async throws {
        let town = try await Town()

        let refusal = await #expect(throws: SignInRefusal.self) {
            try await town.accounts.open(for: "赵", login: "zhao6", initialPassword: "zhao6123", by: "信息科刘")
        }

        #expect(refusal?.code == .weakPassword)
        #expect(refusal?.message.contains("至少 10 个字符") == true)
        #expect(refusal?.message.contains("不要包含登录名") == true)
    }

    @Test func `the new password must be another one`() async throws {
        let town = try await Town.withWang()
        let signIn = try await town.signIn()

        let refusal = try await town.refusal {
            _ = try await town.accounts.changePassword(
                in: signIn.session, from: Town.password, to: Town.password, origin: Town.office)
        }

        #expect(refusal == .weakPassword)
        #expect(try await town.accounts.session(for: signIn.token).person == "王科长")
    }

    @Test func `the stored form names its own parameters and differs each time`() throws {
        let one = try PasswordHash.make("correct horse battery", cost: PasswordCost())
        let other = try PasswordHash.make("correct horse battery", cost: PasswordCost())

        #expect(one.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(one != other)
        #expect(try PasswordHash.matches("correct horse battery", one))
        #expect(try !PasswordHash.matches("correct horse batterz", one))
    }

    /// Made with the command `argon2 somesalt -id -t 2 -k 1024 -p 1 -l 32 -e`.
    @Test func `a stored form made elsewhere is understood`() throws {
        let encoded = "$argon2id$v=19$m=1024,t=2,p=1$c29tZXNhbHQ$7FfsnA6vUe7qLpL/3Kqc3uR48ZJyFbUVt7jWZlf0Htk"

        #expect(throws: PasswordHash.Fault.self) { try PasswordHash.matches("password", "not a hash") }
        #expect(try !PasswordHash.matches("passwore", encoded))
        #expect(try PasswordHash.matches("password", encoded))
    }

    @Test func `a password hashed with former parameters is hashed again when it is next used`() async throws {
        let town = try await Town.withWang()
        let weaker = try PasswordHash.make(Town.password, cost: .older)
        try await town.database.commit([.one("UPDATE account SET password_hash = \(weaker)")])

        try await town.signIn()

        let stored: String = try await town.database.rows("SELECT password_hash FROM account")[0]["password_hash"]
        #expect(stored.hasPrefix("$argon2id$v=19$m=8,t=1,p=1$"))
        #expect(try await town.refusal { try await town.signIn() } == nil)
    }

    @Test func `when too many wait, the rest are told to come back, at no cost to their budget`() async throws {
        let town = try await Town.withWang {
            $0.passwordCost = PasswordCost()
            // One thread that rests long after each piece: whoever comes second finds the first still waiting.
            ($0.passwordCost.queue, $0.passwordCost.share) = (1, 0.02)
        }

        let codes = await withTaskGroup(of: SignInRefusal.Code?.self) { group in
            for _ in 0..<4 { group.addTask { (try? await town.refusal { try await town.signIn() }) ?? nil } }
            return await group.reduce(into: []) { $0.append($1) }
        }

        #expect(codes.contains(.busy))
        #expect(codes.contains(nil))
        #expect(try await town.refusal { try await town.signIn() } == nil)
    }

    @Test func `a queue of passwords takes no more than its share of a core`() async {
        let worker = Worker(number: 0, share: 0.25)

        let times = await withTaskGroup(of: Range<ContinuousClock.Instant>.self) { group in
            for _ in 0..<4 { group.addTask { await worker.compute(for: .milliseconds(20)) } }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.lowerBound < $1.lowerBound }
        }

        // Between pieces of 20 ms stand rests of 60 ms.
        for (one, next) in zip(times, times.dropFirst()) {
            #expect(one.upperBound.duration(to: next.lowerBound) >= .milliseconds(59))
        }
    }
}

extension Worker {
    /// When the work began and ended.
    fileprivate func compute(for duration: Duration) async -> Range<ContinuousClock.Instant> {
        await withCheckedContinuation { continuation in
            enqueue {
                let begun = ContinuousClock.now
                let start = Self.processorTime
                while Self.processorTime - start < duration {}
                continuation.resume(returning: begun..<ContinuousClock.now)
            }
        }
    }
}

extension PasswordCost {
    fileprivate static var older: PasswordCost {
        var cost = PasswordCost.trifling
        cost.kibibytes = 16
        return cost
    }
}
