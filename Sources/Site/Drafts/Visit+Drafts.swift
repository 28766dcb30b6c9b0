import Accounts
import HTTPTypes
import Markup
import Permissions
import Workflows

extension FormFieldName {
    /// The address of the form of which a draft is kept.
    static let draftOf = "draft-of"
    static let draftTitle = "draft-title"
    /// Who filled the form in.
    static let draftBy = "draft-by"
}

extension Visit {
    private static let longestPlace = 1000

    /// The form that was sent and is shown again, or that is shown.
    private func place(_ fixed: Link? = nil) -> Link? {
        let place = form[FormFieldName.draftOf].flatMap { Link(parsing: $0) } ?? fixed ?? address
        return place.url.utf8.count <= Self.longestPlace ? place : nil
    }

    /// What this person kept of the form at this address, when they open it.
    ///
    /// - Parameter fixed: the address of the form where that of the page says more, or less, than which form it is.
    public func keptDraft(at fixed: Link? = nil) async throws -> FormDraft? {
        guard !wantsJSON, session != nil, form[FormFieldName.draftOf] == nil, let place = place(fixed) else {
            return nil
        }
        return try await premises.drafts.draft(at: place, of: try user().person.id)
    }

    /// Lets a form be kept until it is sent; `draft` is what stands in it now.
    ///
    /// - Parameters:
    ///   - version: that of the matter as it is now.
    ///   - fixed: as in ``keptDraft(at:)``.
    public func keeping(
        _ title: String, _ draft: FormDraft? = nil, version: Int? = nil, at fixed: Link? = nil
    ) -> CommandForm.Keeping? {
        guard let session, let place = place(fixed) else { return nil }
        var keeping = CommandForm.Keeping(place: place, title: title, person: session.person)
        keeping.keptAt = draft?.savedAt.description
        keeping.isOutdated = draft?.version.map { $0 != version } ?? false
        return keeping
    }

    /// What was sent, as a draft of it, without any password; `nil` for forms of which none is kept.
    var sheet: FormDraftStore.Sheet? {
        guard form[FormFieldName.draftOf] != nil, let place = place() else { return nil }
        let typed = FieldValues(answers.values.filter { Field.SecretName(rawValue: $0.key) == nil })
        return .init(
            place: place, title: form[FormFieldName.draftTitle] ?? "", values: typed,
            version: form[FormFieldName.version].flatMap { Int($0) }, commandID: form[FormFieldName.commandID] ?? "")
    }

    /// Sent and carried out: the draft has done its work. A draft that stays for once is no reason to take that back.
    func forgetDraft() async {
        guard let sheet, let signedIn else { return }
        do {
            try await premises.drafts.remove(at: sheet.place, of: signedIn.person.id)
        } catch {
            logger.warning("draft not removed", metadata: ["error": "\(error)"])
        }
    }

    /// Keeps what someone sent whose session had run out meanwhile; says where the form stands.
    func rescue(for former: Session?) async throws -> Link? {
        guard let former, former.accepts(csrfToken: form[FormFieldName.formToken] ?? ""), let sheet else { return nil }
        try await premises.drafts.save(sheet, of: former.person, at: now, .sent)
        return sheet.place
    }

    /// Keeps what someone sent from a page that was opened before they signed in anew; says where the form stands.
    /// The browser says that the page was ours, the page says whose it was.
    func rescueFromOlderPage() async throws -> Link? {
        guard !wantsJSON, isFromOurPage, let sheet, let signedIn,
            form[FormFieldName.draftBy] == signedIn.person.id
        else { return nil }
        try await premises.drafts.save(sheet, of: signedIn.person.id, at: now, .sent)
        return sheet.place
    }
}

extension Visit {
    /// As the browser says it, which no page of another site can make it say. Where the platform is reached without
    /// TLS browsers name only the page's origin.
    var isFromOurPage: Bool {
        if let site = request.headers[.fetchSite] { return site == "same-origin" }
        guard let origin = request.headers[.origin], let host = request.head.authority else { return false }
        return origin == "http://" + host || origin == "https://" + host
    }
}

/// The session ran out while the form was being filled in; what was typed is kept.
struct SessionRanOut: Error {
    let place: Link
}

/// The form came from a page of an earlier session; what was typed stands in the form again.
struct FormTakenOver: Error {
    let place: Link
}

/// The form was sent from one of our pages by nobody who is signed in; what was typed waits in the sign-in page.
struct FormWithoutSession: Error {
    let left: LeftForm
}

extension HTTPField.Name {
    static let fetchSite = Self("Sec-Fetch-Site")!
}
