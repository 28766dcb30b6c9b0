/// Tells which organisations the unit names of a document mean. What is not certain is left open, never guessed.
public struct UnitNames: Sendable {
    private let organisations: [OrganisationName]
    /// Names that several organisations bear keep all of them, so that they count as uncertain.
    private let byName: [String: Set<String>]

    /// - Parameter organisations: those that existed on the day of the document.
    public init(_ organisations: [OrganisationName] = []) {
        self.organisations = organisations
        var byName: [String: Set<String>] = [:]
        for organisation in organisations {
            for key in UnitNames.keys(of: organisation) { byName[key, default: []].insert(organisation.id) }
        }
        self.byName = byName
    }

    /// The ids of the organisations that each name of a list means.
    ///
    /// Later names may lack what the first one says: 省安监局、经信委 are both of the province.
    public func organisations(forList names: [String]) -> [[String]] {
        var prefix: Unicode.Scalar?
        return names.map { name in
            let key = UnitNames.normalised(name)
            let found = one(key, prefix: prefix) ?? UnitGroup(key).map(members) ?? []
            if let first = key.unicodeScalars.first, first == "省" || first == "市" || first == "县" || first == "区" {
                prefix = first
            }
            return found
        }
    }

    /// The ids of the organisations a single name means.
    public func organisations(for name: String) -> [String] { organisations(forList: [name])[0] }

    private func one(_ key: String, prefix: Unicode.Scalar?) -> [String]? {
        if let prefix, let first = key.unicodeScalars.first, first != prefix,
            let found = certain(String(String.UnicodeScalarView([prefix])) + key)
        {
            return found
        }
        if let found = certain(key) { return found }
        guard let open = key.firstIndex(of: "（"), open > key.startIndex else { return nil }
        return certain(String(key[..<open]))
    }

    private func certain(_ key: String) -> [String]? {
        guard let ids = byName[key], ids.count == 1 else { return nil }
        return Array(ids)
    }

    private func members(of group: UnitGroup) -> [String] {
        guard !group.isOpen else { return [] }
        return organisations.filter { organisation in
            guard group.levels.contains(organisation.level) else { return false }
            return group.organ.isEmpty
                ? organisation.isGovernment : UnitNames.normalised(organisation.name).hasSuffix(group.organ)
        }.map(\.id).sorted()
    }

    // MARK: Spelling

    private static func keys(of organisation: OrganisationName) -> Set<String> {
        var keys = Set(([organisation.name] + organisation.aliases).map(normalised))
        for key in keys {
            if let short = withoutJoiningWord(key) { keys.insert(short) }
        }
        return keys
    }

    /// 省住房和城乡建设厅 is also written 省住房城乡建设厅.
    private static func withoutJoiningWord(_ key: String) -> String? {
        guard key.contains("和") else { return nil }
        return String(key.filter { $0 != "和" })
    }

    static func normalised(_ name: String) -> String {
        var view = String.UnicodeScalarView()
        for scalar in name.unicodeScalars where !scalar.isBlank {
            switch scalar {
            case "(": view.append("（")
            case ")": view.append("）")
            default: view.append(scalar)
            }
        }
        let plain = String(view)
        return plain.replacing("人民政府", with: "政府")
    }
}
