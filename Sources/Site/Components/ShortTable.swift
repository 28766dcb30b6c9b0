import Markup

/// A few rows within a page, all of them shown: no sorting, no pages. A longer list is a ``Register``.
public struct ShortTable<Row>: Component {
    let title: Wording
    let rows: [Row]
    let columns: [Column<Row>]

    /// Rows with their columns; the title is read out, not seen.
    public init(_ title: Wording, _ rows: [Row], columns: [Column<Row>]) {
        self.title = title
        self.rows = rows
        self.columns = columns
    }

    public var body: HTML {
        div(.class("table-region short"), .role("region"), .tabindex(0), .ariaLabel(title)) {
            table(.class("register")) {
                caption(.class("visually-hidden")) { title }
                thead { tr { for column in columns { th(.scope("col"), .class(column.cssClass)) { column.heading } } } }
                tbody { for row in rows { line(row) } }
            }
        }
    }

    private func line(_ row: Row) -> HTML {
        tr { for column in columns { td(.class(column.cssClass), .data("l", column.heading)) { column.cell(row) } } }
    }
}
