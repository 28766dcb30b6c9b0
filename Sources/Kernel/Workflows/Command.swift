import Ledger
import Calendars
import Permissions
import Registry
import Rules
import Storage

/// 办理动作 — something a person does to a matter: orders a rectification, accepts it, sends it back.
///
/// The command carries what the person filled in. Who may give it, in which state, and by when is said in the
/// ``Workflow``, where all transitions stand side by side.
public protocol Command<Subject>: Decodable, Sendable {
    associatedtype Subject: Matter
    /// The last part of the command's address, such as `order-rectification`.
    static var slug: String { get }
    /// What stands on the button, such as “下达整改”.
    static var title: String { get }
    /// What the person fills in; one field for each stored property.
    static var fields: [Field] { get }
    /// 原因或意见 — the words that stand in the ledger.
    var remark: String? { get }
    /// SHA-256 of each attachment handed in.
    var evidence: [String] { get }
    /// 发生时间 — when the person says that it happened, if that is not now. It stands beside the time of entry and
    /// never makes anything count as on time.
    var happened: Instant? { get }

    /// Reads beforehand what ``apply(to:in:)`` needs of the domain's own registers; most commands need nothing.
    mutating func prepare(for subject: Subject, reading database: any Database) async throws

    /// Records on the subject what the person filled in, or refuses.
    func apply(to subject: inout Subject, in step: inout Step) throws(Refusal)
}

extension Command {
    public static var fields: [Field] { [] }
    public var remark: String? { nil }
    public var evidence: [String] { [] }
    public var happened: Instant? { nil }
    public mutating func prepare(for subject: Subject, reading database: any Database) async throws {}
}

/// A command that sets a matter in motion.
public protocol Opening<Subject>: Decodable, Sendable {
    associatedtype Subject: Matter
    static var slug: String { get }
    static var title: String { get }
    static var fields: [Field] { get }
    var remark: String? { get }
    var evidence: [String] { get }

    /// Reads beforehand what ``open(in:)`` needs of the domain's own registers; most openings need nothing.
    mutating func prepare(for user: User, reading database: any Database) async throws

    /// The matter, in its initial state, or a refusal.
    func open(in step: inout Step) throws(Refusal) -> Subject
}

extension Opening {
    public static var fields: [Field] { [] }
    public var remark: String? { nil }
    public var evidence: [String] { [] }
    public mutating func prepare(for user: User, reading database: any Database) async throws {}
}

/// 办理环节 — who acts, in which capacity, when, under which law; and what else the command sets in motion.
public struct Step: Sendable {
    public let user: User
    /// The post by which the user acts; `nil` for the platform itself.
    public let post: Post?
    public let now: Instant
    public let rules: RuleBook
    public let calendar: WorkingCalendar
    public let regions: RegionTree
    public let organisations: OrganisationDirectory
    /// The matter that this one is a part of, as it stood when the command was checked.
    public internal(set) var parent: MatterHeader?

    /// Child matters to open in the same commit.
    var opened: [any Matter] = []
    /// Who is told, and what.
    var told: [(organisation: String, text: String)] = []
    /// 抄送
    var copied: [String] = []
    var grantedExtension: (day: Day, reason: String)?
    /// Who carries out what is assigned.
    var delegation: Delegation?
    /// Rows of the domain's own registers that change with the matter.
    var registered: [Change] = []

    public init(
        user: User, post: Post?, now: Instant, rules: RuleBook, calendar: WorkingCalendar, regions: RegionTree,
        organisations: OrganisationDirectory
    ) {
        self.user = user
        self.post = post
        self.now = now
        self.rules = rules
        self.calendar = calendar
        self.regions = regions
        self.organisations = organisations
    }

    public var today: Day { now.day }

    func acting(as post: Post?) -> Step {
        var step = Step(
            user: user, post: post, now: now, rules: rules, calendar: calendar, regions: regions,
            organisations: organisations)
        step.parent = parent
        step.opened = opened
        step.told = told
        step.copied = copied
        step.grantedExtension = grantedExtension
        step.delegation = delegation
        step.registered = registered
        return step
    }

    /// Opens a part of the subject; both stand or fall together.
    public mutating func open(_ child: some Matter, under parent: some Matter) {
        var child = child
        child.header.parent = parent.header.id
        opened.append(child)
    }

    /// Opens a matter of its own beside the subject, such as a letter about it. It is no part of the subject, which
    /// does not wait for it; both stand or fall together.
    public mutating func open(_ matter: some Matter) {
        opened.append(matter)
    }

    /// Tells an organisation something beyond its to-do list.
    public mutating func tell(_ organisation: String, _ text: String) {
        told.append((organisation, text))
    }

    /// 抄送 — shows the matter to an organisation that need not act.
    public mutating func copy(to organisation: String) {
        copied.append(organisation)
    }

    /// 延期 — the running term now ends on that day; the earlier one stays visible.
    public mutating func extendTerm(to day: Day, because reason: String) {
        grantedExtension = (day, reason)
    }

    /// Changes the domain's own registers in the same commit as the matter; never the matter's rows.
    public mutating func register(_ changes: [Change]) {
        registered += changes
    }

    /// An organisation of the register that exists today, or a refusal that names the field.
    public func organisation(_ id: String, field: String) throws(Refusal) -> Organisation {
        guard let organisation = organisations[id], organisation.exists(on: today) else {
            throw Refusal.fields([field: "名录中没有这个单位，请从列表中重新选择。"])
        }
        return organisation
    }

    func makeID() -> String { UUIDv7.make(at: now) }
}
