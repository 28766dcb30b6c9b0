import Storage

extension Day: CustomStringConvertible, LosslessStringConvertible {
    /// Reads `2017-06-01`, exactly so. For what people type, see ``init(typed:year:)``.
    public init?(_ text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 10, digits[4] == UInt8(ascii: "-"), digits[7] == UInt8(ascii: "-") else { return nil }
        guard let year = Self.value(of: digits[0..<4]), let month = Self.value(of: digits[5..<7]),
            let day = Self.value(of: digits[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    private static func value(of digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }

    /// `2017-06-01`
    public var description: String {
        let (year, month, day) = components
        return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }

    /// 2017年6月1日
    public var chinese: String {
        let (year, month, day) = components
        return "\(year)年\(month)月\(day)日"
    }

    /// 6月1日, or 2018年6月1日 when the reader is in another year.
    public func chinese(in year: Int) -> String {
        let own = components
        return own.year == year ? "\(own.month)月\(own.day)日" : chinese
    }

    /// 周一 to 周日
    public var chineseWeekday: String {
        ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][weekday - 1]
    }
}

extension Day: SQLConvertible {
    public var sqlValue: SQLValue { .text(description) }

    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }
}

extension Day: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "日期应写成 2017-06-01，而不是“\(text)”")
        }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

func padded(_ value: Int, to width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
