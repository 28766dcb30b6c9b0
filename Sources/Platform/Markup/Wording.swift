/// A language of the site.
public enum Language: String, Sendable, Hashable, CaseIterable {
    case chinese = "zh-CN"
    case english = "en"

    /// The tag of the language as in `<html lang>` (BCP 47).
    public var tag: String { rawValue }
}

/// A label in every language of the site; the page decides which one is shown.
///
/// A label cannot be made without all of its languages, so a page never mixes them.
public struct Wording: Sendable, Hashable {
    /// The Chinese words, which are authoritative.
    public var chinese: String
    /// The English words.
    public var english: String

    /// A label in Chinese and in English.
    public init(zh chinese: String, en english: String) {
        self.chinese = chinese
        self.english = english
    }

    /// A name or number that is the same in every language, such as a person's name or a document number.
    public init(verbatim text: String) {
        self.init(zh: text, en: text)
    }

    /// The words in one language.
    public subscript(language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    /// Two labels one after the other.
    public static func + (first: Wording, second: Wording) -> Wording {
        Wording(zh: first.chinese + second.chinese, en: first.english + second.english)
    }
}
