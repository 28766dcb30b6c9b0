import Calendars
import Registry

/// 用户 — a person signed in, with the posts held today, or the platform itself.
public struct User: Sendable, Hashable {
    public let person: Person
    public let posts: [Post]
    /// Timers and jobs of the platform: gives system commands, reads nothing.
    public let isSystem: Bool

    public init(person: Person, posts: [Post]) {
        self.person = person
        self.posts = posts
        isSystem = false
    }

    private init(system name: String) {
        person = Person(id: "system", name: name)
        posts = []
        isSystem = true
    }

    public static let system = User(system: "平台")

    /// The post by which this user holds the permission there; `nil` when there is none.
    public func post(with permission: Permission, at place: Place) -> Post? {
        posts.first { $0.role.permissions.contains(permission) && $0.reaches(place) }
    }

    public func holds(_ permission: Permission, at place: Place) -> Bool {
        post(with: permission, at: place) != nil
    }

    /// Whether any post holds it anywhere: for menus and buttons that open something new.
    public func holdsSomewhere(_ permission: Permission) -> Bool {
        posts.contains { $0.role.permissions.contains(permission) }
    }

    public var organisations: Set<String> { Set(posts.map(\.organisation)) }

    public var mustUseSecondFactor: Bool { posts.contains { $0.role.needsSecondFactor } }

    /// Why the permission is not held there, for an administrator: never shown to the person refused.
    public func explanation(lacking permission: Permission, at place: Place) -> String {
        guard !posts.isEmpty else { return "\(person.name)目前没有在任岗位。" }
        return posts.map { post in
            let title = "岗位“\(post.role.title)”（\(post.organisation)，\(post.region.prefix)）"
            guard post.role.permissions.contains(permission) else { return title + "没有权限 \(permission)。" }
            return title + "有权限 \(permission)，但管不到该事项：区划 \(place.region.prefix)，行业 \(place.sector ?? "不分")。"
        }.joined(separator: " ")
    }
}
