import Markup
import Permissions
import Registry
import Site
import Workflows

/// 今年检查 n/上限 m — one authority at one enterprise, as far as the reader may see it.
struct YearFrequency: Sendable {
    let authority: String
    let count: InspectionStore.YearCount?
    let cap: InspectionCap?

    var counted: Int { count?.counted ?? 0 }
    var isReached: Bool { cap.map { counted >= $0.most } ?? false }
    var words: Wording { InspectionCap.words(counted, of: cap) }

    /// By enterprise: every authority that inspects it this year, that published a cap which holds for it, or that the
    /// reader applies for.
    static func all(of sites: [Organisation], for user: User, _ visit: Visit) async throws -> [String: [Self]] {
        let store = InspectionStore(database: visit.premises.database)
        let (year, ids) = (visit.today.year, sites.map(\.id))
        let counts = try await store.counts(at: ids, in: year, for: user)
        let caps = try await store.caps(over: Set(sites.flatMap(\.region.lineage)), in: year)
        let grades = try await store.grades(of: ids)
        return Dictionary(
            uniqueKeysWithValues: Set(sites).map { site in
                let over = caps.filter { $0.header.region.contains(site.region) }
                let record = CapRecord(caps: over, grade: grades[site.id])
                let place = Place(region: site.region, sector: site.sectors.first)
                let own = user.posts.filter { $0.role.permissions.contains(.conductInspections) && $0.reaches(place) }
                let authorities = Set((counts[site.id] ?? []).map(\.authority) + own.map(\.organisation))
                    .union(over.map(\.authority).filter { record.standing(of: $0, at: site).cap != nil })
                let all = authorities.sorted().map { authority in
                    Self(
                        authority: authority, count: counts[site.id]?.first { $0.authority == authority },
                        cap: record.standing(of: authority, at: site).cap)
                }
                return (site.id, all)
            })
    }

    /// For whoever is about to call on several enterprises.
    static func notes(about enterprises: [String], _ visit: Visit) async throws -> [String: Wording] {
        try await visit.premises.registry.acquaint(enterprises)
        let names = visit.premises.registry.organisations
        let found = try await all(of: enterprises.compactMap { names[$0] }, for: try visit.user(), visit)
        return found.compactMapValues { lines in
            guard let first = lines.first else { return nil }
            return lines.dropFirst().reduce(Wording(zh: "今年检查：", en: "Inspected this year: ") + first.named(names)) {
                $0 + Wording(zh: "；", en: "; ") + $1.named(names)
            }
        }
    }

    private func named(_ names: OrganisationDirectory) -> Wording {
        Wording(verbatim: names.name(authority) + " ") + words
            + (isReached ? Wording(zh: "（已达上限）", en: " (cap reached)") : Wording(verbatim: ""))
    }
}

extension InspectionCap {
    /// 2/上限 4
    static func words(_ used: Int, of cap: InspectionCap?) -> Wording {
        let most = cap.map { Wording(zh: "上限 \($0.most)", en: "cap \($0.most)") }
        return Wording(verbatim: "\(used)/") + (most ?? Wording(zh: "未公布上限", en: "no cap published"))
    }
}
