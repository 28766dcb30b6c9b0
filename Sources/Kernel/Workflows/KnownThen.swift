import Calendars
import Ledger
import Permissions
import Registry
import Storage

/// 当时所知 — what stood at an instant: which posts a person held, what was on the list, what was done and told.
///
/// Read from the ledger alone, by when entries were received, so that a back-dated entry changes nothing about the past.
public struct KnownThen: Sendable {
    /// One matter as it stood then.
    public struct Standing: Sendable, Hashable {
        public let matter: MatterThen
        public let isOpen: Bool

        public var title: String { matter.fields["title"] ?? "" }
        /// When the running step was due, as the ledger said.
        public var due: String? { isOpen ? matter.fields["due_at"] : nil }
        public var actor: String? { isOpen ? matter.fields["actor_organisation"] : nil }

        init(_ matter: MatterThen, of kind: KindOfMatter?) {
            self.matter = matter
            isOpen = !(kind?.finalStates.contains(matter.state) ?? false)
        }

        var place: Place {
            let parties = Party.allCases.compactMap { matter.fields[$0.rawValue] } + [actor].compactMap { $0 }
            return Place(
                region: matter.fields["region"].flatMap { RegionCode($0) } ?? matter.entries[0].target.region,
                sector: matter.fields["sector"], parties: Set(parties))
        }
    }

    /// A person at an instant.
    public struct Picture: Sendable {
        public let person: Person
        public let at: Instant
        public let posts: [Post]
        /// What waited for the person's organisations, the first due first.
        public let list: [Standing]
        /// What the person had done, newest first.
        public let done: [LedgerEntry]
        /// What the person's organisations had been told, newest first.
        public let told: [Notice]
    }

    private let database: any Database
    private let kinds: KindCatalogue
    private let people: People

    public init(database: any Database, kinds: KindCatalogue, people: People) {
        self.database = database
        self.kinds = kinds
        self.people = people
    }

    /// How many of the newest entries and notices a picture holds.
    public static let newest = 200

    /// The person as far as the viewer may see: everyone sees themselves; others are seen by those who may know what
    /// was known then in a region that holds all of the person's posts, and only in the matters they may read.
    ///
    /// - Throws: ``Refusal`` that looks the same whether there is no such person or it is not for the viewer.
    public func picture(of id: String, at instant: Instant, for viewer: User) async throws -> Picture {
        let day = instant.day
        guard let person = people.person(id), maySee(id, at: day, viewer) else { throw Refusal.notFound("人员") }
        let posts = people.posts(of: id).filter { $0.isHeld(on: day) }
        let organisations = Set(posts.map(\.organisation)).sorted()
        let done = try await database.rows(
            """
            \(LedgerStore.entries) WHERE ledger_entry.person = \(id) AND ledger_entry.received_at <= \(instant)
            ORDER BY ledger_entry.id DESC LIMIT \(Self.newest)
            """
        ).map(LedgerEntry.init(row:))
        let told = try await database.rows(
            """
            SELECT * FROM notice WHERE organisation IN \(organisations) AND at <= \(instant)
            ORDER BY id DESC LIMIT \(Self.newest)
            """
        ).map(Notice.init(row:))
        let list = try await waiting(for: organisations, at: instant)
        guard !viewer.holdsSomewhere(.readAudit) else {
            return Picture(person: person, at: instant, posts: posts, list: list, done: done, told: told)
        }
        // Oneself with the posts held then: an organisation's list is not for each of its posts.
        let isOneself = id == viewer.person.id
        let reader = isOneself ? User(person: person, posts: posts) : viewer
        let about = Set(done.map(\.target.matter) + told.map(\.matter))
        let readable = try await readable(about, at: instant, by: reader)
        return Picture(
            person: person, at: instant, posts: posts, list: list.filter { mayRead($0, reader) },
            done: done.filter { isOneself || readable.contains($0.target.matter) },
            told: told.filter { readable.contains($0.matter) })
    }

    /// A matter at an instant; `nil` when it had not been opened.
    public func matter(_ id: String, at instant: Instant) async throws -> Standing? {
        let entries = try await database.rows(
            """
            \(LedgerStore.entries) WHERE ledger_entry.matter = \(id) AND ledger_entry.received_at <= \(instant)
            ORDER BY ledger_entry.version
            """
        ).map(LedgerEntry.init(row:))
        return MatterThen(folding: entries).map { Standing($0, of: kinds[$0.kind]) }
    }

    private func maySee(_ id: String, at day: Day, _ viewer: User) -> Bool {
        if id == viewer.person.id || viewer.holdsSomewhere(.readAudit) { return true }
        let posts = people.posts(of: id).filter { $0.isHeld(on: day) }
        return !posts.isEmpty
            && posts.allSatisfy { post in viewer.holds(.knownThen, at: Place(region: post.region)) }
    }

    private func mayRead(_ standing: Standing, _ viewer: User) -> Bool {
        guard let reading = kinds[standing.matter.kind]?.reading else { return false }
        return viewer.holds(reading, at: standing.place)
    }

    private func readable(_ matters: Set<String>, at instant: Instant, by viewer: User) async throws -> Set<String> {
        let standings = try await standings("ledger_entry.matter IN \(matters.sorted())", at: instant)
        return Set(standings.filter { mayRead($0, viewer) }.map(\.matter.id))
    }

    /// Whoever was to act was told, or made it their turn themselves: there is no third way onto a list.
    private func waiting(for organisations: [String], at instant: Instant) async throws -> [Standing] {
        let candidates: SQL = """
            ledger_entry.matter IN (
                SELECT matter.id FROM matter WHERE matter.opened_at <= \(instant)
                AND (matter.closed_at IS NULL OR matter.closed_at > \(instant))
                AND (matter.id IN (SELECT notice.matter FROM notice WHERE notice.organisation IN \(organisations))
                  OR matter.id IN (SELECT own.matter FROM ledger_entry own WHERE own.organisation IN \(organisations))))
            """
        return try await standings(candidates, at: instant)
            .filter { $0.actor.map(organisations.contains) ?? false }
            .sorted { ($0.due ?? "~", $0.matter.id) < ($1.due ?? "~", $1.matter.id) }
    }

    private func standings(_ which: SQL, at instant: Instant) async throws -> [Standing] {
        let entries = try await database.rows(
            """
            \(LedgerStore.entries) WHERE \(which) AND ledger_entry.received_at <= \(instant)
            ORDER BY ledger_entry.matter, ledger_entry.version
            """
        ).map(LedgerEntry.init(row:))
        return Dictionary(grouping: entries, by: \.target.matter).values.compactMap { entries in
            MatterThen(folding: entries).map { Standing($0, of: kinds[$0.kind]) }
        }
    }
}

extension Permission {
    /// 查看当时情况 — of other people, in the region of the post.
    public static let knownThen = Permission("ledger.known-then")
}
