import Storage

extension Collection<Field> {
    /// The ids in those properties of a command that these fields ask for as organisations.
    ///
    /// A command has one property for each field, under the field's name, its own or one of a part it consists of;
    /// reading them here means that no command can forget to say which enterprises it names.
    func organisations(namedBy command: any Sendable) -> [String] {
        let names = Set(filter { [.organisation, .organisations, .enterprise].contains($0.kind) }.map(\.name))
        return names.isEmpty ? [] : Self.texts(in: command, under: names, depth: 0)
    }

    private static func texts(in value: Any, under names: Set<String>, depth: Int) -> [String] {
        guard depth < 3 else { return [] }
        return Mirror(reflecting: value).children.flatMap { child -> [String] in
            guard let label = child.label, names.contains(label) else {
                // What can be bound to a statement has no parts; to look for some takes long.
                return child.value is any SQLConvertible ? [] : texts(in: child.value, under: names, depth: depth + 1)
            }
            return child.value as? [String] ?? (child.value as? String).map { [$0] } ?? []
        }
    }
}
