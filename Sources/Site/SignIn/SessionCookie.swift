import Accounts
import Hummingbird

/// The cookie that keeps a person signed in: not readable by scripts, sent to this site only.
enum SessionCookie {
    static let name = "anlan-session"

    static func cookie(_ token: String, isSecure: Bool) -> Cookie {
        Cookie(name: name, value: token, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }

    static func removal(isSecure: Bool) -> Cookie {
        Cookie(name: name, value: "", maxAge: 0, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }
}
