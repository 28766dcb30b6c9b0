import Calendars
import Foundation
import Ledger
import Storage
import Workflows

/// 政策文件 — an official document that is taken apart into measures, reviewed by a person, and published as tasks.
///
/// The drafts of the tasks are part of the document, so that one command changes one thing and the ledger says what.
public struct PolicyDocument: Matter {
    public static let kind = "policy-document"
    public static let title = "政策文件"
    public static let numberPrefix = "WJ"

    public enum State: String, MatterState {
        case received, reviewed, published, implemented, withdrawn

        public var title: String {
            switch self {
            case .received: "待审阅"
            case .reviewed: "待发布"
            case .published: "落实中"
            case .implemented: "已落实"
            case .withdrawn: "已撤销"
            }
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("document_number", "发文字号"), DetailColumn("document_issuer", "发文机关"),
        DetailColumn("document_date", "成文日期"),
        DetailColumn("document_text", "正文", isTold: false), DetailColumn("reading", "句子与标注", isTold: false),
        DetailColumn("drafts", "任务草案", isTold: false),
    ]

    public var header: MatterHeader
    public var number: String?
    public var issuer: String?
    public var date: Day?
    public let text: String
    public let reading: DocumentReading
    public var drafts: [DraftTask]

    init(header: MatterHeader, text: String, reading: DocumentReading, drafts: [DraftTask]) {
        self.header = header
        self.text = text
        self.reading = reading
        self.drafts = drafts
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        number = try row["document_number"]
        issuer = try row["document_issuer"]
        date = try row["document_date"]
        text = try row["document_text"]
        reading = try Self.decode(row["reading"])
        drafts = try Self.decode(row["drafts"])
    }

    /// Reads a row that joins the shared columns and the document's own.
    public init(row: Row) throws {
        try self.init(header: MatterHeader(row: row), details: row)
    }

    public var details: [SQLValue] {
        [
            number?.sqlValue ?? .null, issuer?.sqlValue ?? .null, date?.sqlValue ?? .null,
            text.sqlValue, Self.encode(reading).sqlValue, Self.encode(drafts).sqlValue,
        ]
    }

    /// Each draft tells what became of it; a long text is not written down again with every stroke.
    public func innerChanges(since before: Self?) -> [FieldChange] {
        guard let before else { return [FieldChange("任务草案", from: nil, to: "\(drafts.count) 条")] }
        guard before.drafts != drafts else { return [] }
        let was = Dictionary(before.drafts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let here = Set(drafts.map(\.id))
        let gone = before.drafts.filter { !here.contains($0.id) }.map { FieldChange($0.name, from: $0.title, to: nil) }
        return gone + drafts.flatMap { $0.changes(since: was[$0.id]) }
    }

    private static func encode(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Text, numbers and lists of them: encoding cannot fail.
        return String(decoding: try! encoder.encode(value), as: UTF8.self)
    }

    private static func decode<Value: Decodable>(_ text: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }

    public static let migrations: [Migration] = [
        Migration(
            "policy-documents", 1, "政策文件",
            [
                """
                CREATE TABLE policy_document (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    document_number TEXT,
                    document_issuer TEXT,
                    document_date TEXT,
                    document_text TEXT NOT NULL,
                    reading TEXT NOT NULL,
                    drafts TEXT NOT NULL
                )
                """
            ])
    ]
}
