/// One cell of a sheet: what kind of thing stands in it, and exactly what the file says.
public struct Cell: Sendable, Hashable {
    /// What the file declares the cell to be; a CSV file knows only text.
    public enum Kind: Sendable, Hashable {
        case empty, text, number, date, boolean, error
    }

    public let kind: Kind
    /// The characters in the file, untouched: `9.1320000123456794E+17`, `45123.5`, ` 张三 `.
    public let raw: String
    private let value: Double

    private init(kind: Kind, raw: String, value: Double = 0) {
        self.kind = kind
        self.raw = raw
        self.value = value
    }

    public static let empty = Cell(kind: .empty, raw: "")

    /// Text; an empty one is an empty cell.
    public static func text(_ text: String) -> Cell {
        text.isEmpty ? empty : Cell(kind: .text, raw: text)
    }

    public static func number(_ value: Double) -> Cell {
        Cell(kind: .number, raw: Self.plain(value), value: value)
    }

    public static func integer(_ value: Int) -> Cell {
        Cell(kind: .number, raw: "\(value)", value: Double(value))
    }

    public static func date(_ date: SheetDate) -> Cell {
        Cell(kind: .date, raw: Self.plain(date.serial), value: date.serial)
    }

    public static func boolean(_ value: Bool) -> Cell {
        Cell(kind: .boolean, raw: value ? "1" : "0", value: value ? 1 : 0)
    }

    static func error(_ code: String) -> Cell {
        Cell(kind: .error, raw: code)
    }

    static func number(_ value: Double, raw: String) -> Cell {
        Cell(kind: .number, raw: raw, value: value)
    }

    static func date(serial: Double, raw: String) -> Cell {
        Cell(kind: .date, raw: raw, value: serial)
    }

    /// The number as the file keeps it, dates as days since the spreadsheet's beginning.
    var serial: Double { value }

    /// What a person reads in the cell, without surrounding blanks: `320100`, `0.1`, `2026-09-30`, `TRUE`, `#N/A`.
    public var text: String {
        switch kind {
        case .empty: ""
        case .text: raw.restored.trimmedBlanks
        case .number: hasLostDigits ? raw : Self.plain(value)
        case .date: SheetDate(serial: value)?.description ?? raw
        case .boolean: value == 1 ? "TRUE" : "FALSE"
        case .error: raw
        }
    }

    /// Nothing a person can see stands in the cell.
    public var isBlank: Bool {
        kind == .empty || (kind == .text && raw.trimmedBlanks.isEmpty)
    }

    /// The number in the cell; text such as `1,234.5` or `１２` counts, since a CSV file knows only text.
    public var number: Double? {
        switch kind {
        case .number: value
        case .text: Double(raw.trimmedBlanks.halfWidth.replacing(",", with: ""))
        default: nil
        }
    }

    /// The day or moment in the cell; text such as `2026-09-30`, `2026年9月30日`, `20260930 08:05` counts.
    public var date: SheetDate? {
        switch kind {
        case .date: SheetDate(serial: value)
        case .text: SheetDate(raw)
        default: nil
        }
    }

    /// A long code that a spreadsheet program turned into a number and rounded: 18 digits became `9.13E+17`.
    ///
    /// Spreadsheet programs keep 15 digits. What was lost cannot be brought back; the code has to be entered again.
    public var hasLostDigits: Bool {
        switch kind {
        case .number: abs(value) >= 1e15
        // Looking for the sign costs little; a pattern is read anew each time it is used.
        case .text where !raw.utf8.contains(UInt8(ascii: "+")): false
        case .text: raw.trimmedBlanks.wholeMatch(of: /[0-9](\.[0-9]+)?[Ee]\+[0-9]{2,3}/) != nil
        default: false
        }
    }

    private static func plain(_ value: Double) -> String {
        abs(value) < 1e15 && value == value.rounded() ? "\(Int(value))" : "\(value)"
    }
}
