extension Link {
    /// Reads an address of this site such as `/l/hazards?state=open&page=2`, percent-encoded as browsers send it.
    ///
    /// `nil` when it is not an address of this site: a return address taken from a request can lead nowhere else.
    public init?(parsing address: String) {
        guard address.hasPrefix("/"), !address.hasPrefix("//"), !address.contains("\\") else { return nil }
        guard address.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        let whole = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = whole[0].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let segments = parts[0].dropFirst().split(separator: "/", omittingEmptySubsequences: true)
            .map { $0.percentDecoded(plusIsSpace: false) }
        let query = parts.count > 1 ? Link.parameters(parsing: parts[1]) : []
        self.init(segments: segments, query: query)
        if whole.count > 1 { self = at(whole[1].percentDecoded(plusIsSpace: false)) }
    }

    /// Reads a query or a submitted form, `state=open&page=2`.
    public static func parameters(parsing query: some StringProtocol) -> [Parameter] {
        query.split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Parameter(
                halves[0].percentDecoded(plusIsSpace: true),
                halves.count > 1 ? halves[1].percentDecoded(plusIsSpace: true) : "")
        }
    }
}

extension String {
    /// Everything but RFC 3986 unreserved characters, and those named, is written as `%XX` of its UTF-8.
    func percentEncoded(keeping extra: String) -> String {
        guard !utf8.allSatisfy(\.isUnreserved) else { return self }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count * 3)
        for byte in utf8 {
            if byte.isUnreserved || extra.utf8.contains(byte) {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(hexDigits[Int(byte >> 4)])
                bytes.append(hexDigits[Int(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

}

extension StringProtocol {
    /// Bytes that are not well-formed come out as replacement characters; a stray `%` stays as it is.
    func percentDecoded(plusIsSpace: Bool) -> String {
        var bytes: [UInt8] = []
        let source = Array(utf8)
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
                let high = source[index + 1].hexValue, let low = source[index + 2].hexValue
            {
                bytes.append(high << 4 | low)
                index += 3
                continue
            }
            let isSpace = plusIsSpace && source[index] == UInt8(ascii: "+")
            bytes.append(isSpace ? UInt8(ascii: " ") : source[index])
            index += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

private let hexDigits = Array("0123456789ABCDEF".utf8)

extension UInt8 {
    fileprivate var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            true
        default:
            false
        }
    }

    fileprivate var hexValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
