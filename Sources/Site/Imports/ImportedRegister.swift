import Markup
import Permissions
import Spreadsheets
import Storage

/// A register that takes rows from files. Everything about files, progress, errors and taking back is the same for all;
/// a domain says what its columns are and what a row means.
public struct ImportedRegister: Sendable {
    /// Its name in addresses: `enterprises`.
    public let name: String
    public let title: Wording
    public let permission: Permission
    public let template: Template
    /// Who can say what stands in a file; asked for when it is sent.
    public let sources: [Choice]
    /// Where the register itself is.
    public let link: Link
    /// Begins to judge the rows of one file, for the person with the posts held now.
    public let intake: @Sendable (ImportJob, User) throws -> any RowIntake
    /// Takes back the next rows of a batch, after the one given.
    public let takingBack: @Sendable (ImportJob, User, _ position: Int) async throws -> TakenBack

    /// Where files for it are sent.
    var importing: Link { Link("imports", name) }

    public init(
        _ name: String, _ title: Wording, for permission: Permission, template: Template, sources: [Choice],
        link: Link, intake: @escaping @Sendable (ImportJob, User) throws -> any RowIntake,
        takingBack: @escaping @Sendable (ImportJob, User, Int) async throws -> TakenBack
    ) {
        self.name = name
        self.title = title
        self.permission = permission
        self.template = template
        self.sources = sources
        self.link = link
        self.intake = intake
        self.takingBack = takingBack
    }
}

/// One pass over the rows of a file.
public protocol RowIntake {
    /// What becomes of each of these rows, in their order; nothing is written by judging.
    mutating func judge(_ rows: [TableRow]) async throws -> [RowVerdict]
}

/// What becomes of a row.
public struct RowVerdict: Sendable {
    public enum Outcome: String, Sendable, CaseIterable {
        /// 新增
        case new
        /// 已存在，将更新
        case changed
        /// 已存在，没有变化
        case same
        /// 有错
        case bad
    }

    public let outcome: Outcome
    public let problems: [ErrorWorkbook.Problem]
    private let making: @Sendable () -> [Change]

    /// What writing it means; worked out only when it is written.
    public var changes: [Change] { making() }

    public init(_ outcome: Outcome, _ changes: @autoclosure @escaping @Sendable () -> [Change] = []) {
        self.outcome = outcome
        making = changes
        problems = []
    }

    /// A row that cannot be taken, with all that is wrong in it.
    public init(_ problems: [ErrorWorkbook.Problem]) {
        outcome = .bad
        making = { [] }
        self.problems = problems
    }
}

/// What taking back a part of a batch means.
public struct TakenBack: Sendable {
    public let changes: [Change]
    public let undone: Int
    /// Rows changed or used since.
    public let kept: Int
    /// The last row of the file looked at; `nil` when there is none left.
    public let position: Int?

    public init(_ changes: [Change], undone: Int, kept: Int, position: Int?) {
        self.changes = changes
        self.undone = undone
        self.kept = kept
        self.position = position
    }
}
