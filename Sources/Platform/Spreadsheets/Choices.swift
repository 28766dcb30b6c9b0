/// A dictionary (字典) from which a column is filled in: people see labels, the program keeps codes.
public struct Choices: Sendable, Hashable {
    /// One entry of the dictionary.
    public struct Choice: Sendable, Hashable {
        public let code: String
        public let label: String

        public init(code: String, label: String) {
            self.code = code
            self.label = label
        }
    }

    public let title: String
    public let entries: [Choice]
    private let codes: [String: String]

    /// Where two entries have the same label, the label means the first of them.
    public init(_ title: String, _ entries: [Choice]) {
        self.title = title
        self.entries = entries
        let labels = entries.map { ($0.label.halfWidth.trimmedBlanks, $0.code) }
        let codes = entries.map { ($0.code.halfWidth.trimmedBlanks, $0.code) }
        self.codes = Dictionary(labels + codes) { first, _ in first }
    }

    /// The code for what a person entered, label or code; nil when the dictionary has neither.
    public func code(for cell: Cell) -> String? {
        codes[cell.text.halfWidth]
    }
}
