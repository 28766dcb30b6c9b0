import Markup
import Rules

/// A decision table as people read it: one column for each condition, one for each outcome.
struct DecisionTableView: Component {
    let decisions: DecisionTable

    var body: HTML {
        div(.class("table-region"), .role("region"), .tabindex(0), .ariaLabel(Wording(zh: "判定表", en: "Decision table")))
        {
            table(.class("decision")) {
                caption {
                    Wording(
                        zh: "判定方式 \(decisions.hitPolicy.rawValue)", en: "Hit policy \(decisions.hitPolicy.rawValue)")
                }
                thead {
                    tr {
                        th(.scope("col")) { "#" }
                        for column in decisions.inputs { th(.scope("col")) { heading(column) } }
                        for column in decisions.outputs { th(.scope("col"), .class("outcome")) { heading(column) } }
                    }
                }
                tbody {
                    for (index, row) in decisions.rows.enumerated() {
                        tr {
                            td { index + 1 }
                            for cell in row.cells { td { cell.text } }
                            for outcome in row.outcomes { td(.class("outcome")) { outcome.description } }
                        }
                    }
                }
            }
        }
    }

    private func heading(_ column: RuleColumn) -> String {
        column.unit.map { "\(column.title)（\($0)）" } ?? column.title
    }
}
