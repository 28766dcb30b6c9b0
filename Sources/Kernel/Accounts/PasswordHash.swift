import CArgon2

/// argon2id (RFC 9106), written as a PHC string that carries its own parameters.
enum PasswordHash {
    /// The machine could not carry out the computation, for instance for want of memory.
    struct Fault: Error, Hashable {
        let reason: String
    }

    static func make(_ password: String, cost: PasswordCost) throws(Fault) -> String {
        let secret = Array(normalised(password).utf8)
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        let length = argon2_encodedlen(cost.passes, cost.kibibytes, cost.lanes, 16, 32, Argon2_id)
        var encoded = [CChar](repeating: 0, count: length)
        let status = argon2id_hash_encoded(
            cost.passes, cost.kibibytes, cost.lanes, secret, secret.count, salt, salt.count, 32, &encoded, length)
        guard status == ARGON2_OK.rawValue else { throw fault(status) }
        return String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The comparison takes the same time wherever the two differ.
    static func matches(_ password: String, _ encoded: String) throws(Fault) -> Bool {
        let secret = Array(normalised(password).utf8)
        let status = argon2id_verify(encoded, secret, secret.count)
        if status == ARGON2_OK.rawValue { return true }
        if status == ARGON2_VERIFY_MISMATCH.rawValue { return false }
        throw fault(status)
    }

    static func isCurrent(_ encoded: String, cost: PasswordCost) -> Bool {
        encoded.hasPrefix("$argon2id$v=19$m=\(cost.kibibytes),t=\(cost.passes),p=\(cost.lanes)$")
    }

    private static func fault(_ status: Int32) -> Fault {
        Fault(reason: argon2_error_message(status).map { String(cString: $0) } ?? "argon2 \(status)")
    }
}
