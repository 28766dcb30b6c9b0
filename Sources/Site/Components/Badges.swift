import Markup

/// The grade of a danger or a risk (等级), worst first.
public enum Grade: String, Sendable, Hashable, CaseIterable {
    case major, considerable, general, low

    /// 重大, 较大, 一般, 低.
    public var wording: Wording {
        switch self {
        case .major: Wording(zh: "重大", en: "Major")
        case .considerable: Wording(zh: "较大", en: "Considerable")
        case .general: Wording(zh: "一般", en: "General")
        case .low: Wording(zh: "低", en: "Low")
        }
    }

    var shape: Shape {
        switch self {
        case .major: .octagon
        case .considerable: .triangle
        case .general: .diamond
        case .low: .circle
        }
    }
}

/// The light of a unit or a term (红黄绿灯), worst first.
public enum Light: String, Sendable, Hashable, CaseIterable, Comparable {
    case red, yellow, green

    /// 红灯, 黄灯, 绿灯.
    public var wording: Wording {
        switch self {
        case .red: Wording(zh: "红灯", en: "Red")
        case .yellow: Wording(zh: "黄灯", en: "Yellow")
        case .green: Wording(zh: "绿灯", en: "Green")
        }
    }

    /// Worst first.
    public static func < (first: Light, second: Light) -> Bool { first.rank < second.rank }

    var shape: Shape {
        switch self {
        case .red: .octagon
        case .yellow: .triangle
        case .green: .circle
        }
    }

    private var rank: Int {
        switch self {
        case .red: 0
        case .yellow: 1
        case .green: 2
        }
    }
}

/// A grade as colour, shape and word.
public struct GradeBadge: Component, Sendable {
    let grade: Grade
    let words: Wording

    /// The badge of a grade; other words than 重大 when more is to be said.
    public init(_ grade: Grade, _ words: Wording? = nil) {
        self.grade = grade
        self.words = words ?? grade.wording
    }

    public var body: HTML {
        span(.class("badge grade-\(grade.rawValue)")) {
            grade.shape.html
            words
        }
    }
}

/// A light as colour, shape and word.
public struct LightBadge: Component, Sendable {
    let light: Light
    let words: Wording?

    /// The badge of a light; other words than 红灯 when the light says something more exact, such as 超期 2 天.
    public init(_ light: Light, _ words: Wording? = nil) {
        self.light = light
        self.words = words
    }

    public var body: HTML {
        span(.class("badge light-\(light.rawValue)")) {
            light.shape.html
            words ?? light.wording
        }
    }
}

/// Where a matter stands in its course; drawn in neutral colours, since the four colours belong to danger.
public enum Stage: String, Sendable, Hashable, CaseIterable {
    /// Nobody has begun: 待办.
    case waiting
    /// 办理中.
    case working
    /// 待复查.
    case checking
    /// 已销号, 办结.
    case done
    /// 挂起.
    case suspended
    /// 退回.
    case returned
    /// 超期.
    case overdue

    var shape: Shape {
        switch self {
        case .waiting: .ring
        case .working: .halfRing
        case .checking: .quarterRing
        case .done: .tick
        case .suspended: .pause
        case .returned: .back
        case .overdue: .alarm
        }
    }
}

/// A state: a sign for where the matter stands, and the domain's own word.
public struct StateBadge: Component, Sendable {
    let stage: Stage
    let word: Wording

    /// The badge of a state with its word.
    public init(_ stage: Stage, _ word: Wording) {
        self.stage = stage
        self.word = word
    }

    public var body: HTML {
        span(.class("state state-\(stage.rawValue)")) {
            stage.shape.html
            word
        }
    }
}
