import Crypto

extension Accounts {
    /// 凭链接 — seals what a link allows, so that nobody can make one without the platform's secret.
    ///
    /// - Parameter words: all that the link is about; what differs in one character has another seal.
    public func seal(of words: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(words.utf8), using: keys.links)
        return base64URL(Array(code.prefix(20)))
    }

    /// Takes the same time wherever the two differ.
    public func isSealed(_ words: String, by seal: String) -> Bool {
        constantTimeEquals(self.seal(of: words), seal)
    }
}
