import Glibc

/// Numbers read from their digits without the detour over text: there are millions in a sheet.
enum Digits {
    private static let powersOfTen = (0...15).map { pow(10, Double($0)) }

    /// Up to 15 digits, plain or with a point: exact, because both parts of the quotient are.
    static func decimal(_ slice: Slice) -> Double? {
        guard slice.count <= 16 else { return nil }
        var digits = 0
        var mantissa = 0
        var decimals: Int?
        for byte in slice {
            if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                mantissa = mantissa * 10 + Int(byte - UInt8(ascii: "0"))
                digits += 1
                if let places = decimals { decimals = places + 1 }
            } else if byte == UInt8(ascii: "."), decimals == nil {
                decimals = 0
            } else {
                return nil
            }
        }
        guard digits > 0, digits <= 15 else { return nil }
        return Double(mantissa) / powersOfTen[decimals ?? 0]
    }

    /// Digits only; nil for anything else, and for more than 15 of them.
    static func integer(_ slice: Slice) -> Int? {
        guard !slice.isEmpty, slice.count <= 15 else { return nil }
        var value = 0
        for byte in slice {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }
}
