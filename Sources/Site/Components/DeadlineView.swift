import Markup

/// By when something has to be done, what is left, and how that day came about.
public struct DeadlineView: Component, Sendable {
    let remaining: Wording
    let due: String
    let light: Light?

    /// Sentences that say how the day follows from the law: rule, article, start, days skipped.
    public var derivation: [String] = []
    /// Whether the rule behind the day was checked against its source; if not, the page says so.
    public var isVerified = true
    /// The day before it was extended, if it was.
    public var extendedFrom: String?

    /// What is left (“剩 3 个工作日”), the day (`2026-10-12`), and its light; no light while the clock stands still.
    public init(remaining: Wording, due: String, light: Light?) {
        self.remaining = remaining
        self.due = due
        self.light = light
    }

    public var body: HTML {
        div(.class("deadline")) {
            if let light { LightBadge(light, remaining) } else { StateBadge(.suspended, remaining) }
            time(.datetime(due), .class("due")) { due }
            if let extendedFrom {
                span(.class("tag")) {
                    Wording(zh: "延期，原为 ", en: "extended from ")
                    extendedFrom
                }
            }
            if !isVerified { UnverifiedMark() }
            if !derivation.isEmpty { explanation }
        }
    }

    private var explanation: HTML {
        details(.class("derivation")) {
            summary { Wording(zh: "怎么算的", en: "How this day was found") }
            ol(.lang(.chinese)) { for sentence in derivation { li { sentence } } }
        }
    }
}

/// Says that a rule has not been checked against its source (未核实).
public struct UnverifiedMark: Component, Sendable {
    /// The mark.
    public init() {}

    public var body: HTML {
        span(
            .class("tag unverified"),
            .title(Wording(zh: "该条参数尚未与法规原文核对", en: "This figure has not been checked against the source"))
        ) { Wording(zh: "未核实", en: "Not verified") }
    }
}
