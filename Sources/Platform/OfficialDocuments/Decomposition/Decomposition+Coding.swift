#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Decomposition {
    /// The decomposition as JSON, the same bytes for the same document. What is not known is `null`, never left out.
    public func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self))
    }

    enum CodingKeys: String, CodingKey {
        case title, number, issuer, addressees, date, nodes
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(title, forKey: .title)
        try container.encode(number, forKey: .number)
        try container.encode(issuer, forKey: .issuer)
        try container.encode(addressees, forKey: .addressees)
        try container.encode(date, forKey: .date)
        try container.encode(nodes, forKey: .nodes)
    }
}

extension Decomposition.Node {
    enum CodingKeys: String, CodingKey {
        case id, parent, marker, level, start, end, `class`, units, deadlines, citations, quantities, sentences
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(parent, forKey: .parent)
        try container.encode(marker, forKey: .marker)
        try container.encode(level, forKey: .level)
        try container.encode(start, forKey: .start)
        try container.encode(end, forKey: .end)
        try container.encode(`class`, forKey: .class)
        try container.encode(units, forKey: .units)
        try container.encode(deadlines, forKey: .deadlines)
        try container.encode(citations, forKey: .citations)
        try container.encode(quantities, forKey: .quantities)
        try container.encode(sentences, forKey: .sentences)
    }
}

extension Decomposition.Deadline {
    enum CodingKeys: String, CodingKey { case text, start, kind, date }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(text, forKey: .text)
        try container.encode(start, forKey: .start)
        try container.encode(kind, forKey: .kind)
        try container.encode(date, forKey: .date)
    }
}

extension Decomposition.Citation {
    enum CodingKeys: String, CodingKey { case title, number, start }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(title, forKey: .title)
        try container.encode(number, forKey: .number)
        try container.encode(start, forKey: .start)
    }
}

extension Decomposition.Quantity {
    enum CodingKeys: String, CodingKey { case text, value, unit, of, start }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(text, forKey: .text)
        try container.encode(value, forKey: .value)
        try container.encode(unit, forKey: .unit)
        try container.encode(of, forKey: .of)
        try container.encode(start, forKey: .start)
    }
}
