/// One column of a table that is written, offered as a template, or read back: its title and what stands in it.
public struct Column: Sendable, Hashable {
    /// What stands in the cells of the column.
    public enum Kind: Sendable, Hashable {
        case text
        /// Digits that are a name and not a quantity, such as 统一社会信用代码: always kept as text.
        case code
        case integer
        case number(decimals: Int)
        case date
        case dateTime
    }

    /// What the program calls the column.
    public let key: String
    /// What people call the column: its header.
    public let title: String
    public let kind: Kind
    /// Other headers under which people send the same column.
    public private(set) var aliases: [String] = []
    public private(set) var choices: Choices?
    public private(set) var isRequired = false
    /// What the example row of a template shows.
    public private(set) var example = ""
    /// One sentence on how to fill in the column.
    public private(set) var hint = ""
    /// In characters of the standard font.
    public private(set) var width: Double

    public init(_ key: String, _ title: String, _ kind: Kind = .text) {
        self.key = key
        self.title = title
        self.kind = kind
        let usual: Double =
            switch kind {
            case .text: 24
            case .code: 22
            case .integer: 10
            case .number: 14
            case .date: 12
            case .dateTime: 17
            }
        // A Chinese character is two columns wide.
        width = max(usual, Double(title.utf8.count) * 2 / 3 + 2)
    }

    /// The same column, to be filled in on every row.
    public func required() -> Column {
        changed { $0.isRequired = true }
    }

    /// The same column, filled in from a drop-down list.
    public func choosing(from choices: Choices) -> Column {
        changed { $0.choices = choices }
    }

    /// The same column with what the example row shows and a sentence on how to fill it in.
    public func explained(example: String, hint: String = "") -> Column {
        changed {
            $0.example = example
            $0.hint = hint
        }
    }

    /// The same column, also recognised under other headers.
    public func alsoCalled(_ aliases: String...) -> Column {
        changed { $0.aliases += aliases }
    }

    /// The same column, so many characters of the standard font wide.
    public func wide(_ width: Double) -> Column {
        changed { $0.width = width }
    }

    private func changed(_ change: (inout Column) -> Void) -> Column {
        var copy = self
        change(&copy)
        return copy
    }
}
