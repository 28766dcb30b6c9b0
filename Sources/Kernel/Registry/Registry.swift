import Calendars
import Storage
import Synchronization

/// 名录 — regions and organisations as everything else refers to them, held in memory and read anew when changed.
///
/// Enterprises, of which a province has hundreds of thousands, stay in the database; those that somebody asks about
/// are remembered for a moment.
public final class Registry: Sendable {
    private struct Picture: Sendable {
        var regions: RegionTree
        var organisations: OrganisationDirectory
    }

    private let database: any Database
    private let boundaries: Boundaries
    private let picture: Mutex<Picture>
    private let acquaintances = Mutex(Acquaintances())

    public init(database: any Database, boundaries: Boundaries = .unknown) async throws {
        self.database = database
        self.boundaries = boundaries
        picture = Mutex(try await Self.read(from: database, boundaries))
    }

    public var regions: RegionTree { picture.withLock { $0.regions } }
    /// All organisations but enterprises, and those enterprises that were asked about lately.
    public var organisations: OrganisationDirectory {
        let known = acquaintances.withLock { $0.organisations }
        return picture.withLock { $0.organisations }.knowing(known)
    }

    /// Reads the enterprises among these, so that the directory knows them; to be called before it is asked by id.
    @discardableResult
    public func acquaint(_ ids: some Sequence<String>) async throws -> OrganisationDirectory {
        let standing = picture.withLock { $0.organisations }
        let strangers = Set(ids.filter { standing[$0] == nil })
        let unread = acquaintances.withLock { $0.unread(of: strangers) }
        if !unread.isEmpty {
            let read = try await database.rows(
                "SELECT * FROM organisation WHERE id IN \(unread.sorted()) AND kind = \(Organisation.Kind.enterprise)"
            ).map(Organisation.init(row:))
            acquaintances.withLock { $0.remember(read) }
        }
        return organisations
    }

    /// The first so many enterprises of these regions, by name; for a page that cannot ask for one later.
    public func enterprises(within regions: some Sequence<RegionCode>, limit: Int) async throws -> [Organisation] {
        let conditions = Set(regions).sorted().map { $0.condition(on: "region") }
        guard !conditions.isEmpty else { return [] }
        let read = try await database.rows(
            """
            SELECT * FROM organisation
            WHERE (\(conditions.joined(by: " OR "))) AND kind = \(Organisation.Kind.enterprise)
            ORDER BY region, kind, id LIMIT \(limit)
            """
        ).map(Organisation.init(row:))
        acquaintances.withLock { $0.remember(read) }
        return read.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// Reads the register anew; called after a change here or on another instance.
    public func reload() async throws {
        let fresh = try await Self.read(from: database, boundaries)
        picture.withLock { $0 = fresh }
        acquaintances.withLock { $0.growOld() }
    }

    private static func read(from database: any Database, _ boundaries: Boundaries) async throws -> Picture {
        async let regions = database.rows("SELECT * FROM region").map(Region.init(row:))
        async let organisations = database.rows(
            "SELECT * FROM organisation WHERE kind <> \(Organisation.Kind.enterprise)"
        ).map(Organisation.init(row:))
        return Picture(
            regions: RegionTree(try await regions, boundaries: boundaries),
            organisations: OrganisationDirectory(try await organisations))
    }
}

/// Enterprises lately asked about, in two generations: when the younger is full the elder is dropped, so whoever has just
/// asked about one still finds it when it is used. They are read again after a while, since another instance may have
/// renamed one.
struct Acquaintances: Sendable {
    private static let patience = Duration.seconds(30)

    /// The most in a generation.
    let capacity: Int
    private var younger = Generation()
    private var elder = Generation()

    struct Generation: Sendable {
        var organisations: [String: Organisation] = [:]
        var readAt: [String: ContinuousClock.Instant] = [:]
    }

    init(capacity: Int = 20_000) {
        self.capacity = capacity
    }

    var organisations: [[String: Organisation]] { [younger.organisations, elder.organisations] }

    /// Those of these that have to be read; the others stay known for a generation from now.
    mutating func unread(of ids: Set<String>) -> [String] {
        let now = ContinuousClock.now
        return ids.filter { id in
            if let readAt = younger.readAt[id] { return now - readAt > Self.patience }
            guard let readAt = elder.readAt[id], now - readAt <= Self.patience else { return true }
            younger.readAt[id] = readAt
            younger.organisations[id] = elder.organisations[id]
            return false
        }
    }

    mutating func remember(_ read: [Organisation]) {
        if younger.organisations.count + read.count > capacity {
            elder = younger
            younger = Generation()
        }
        let now = ContinuousClock.now
        for one in read {
            younger.organisations[one.id] = one
            younger.readAt[one.id] = now
        }
    }

    /// All are read again when next asked about; until then they are known as they were.
    mutating func growOld() {
        younger.readAt = [:]
        elder.readAt = [:]
    }
}
