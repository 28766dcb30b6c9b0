import Calendars
import Foundation
import Permissions
import PolicyDocuments
import Site
import Workflows

/// 演示文件 — the sample implementing opinion, taken in, reviewed and published through the desk as a clerk would.
struct DemoOpinion {
    let premises: Premises
    let clerk: User

    /// The text, with days counted from the day of its publication.
    static func text(home: String, publishedOn day: Day) throws -> String {
        let template = try String(contentsOfFile: home + "/Resources/demo/implementing-opinion.txt", encoding: .utf8)
        return template.replacing("{年}", with: String(day.year))
            .replacing(/\{(\d+)\}/) { match in day.adding(days: Int(match.output.1)!).chinese }
    }

    /// Answers with the document's id, once all its tasks are handed over.
    func publish(home: String) async throws -> String {
        let day = premises.desk.now().day
        let text = try Self.text(home: home, publishedOn: day)
        let document = try await premises.desk.open(ReceiveDocument(text: text), by: clerk).matter
        try await settleWhatIsUnclear(in: document, by: day)
        try await premises.desk.perform(AcceptReadyDrafts(), on: document, by: clerk)
        try await premises.desk.perform(FinishReview(), on: document, by: clerk)
        try await premises.desk.perform(PublishDocument(day: day.adding(days: 90)), on: document, by: clerk)
        return document
    }

    /// Two clauses name nobody who can be found; the clerk gives them to somebody.
    private func settleWhatIsUnclear(in document: String, by day: Day) async throws {
        let row = try await premises.database.rows(
            """
            SELECT matter.*, policy_document.* FROM matter
            JOIN policy_document ON policy_document.id = matter.id WHERE matter.id = \(document)
            """)[0]
        for draft in try PolicyDocument(row: row).drafts where draft.lead == nil || !draft.unresolved.isEmpty {
            var revision = ReviseDraft(draft)
            revision.lead = draft.lead ?? clerk.posts[0].organisation
            revision.day = draft.day ?? day.adding(days: 90)
            try await premises.desk.perform(revision, on: document, by: clerk)
        }
    }
}
