import Calendars
import Storage
import Synchronization

/// 人员与岗位名册 — who holds which post, held in memory and read anew when changed.
public final class People: Sendable {
    private struct Picture: Sendable {
        var persons: [String: Person]
        var posts: [String: [Post]]
        /// Who has, had or will have a post there.
        var holders: [String: Set<String>]

        /// 三员分立 — posts of an administration together with any other give no rights: whoever granted them, and
        /// by whatever way they came here.
        func held(by person: String, on day: Day) -> [Post] {
            let held = (posts[person] ?? []).filter { $0.isHeld(on: day) }
            return Set(held.map(\.role.administration)).count > 1 ? [] : held
        }
    }

    public let roles: RoleCatalogue
    private let database: any Database
    private let picture: Mutex<Picture>

    public init(database: any Database, roles: RoleCatalogue) async throws {
        self.database = database
        self.roles = roles
        picture = Mutex(try await Self.read(from: database, roles: roles))
    }

    /// Reads people and posts anew; called after a change here or on another instance.
    public func reload() async throws {
        let fresh = try await Self.read(from: database, roles: roles)
        picture.withLock { $0 = fresh }
    }

    public func person(_ id: String) -> Person? { picture.withLock { $0.persons[id] } }

    /// The person with the posts held on that day, their own and those they are deputy for.
    public func user(_ id: String, on day: Day) -> User? {
        picture.withLock { picture in
            picture.persons[id].map { User(person: $0, posts: picture.held(by: id, on: day)) }
        }
    }

    public func posts(of person: String) -> [Post] { picture.withLock { $0.posts[person] ?? [] } }

    public var all: [(person: Person, posts: [Post])] {
        picture.withLock { picture in
            picture.persons.values.sorted { $0.id < $1.id }.map { ($0, picture.posts[$0.id] ?? []) }
        }
    }

    /// Who works there on that day.
    public func members(of organisation: String, on day: Day) -> [User] {
        picture.withLock { picture in
            (picture.holders[organisation] ?? []).flatMap { picture.held(by: $0, on: day) }
                .filter { $0.organisation == organisation }
                .compactMap { post in picture.persons[post.person].map { User(person: $0, posts: [post]) } }
                .sorted { $0.person.id < $1.person.id }
        }
    }

    private static func read(from database: any Database, roles: RoleCatalogue) async throws -> Picture {
        async let persons = database.rows("SELECT * FROM person").map(Person.init(row:))
        async let posts = database.rows("SELECT * FROM post ORDER BY from_day, id")
            .compactMap { try Post(row: $0, roles: roles) }
        let known = try await posts
        return Picture(
            persons: Dictionary(uniqueKeysWithValues: try await persons.map { ($0.id, $0) }),
            posts: Dictionary(grouping: known, by: \.person),
            holders: Dictionary(grouping: known, by: \.organisation).mapValues { Set($0.map(\.person)) })
    }
}
