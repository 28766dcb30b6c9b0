import Markup
import Site

/// The pages of drafting. Commands themselves are the same for every kind of matter.
public enum DraftingRoutes {
    public static let all: [Route] = [
        Route(.get, "/drafting/{id}/versions/{version}", "一稿的正文", for: .holding(.readDrafting)) { visit in
            try await VersionPage(visit: visit).answer()
        },
        Route(
            .get, "/drafting/{id}/compare", "两稿比较", for: .holding(.readDrafting),
            query: [.init("from", "旧稿的稿次"), .init("to", "新稿的稿次"), .init("show", "all 为也列出未变的条款")]
        ) { visit in try await ComparisonPage(visit: visit).answer() },
        Route(
            .get, "/consultation-rounds/{id}/comments", "一轮的意见与答复", for: .holding(.readDrafting),
            query: [.init("answer", "要答复的意见")]
        ) { visit in try await CommentsPage(visit: visit).answer() },
        Route(.get, "/consultation-rounds/{id}/table", "意见汇总采纳情况表", for: .holding(.readDrafting)) { visit in
            try await CommentTable.ofRound(visit).page()
        },
        Route(
            .get, "/consultation-rounds/{id}/table.xlsx", "意见汇总采纳情况表（XLSX）", for: .holding(.readDrafting),
            produces: xlsx
        ) { visit in try await CommentTable.ofRound(visit).xlsx() },
        Route(
            .get, "/consultations/{id}", "对照稿件提意见", for: .holding(.readDraftingParts),
            query: [.init("clause", "要提意见的条款")]
        ) { visit in try await ConsultationPage(visit: visit).answer() },
        Route(.get, "/consultations/{id}/table", "本单位可见的意见采纳情况", for: .holding(.readDraftingParts)) { visit in
            try await CommentTable.seenFromConsultation(visit).page()
        },
        Route(
            .get, "/consultations/{id}/table.xlsx", "本单位可见的意见采纳情况（XLSX）", for: .holding(.readDraftingParts),
            produces: xlsx
        ) { visit in try await CommentTable.seenFromConsultation(visit).xlsx() },
    ].answering(PolicyDocumentAnswers.drafting)

    private static let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
}
