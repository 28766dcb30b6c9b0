/// Under which names a connection has prepared which statements.
struct PreparedNames {
    private static let limit = 256

    private var names: [String: (name: String, lastUse: Int)] = [:]
    private var uses = 0
    private var made = 0

    subscript(_ text: String) -> String? {
        mutating get {
            uses += 1
            names[text]?.lastUse = uses
            return names[text]?.name
        }
    }

    mutating func freshName() -> String {
        made += 1
        return "s\(made)"
    }

    mutating func keep(_ name: String, for text: String) {
        names[text] = (name, uses)
    }

    mutating func forget(_ text: String) {
        names[text] = nil
    }

    /// The names of the least used statements, when there are too many; they are to be deallocated.
    mutating func takeSuperfluous() -> [String] {
        guard names.count >= Self.limit else { return [] }
        let oldest = names.sorted { $0.value.lastUse < $1.value.lastUse }.prefix(names.count - Self.limit * 3 / 4)
        for (text, _) in oldest { names[text] = nil }
        return oldest.map(\.value.name)
    }
}
