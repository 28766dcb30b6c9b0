import Accounts
import Foundation
import Markup
import Workflows

/// 未登录时提交的表单 — sent from a page of ours when nobody was signed in any more. It waits in the sign-in page itself,
/// sealed for the person who had opened the form, and becomes their draft once they have signed in.
struct LeftForm: Sendable {
    let place: Link
    /// What the sign-in page sends along.
    let parcel: String

    /// So long may the sign-in page stand open.
    static let life = Duration.seconds(3600)
    /// The bytes of the longest. Sealed it still fits into a form.
    static let longest = 256 << 10

    /// What a parcel holds.
    struct Words: Codable {
        let place: String
        let title: String
        let values: [String: [String]]
        let version: Int?
        let commandID: String

        init(_ sheet: FormDraftStore.Sheet) {
            (place, title, values) = (sheet.place.url, sheet.title, sheet.values.values)
            (version, commandID) = (sheet.version, sheet.commandID)
        }

        var sheet: FormDraftStore.Sheet? {
            Link(parsing: place).map {
                .init(place: $0, title: title, values: FieldValues(values), version: version, commandID: commandID)
            }
        }
    }

    static var notice: Notice {
        Notice(
            .hint,
            Wording(
                zh: "您还没有登录，表单没有提交。填写的内容没有丢失：请在一小时内用填表的账号登录，核对后再提交。选择的文件不能保留，需要重新选择。",
                en: "You are not signed in and nothing was submitted. Sign in within an hour as the one who filled "
                    + "in the form and what you typed stands there again; files have to be chosen anew."))
    }
}

extension FormFieldName {
    /// What somebody sent before they had signed in.
    static let leftForm = "left-form"
}

extension Refusal {
    static let leftFormTooLong = Refusal(
        .tooLarge, code: "left-form-too-long",
        message:
            "您还没有登录，表单没有提交；内容太长，登录时不能代为保留。请不要关闭本页：另开一个窗口登录，再在这里按“后退”重新提交。")
}

extension Visit {
    /// What was sent, sealed for the person whose page it was; `nil` for what is not worth keeping or not from here.
    func leftForm() throws -> LeftForm? {
        guard !wantsJSON, isFromOurPage, let sheet, !sheet.values.values.isEmpty,
            let person = form[FormFieldName.draftBy], !person.isEmpty
        else { return nil }
        let words = String(decoding: try JSONEncoder().encode(LeftForm.Words(sheet)), as: UTF8.self)
        guard words.utf8.count <= LeftForm.longest else { throw Refusal.leftFormTooLong }
        return LeftForm(place: sheet.place, parcel: try premises.accounts.parcel(words, for: person))
    }

    /// The parcel that the sign-in page sent along. From elsewhere none is taken: nobody slips another a draft.
    var parcel: String? { isFromOurPage ? form[FormFieldName.leftForm] : nil }

    /// Gives what was left to the person who has now signed in, if it is theirs. Nothing is carried out: it stands in
    /// the form, and they send it. What cannot be kept for once is no reason to keep the person out.
    func handOver(to person: String) async {
        guard let parcel,
            let (words, packed) = premises.accounts.opened(parcel, for: person, within: LeftForm.life)
        else { return }
        do {
            let left = try JSONDecoder().decode(LeftForm.Words.self, from: Data(words.utf8))
            guard let sheet = left.sheet else { return }
            try await premises.drafts.save(sheet, of: person, at: packed, .handedOver)
        } catch {
            logger.error("left form not handed over", metadata: ["error": "\(error)"])
        }
    }
}
