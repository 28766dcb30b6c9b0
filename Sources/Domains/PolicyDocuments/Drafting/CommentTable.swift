import Foundation
import Markup
import OfficialDocuments
import Site
import Spreadsheets
import Workflows

/// 意见汇总采纳情况表 — what was said and what became of it, as it goes into the files: to be printed, or as XLSX.
struct CommentTable {
    let visit: Visit
    let title: String
    let comments: [UnitComment]
    let download: Link

    static func link(ofRound round: String) -> Link { Link("consultation-rounds", round, "table") }
    static func link(seenFrom consultation: String) -> Link { Link("consultations", consultation, "table") }

    /// For whoever may read the round.
    static func ofRound(_ visit: Visit) async throws -> CommentTable {
        let store = DraftingStore(visit: visit)
        let (_, round) = try await store.found(ConsultationRound.self)
        return CommentTable(
            visit: visit, title: round.header.title, comments: try await store.comments(inRound: round.id),
            download: Link("consultation-rounds", round.id, "table.xlsx"))
    }

    /// For a unit that was asked.
    static func seenFromConsultation(_ visit: Visit) async throws -> CommentTable {
        let store = DraftingStore(visit: visit)
        let (_, consultation) = try await store.found(Consultation.self)
        return CommentTable(
            visit: visit, title: consultation.header.title,
            comments: try await store.comments(seenFrom: consultation),
            download: Link("consultations", consultation.id, "table.xlsx"))
    }

    func page() -> Answer {
        var frame = visit.page(
            Wording(zh: "意见汇总采纳情况表", en: "Comments and what became of them"), section: DraftingProject.kind,
            breadcrumb: [Crumb(Wording(verbatim: title))]
        ) {
            article(.class("comment-table")) {
                h2 { "\(title)意见汇总采纳情况表" }
                if comments.isEmpty {
                    EmptyState(Wording(zh: "没有意见。", en: "No comments."))
                } else {
                    sheet
                }
            }
        }
        frame.layout = .document
        frame.actions = .pieces([
            a(.class("button plain"), .href(download)) { Wording(zh: "导出 XLSX", en: "XLSX") },
            button(.type("button"), .class("button"), .hidden, .data("print")) { Wording(zh: "打印", en: "Print") },
        ])
        let rows = comments.map { comment in
            JSON.of(
                ("unit", .text(comment.unit)), ("late", .bool(comment.isLate)), ("comment", comment.comment.json))
        }
        return .page(frame, json: .array(rows))
    }

    private var sheet: HTML {
        ShortTable(
            Wording(zh: "意见汇总采纳情况表", en: "Comments and what became of them"),
            comments.enumerated().map { words($0.offset, $0.element) },
            columns: Self.columns.enumerated().map { place, column in
                Site.Column(
                    column.key, Wording(verbatim: column.title), onPhone: column.key == "text" ? .title : .fact
                ) { $0[place].isEmpty ? "—" : $0[place] }
            }
        ).html
    }

    func xlsx() throws -> Answer {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("anlan-\(UUID().uuidString).xlsx").path
        defer { try? FileManager.default.removeItem(atPath: path) }  // Nothing to remove when writing never began.
        let heading = TableLayout.Heading(
            title: "意见汇总采纳情况表", filter: title, time: visit.now.description, unit: "条", rowCount: comments.count)
        let writer = try XLSXTableWriter(
            path: path, TableLayout(sheet: "意见", columns: Self.columns.map(\.column), heading: heading))
        for (index, comment) in comments.enumerated() {
            try writer.append(words(index, comment).map { .text($0) })
        }
        try writer.finish()
        return .download(
            try Array(Data(contentsOf: URL(fileURLWithPath: path))),
            type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            name: "意见汇总采纳情况表-\(visit.today).xlsx")
    }

    private struct Heading {
        let key: String
        let title: String

        var column: Spreadsheets.Column { .init(key, title) }
    }

    private static let columns: [Heading] = [
        .init(key: "row", title: "序号"), .init(key: "clause", title: "条款"), .init(key: "quote", title: "原文"),
        .init(key: "text", title: "意见"), .init(key: "proposal", title: "建议修改为"), .init(key: "unit", title: "提出单位"),
        .init(key: "late", title: "是否逾期"), .init(key: "answer", title: "采纳情况"), .init(key: "reason", title: "理由"),
    ]

    private func words(_ index: Int, _ one: UnitComment) -> [String] {
        let comment = one.comment
        return [
            String(index + 1), comment.place, comment.quote, comment.text, comment.proposal ?? "",
            visit.premises.registry.organisations.name(one.unit), one.isLate ? "逾期" : "",
            comment.answer?.title ?? "未答复", comment.reason ?? "",
        ]
    }
}
