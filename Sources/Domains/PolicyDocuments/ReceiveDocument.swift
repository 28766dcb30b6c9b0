import Calendars
import Facts
import OfficialDocuments
import Workflows

/// 收文 — takes a document in and takes it apart, for a person to review.
public struct ReceiveDocument: Opening {
    public static let slug = "receive"
    public static let title = "收文"
    public static let fields: [Field] = [
        .attachments("original", "文件", purpose: "文书")
            .hint("TXT、DOCX 或带文字的 PDF，只选一个；正文由平台读出。"),
        .longText("text", "文件正文", limit: largestText).optional.holds(.documentText)
            .hint("没有文件时在这里粘贴全文：标题、发文字号、正文和落款。两者都有时以这里的正文为准，文件作为原件留存。"),
        .text("title", "文件标题", limit: 200).optional.holds(.documentTitle).hint("不填则取正文中的标题。"),
    ]

    /// Characters; as many as a form may carry.
    public static let largestText = 100_000

    /// SHA-256 of the file it came in.
    public var original: [String]
    public var text: String?
    public var title: String?
    public var evidence: [String] { original }

    public init(text: String?, title: String? = nil, original: [String] = []) {
        self.original = original
        self.text = text
        self.title = title
    }

    public func open(in step: inout Step) throws(Refusal) -> PolicyDocument {
        guard let post = step.user.posts.first(where: { $0.role.permissions.contains(.reviewPolicyDocuments) }) else {
            throw Refusal.notPermitted(Self.title)
        }
        guard let text else { throw Refusal.fields(["text": "请上传文件，或粘贴文件正文。"]) }
        let names = UnitNames(of: step.organisations, regions: step.regions, on: step.today)
        let decomposition = Decomposition(of: text, names: names)
        guard let title = title ?? decomposition.title else {
            throw Refusal.fields(["title": "没有在正文中认出标题，请填写文件标题。"])
        }
        let header = MatterHeader(
            PolicyDocument.self, title: String(title.filter { !$0.isNewline }.prefix(200)), region: post.region,
            owner: post.organisation, supervisor: post.organisation, issuer: post.organisation, in: step)
        var document = PolicyDocument(
            header: header, text: text, reading: DocumentReading(of: decomposition),
            drafts: DraftTask.all(in: decomposition, of: PlainText(text), coordinator: post.organisation))
        document.number = decomposition.number
        document.issuer = decomposition.issuer
        document.date = decomposition.date.flatMap(Day.init)
        return document
    }
}

extension Facts.Fact {
    static let documentText = Self("policy-document.text")
    static let documentTitle = Self("policy-document.title")
}
