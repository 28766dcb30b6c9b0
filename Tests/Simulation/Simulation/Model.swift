import Calendars
import SampleProvince

/// What an errand may go through, said a second time and without the desk's tables: what the desk does is held
/// against it.
struct Model {
    struct Entry: Equatable {
        let matter: Int
        let deed: Deed?
        let person: String
    }

    var errands: [ModelErrand] = []
    /// By the client's id, what was carried out.
    var done: [String: Entry] = [:]

    /// Whether this person may do this now.
    func verdict(on deed: Deed, of index: Int, with order: Order, by person: String) -> Verdict {
        let errand = errands[index]
        let rule = deed.rule
        guard holder(of: rule, on: errand, person, order.day) != nil || rule.right == nil && person == "system" else {
            return .no
        }
        guard rule.from.contains(errand.state), errand.isSuspended == (deed == .resume) else { return .no }
        if let seen = order.expectedVersion, seen != errand.version { return .no }
        if errand.deeds.contains(where: { $0.person == person && rule.apart.contains($0.deed) }) { return .no }
        switch deed {
        case .report: return errands.contains { $0.parent == index && $0.isOpen } ? .no : .yes
        case .transfer: return order.unit == errand.owner || !Units.areKnown([order.unit]) ? .no : .yes
        case .split, .askOpinions: return Units.areKnown(order.units) ? .yes : .no
        // How far suspensions have moved the term is counted elsewhere.
        case .extend: return order.isEarly ? .no : .perhaps
        default: return .yes
        }
    }

    /// Whether place and part are no hindrance.
    func hasPost(for deed: Deed, on index: Int, _ person: String, _ day: Day) -> Bool {
        holder(of: deed.rule, on: errands[index], person, day) != nil
    }

    func mayOpen(_ order: Order, by person: String) -> Verdict {
        let posts = Posts.held(by: person, on: order.day)
        let errand = ModelErrand(opened: order, issuer: posts.first?.organisation)
        let may = posts.contains { $0.rights.contains("hand-over") && $0.reaches(errand) }
        return may && Units.areKnown([order.unit] + order.units) ? .yes : .no
    }

    mutating func open(_ order: Order, id: String, by person: String) {
        errands.append(ModelErrand(opened: order, issuer: Posts.held(by: person, on: order.day).first?.organisation))
        errands[errands.count - 1].id = id
    }

    mutating func addPart(of parent: Int, for unit: String, id: String) {
        let whole = errands[parent]
        var part = ModelErrand(owner: unit, supervisor: whole.supervisor, issuer: whole.owner)
        (part.region, part.parent, part.id) = (Units.regions[unit]!, parent, id)
        part.sector = whole.sector
        errands.append(part)
    }

    mutating func carryOut(_ deed: Deed, on index: Int, with order: Order, by person: String) {
        var errand = errands[index]
        let post = holder(of: deed.rule, on: errand, person, order.day)
        errand.version += 1
        errand.deeds.append((person, deed))
        if let to = deed.rule.to { errand.state = to }
        switch deed {
        case .transfer: errand.owner = order.unit
        case .askOpinions: errand.awaited = Set(order.units)
        case .countersign:
            errand.awaited.remove(post!.organisation)
            if errand.awaited.isEmpty { errand.state = "working" }
        case .suspend: errand.isSuspended = true
        case .resume: errand.isSuspended = false
        default: break
        }
        errands[index] = errand
    }

    private func holder(of rule: Deed.Rule, on errand: ModelErrand, _ person: String, _ day: Day) -> ModelPost? {
        guard let right = rule.right else { return nil }
        return Posts.held(by: person, on: day).first { post in
            post.rights.contains(right) && post.reaches(errand)
                && (right != "sign" || errand.awaited.contains(post.organisation))
                && (rule.party.map { errand[keyPath: $0] == post.organisation } ?? true)
        }
    }
}

enum Verdict { case yes, no, perhaps }

struct ModelErrand {
    var id = ""
    var state = "handedOver"
    var version = 1
    var owner: String
    var supervisor: String
    var issuer: String?
    var region = "320102"
    var sector: String?
    var awaited: Set<String> = []
    var isSuspended = false
    var parent: Int?
    var deeds: [(person: String, deed: Deed)] = []

    var isOpen: Bool { state != "closed" && state != "withdrawn" }
    var parties: Set<String> { awaited.union([owner, supervisor, issuer].compactMap { $0 }) }

    init(owner: String, supervisor: String, issuer: String?) {
        (self.owner, self.supervisor, self.issuer) = (owner, supervisor, issuer)
    }

    init(opened order: Order, issuer: String?) {
        self.init(owner: order.unit, supervisor: order.supervisor, issuer: issuer)
        (region, sector) = (Units.regions[order.unit] ?? "320102", order.sector)
    }
}

/// A post as far as errands are concerned.
struct ModelPost {
    let organisation: String
    let rights: Set<String>
    let region: String
    let sectors: Set<String>

    func reaches(_ errand: ModelErrand) -> Bool {
        errand.region.hasPrefix(region) && (sectors.isEmpty || errand.sector.map(sectors.contains) ?? true)
            || errand.parties.contains(organisation)
    }
}

enum Posts {
    private static let rights: [String: Set<String>] = [
        "coordinator": ["hand-over", "steer"], "officer": ["work", "sign"], "verifier": ["verify"],
    ]

    static func held(by person: String, on day: Day) -> [ModelPost] { byPerson[person]?.filter(on: day) ?? [] }

    private static let byPerson = Dictionary(
        grouping: SampleProvince.posts.filter { rights[$0.role.name] != nil }.sorted {
            ($0.from.description, $0.id) < ($1.from.description, $1.id)
        }, by: \.person
    ).mapValues { posts in
        Dated(
            posts: posts.map {
                let post = ModelPost(
                    organisation: $0.organisation, rights: rights[$0.role.name]!, region: $0.region.prefix,
                    sectors: $0.sectors)
                return ($0.from, $0.to, post)
            })
    }

    private struct Dated {
        let posts: [(from: Day, to: Day?, post: ModelPost)]

        func filter(on day: Day) -> [ModelPost] {
            posts.filter { $0.from <= day && ($0.to.map { day <= $0 } ?? true) }.map(\.post)
        }
    }
}

enum Units {
    static let regions = [
        "xuanwu-bureau": "320102", "gulou-bureau": "320106", "kunshan-bureau": "320583", "nanjing-bureau": "3201",
    ]
    static let all = regions.keys.sorted()
    /// One that is no more, and one that never was.
    static let strange = ["work-safety", "nobody"]

    static func areKnown(_ units: [String]) -> Bool { units.allSatisfy { regions[$0] != nil } }
}
