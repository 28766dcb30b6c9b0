import Calendars
import Facts
import Ledger
import Permissions
import Storage

/// A kind of matter without its type, for what is the same for all: routes, lists, the interface description.
public struct KindOfMatter: Sendable {
    public struct Named: Sendable, Hashable {
        public let name: String
        public let title: String
    }

    /// One command as a client sees it.
    public struct CommandShape: Sendable {
        public let slug: String
        public let title: String
        public let fields: [Field]
        public let permission: Permission
        public let needsReason: Bool
        public let isByPlatform: Bool
    }

    public let name: String
    public let title: String
    public let states: [Named]
    public let finalStates: Set<String>
    /// Where something is still awaited.
    public var openStates: [String] { states.map(\.name).filter { !finalStates.contains($0) } }
    public let grades: [Named]
    public let detailColumns: [DetailColumn]
    public let reading: Permission
    public let openings: [CommandShape]
    public let commands: [CommandShape]
    public let faults: [String]
    /// The commands that stop the clock, and those that let it run again.
    let suspending: Set<String>
    let resuming: Set<String>
    /// States in which the supervisor is waited for: the time that takes is not the doer's.
    let checking: Set<String>
    /// What the platform opens again in each period of a standing matter of this kind.
    public let recurring: [Named]
    /// Columns of the kind's own table, read with the shared ones.
    public let joined: SQL
    private let following: @Sendable (any Database, String, String?) async throws -> [MatterNow]
    private let performing: @Sendable (CommandDesk, String, FieldValues, String, User, Envelope) async throws -> Receipt
    private let admitting: @Sendable (CommandDesk, String, String, User) async throws -> Void
    private let opening: @Sendable (CommandDesk, String, FieldValues, User, Envelope) async throws -> Receipt
    private let reader: @Sendable (CommandDesk, String, User) async throws -> OpenMatter
    private let periodOpening: @Sendable (CommandDesk, Recurrence) async throws -> Int

    public init<Subject: Matter>(_ kind: Subject.Type) {
        let workflow = kind.workflow
        name = kind.kind
        title = kind.title
        states = Subject.State.allCases.map { Named(name: $0.rawValue, title: $0.title) }
        finalStates = Set(workflow.final.map(\.rawValue))
        grades = Subject.Grade.allCases.map { Named(name: $0.rawValue, title: $0.title) }
        detailColumns = kind.detailColumns
        reading = workflow.reading
        openings = workflow.openings.map {
            CommandShape(
                slug: $0.slug, title: $0.title, fields: $0.fields, permission: $0.permission, needsReason: false,
                isByPlatform: false)
        }
        commands = workflow.transitions.map(CommandShape.init)
        faults = WorkflowCheck.faults(of: kind)
        suspending = Set(workflow.transitions.filter { $0.effect == .suspends }.map(\.slug))
        resuming = Set(workflow.transitions.filter { $0.effect == .resumes }.map(\.slug))
        checking = Set(
            Subject.State.allCases.filter { workflow.awaits($0).actor == .party(.supervisor) }.map(\.rawValue))
        recurring = workflow.recurring.map { Named(name: $0.name, title: $0.title) }
        joined = MatterStore<Subject>.joined
        performing = { desk, slug, values, id, user, envelope in
            guard let transition = workflow.transition(slug) else { throw Refusal.notFound("办理动作") }
            let checked = try values.checked(against: transition.fields, on: desk.now().day)
            return try await desk.perform(
                try transition.decode(checked), as: transition, on: id, by: user, in: envelope)
        }
        admitting = { desk, slug, id, user in
            guard let transition = workflow.transition(slug) else { throw Refusal.notFound("办理动作") }
            try await desk.admit(user, to: transition, on: id)
        }
        opening = { desk, slug, values, user, envelope in
            guard let row = workflow.openings.first(where: { $0.slug == slug }) else {
                throw Refusal.notFound("办理动作")
            }
            let checked = try values.checked(against: row.fields, on: desk.now().day)
            return try await desk.open(try row.decode(checked), as: row, by: user, in: envelope)
        }
        following = { database, start, end in
            try await MatterStore<Subject>(database: database).page(after: start, through: end).map(MatterNow.init)
        }
        reader = { desk, id, user in try await OpenMatter(kind, id: id, for: user, at: desk) }
        periodOpening = { desk, recurrence in try await desk.openPeriod(recurrence, of: kind) }
    }

    /// The matters of this kind whose ids lie there, as their rows say they are.
    func now(_ database: any Database, after start: String, through end: String?) async throws -> [MatterNow] {
        try await following(database, start, end)
    }

    /// Carries out a command from what a client sent.
    public func perform(
        _ slug: String, with values: FieldValues, on id: String, by user: User, in envelope: Envelope,
        at desk: CommandDesk
    ) async throws -> Receipt {
        try await performing(desk, slug, values, id, user, envelope)
    }

    /// Refuses whoever may not give the command on this matter: they are told nothing of what they filled in.
    public func admit(_ user: User, to slug: String, on id: String, at desk: CommandDesk) async throws {
        try await admitting(desk, slug, id, user)
    }

    /// Opens a matter from what a client sent.
    public func open(
        _ slug: String, with values: FieldValues, by user: User, in envelope: Envelope, at desk: CommandDesk
    ) async throws -> Receipt {
        try await opening(desk, slug, values, user, envelope)
    }

    /// A matter as this user may see it.
    ///
    /// - Throws: ``Refusal`` that looks the same whether it is not there or not this user's.
    public func read(_ id: String, for user: User, at desk: CommandDesk) async throws -> OpenMatter {
        try await reader(desk, id, user)
    }

    func open(_ recurrence: Recurrence, at desk: CommandDesk) async throws -> Int {
        try await periodOpening(desk, recurrence)
    }

    public func title(ofState state: String) -> String { states.first { $0.name == state }?.title ?? state }

    public func title(ofGrade grade: String?) -> String? { grades.first { $0.name == grade }?.title }

    /// What people call a command of the ledger.
    public func title(ofCommand slug: String) -> String {
        if let own = Self.platformTitles[slug] { return own }
        return (commands + openings).first { $0.slug == slug }?.title ?? slug
    }

    /// What people call a field of the ledger.
    public func title(ofField field: String) -> String {
        Self.headerTitles[field] ?? Self.erasureTitles[field]
            ?? detailColumns.first { $0.name == field }?.title ?? field
    }

    public var questions: [FactQuestion] {
        (openings + commands).flatMap { command in
            command.fields.compactMap { field in
                field.fact.map {
                    FactQuestion(
                        form: "\(name)/\(command.slug)", field: field.name, fact: $0, isPrefilled: field.isPrefilled)
                }
            }
        }
    }

    /// What the desk and the timers themselves write into the ledger.
    private static let platformTitles = [
        "open-part": "分办", "open-beside": "发起", "open-period": "按期开立", "turn-yellow": "黄灯预警",
        "turn-red": "红灯告警", Inscription.erasure: "抹除个人信息",
    ]

    static let headerTitles: [String: String] = [
        "number": "编号", "title": "名称", "grade": "等级", "region": "区划", "sector": "行业", "owner": "承办单位",
        "supervisor": "督办单位", "issuer": "交办单位", "subject": "所涉单位", "assignee": "承办人", "weight": "权重（‰）",
        "agreed_day": "完成时限", "due_at": "本环节到期", "light": "灯", "actor_organisation": "轮到",
    ]

    /// What an erasure tells of itself.
    private static let erasureTitles = [
        ErasableText.erasedField: "抹除内容", ErasureGround.documentField: "法律依据", ErasureGround.articleField: "条款",
        ErasureGround.askedByField: "提请人",
    ]
}

extension KindOfMatter.CommandShape {
    init<Subject>(_ transition: Transition<Subject>) {
        slug = transition.slug
        title = transition.title
        fields = transition.fields
        permission = transition.permission
        needsReason = transition.needsReason
        isByPlatform = transition.isByPlatform
    }
}

/// A matter as one user sees it: its rows, and the commands open to them now.
public struct OpenMatter: Sendable {
    public let header: MatterHeader
    /// The kind's own values by column name.
    public let details: [(column: DetailColumn, value: SQLValue)]
    public let commands: [KindOfMatter.CommandShape]
    /// What the platform opens by itself in each period, and when it does so next.
    public let recurrences: [Recurrence]

    init<Subject: Matter>(_ kind: Subject.Type, id: String, for user: User, at desk: CommandDesk) async throws {
        let found = try await MatterStore<Subject>(database: desk.database).find(id)
        guard let subject = found, user.holds(kind.workflow.reading, at: subject.header.place) else {
            throw Refusal.notFound(
                kind.title,
                because: found.map { user.explanation(lacking: kind.workflow.reading, at: $0.header.place) })
        }
        try await desk.registry.acquaint(subject.header.place.parties)
        header = subject.header
        details = Array(zip(kind.detailColumns, subject.details)).map { ($0, $1) }
        commands = kind.workflow.transitions(open: subject, to: user).map(KindOfMatter.CommandShape.init)
        recurrences =
            kind.workflow.recurring.isEmpty ? [] : try await RecurrenceTable.all(of: id, in: desk.database)
    }
}

/// Every kind of matter of the program.
public struct KindCatalogue: Sendable {
    public let all: [KindOfMatter]
    private let byName: [String: KindOfMatter]

    /// - Precondition: every workflow table is sound, see ``WorkflowCheck``.
    public init(_ kinds: [KindOfMatter]) {
        for kind in kinds { precondition(kind.faults.isEmpty, "\(kind.name): \(kind.faults.joined(separator: "; "))") }
        all = kinds
        byName = Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, $0) })
    }

    public subscript(name: String) -> KindOfMatter? { byName[name] }
}
