import Markup

/// A register of a hundred rows, by the components' way and with strings put together by hand.
enum TablePage {
    private struct Line {
        let number, title, unit, due, light: String
    }

    private static let lines = (0..<100).map { row in
        Line(
            number: "DB-2026-\(100_000 + row)", title: "配电箱未接地 & 门锁<损坏>，缺少警示标识", unit: "南京市鼓楼区应急管理局",
            due: "剩 \(row) 个工作日（11月30日）", light: ["green", "yellow", "red"][row % 3])
    }

    @Sendable static func measure(_ bench: Bench) async throws {
        precondition(byComponents() == Array(byHand().utf8), "the two pages differ")
        bench.repeated("anlan", "page") { precondition(byComponents().count > 1_000) }
        bench.repeated("by-hand", "page") { precondition(byHand().utf8.count > 1_000) }
    }

    private static func byComponents() -> [UInt8] {
        table(.class("register")) {
            tbody {
                for line in lines {
                    tr(.class(line.light)) {
                        td { a(.href(Link("m", "supervised-task", line.number))) { line.number } }
                        td { line.title }
                        td { line.unit }
                        td(.class("due")) { line.due }
                    }
                }
            }
        }.rendered(in: .chinese)
    }

    private static func byHand() -> String {
        var page = #"<table class="register"><tbody>"#
        for line in lines {
            page += "<tr class=\""
            page += line.light
            page += "\"><td><a href=\"/m/supervised-task/"
            page += escaped(line.number)
            page += "\">"
            page += escaped(line.number)
            page += "</a></td><td>"
            page += escaped(line.title)
            page += "</td><td>"
            page += escaped(line.unit)
            page += "</td><td class=\"due\">"
            page += escaped(line.due)
            page += "</td></tr>"
        }
        return page + "</tbody></table>"
    }

    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { [0x26, 0x3C, 0x3E, 0x22, 0x27].contains($0) }) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
