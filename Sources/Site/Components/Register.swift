import Markup

/// A register (台账): one row for each matter, one column for each thing to know about it.
///
/// Sorted, filtered and paged by the server; nothing in it needs a script. On a phone each row becomes a card.
public struct Register<Row>: Component {
    /// The rows of this page and how many there are on all pages.
    public struct Rows {
        let shown: [Row]
        let total: Int

        /// The rows of this page; `total` counts all that match the filters.
        public init(_ shown: [Row], total: Int) {
            self.shown = shown
            self.total = total
        }
    }

    let title: Wording
    let rows: Rows
    let state: RegisterState
    let columns: [Column<Row>]
    let identity: (Row) -> String

    /// Conditions offered above the table.
    public var filters: [Filter] = []
    /// Named addresses of this register.
    public var views: [SavedView] = []
    /// What can be done with several rows at once.
    public var batch: Batch?
    /// What a ticked row sends, where that is not its name.
    public var selection: ((Row) -> String)?
    /// 新增, exports and the like.
    public var tools = RegisterTools()
    /// Shown instead of the table when there is no row and no filter.
    public var whenEmpty = EmptyState(Wording(zh: "还没有记录。", en: "No records yet."))

    /// A register with its name, its rows, where the reader stands, what is selected in a batch, and its columns.
    public init(
        _ title: Wording, _ rows: Rows, state: RegisterState, identity: @escaping (Row) -> String,
        columns: [Column<Row>]
    ) {
        self.title = title
        self.rows = rows
        self.state = state
        self.identity = identity
        self.columns = columns
    }

    public var body: HTML {
        div(.class("register-area")) {
            div(.class("register-bar")) {
                ViewLinks(views: views, tools: tools, state: state)
                p(.class("result-count"), .role("status")) {
                    Wording(zh: "共 \(rows.total.grouped) 条", en: "\(rows.total.grouped) records")
                }
                toolbar
            }
            if !filters.isEmpty {
                div(.class("filter-area")) {
                    PhoneSwitch(id: "show-filters", title: Wording(zh: "筛选条件", en: "Filters"))
                    FilterBar(filters: filters, state: state)
                }
                FilterChips(filters: filters, state: state)
            }
            if rows.shown.isEmpty { emptyState } else { tableAndBatch }
        }
    }

    /// The columns asked for, or the usual ones; a name nobody knows is passed over.
    private var shownColumns: [Column<Row>] {
        let asked = state.columns.compactMap { key in columns.first { $0.key == key } }
        return asked.isEmpty ? columns.filter(\.isUsual) : asked
    }

    private var toolbar: HTML {
        let shown = Set(shownColumns.map(\.key))
        return div(.class("register-tools")) {
            for offer in tools.offers { a(.class("button plain"), .href(offer.link)) { offer.title } }
            ColumnChooser(columns: columns.map { ($0.key, $0.heading, shown.contains($0.key)) }, state: state)
            if !tools.exports.isEmpty { exports }
            button(.type("button"), .class("button plain"), .hidden, .data("print")) {
                Wording(zh: "打印", en: "Print")
            }
        }
    }

    private var exports: HTML {
        details(.class("menu")) {
            summary { Wording(zh: "导出", en: "Export") }
            ul(.class("menu-panel")) {
                for export in tools.exports { li { a(.href(export.link), .download) { export.title } } }
            }
        }
    }

    @HTMLBuilder private var emptyState: HTML {
        let names = filters.flatMap(\.names)
        if names.contains(where: { name in state.address.all(name).contains { !$0.isEmpty } }) {
            EmptyState.filteredOut(state.link(withoutFilters: names))
        } else {
            whenEmpty
        }
    }

    @HTMLBuilder private var tableAndBatch: HTML {
        if let batch {
            form(.post, .action(batch.action), .class("batch")) {
                hiddenInput(FormFieldName.formToken, batch.formToken)
                hiddenInput("address", state.address.url)
                tableRegion
                div(.class("register-foot")) {
                    BatchBar(batch: batch, onPage: rows.shown.count, total: rows.total)
                    paging
                }
            }
        } else {
            tableRegion
            div(.class("register-foot")) { paging }
        }
    }

    @HTMLBuilder private var paging: HTML {
        PageSizes(state: state)
        Pager(state: state, total: rows.total)
    }

    private var tableRegion: HTML {
        let columns = shownColumns
        return div(.class("table-area")) {
            PhoneSwitch(id: "all-fields", title: Wording(zh: "显示全部字段", en: "Show all fields"))
            div(.class("table-region"), .role("region"), .tabindex(0), .ariaLabel(title)) {
                table(.class("register"), .data("rows")) {
                    caption(.class("visually-hidden")) { title }
                    thead { tr { headings(columns) } }
                    tbody { for row in rows.shown { tableRow(row, columns) } }
                }
            }
        }
    }

    @HTMLBuilder private func headings(_ columns: [Column<Row>]) -> HTML {
        if batch != nil {
            th(.class("pick"), .scope("col")) { span(.class("visually-hidden")) { Wording(zh: "选择", en: "Select") } }
        }
        for column in columns {
            th(
                .scope("col"), .class(column.isSortable ? "sortable " + column.cssClass : column.cssClass),
                state.order?.key == column.key
                    ? .ariaSort(state.order?.isDescending == true ? "descending" : "ascending") : nil
            ) {
                if column.isSortable {
                    a(.href(state.link(sortedBy: column.key))) { column.heading }
                } else if let grade = column.grade {
                    GradeBadge(grade, column.heading)
                } else {
                    column.heading
                }
            }
        }
    }

    private func tableRow(_ row: Row, _ columns: [Column<Row>]) -> HTML {
        let id = identity(row)
        return tr(.data("id", id)) {
            if batch != nil {
                td(.class("pick")) {
                    input(
                        .type("checkbox"), .name("selected"), .value(selection?(row) ?? id),
                        .ariaLabel(Wording(zh: "选择 \(id)", en: "Select \(id)")))
                }
            }
            for column in columns {
                td(.class(column.cssClass), .data("l", column.heading)) { column.cell(row) }
            }
        }
    }
}

/// Which rows a batch action takes, and the actions.
struct BatchBar: Component {
    let batch: Batch
    let onPage: Int
    let total: Int

    var body: HTML {
        div(.class("batch-bar"), .role("group"), .ariaLabel(Wording(zh: "批量办理", en: "Batch actions"))) {
            label(.for("extent")) { Wording(zh: "对象", en: "Apply to") }
            select(.id("extent"), .name("extent")) {
                option(.value("selected"), .selected) { Wording(zh: "勾选的各条", en: "Selected rows") }
                option(.value("page")) { Wording(zh: "本页全部 \(onPage) 条", en: "All \(onPage) on this page") }
                option(.value("all")) {
                    Wording(zh: "符合条件的全部 \(total.grouped) 条", en: "All \(total.grouped) that match")
                }
            }
            span(.class("picked"), .data("picked"), .ariaLive("polite"))
            for action in batch.actions {
                button(.class("button plain"), .name("action"), .value(action.name)) { action.title }
            }
        }
    }
}
