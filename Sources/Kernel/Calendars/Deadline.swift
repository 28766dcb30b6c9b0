/// 到期: by when something is due, with everything needed to explain how that was counted.
///
/// Made by ``WorkingCalendar/deadline(from:term:basis:suspensions:extensions:)``; a column keeps it as ``kept``.
public struct Deadline: Sendable, Hashable {
    /// The rule that sets the term, as shown to people.
    public struct Basis: Sendable, Hashable, Decodable {
        /// What the rule is about, such as 提交事故调查报告.
        public var title: String
        /// 《生产安全事故报告和调查处理条例》（国务院令第493号）
        public var document: String
        /// 第二十九条
        public var article: String
        /// Whether someone compared the figure with the source.
        public var verified: Bool

        public init(title: String, document: String, article: String, verified: Bool = true) {
            self.title = title
            self.document = document
            self.article = article
            self.verified = verified
        }
    }

    /// Days that did not count, and why.
    public struct Skipped: Sendable, Hashable, Decodable {
        public var day: Day
        /// The last of the days in a row; the same as ``day`` when it is one.
        public var through: Day
        public var why: String

        /// How many days.
        public var count: Int { day.distance(to: through) + 1 }
    }

    /// 暂停计时: while it lasts the clock stands still.
    public struct Suspension: Sendable, Hashable, Decodable {
        public var from: Instant
        /// Absent while the clock still stands.
        public var to: Instant?
        public var reason: String

        public init(from: Instant, to: Instant? = nil, reason: String) {
            self.from = from
            self.to = to
            self.reason = reason
        }
    }

    /// 延期: a further term that begins when the one before ends.
    public struct Extension: Sendable, Hashable, Decodable {
        public var term: Term
        /// The last day before the extension.
        public internal(set) var from: Day
        /// The last day after it.
        public internal(set) var to: Day
        public var reason: String

        public init(_ term: Term, reason: String) {
            self.term = term
            from = .first
            to = .first
            self.reason = reason
        }
    }

    /// A last day that gave way to a working day.
    public struct Move: Sendable, Hashable, Decodable {
        public var from: Day
        public var to: Day
        public var why: String
    }

    /// The end of the term: from this instant on it is overdue. For terms in days this is 24:00 of ``dueOn``.
    public internal(set) var due: Instant
    /// The last day of the term.
    public internal(set) var dueOn: Day
    /// The event from which, or for terms before an event towards which, the term counts.
    public let start: Instant
    public let term: Term
    public let basis: Basis?
    public internal(set) var skipped: [Skipped] = []
    /// Saturdays and Sundays that did count, being worked in exchange for a holiday.
    public internal(set) var madeUp: [Skipped] = []
    public internal(set) var moves: [Move] = []
    public internal(set) var suspensions: [Suspension] = []
    public internal(set) var extensions: [Extension] = []
    /// Who or what set the last day directly, such as 交办时指定; absent when the term was counted.
    public internal(set) var setBy: String?
    /// The years counted by weekday alone because the notice on their holidays is not known.
    public internal(set) var assumedYears: [Int] = []

    init(start: Instant, term: Term, basis: Basis?) {
        self.start = start
        self.term = term
        self.basis = basis
        due = start
        dueOn = start.day
    }

    /// The suspension that has not ended, if there is one. ``due`` then stands as if it had never begun.
    public var openSuspension: Suspension? { suspensions.last { $0.to == nil } }

    /// Whether the clock stands still.
    public var isSuspended: Bool { openSuspension != nil }

    /// Whether the term has run out. Never while the clock stands still.
    public func isOverdue(at now: Instant) -> Bool {
        !isSuspended && now >= due
    }

    /// 2026年10月12日 24:00, or the minute for terms counted by the clock.
    public var dueInWords: String {
        due == Instant(day: dueOn, hour: 24) ? "\(dueOn.chinese) 24:00" : due.chinese
    }
}
