/// 变动 — a matter has just changed: which, and whose lists it may stand in. Nothing of what it says.
public struct MatterUpdate: Sendable, Hashable {
    public let matter: String
    public let version: Int
    /// Those who act, acted, or see to it.
    public let organisations: Set<String>

    public init(matter: String, version: Int, organisations: Set<String>) {
        self.matter = matter
        self.version = version
        self.organisations = organisations
    }

    init(_ header: MatterHeader, from before: MatterHeader?, copied: [String] = []) {
        let known = [header, before].compactMap { $0 }
        self.init(
            matter: header.id, version: header.version,
            organisations: Set(known.flatMap { [$0.actorOrganisation, $0.supervisor, $0.owner] }.compactMap { $0 })
                .union(copied))
    }
}
