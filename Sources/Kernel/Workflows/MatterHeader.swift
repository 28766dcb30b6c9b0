import Calendars
import Permissions
import Registry

/// What the kernel knows of every matter, whatever its kind.
public struct MatterHeader: Sendable, Hashable {
    public let id: String
    public let kind: String
    public internal(set) var number: String
    public var title: String
    public internal(set) var state: String
    public internal(set) var grade: String?
    public var region: RegionCode
    public var sector: String?
    public var owner: String?
    public var supervisor: String?
    public var issuer: String?
    public var subject: String?
    public internal(set) var parent: String?
    /// The share of this part in its parent, in thousandths; the parts of one parent sum to 1000.
    public var weight: Int?
    /// The person named to do the work, when one is.
    public var assignee: String?
    /// The last day, when it was set directly and not by a rule.
    public var agreedDay: Day?

    /// Whose turn it is.
    public internal(set) var actorOrganisation: String?
    /// Those who have not countersigned yet.
    public internal(set) var awaitedSignatures: [String] = []
    public internal(set) var deadline: Deadline?
    public internal(set) var light: Light = .green
    /// When the light next gets worse by itself.
    public internal(set) var lightChangesAt: Instant?
    public internal(set) var isOpen = true
    /// Counts the entries of the ledger; guards against two people acting at once.
    public internal(set) var version = 0
    public internal(set) var openedAt: Instant
    public internal(set) var updatedAt: Instant
    public internal(set) var closedAt: Instant?
    /// A step of whoever carries it out came in after its due time; that stays so. The time its supervisor takes to check
    /// does not count.
    public internal(set) var wasLate = false

    /// A matter about to be opened.
    public init(
        _ kind: (some Matter).Type, title: String, region: RegionCode, sector: String? = nil, owner: String? = nil,
        supervisor: String? = nil, issuer: String? = nil, subject: String? = nil, in step: borrowing Step
    ) {
        id = step.makeID()
        self.kind = kind.kind
        number = ""
        self.title = title
        state = kind.workflow.initial.rawValue
        self.region = region
        self.sector = sector
        self.owner = owner
        self.supervisor = supervisor
        self.issuer = issuer
        self.subject = subject
        openedAt = step.now
        updatedAt = step.now
    }

    init(id: String, kind: String, title: String, state: String, region: RegionCode, openedAt: Instant) {
        self.id = id
        self.kind = kind
        number = ""
        self.title = title
        self.state = state
        self.region = region
        self.openedAt = openedAt
        updatedAt = openedAt
    }

    public var isSuspended: Bool { deadline?.isSuspended ?? false }

    public subscript(party: Party) -> String? {
        switch party {
        case .owner: owner
        case .supervisor: supervisor
        case .issuer: issuer
        case .subject: subject
        }
    }

    /// Where it stands, as far as permission is concerned.
    public var place: Place {
        Place(region: region, sector: sector, parties: Set(Party.allCases.compactMap { self[$0] } + awaitedSignatures))
    }

    /// The month it was opened in, `2026-09`.
    public var month: String { String(openedAt.day.description.prefix(7)) }
}
