#if canImport(Glibc)
    import Glibc
#endif

/// Where a request came from, as the server itself saw it.
public struct Origin: Sendable, Hashable {
    /// The network address of the client: IPv4 or IPv6.
    public let address: String
    /// What the client says it is, in a few words: for the list of sessions.
    public let device: String

    public init(address: String, device: String = "") {
        self.address = String(address.prefix(45))
        self.device = String(
            String.UnicodeScalarView(
                device.unicodeScalars.filter { $0.properties.generalCategory != .control }.prefix(120)))
    }

    /// The address as failures are counted by. One client holds a whole /64 of IPv6, so that counts as one.
    var network: String {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 255, bytes[11] == 255 {
            return bytes.suffix(4).map(String.init).joined(separator: ".")
        }
        let groups = (0..<4).map { String(Int(bytes[2 * $0]) << 8 | Int(bytes[2 * $0 + 1]), radix: 16) }
        return groups.joined(separator: ":") + "::/64"
    }
}
