/// Where the columns of a known table stand in a file somebody sent: found by their titles, not their position.
public struct TableHeader: Sendable, Hashable {
    /// A column of the file that the table does not know: kept aside and reported, never guessed at.
    public struct Unknown: Sendable, Hashable {
        /// `F`
        public let letters: String
        public let title: String
    }

    /// The row the header stands in, counted from 1.
    public let row: Int
    /// The titles as the file has them, from column A on.
    public let titles: [String]
    /// The columns of the table by their position in the file, counted from 0.
    public let columns: [Int: Column]
    /// Required columns the file does not have.
    public let missing: [Column]
    public let unknown: [Unknown]
    /// Titles standing there twice: the first one counts.
    public let repeated: [String]
    private let positions: [String: Int]

    /// The two columns an ``ErrorWorkbook`` puts before the sender's own, passed over when it comes back.
    static let problemTitle = "错误说明"
    static let rowNumberTitle = "原行号"

    /// Matches the cells of a row against the titles and aliases of the columns.
    init(_ row: SheetRow, columns expected: [Column]) {
        let known = Dictionary(
            expected.flatMap { column in ([column.title] + column.aliases).map { (Self.plain($0), column) } }
        ) { first, _ in first }
        var columns: [Int: Column] = [:]
        var positions: [String: Int] = [:]
        var unknown: [Unknown] = []
        var repeated: [String] = []
        for (index, cell) in row.cells.enumerated() where !cell.isBlank {
            let title = cell.text
            if let column = known[Self.plain(title)] {
                if positions[column.key] == nil {
                    columns[index] = column
                    positions[column.key] = index
                } else {
                    repeated.append(title)
                }
            } else if title != Self.problemTitle && title != Self.rowNumberTitle {
                unknown.append(Unknown(letters: CellAddress.letters(ofColumn: index), title: title))
            }
        }
        self.row = row.number
        titles = row.cells.map(\.text)
        self.columns = columns
        self.positions = positions
        self.unknown = unknown
        self.repeated = repeated
        missing = expected.filter { $0.isRequired && positions[$0.key] == nil }
    }

    /// The position of a column by its key, counted from 0; nil when the file does not have it.
    public func position(of key: String) -> Int? {
        positions[key]
    }

    /// People add blanks, stars and remarks such as （必填） to a title; it is the same title.
    private static func plain(_ title: String) -> String {
        title.halfWidth.lowercased().replacing(/\s|\*|\((必填|选填|可选)\)/, with: "")
    }
}
