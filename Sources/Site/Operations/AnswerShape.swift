/// What the JSON of an answer looks like, as `/openapi.json` tells it and as a test compares it with what is answered.
public indirect enum AnswerShape: Sendable {
    case text
    case whole
    case number
    case truth
    /// What depends on the kind of matter.
    case anything
    case list(AnswerShape)
    case members([(name: String, shape: AnswerShape)])
    /// Names that are not known beforehand.
    case byName(AnswerShape)
    case nullable(AnswerShape)
    /// Not always there; stands only for a member.
    case omissible(AnswerShape)
    case either([AnswerShape])
    /// Described once, under a name.
    case named(String, AnswerShape)

    public var orNull: AnswerShape { .nullable(self) }
    public var sometimes: AnswerShape { .omissible(self) }

    /// In the words of JSON Schema, as OpenAPI 3.1 uses it.
    var schema: JSON {
        switch self {
        case .text: .of(("type", "string"))
        case .whole: .of(("type", "integer"))
        case .number: .of(("type", "number"))
        case .truth: .of(("type", "boolean"))
        case .anything: .of()
        case .list(let one): .of(("type", "array"), ("items", one.schema))
        case .members(let members):
            .of(
                ("type", "object"),
                ("properties", .object(members.map { .init($0.name, $0.shape.schema) })),
                ("required", .array(members.filter { !$0.shape.isOmissible }.map { .text($0.name) })))
        case .byName(let one): .of(("type", "object"), ("additionalProperties", one.schema))
        case .nullable(let one): .of(("anyOf", .array([one.schema, .of(("type", "null"))])))
        case .omissible(let one): one.schema
        case .either(let shapes): .of(("anyOf", .array(shapes.map(\.schema))))
        case .named(let name, _): .of(("$ref", .text("#/components/schemas/\(name)")))
        }
    }

    /// Those with a name, in it and below it.
    var names: [String: AnswerShape] {
        switch self {
        case .text, .whole, .number, .truth, .anything: [:]
        case .list(let one), .byName(let one), .nullable(let one), .omissible(let one): one.names
        case .members(let members): Self.names(in: members.map(\.shape))
        case .either(let shapes): Self.names(in: shapes)
        case .named(let name, let one): one.names.merging([name: one]) { own, _ in own }
        }
    }

    static func names(in shapes: [AnswerShape]) -> [String: AnswerShape] {
        shapes.reduce(into: [:]) { $0.merge($1.names) { own, _ in own } }
    }

    private var isOmissible: Bool {
        if case .omissible = self { true } else { false }
    }
}

extension AnswerShape: ExpressibleByDictionaryLiteral {
    /// `["id": .text, "day": .text.orNull]`
    public init(dictionaryLiteral members: (String, AnswerShape)...) {
        self = .members(members.map { (name: $0.0, shape: $0.1) })
    }
}
