import Markup

/// One thing known: its name, its value, where it comes from, and where to say that it is wrong.
public struct Fact: Sendable {
    /// Who says so and since when.
    public struct Source: Sendable {
        public var name: Wording
        /// The day or time it was said, `2026-09-29`.
        public var date: String

        /// A source with its date.
        public init(_ name: Wording, date: String) {
            self.name = name
            self.date = date
        }
    }

    public var label: Wording
    public var value: HTML
    public var source: Source?
    /// Leads to the form by which the fact is corrected.
    public var correction: Link?
    /// What another source says instead; both are shown until it is settled.
    public var conflict: (value: HTML, source: Source)?

    /// A fact with its value as a piece of a page.
    public init(
        _ label: Wording, source: Source? = nil, correction: Link? = nil, @HTMLBuilder value: () -> HTML
    ) {
        self.label = label
        self.value = value()
        self.source = source
        self.correction = correction
    }

    /// A fact whose value is text; “—” when there is none.
    public init(_ label: Wording, _ value: String?, source: Source? = nil, correction: Link? = nil) {
        self.init(label, source: source, correction: correction) { value ?? "—" }
    }
}

/// What is known about one thing, one line each.
public struct Facts: Component, Sendable {
    let facts: [Fact]

    /// Facts in the order in which they are to be read.
    public init(_ facts: [Fact]) {
        self.facts = facts
    }

    public var body: HTML {
        dl(.class("facts")) {
            for fact in facts {
                div(.class("fact")) {
                    dt { fact.label }
                    dd {
                        span(.class("value")) { fact.value }
                        if let source = fact.source { SourceNote(source: source) }
                        if let link = fact.correction { correction(of: fact.label, link) }
                        if let conflict = fact.conflict { rival(conflict.value, conflict.source) }
                    }
                }
            }
        }
    }

    private func rival(_ value: HTML, _ source: Fact.Source) -> HTML {
        div(.class("conflict")) {
            span(.class("tag")) { Wording(zh: "另一来源", en: "Another source") }
            span(.class("value")) { value }
            SourceNote(source: source)
        }
    }

    private func correction(of label: Wording, _ link: Link) -> HTML {
        a(.class("correct"), .href(link)) {
            Wording(zh: "纠正", en: "Correct")
            span(.class("visually-hidden")) { Wording(zh: "“", en: " “") + label + Wording(zh: "”", en: "”") }
        }
    }
}

/// Where a fact comes from, small, behind it.
struct SourceNote: Component {
    let source: Fact.Source

    var body: HTML {
        small(.class("source")) {
            source.name
            " "
            time(.datetime(source.date)) { source.date }
        }
    }
}
