import Permissions
import Registry
import SampleProvince

/// May this person do this there: asked for every command, button and row.
enum Decisions {
    @Sendable static func measure(_ bench: Bench) async throws {
        let world = try await World()
        let users = Someone.allCases.compactMap { world.people.user($0.rawValue, on: world.clock.now.day) }
        let permissions = Set(users.flatMap { $0.posts.flatMap(\.role.permissions) }).sorted { $0.name < $1.name }
        let places = SampleProvince.regions.map { Place(region: $0.code, sector: "chemicals") }
        var granted = 0
        bench.repeated("anlan", "decisions", amount: users.count * permissions.count * places.count) {
            for user in users {
                for permission in permissions {
                    for place in places where user.holds(permission, at: place) { granted += 1 }
                }
            }
        }
        precondition(granted > 0)
    }
}
