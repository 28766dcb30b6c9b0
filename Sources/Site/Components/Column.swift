import Markup

/// A column of a register: one thing to know about each row.
public struct Column<Row> {
    /// How the cell's content lies.
    public enum Alignment: String, Sendable {
        case start, end, center
    }

    /// What becomes of the cell on a phone, where each row is a card.
    public enum OnPhone: String, Sendable {
        /// The card's first line. One column has this.
        case title
        /// Always on the card; three or four columns.
        case fact
        /// On the card when the reader asks for all fields.
        case more
    }

    /// How much room the cell wants.
    public enum Room: String, Sendable {
        /// As much as it needs, in one line.
        case line
        /// Sentences; in dense tables cut after one line, the whole stands in the row's page.
        case prose
    }

    let key: String
    let heading: Wording
    let isSortable: Bool
    let alignment: Alignment
    let onPhone: OnPhone
    let room: Room
    let isUsual: Bool
    let cell: (Row) -> HTML
    /// The grade of what the column counts: its heading then has the grade's colour and shape besides the word.
    var grade: Grade?

    /// A column with its key in the address, its heading and its cells.
    ///
    /// `usual: false` for columns that are shown only when chosen.
    public init(
        _ key: String, _ heading: Wording, sortable: Bool = false, alignment: Alignment = .start,
        onPhone: OnPhone = .fact, room: Room = .line, usual: Bool = true, @HTMLBuilder cell: @escaping (Row) -> HTML
    ) {
        self.key = key
        self.heading = heading
        isSortable = sortable
        self.alignment = alignment
        self.onPhone = onPhone
        self.room = room
        isUsual = usual
        self.cell = cell
    }

    /// A column that counts what is of this grade.
    public func counting(_ grade: Grade) -> Column {
        var column = self
        column.grade = grade
        return column
    }

    var cssClass: String {
        var names = ["on-phone-\(onPhone.rawValue)"]
        if alignment != .start { names.append(alignment.rawValue) }
        if room == .prose { names.append("prose") }
        return names.joined(separator: " ")
    }
}
