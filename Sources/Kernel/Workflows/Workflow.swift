import Calendars
import Permissions
import Rules

/// 办理流程 — every way a kind of matter can move, as a table.
public struct Workflow<Subject: Matter>: Sendable {
    public let initial: Subject.State
    public let final: Set<Subject.State>
    public let openings: [OpeningRow<Subject>]
    public let transitions: [Transition<Subject>]
    /// What the platform opens again in each period.
    public let recurring: [Recurring<Subject>]
    /// What is awaited in each state, from whom and within which term.
    public let awaits: @Sendable (Subject.State) -> Awaited<Subject>
    /// Who may read matters of this kind.
    public let reading: Permission
    private let bySlug: [String: Transition<Subject>]

    public init(
        initial: Subject.State,
        final: Set<Subject.State>,
        reading: Permission,
        openings: [OpeningRow<Subject>],
        transitions: [Transition<Subject>],
        recurring: [Recurring<Subject>] = [],
        awaits: @escaping @Sendable (Subject.State) -> Awaited<Subject>
    ) {
        self.initial = initial
        self.final = final
        self.reading = reading
        self.openings = openings
        self.transitions = transitions
        self.recurring = recurring
        self.awaits = awaits
        bySlug = Dictionary(transitions.map { ($0.slug, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public func transition(_ slug: String) -> Transition<Subject>? { bySlug[slug] }

    /// What people call the command or opening; its slug when it is neither.
    func title(of slug: String) -> String {
        bySlug[slug]?.title ?? openings.first { $0.slug == slug }?.title ?? slug
    }

    /// The transitions this person may make now: the buttons on the matter's page.
    public func transitions(open subject: Subject, to user: User) -> [Transition<Subject>] {
        transitions.filter { transition in
            transition.origins.contains(subject.state) && transition.fits(subject.header)
                && transition.post(of: user, on: subject.header) != nil
        }
    }
}

/// 待办 — what a state waits for.
public struct Awaited<Subject: Matter>: Sendable {
    public enum Actor: Sendable, Hashable {
        case party(Party)
        /// 会签 — every organisation that was asked.
        case signatories
        /// The platform's own timers.
        case platform
        case nobody
    }

    public enum Limit: Sendable {
        /// The rule of that day sets the term.
        case rule(Rule<Term>)
        /// The day agreed when the matter was set, see ``MatterHeader/agreedDay``.
        case agreedDay(setBy: String)
        /// The day agreed for this matter when one was, otherwise the rule's term.
        case agreedDayOrRule(setBy: String, @Sendable (Subject) -> Rule<Term>)
        /// The term that was running goes on; asking for more time does not stop the clock.
        case running
        /// The rule for some, another rule or none for others.
        case chosen(@Sendable (Subject) -> Rule<Term>?)
        case none(because: String)
    }

    public let actor: Actor
    public let limit: Limit

    public static func by(_ party: Party, within rule: Rule<Term>) -> Self {
        Self(actor: .party(party), limit: .rule(rule))
    }

    public static func by(_ party: Party, _ limit: Limit) -> Self { Self(actor: .party(party), limit: limit) }

    public static func bySignatories(within rule: Rule<Term>) -> Self {
        Self(actor: .signatories, limit: .rule(rule))
    }

    public static func byPlatform(because reason: String) -> Self {
        Self(actor: .platform, limit: .none(because: reason))
    }

    public static var nothing: Self { Self(actor: .nobody, limit: .none(because: "已经办结")) }
}

/// A way to set a matter in motion.
public struct OpeningRow<Subject: Matter>: Sendable {
    public let slug: String
    public let title: String
    public let fields: [Field]
    public let permission: Permission
    public let decode: @Sendable (FieldValues) throws -> any Opening<Subject>
    let probe: @Sendable () -> Set<String>

    public init<O: Opening<Subject>>(_ opening: O.Type, by permission: Permission) {
        slug = opening.slug
        title = opening.title
        fields = opening.fields
        self.permission = permission
        decode = { try O(from: FieldDecoder($0)) }
        probe = { O.fieldsRead(fields: opening.fields) }
    }
}

/// One row of the table: this command takes the matter from these states to that one.
public struct Transition<Subject: Matter>: Sendable {
    public let slug: String
    public let title: String
    public let fields: [Field]
    public let origins: Set<Subject.State>
    /// Where it can lead; one, unless the subject decides.
    public let destinations: [Subject.State]
    public let permission: Permission
    /// The part one's organisation must have in the matter to give this command; `nil` when the region suffices.
    public let party: Party?
    public private(set) var needsReason = false
    public private(set) var waitsForChildren = false
    /// Takes back all that was assigned under the matter, unless someone has acted on a part of it.
    public private(set) var recallsParts = false
    /// Whoever gave one of these commands on the same matter may not give this one.
    public private(set) var separateFrom: [String] = []
    /// Whoever set the matter in motion, in whichever way, may not give this one.
    public private(set) var isSeparateFromOpener = false
    public private(set) var isByPlatform = false
    /// 会签 — recorded for one organisation; leads on when all have signed.
    public private(set) var isSignature = false
    private(set) var effect = Effect.plain
    public let decode: @Sendable (FieldValues) throws -> any Command<Subject>
    let probe: @Sendable () -> Set<String>
    private let choose: (@Sendable (Subject) -> Subject.State)?

    enum Effect: Sendable { case plain, suspends, resumes }

    public init<C: Command<Subject>>(
        _ command: C.Type, from origins: Set<Subject.State>, to destination: Subject.State, by permission: Permission,
        as party: Party? = nil
    ) {
        self.init(command, from: origins, toOneOf: [destination], by: permission, as: party, choosing: nil)
    }

    /// A transition whose end depends on what the command recorded.
    public init<C: Command<Subject>>(
        _ command: C.Type, from origins: Set<Subject.State>, toOneOf destinations: [Subject.State],
        by permission: Permission, as party: Party? = nil, choosing choose: (@Sendable (Subject) -> Subject.State)?
    ) {
        slug = command.slug
        title = command.title
        fields = command.fields
        self.origins = origins
        self.destinations = destinations
        self.permission = permission
        self.party = party
        self.choose = choose
        decode = { try C(from: FieldDecoder($0)) }
        probe = { C.fieldsRead(fields: command.fields) }
    }

    public var requiringReason: Self { with { $0.needsReason = true } }
    public var afterChildren: Self { with { $0.waitsForChildren = true } }
    public var recallingParts: Self { with { $0.recallsParts = true } }
    public var byPlatform: Self { with { $0.isByPlatform = true } }
    public var asSignature: Self { with { $0.isSignature = true } }
    public var suspending: Self { with { $0.effect = .suspends } }
    public var resuming: Self { with { $0.effect = .resumes } }

    /// 办验分离 — not by a person who did one of these before.
    public func separate(from commands: (any Command<Subject>.Type)...) -> Self {
        with { $0.separateFrom += commands.map { $0.slug } }
    }

    /// 办验分离 — not by whoever set the matter in motion this way.
    public func separate(fromOpening openings: (any Opening<Subject>.Type)...) -> Self {
        with { $0.separateFrom += openings.map { $0.slug } }
    }

    /// 办验分离 — not by whoever set the matter in motion, by a command of its own or of the matter that it is a part of.
    public var separateFromOpener: Self { with { $0.isSeparateFromOpener = true } }

    func destination(of subject: Subject) -> Subject.State {
        choose?(subject) ?? destinations[0]
    }

    /// Whether the clock's standing or running allows it.
    func fits(_ header: MatterHeader) -> Bool {
        (effect == .resumes) == header.isSuspended
    }

    /// The post by which the user may give the command, as far as place and part are concerned.
    public func post(of user: User, on header: MatterHeader) -> Post? {
        guard !isByPlatform else { return nil }
        let place = header.place
        return user.posts.first { post in
            post.role.permissions.contains(permission) && post.reaches(place)
                && (isSignature ? header.awaitedSignatures.contains(post.organisation) : true)
                && (party.map { header[$0] == post.organisation } ?? true)
        }
    }

    private func with(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }
}
