import Markup

/// An official letter (函件) on A4 as GB/T 9704-2012 lays it out; the style sheet holds the measures.
public struct Letter: Component, Sendable {
    /// The red head: who writes, under which number.
    public struct Head: Sendable {
        public var issuer: String
        /// Such as 苏安办督〔2026〕12号.
        public var number: String
        /// 签发人, for letters that go upwards.
        public var signer: String?

        /// An issuer with the letter's number.
        public init(issuer: String, number: String, signer: String? = nil) {
            self.issuer = issuer
            self.number = number
            self.signer = signer
        }
    }

    /// A part of the text.
    public enum Part: Sendable, Hashable {
        case paragraph(String)
        /// 一、
        case heading(String)
        /// （一）
        case subheading(String)
    }

    let head: Head
    let title: String
    let addressee: String
    let parts: [Part]
    /// Names of what is attached, in order.
    public var attachments: [String] = []
    let signature: String
    /// As documents write it: 2026年9月30日.
    let date: String
    /// 抄送.
    public var copies: [String] = []
    /// 附注, such as 联系人.
    public var remark: String?

    /// A letter with its head, title, addressee, text, signature and date.
    public init(
        _ head: Head, title: String, to addressee: String, _ parts: [Part], signature: String, date: String
    ) {
        self.head = head
        self.title = title
        self.addressee = addressee
        self.parts = parts
        self.signature = signature
        self.date = date
    }

    public var body: HTML {
        article(.class("letter"), .lang(.chinese)) {
            div(.class("letter-issuer")) { head.issuer }
            div(.class("letter-number")) {
                span { head.number }
                if let signer = head.signer { span { "签发人：\(signer)" } }
            }
            h2(.class("letter-title")) { title }
            p(.class("letter-addressee")) { "\(addressee)：" }
            for part in parts { text(part) }
            if !attachments.isEmpty { attachmentNote }
            div(.class("letter-signature")) {
                p { signature }
                p { date }
            }
            if let remark { p(.class("letter-remark")) { "（\(remark)）" } }
            if !copies.isEmpty { imprint }
        }
    }

    /// A number such as DB-2026-000123 stays on one line; a browser would break it at its hyphens.
    @HTMLBuilder private static func unbroken(_ text: String) -> HTML {
        let numbers = text.matches(of: #/[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+/#).map(\.range)
        for (place, number) in numbers.enumerated() {
            String(text[(place == 0 ? text.startIndex : numbers[place - 1].upperBound)..<number.lowerBound])
            span(.class("unbroken")) { String(text[number]) }
        }
        String(text[(numbers.last?.upperBound ?? text.startIndex)...])
    }

    @HTMLBuilder private func text(_ part: Part) -> HTML {
        switch part {
        case .paragraph(let text): p { Self.unbroken(text) }
        case .heading(let text): p(.class("letter-heading")) { text }
        case .subheading(let text): p(.class("letter-subheading")) { text }
        }
    }

    private var attachmentNote: HTML {
        div(.class("letter-attachments")) {
            for (index, name) in attachments.enumerated() {
                p { (index == 0 ? "附件：" : "\u{3000}\u{3000}\u{3000}") + "\(index + 1).\(name)" }
            }
        }
    }

    private var imprint: HTML {
        div(.class("letter-imprint")) {
            p { "抄送：" + copies.joined(separator: "，") + "。" }
            p(.class("letter-issued")) {
                span { head.issuer }
                span { "\(date)印发" }
            }
        }
    }
}

/// A page of one sheet of A4 for those who read before a meeting (一页简报).
public struct OnePageBrief: Component, Sendable {
    /// A part of the sheet.
    public struct Part: Sendable {
        var title: Wording
        var content: HTML

        /// A part with its heading.
        public init(_ title: Wording, @HTMLBuilder content: () -> HTML) {
            self.title = title
            self.content = content()
        }
    }

    let period: Wording
    let unit: String
    let parts: [Part]

    /// A sheet for one unit and period.
    public init(period: Wording, unit: String, _ parts: [Part]) {
        self.period = period
        self.unit = unit
        self.parts = parts
    }

    public var body: HTML {
        article(.class("brief")) {
            p(.class("brief-head")) {
                span { unit }
                span { period }
            }
            for part in parts {
                section {
                    h2 { part.title }
                    part.content
                }
            }
        }
    }
}
