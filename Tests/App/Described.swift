import Foundation
import HTTPTypes
import HummingbirdTesting

/// `/openapi.json` as someone who wrote a program after it would hold answers against it.
struct Described: Sendable {
    private let document: JSONText

    init(_ text: String) throws { document = try JSONText(text) }

    /// The responses told for a method at a path, by status; `nil` where nothing is told.
    func responses(_ method: String, _ path: String) -> [String: JSONText]? {
        document["paths"]?[path]?[method]?["responses"]?.members
    }

    /// The scopes a token needs for it; `nil` where nothing is said but that one is needed.
    func scopes(_ method: String, _ path: String) -> Set<String>? {
        let needed = document["paths"]?[path]?[method]?["security"]?.list?.first?["token"]?.list
        return needed.map { Set($0.compactMap(\.text)) }
    }

    /// What of an answer the description does not say; empty where it holds.
    func lies(about answer: TestResponse, to method: String, _ path: String) throws -> [String] {
        guard let responses = responses(method, path) else { return ["\(method) \(path) is not described"] }
        guard let response = responses[String(answer.status.code)] else {
            return ["status \(answer.status.code) is not described"]
        }
        guard let type = answer.headers[.contentType].map({ String($0.prefix { $0 != ";" }) }) else {
            return answer.body.readableBytes == 0 ? [] : ["an answer without a type"]
        }
        guard let content = response["content"]?[type] else { return ["type \(type) is not described"] }
        guard type == "application/json", let schema = content["schema"] else { return [] }
        return lies(about: try JSONText(answer.text), schema, at: "$")
    }

    private func lies(about value: JSONText, _ schema: JSONText, at place: String) -> [String] {
        if let reference = schema["$ref"]?.text { return lies(about: value, named(reference), at: place) }
        if let choices = schema["anyOf"]?.list {
            let each = choices.map { lies(about: value, $0, at: place) }
            return each.contains([]) ? [] : each.min { $0.count < $1.count } ?? []
        }
        switch schema["type"]?.text {
        case "array":
            guard let items = value.list else { return ["\(place) is no list"] }
            let one = schema["items"] ?? .members([:])
            return items.enumerated().flatMap { lies(about: $1, one, at: "\(place)[\($0)]") }
        case "object": return lies(aboutMembersOf: value, schema, at: place)
        case let type?: return value.types.contains(type) ? [] : ["\(place) is no \(type): \(value)"]
        case nil: return []
        }
    }

    /// What is answered beside what is described counts as a lie too, though JSON Schema would let it pass.
    private func lies(aboutMembersOf value: JSONText, _ schema: JSONText, at place: String) -> [String] {
        guard let members = value.members else { return ["\(place) is no object"] }
        let required = schema["required"]?.list?.compactMap(\.text) ?? []
        return required.filter { members[$0] == nil }.map { "\(place).\($0) is missing" }
            + members.flatMap { name, member in
                (schema["properties"]?[name] ?? schema["additionalProperties"])
                    .map { lies(about: member, $0, at: "\(place).\(name)") }
                    ?? ["\(place).\(name) is not described"]
            }
    }

    private func named(_ reference: String) -> JSONText {
        let name = String(reference.split(separator: "/").last ?? "")
        return document["components"]?["schemas"]?[name] ?? .members(["type": .text("a schema named \(name)")])
    }
}

/// A JSON text that was read, of whatever shape.
enum JSONText: Decodable, Sendable {
    case null
    case truth(Bool)
    case number(Double)
    case text(String)
    case list([JSONText])
    case members([String: JSONText])

    init(_ text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        // The decoder says what it is by refusing what it is not.
        if value.decodeNil() {
            self = .null
        } else if let truth = try? value.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSONText].self) {
            self = .list(list)
        } else {
            self = .members(try value.decode([String: JSONText].self))
        }
    }

    subscript(name: String) -> JSONText? { members?[name] }

    var members: [String: JSONText]? { if case .members(let members) = self { members } else { nil } }
    var list: [JSONText]? { if case .list(let list) = self { list } else { nil } }
    var text: String? { if case .text(let text) = self { text } else { nil } }

    /// As JSON Schema calls what is neither a list nor an object.
    var types: Set<String> {
        switch self {
        case .null: ["null"]
        case .truth: ["boolean"]
        case .number(let number): number == number.rounded() ? ["number", "integer"] : ["number"]
        case .text: ["string"]
        case .list, .members: []
        }
    }
}
