import Calendars
import Facts

/// One thing to fill in, on a form or in a JSON body.
public struct Field: Sendable, Hashable {
    public struct Choice: Sendable, Hashable {
        public let value: String
        public let label: String

        public init(_ value: String, _ label: String) {
            self.value = value
            self.label = label
        }
    }

    public enum Kind: Sendable, Hashable {
        case text(limit: Int)
        case longText(limit: Int)
        case choice([Choice])
        case choices([Choice])
        case day
        case number(ClosedRange<Int>, unit: String)
        case organisation
        case organisations
        /// 企业 — one that the person may name.
        case enterprise
        case person
        case region
        /// Evidence; the purpose is printed beside the button.
        case attachments(purpose: String)
    }

    public let name: String
    public let label: String
    public let kind: Kind
    public private(set) var isOptional = false
    public private(set) var hint: String?
    public private(set) var fact: Fact?
    /// The form shows the value already held.
    public private(set) var isPrefilled = false

    public init(_ name: String, _ label: String, _ kind: Kind) {
        self.name = name
        self.label = label
        self.kind = kind
    }

    public static func text(_ name: String, _ label: String, limit: Int = 200) -> Self {
        Self(name, label, .text(limit: limit))
    }

    public static func longText(_ name: String, _ label: String, limit: Int = 4000) -> Self {
        Self(name, label, .longText(limit: limit))
    }

    public static func day(_ name: String, _ label: String) -> Self { Self(name, label, .day) }

    public static func organisation(_ name: String, _ label: String) -> Self { Self(name, label, .organisation) }

    public static func organisations(_ name: String, _ label: String) -> Self { Self(name, label, .organisations) }

    public static func enterprise(_ name: String, _ label: String) -> Self { Self(name, label, .enterprise) }

    public static func person(_ name: String, _ label: String) -> Self { Self(name, label, .person) }

    public static func region(_ name: String, _ label: String) -> Self { Self(name, label, .region) }

    public static func number(_ name: String, _ label: String, _ range: ClosedRange<Int>, unit: String) -> Self {
        Self(name, label, .number(range, unit: unit))
    }

    public static func attachments(_ name: String, _ label: String, purpose: String) -> Self {
        Self(name, label, .attachments(purpose: purpose)).optional
    }

    public static func choice<Option>(_ name: String, _ label: String, of options: Option.Type) -> Self
    where Option: CaseIterable & Titled & RawRepresentable<String> {
        Self(name, label, .choice(Option.allCases.map { Choice($0.rawValue, $0.title) }))
    }

    /// 周期 — one of those offered; the command reads it as a ``Cycle``.
    public static func cycle(_ name: String, _ label: String, of cycles: [Cycle]) -> Self {
        Self(name, label, .choice(cycles.map { Choice($0.rawValue, $0.title) }))
    }

    /// 原因、意见 — the words that stand in the ledger.
    public static func reason(_ label: String = "原因") -> Self { longText("reason", label, limit: 2000) }

    public var optional: Self {
        var field = self
        field.isOptional = true
        return field
    }

    public func hint(_ text: String) -> Self {
        var field = self
        field.hint = text
        return field
    }

    /// The fact this field holds.
    public func holds(_ fact: Fact, prefilled: Bool = false) -> Self {
        var field = self
        field.fact = fact
        field.isPrefilled = prefilled
        return field
    }

    public var takesSeveral: Bool {
        switch kind {
        case .choices, .organisations, .attachments: true
        default: false
        }
    }
}

/// Something with a name that people read, in Chinese.
public protocol Titled {
    var title: String { get }
}
