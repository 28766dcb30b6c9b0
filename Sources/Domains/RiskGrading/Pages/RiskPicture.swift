import Calendars
import Markup
import Permissions
import Registry
import Site
import Storage
import Workflows

/// Everything that is known of the risks of one enterprise, as somebody may read it.
struct RiskPicture: Sendable {
    let profile: RiskProfile
    let places: [RiskPlace]
    /// The gravest first.
    let points: [RiskPoint]
    /// By risk point.
    let controls: [String: [RiskControl]]
    /// What the reader may do with the profile now.
    let commands: Set<String>

    /// - Throws: ``Refusal`` that looks the same whether there is no such profile or it is not the reader's.
    static func read(profile id: String, _ visit: Visit) async throws -> RiskPicture {
        guard let kind = visit.premises.kinds[RiskProfile.kind] else { throw Refusal.notFound("页面") }
        let matter = try await kind.read(id, for: try visit.user(), at: visit.premises.desk)
        let store = RiskGradingStore(database: visit.premises.database)
        guard let profile = try await store.find(id) else { throw Refusal.notFound(RiskProfile.title) }
        let points = try await store.points(of: id)
        let controls = try await RiskControl.all(of: points.map(\.id), in: visit.premises.database)
        return RiskPicture(
            profile: profile,
            places: try await RiskPlace.all(of: profile.enterprise, in: visit.premises.database), points: points,
            controls: Dictionary(grouping: controls, by: \.riskPoint), commands: Set(matter.commands.map(\.slug)))
    }

    /// The profile of an enterprise, if it has one that the reader may see.
    static func read(enterprise: String, _ visit: Visit) async throws -> RiskPicture? {
        var query = MatterQuery()
        (query.kinds, query.subject, query.isOpen, query.limit) = ([RiskProfile.kind], enterprise, true, 1)
        let found = try await visit.premises.lists.headers(query, for: try visit.user())
        guard let header = found.first else { return nil }
        return try await read(profile: header.id, visit)
    }

    var graded: [RiskGrade: Int] {
        Dictionary(grouping: points.compactMap(\.grade), by: { $0 }).mapValues(\.count)
    }

    /// The points at a place and at everything that lies in it.
    func points(in place: RiskPlace) -> [RiskPoint] {
        let within = places(in: place.id)
        return points.filter { within.contains($0.place) }
    }

    private func places(in id: String) -> Set<String> {
        places.filter { $0.parent == id }.reduce(into: [id]) { $0.formUnion(places(in: $1.id)) }
    }

    /// The gravest grade at a place and in it.
    func grade(of place: RiskPlace) -> RiskGrade? { points(in: place).compactMap(\.grade).max() }
}

extension RiskGrade {
    /// As the components of the site show it.
    var shown: Site.Grade {
        switch self {
        case .major: .major
        case .considerable: .considerable
        case .general: .general
        case .low: .low
        }
    }
}

/// The grade as colour, shape and word; the word for what has none yet.
struct RiskBadge: Component {
    let grade: RiskGrade?

    @HTMLBuilder var body: HTML {
        if let grade {
            GradeBadge(grade.shown)
        } else {
            span(.class("tag")) { Wording(zh: "未定级", en: "Not graded") }
        }
    }
}

extension RiskControl.Level {
    var wording: Wording {
        switch self {
        case .company: Wording(zh: title, en: "Company")
        case .workshop: Wording(zh: title, en: "Workshop")
        case .team: Wording(zh: title, en: "Team")
        case .post: Wording(zh: title, en: "Post")
        }
    }
}
