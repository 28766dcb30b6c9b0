import Markup
import Site
import Workflows

/// The pages on which a document is reviewed. Commands themselves are the same for every kind of matter.
public enum PolicyDocumentRoutes {
    public static let all: [Route] = [
        Route(
            .get, "/policy-documents/{id}/review", "政策文件的审阅页", for: .holding(.readPolicyDocuments),
            query: [.init("show", "只看哪些草案：open、accepted、no-owner、no-time、unresolved、left-out、passed-over")]
        ) { visit in
            let (matter, document) = try await PolicyDocumentStore(visit: visit).found()
            return ReviewPage(visit: visit, matter: matter, document: document).answer()
        },
        Route(
            .get, "/policy-documents/{id}/drafts/{draft}", "一条任务草案", for: .holding(.readPolicyDocuments)
        ) { visit in
            let (_, document) = try await PolicyDocumentStore(visit: visit).found()
            var page = DraftPage(visit: visit, document: document, draft: try draft(of: document, visit))
            page.kept = try await visit.keptDraft()
            return page.answer()
        },
        Route(
            .post, "/policy-documents/{id}/drafts/{draft}/{command}", "办理一条任务草案", for: .signedIn, body: []
        ) { visit in try await decide(visit) },
    ].answering(PolicyDocumentAnswers.documents)

    private static func draft(of document: PolicyDocument, _ visit: Visit) throws -> DraftTask {
        let id = try visit.parameter("draft")
        guard let draft = document.drafts.first(where: { $0.id == id }) else {
            throw Refusal.notFound("任务草案")
        }
        return draft
    }

    /// Carries out a command on a draft; refused, it is shown again with what was typed.
    private static func decide(_ visit: Visit) async throws -> Answer {
        let (id, command) = (try visit.parameter("id"), try visit.parameter("command"))
        guard let kind = visit.premises.kinds[PolicyDocument.kind] else { throw Refusal.notFound("页面") }
        var answers = visit.answers.values
        answers["draft"] = [try visit.parameter("draft")]
        do {
            let receipt = try await kind.perform(
                command, with: FieldValues(answers), on: id, by: try visit.user(), in: try visit.envelope,
                at: visit.premises.desk)
            guard visit.wantsJSON else {
                return .redirect(ReviewPage.link(id).at("draft-\(try visit.parameter("draft"))"))
            }
            return .json(.of(("matter", .text(receipt.matter)), ("version", .number(receipt.version))))
        } catch let refusal as Refusal where refusal.isAboutTheForm && !visit.wantsJSON {
            let (_, document) = try await PolicyDocumentStore(visit: visit).found()
            guard let draft = document.drafts.first(where: { $0.id == answers["draft"]?.first }) else { throw refusal }
            var page = DraftPage(visit: visit, document: document, draft: draft)
            page.refused = (command, visit.answers, refusal.shown)
            return page.answer().status(.init(code: refusal.kind.rawValue))
        }
    }
}
