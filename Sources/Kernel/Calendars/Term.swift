/// 期限: how long someone has, such as 15个工作日, or how long before an event something must be done.
public struct Term: Sendable, Hashable {
    /// What is counted.
    public enum Unit: String, Sendable, Hashable, Codable, CaseIterable {
        /// 工作日
        case workingDays
        /// 日: every day counts.
        case days
        /// 月: to the corresponding day of a later month.
        case months
        /// 年
        case years
        /// 小时: runs through nights and holidays.
        case hours
        /// 分钟
        case minutes

        /// Whether the term is counted by the clock rather than by days.
        public var isByTheClock: Bool { self == .hours || self == .minutes }

        /// 个工作日, 日, 个月, 年, 小时, 分钟
        public var chinese: String {
            switch self {
            case .workingDays: "个工作日"
            case .days: "日"
            case .months: "个月"
            case .years: "年"
            case .hours: "小时"
            case .minutes: "分钟"
            }
        }

        init?(chinese: String) {
            guard let unit = Self.allCases.first(where: { $0.chinese == chinese }) else { return nil }
            self = unit
        }
    }

    /// How many units. 0 hours is 立即 (at once), 0 days is 当日 (before the day is over).
    public var amount: Int
    public var unit: Unit
    /// The term ends so long *before* the event, as in 期满前3个月.
    public var beforeEvent: Bool
    /// Whether a last day that is a day of rest gives way to the next working day; for terms before an event, to the
    /// working day before. Has no effect on working days, hours and minutes.
    public var lastDayRestMoves: Bool

    /// The longest amount of any unit that is taken for a term.
    public static let largestAmount = 100_000

    /// - Parameter amount: From 0 to ``largestAmount``.
    public init(_ amount: Int, _ unit: Unit, beforeEvent: Bool = false, lastDayRestMoves: Bool = false) {
        precondition((0...Self.largestAmount).contains(amount))
        self.amount = amount
        self.unit = unit
        self.beforeEvent = beforeEvent
        self.lastDayRestMoves = lastDayRestMoves
    }

    /// So many working days (工作日).
    public static func workingDays(_ amount: Int) -> Term { Term(amount, .workingDays) }
    /// So many natural days (日).
    public static func days(_ amount: Int) -> Term { Term(amount, .days) }
    /// So many hours (小时).
    public static func hours(_ amount: Int) -> Term { Term(amount, .hours) }
    /// So many months (月).
    public static func months(_ amount: Int) -> Term { Term(amount, .months) }
}

extension Term: LosslessStringConvertible {
    /// Reads what ``description`` writes: 15个工作日, 60日, 6个月, 2年, 24小时, 提前7日, 立即, 当日.
    public init?(_ text: String) {
        switch text {
        case "立即": self.init(0, .hours)
        case "当日": self.init(0, .days)
        default:
            let beforeEvent = text.hasPrefix("提前")
            let measure = beforeEvent ? text.dropFirst(2) : text[...]
            let digits = measure.prefix { $0.isASCII && $0.isNumber }
            guard let amount = Int(digits), (1...Self.largestAmount).contains(amount),
                let unit = Unit(chinese: String(measure.dropFirst(digits.count)))
            else { return nil }
            self.init(amount, unit, beforeEvent: beforeEvent)
        }
    }

    /// 15个工作日, 60日, 提前7日, 立即, 当日
    public var description: String {
        if amount == 0 { return unit.isByTheClock ? "立即" : "当日" }
        return (beforeEvent ? "提前" : "") + "\(amount)\(unit.chinese)"
    }
}

extension Term: Codable {
    private enum CodingKeys: String, CodingKey {
        case amount, unit, beforeEvent, lastDayRestMoves
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let amount = try container.decode(Int.self, forKey: .amount)
        guard (0...Self.largestAmount).contains(amount) else {
            throw DecodingError.dataCorruptedError(
                forKey: .amount, in: container, debugDescription: "期限应在 0 到 \(Self.largestAmount) 之间，而不是 \(amount)")
        }
        self.init(
            amount, try container.decode(Unit.self, forKey: .unit),
            beforeEvent: try container.decodeIfPresent(Bool.self, forKey: .beforeEvent) ?? false,
            lastDayRestMoves: try container.decodeIfPresent(Bool.self, forKey: .lastDayRestMoves) ?? false)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(amount, forKey: .amount)
        try container.encode(unit, forKey: .unit)
        if beforeEvent { try container.encode(true, forKey: .beforeEvent) }
        if lastDayRestMoves { try container.encode(true, forKey: .lastDayRestMoves) }
    }
}
