import Foundation

/// Why a password will not do.
public enum PasswordProblem: String, Sendable, CaseIterable {
    case tooShort, tooLong, containsLogin, common, monotonous, unchanged

    /// What is the matter and what to do, in Chinese.
    public var message: String {
        switch self {
        case .tooShort: "密码至少 \(PasswordPolicy.minimum) 个字符，建议用几个不相干的词连起来，好记又安全。"
        case .tooLong: "密码最多 \(PasswordPolicy.maximum) 个字符，请缩短一些。"
        case .containsLogin: "密码里不要包含登录名，请换一个。"
        case .common: "这个密码太常见，容易被猜到，请换一个。"
        case .monotonous: "密码里重复或连续的字符太多，请多用几种不同的字符。"
        case .unchanged: "新密码不能与当前密码相同，请换一个。"
        }
    }
}

/// 口令要求: length and unpredictability count, not a prescribed mixture of signs.
public enum PasswordPolicy {
    static let minimum = 10
    static let maximum = 128

    /// Everything that speaks against this password; empty when it will do.
    public static func problems(with password: String, login: String) -> [PasswordProblem] {
        let password = normalised(password)
        let plain = password.lowercased()
        var problems: [PasswordProblem] = []
        if password.count < minimum { problems.append(.tooShort) }
        if password.count > maximum { problems.append(.tooLong) }
        if !login.isEmpty, plain.contains(normalisedLogin(login)) { problems.append(.containsLogin) }
        if CommonPasswords.contains(plain) { problems.append(.common) }
        if isMonotonous(plain) { problems.append(.monotonous) }
        return problems
    }

    /// Few different characters, or mostly steps to the neighbouring character: `aaaaabbbbb`, `abcdefghij`.
    private static func isMonotonous(_ plain: String) -> Bool {
        let scalars = plain.unicodeScalars.map { Int($0.value) }
        guard scalars.count >= minimum else { return false }
        let steps = zip(scalars, scalars.dropFirst()).count { abs($1 - $0) <= 1 }
        return Set(scalars).count < 5 || steps * 3 > (scalars.count - 1) * 2
    }
}

/// The same text for the same keys, whichever input method or system typed them.
func normalised(_ text: String) -> String {
    text.precomposedStringWithCompatibilityMapping
}

/// How a login name is compared: without spaces around it, width or case.
func normalisedLogin(_ login: String) -> String {
    normalised(login).trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
}

/// Whether a new account may have this login name.
func isUsableLogin(_ login: String) -> Bool {
    let login = normalisedLogin(login)
    return (2...64).contains(login.count)
        && login.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
                || "._-@".unicodeScalars.contains(scalar)
        }
}
