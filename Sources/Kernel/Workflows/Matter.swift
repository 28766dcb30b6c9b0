import Calendars
import Ledger
import Registry
import Storage

/// 事项 — something the platform sees through to its end: a task, a hidden danger, an inspection, a case.
///
/// A matter changes only when a ``Command`` is carried out on it by the ``CommandDesk``. What every list, light and
/// permission needs stands in the ``MatterHeader``, one table for all kinds; the rest in the kind's own table.
public protocol Matter: Sendable {
    associatedtype State: MatterState
    associatedtype Grade: MatterGrade = Ungraded

    /// The name of the kind in addresses and tables: `supervised-task`.
    static var kind: String { get }
    /// What people call this kind of matter, such as “督办任务”.
    static var title: String { get }
    /// The letters before its number: `DB` in `DB-2026-000118`.
    static var numberPrefix: String { get }
    /// Whether numbers follow each other without gaps, as those of official letters do; each then costs a commit.
    static var isNumberedWithoutGaps: Bool { get }
    /// Whose numbers it counts with; the prefix, unless each issuer counts its own.
    var numberSeries: String { get }
    static var workflow: Workflow<Self> { get }
    /// The columns of the kind's own table, in the order of ``details``. The table's key is `id`.
    static var detailColumns: [DetailColumn] { get }

    /// The number as people write it, from its place in the series.
    func number(_ serial: Int, of year: Int) -> String

    var header: MatterHeader { get set }
    var details: [SQLValue] { get }

    init(header: MatterHeader, details row: Row) throws

    /// What changed inside the columns that are not told as a whole; for the ledger.
    func innerChanges(since before: Self?) -> [FieldChange]

    /// What its kind counts besides the tallies of all matters; written in the same commit.
    static func counts(from before: Self?, to after: Self) -> [Change]
}

extension Matter {
    public func innerChanges(since before: Self?) -> [FieldChange] { [] }

    public static func counts(from before: Self?, to after: Self) -> [Change] { [] }

    public static var detailTable: String { kind.replacing("-", with: "_") }

    public static var isNumberedWithoutGaps: Bool { false }

    public var numberSeries: String { Self.numberPrefix }

    /// `DB-2026-000118`
    public func number(_ serial: Int, of year: Int) -> String {
        "\(numberSeries)-\(year)-\(String(repeating: "0", count: max(0, 6 - String(serial).count)))\(serial)"
    }

    public var id: String { header.id }

    /// Where the matter stands in its workflow.
    public var state: State {
        get { State(rawValue: header.state)! }
        set { header.state = newValue.rawValue }
    }

    public var grade: Grade? {
        get { header.grade.flatMap(Grade.init(rawValue:)) }
        set { header.grade = newValue?.rawValue }
    }
}

public protocol MatterState: RawRepresentable<String>, CaseIterable, Hashable, Sendable, SQLConvertible, Titled {}
public protocol MatterGrade: RawRepresentable<String>, Codable, CaseIterable, Hashable, Sendable, SQLConvertible, Titled
{}

/// For matters that are not graded.
public enum Ungraded: String, MatterGrade {
    case ungraded
    public var title: String { "不分级" }
}

/// A column of a kind's own table and what people call it.
public struct DetailColumn: Sendable, Hashable {
    /// What stands in it, so that people read names and not identifiers.
    public enum Content: Sendable, Hashable {
        case plain
        /// How often something happened; said only once it has.
        case count
        case day
        /// 周期, see ``Cycle``.
        case cycle
        case organisation
        /// Organisations, separated by commas.
        case organisations
        case person
        /// Another matter of the same kind.
        case matter
        /// One of these, each with what people call it.
        case choice([String: String])
        /// ``Shares`` of the parts.
        case shares
        /// For the program only; neither the facts nor the timeline show it.
        case hidden
    }

    public let name: String
    public let title: String
    public let content: Content
    /// Typed freely, or about a person: not shown beyond those who may read the matter, and erased when the law asks.
    public let isPersonal: Bool
    /// Whether its old and new value stand in the ledger and on the page as they are. What is long tells what changed
    /// inside it, see ``Matter/innerChanges(since:)``.
    public let isTold: Bool

    /// 可抹除 — whether its text can be erased from the matter and from its ledger.
    public var isErasable: Bool { isPersonal && isTold && content == .plain }

    public init(
        _ name: String, _ title: String, _ content: Content = .plain, isPersonal: Bool = false, isTold: Bool = true
    ) {
        self.name = name
        self.title = title
        self.content = content
        self.isPersonal = isPersonal
        self.isTold = isTold
    }

    public init<Option>(_ name: String, _ title: String, of options: Option.Type)
    where Option: CaseIterable & Titled & RawRepresentable<String> {
        let titles = Option.allCases.map { ($0.rawValue, $0.title) }
        self.init(name, title, .choice(Dictionary(uniqueKeysWithValues: titles)))
    }
}

/// A part that an organisation has in a matter.
public enum Party: String, Sendable, Hashable, CaseIterable {
    /// 承办单位 — does the work.
    case owner
    /// 督办单位 — sees that it is done, and confirms.
    case supervisor
    /// 交办单位 — set it in motion.
    case issuer
    /// 所涉单位 — the one it is about, such as an enterprise.
    case subject

    public var title: String {
        switch self {
        case .owner: "承办单位"
        case .supervisor: "督办单位"
        case .issuer: "交办单位"
        case .subject: "所涉单位"
        }
    }
}
