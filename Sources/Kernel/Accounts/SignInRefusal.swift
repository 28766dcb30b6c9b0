/// 不予登录: an expected no at the door. Whoever reads it learns what to do, never whether the name exists.
public struct SignInRefusal: Error, Hashable {
    /// Stable; a released code is never used for anything else.
    public enum Code: String, Sendable, CaseIterable {
        case wrongNameOrPassword = "wrong-name-or-password"
        case lockedOut = "locked-out"
        case busy = "sign-in-busy"
        case suspended = "account-suspended"
        case notSignedIn = "not-signed-in"
        case secondFactorNeeded = "second-factor-needed"
        case enrolmentNeeded = "second-factor-enrolment-needed"
        case passwordChangeNeeded = "password-change-needed"
        case wrongCode = "wrong-code"
        case nothingToConfirm = "no-second-factor-to-confirm"
        case wrongPassword = "wrong-password"
        case weakPassword = "weak-password"
        case loginTaken = "login-taken"
        case unusableLogin = "unusable-login"
        case noSuchAccount = "no-such-account"
        case badMachineToken = "bad-machine-token"
        case badTokenTerms = "bad-token-terms"
    }

    public let code: Code
    /// What is the matter and what to do now, in Chinese.
    public let message: String
    /// When trying again makes sense.
    public var retryAfter: Duration?

    init(_ code: Code, _ message: String, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }
}

extension SignInRefusal {
    static let wrongNameOrPassword = SignInRefusal(
        .wrongNameOrPassword, "登录名或密码不正确。请检查大小写和输入法后再试；如忘记密码，请联系本单位系统管理员重置。")

    static func lockedOut(for time: Duration) -> SignInRefusal {
        let minutes = max(1, (time.components.seconds + 59) / 60)
        return SignInRefusal(
            .lockedOut, "多次尝试未成功，为保护账号安全，请在 \(minutes) 分钟后再试。如急需办理，请联系本单位系统管理员解锁或重置密码。",
            retryAfter: time)
    }

    static let busy = SignInRefusal(.busy, "现在登录的人较多，请等几秒钟再试一次。已登录的同志不受影响。", retryAfter: .seconds(5))
    static let suspended = SignInRefusal(.suspended, "这个账号已停用。如需恢复，请联系本单位系统管理员。")
    static let notSignedIn = SignInRefusal(.notSignedIn, "您还没有登录，或登录已到期。请重新登录，已保存的内容不会丢失。")
    static let secondFactorNeeded = SignInRefusal(.secondFactorNeeded, "请输入身份验证器上的 6 位动态码，完成登录。")
    static let enrolmentNeeded = SignInRefusal(.enrolmentNeeded, "您的岗位须使用动态码登录。请先按页面提示绑定身份验证器。")
    static let passwordChangeNeeded = SignInRefusal(.passwordChangeNeeded, "您用的是管理员设置的初始密码。请先设置一个只有您自己知道的新密码。")
    static let wrongCode = SignInRefusal(.wrongCode, "动态码不正确或已经用过。请等身份验证器换出新码后再输入；仍不正确时，请核对手机时间是否准确。")
    static let wrongRecoveryCode = SignInRefusal(.wrongCode, "恢复码不正确或已经用过。请换一个未用过的恢复码，或联系本单位系统管理员。")
    static let nothingToConfirm = SignInRefusal(.nothingToConfirm, "没有待确认的动态码绑定。请重新开始绑定。")
    static let wrongPassword = SignInRefusal(.wrongPassword, "当前密码不正确，请重新输入。")
    static let loginTaken = SignInRefusal(.loginTaken, "这个登录名已有人使用，或这个人已有账号。请换一个登录名，或直接为其重置密码。")
    static let unusableLogin = SignInRefusal(.unusableLogin, "登录名须为 2 至 64 个字，可用汉字、字母、数字和 . _ - @，不含空格。")
    static let noSuchAccount = SignInRefusal(.noSuchAccount, "没有找到这个账号。请核对后再试。")
    static let badMachineToken = SignInRefusal(.badMachineToken, "接口令牌无效、已到期或已撤销。请向令牌的负责人索取有效令牌。")

    static func weakPassword(_ problems: [PasswordProblem]) -> SignInRefusal {
        SignInRefusal(.weakPassword, problems.map(\.message).joined(separator: ""))
    }

    static func badTokenTerms(_ message: String) -> SignInRefusal { SignInRefusal(.badTokenTerms, message) }
}
