import Markup

/// How a person likes pages to look; kept in cookies, so the server draws them that way from the first byte.
public struct Preferences: Sendable, Hashable {
    /// The height of rows and controls. Phones always get comfortable controls.
    public enum Density: String, Sendable, Hashable, CaseIterable {
        case compact, standard, relaxed
    }

    /// Light or dark. `auto` follows the device.
    public enum Theme: String, Sendable, Hashable, CaseIterable {
        case auto, light, dark
    }

    /// The size of text: `large` is the version for elderly readers (长辈版).
    public enum TextSize: String, Sendable, Hashable, CaseIterable {
        case normal, large
    }

    public var language: Language
    public var density: Density
    public var theme: Theme
    public var textSize: TextSize
    /// Whether single keys such as `/` and `j` do something; people with input tools switch this off.
    public var usesShortcuts: Bool

    /// The choices of a person; what is not said is as officials have it on a desk.
    public init(
        language: Language = .chinese, density: Density = .compact, theme: Theme = .auto,
        textSize: TextSize = .normal, usesShortcuts: Bool = true
    ) {
        self.language = language
        self.density = density
        self.theme = theme
        self.textSize = textSize
        self.usesShortcuts = usesShortcuts
    }
}

extension Preferences.Density {
    /// The word people see.
    public var wording: Wording {
        switch self {
        case .compact: Wording(zh: "紧凑", en: "Compact")
        case .standard: Wording(zh: "标准", en: "Standard")
        case .relaxed: Wording(zh: "宽松", en: "Relaxed")
        }
    }
}

extension Preferences.Theme {
    /// The word people see.
    public var wording: Wording {
        switch self {
        case .auto: Wording(zh: "随设备", en: "As device")
        case .light: Wording(zh: "浅色", en: "Light")
        case .dark: Wording(zh: "深色", en: "Dark")
        }
    }
}

extension Preferences.TextSize {
    /// The word people see.
    public var wording: Wording {
        switch self {
        case .normal: Wording(zh: "标准字号", en: "Normal text")
        case .large: Wording(zh: "长辈版", en: "Large text")
        }
    }
}
