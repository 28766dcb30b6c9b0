/// Cuts text into the words that both databases index alike.
enum SearchWords {
    /// What is stored: the words with a space between them.
    static func indexed(_ text: String) -> String {
        words(of: text).joined(separator: " ")
    }

    /// What is searched for: at each space a new phrase begins, whose words must follow each other.
    static func phrases(_ search: String) -> [[String]] {
        search.split(whereSeparator: \.isWhitespace).map { words(of: String($0)) }.filter { !$0.isEmpty }
    }

    static func fts5(_ phrase: [String]) -> String {
        "\"" + phrase.joined(separator: " ") + "\"" + (endsOpen(phrase) ? " *" : "")
    }

    static func tsquery(_ phrase: [String]) -> String {
        "(" + phrase.map { "'\($0)'" }.joined(separator: " <-> ") + (endsOpen(phrase) ? ":*" : "") + ")"
    }

    /// For a text of words with a space before, between and after them. No word has a sign that LIKE reads otherwise.
    static func like(_ phrase: [String]) -> String {
        "% " + phrase.joined(separator: " ") + (endsOpen(phrase) ? "%" : " %")
    }

    /// A word of letters or digits may go on: `YH32` finds `YH320100`. A Chinese character is whole.
    private static func endsOpen(_ phrase: [String]) -> Bool {
        phrase.last?.unicodeScalars.contains { isLetterOrDigit($0) && !standsAlone($0) } ?? false
    }

    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        func end() {
            if !word.isEmpty { words.append(word) }
            word = ""
        }
        for scalar in text.unicodeScalars.map(narrowed) {
            if standsAlone(scalar) {
                end()
                words.append(String(scalar))
            } else if isLetterOrDigit(scalar) {
                word += scalar.properties.lowercaseMapping
            } else {
                end()
            }
        }
        end()
        return words
    }

    /// Full-width letters and digits count as their ordinary forms.
    private static func narrowed(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
    }

    private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isIdeographic
    }

    /// The categories that both tokenisers take as parts of a word; marks are left out because they
    /// disagree on those.
    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
            true
        default: false
        }
    }
}
