import Calendars
import Permissions
import Registry
import Storage

/// 企业 — a body that produces or trades, as it stands in the register: what holds of all that was said about it.
///
/// The same id names it as an organisation, so that matters can be about it and posts can be held in it.
public struct Enterprise: Sendable, Hashable {
    public let id: String
    public private(set) var values: [EnterpriseFact: String]
    /// 曾用名, the latest first.
    public var formerNames: [String]
    /// The enterprise that took this one over.
    public var mergedInto: String?
    public var mergedOn: Day?
    /// 来源不一致 — how many facts another source says otherwise.
    public var disputed = 0
    public let isMadeUp: Bool
    /// Counts what was said and changed; guards against two people writing at once.
    public var version: Int
    public var updatedAt: Instant

    init(id: String, values: [EnterpriseFact: String], isMadeUp: Bool, at now: Instant) {
        self.id = id
        self.values = values
        formerNames = []
        self.isMadeUp = isMadeUp
        version = 1
        updatedAt = now
    }

    public subscript(fact: EnterpriseFact) -> String? { values[fact] }

    public var name: String { values[.name] ?? "" }
    public var creditCode: String? { values[.creditCode] }
    public var region: RegionCode { RegionCode(values[.region] ?? "")! }
    public var sector: String { values[.sector] ?? Sector.other.rawValue }
    public var status: EnterpriseFact.Status? { values[.status].flatMap(EnterpriseFact.Status.init) }

    /// What its address on the site ends with: the code where it has one, else the id.
    public var key: String { creditCode ?? id }

    /// Where it stands, as far as permission is concerned: it has a part in itself.
    public var place: Place { Place(region: region, sector: sector, parties: [id]) }

    /// What holds of these statements holds from now on; a name that gives way stays as a former one.
    mutating func hold(_ holding: [EnterpriseFact: HeldFact]) {
        var values = holding.mapValues(\.value)
        // A code that came late ends the reason for having none.
        if values[.creditCode] != nil { values[.noCodeReason] = nil }
        if let name = self.values[.name], values[.name] != name {
            formerNames.removeAll { $0 == name || $0 == values[.name] }
            formerNames.insert(name, at: 0)
        }
        self.values = values
        disputed = holding.values.filter { !$0.rivals.isEmpty }.count
    }

    /// As everything else refers to it.
    var organisation: Organisation {
        Organisation(
            id: id, name: name, kind: .enterprise, region: region, aliases: formerNames,
            to: mergedOn?.adding(days: -1), successor: mergedInto, sectors: [sector],
            location: values[.location].flatMap(Coordinates.init(text:)))
    }
}

extension Enterprise {
    init(row: Row) throws {
        var values: [EnterpriseFact: String] = [:]
        for fact in EnterpriseFact.allCases {
            switch try row.value(of: fact.rawValue) {
            case .text(let text): values[fact] = text
            case .integer(let number): values[fact] = String(number)
            default: continue
            }
        }
        let region: String? = values[.region]
        guard region.flatMap({ RegionCode($0) }) != nil else {
            throw UnreadableColumn(column: "region", value: region.map { .text($0) })
        }
        let former: String = try row["former_names"]
        id = try row["id"]
        self.values = values
        formerNames = former.split(separator: "\n").map(String.init)
        mergedInto = try row["merged_into"]
        mergedOn = try row["merged_on"]
        disputed = try row["disputed"]
        isMadeUp = try row["made_up"]
        version = try row["version"]
        updatedAt = try row["updated_at"]
    }
}
