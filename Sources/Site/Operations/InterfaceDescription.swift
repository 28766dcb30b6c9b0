import Workflows

/// `/openapi.json` — the interface as OpenAPI 3.1, made from the same routes and command tables that answer.
struct InterfaceDescription {
    let site: Website

    var document: JSON {
        .of(
            ("openapi", "3.1.0"),
            (
                "info",
                .of(
                    ("title", .text(site.premises.settings.siteName.chinese)),
                    ("version", .text(site.premises.settings.version)),
                    ("license", .of(("name", "Apache-2.0"), ("identifier", "Apache-2.0"))))
            ),
            ("paths", .object(paths)),
            (
                "components",
                .of(
                    ("securitySchemes", .of(("token", .of(("type", "http"), ("scheme", "bearer"))))),
                    ("schemas", .of(("Refusal", Self.refusal), ("Receipt", Self.receipt))))
            ),
            ("security", [.of(("token", []))]))
    }

    private var paths: [JSON.Member] {
        var paths: [(path: String, operations: [JSON.Member])] = []
        func add(_ path: String, _ method: String, _ operation: JSON) {
            let member = JSON.Member(method, operation)
            if let known = paths.firstIndex(where: { $0.path == path }) {
                paths[known].operations.append(member)
            } else {
                paths.append((path, [member]))
            }
        }
        for route in site.routes where !(route.path.contains("{command}") && route.method == .post) {
            add(route.path.replacing("**", with: "{path}"), route.method.rawValue, operation(route))
        }
        for kind in site.premises.kinds.all {
            for opening in kind.openings {
                add("/m/\(kind.name)/new/\(opening.slug)", "post", command(opening, of: kind, isOpening: true))
            }
            for command in kind.commands where !command.isByPlatform {
                add("/m/\(kind.name)/{id}/\(command.slug)", "post", self.command(command, of: kind, isOpening: false))
            }
        }
        return paths.map { JSON.Member($0.path, .object($0.operations)) }
    }

    private func operation(_ route: Route) -> JSON {
        var members: [JSON.Member] = [
            .init("summary", .text(route.summary)),
            .init("operationId", .text(Self.id(route.method.rawValue, route.path))),
        ]
        let parameters =
            Self.pathParameters(route.path) + route.query.map { Self.parameter($0.name, "query", $0.summary) }
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
        if let body = route.body {
            let fields = body.map { JSON.Member($0.name, .of(("type", "string"), ("description", .text($0.summary)))) }
            members.append(.init("requestBody", Self.body(fields, required: [])))
        }
        if route.takesStream {
            let file = Self.content("application/octet-stream", .of(("type", "string"), ("format", "binary")))
            members.append(.init("requestBody", .of(("required", true), ("content", file))))
        }
        members.append(.init("responses", Self.responses(produces: route.produces ?? "application/json")))
        if route.access == .anyone { members.append(.init("security", [])) }
        return .object(members)
    }

    private func command(_ shape: KindOfMatter.CommandShape, of kind: KindOfMatter, isOpening: Bool) -> JSON {
        let path = isOpening ? "/m/\(kind.name)/new/\(shape.slug)" : "/m/\(kind.name)/{id}/\(shape.slug)"
        var fields = shape.fields.map { JSON.Member($0.name, Self.schema(of: $0)) }
        fields.append(
            .init("command-id", .of(("type", "string"), ("format", "uuid"), ("description", "由客户端生成；同一编号只办理一次"))))
        if !isOpening {
            fields.append(.init("version", .of(("type", "integer"), ("description", "看到的版本；已有更新时不覆盖"))))
        }
        return .of(
            ("summary", .text("\(kind.title)：\(shape.title)")), ("operationId", .text(Self.id("post", path))),
            ("parameters", .array(Self.pathParameters(path))),
            (
                "requestBody",
                Self.body(fields, required: shape.fields.filter { !$0.isOptional }.map { .text($0.name) })
            ),
            (
                "responses",
                .object(
                    [
                        JSON.Member(
                            isOpening ? "201" : "200",
                            .of(
                                ("description", "已办理"),
                                (
                                    "content",
                                    Self.content("application/json", .of(("$ref", "#/components/schemas/Receipt")))
                                )))
                    ] + Self.refusals(["400", "401", "403", "404", "409", "413", "429", "503"]))
            ))
    }

    private static func schema(of field: CommandField) -> JSON {
        let description = JSON.text(field.label + (field.hint.map { "：\($0)" } ?? ""))
        let single: JSON =
            switch field.kind {
            case .choice(let choices), .choices(let choices):
                .of(("type", "string"), ("enum", .array(choices.map { .text($0.value) })), ("description", description))
            case .number(let range, let unit):
                .of(
                    ("type", "integer"), ("minimum", .number(range.lowerBound)), ("maximum", .number(range.upperBound)),
                    ("description", .text("\(field.label)（\(unit)）")))
            case .text(let limit), .longText(let limit):
                .of(("type", "string"), ("maxLength", .number(limit)), ("description", description))
            case .day: .of(("type", "string"), ("description", .text("\(field.label)，如 2026-09-30")))
            default: .of(("type", "string"), ("description", description))
            }
        return field.takesSeveral ? .of(("type", "array"), ("items", single)) : single
    }

    private static func body(_ fields: [JSON.Member], required: [JSON]) -> JSON {
        let schema = JSON.of(
            ("type", "object"), ("properties", .object(fields)), ("required", .array(required)))
        return .of(
            ("required", true),
            (
                "content",
                .object([
                    .init("application/json", .of(("schema", schema))),
                    .init("application/x-www-form-urlencoded", .of(("schema", schema))),
                ])
            ))
    }

    private static func responses(produces: String) -> JSON {
        .object(
            [JSON.Member("200", .of(("description", "成功"), ("content", content(produces, .of()))))]
                + [JSON.Member("303", .of(("description", "转到另一页")))]
                + refusals(["400", "401", "403", "404", "409", "413", "422", "429", "503"]))
    }

    private static func refusals(_ codes: [String]) -> [JSON.Member] {
        codes.map {
            .init(
                $0,
                .of(
                    ("description", "不予办理"),
                    ("content", content("application/json", .of(("$ref", "#/components/schemas/Refusal"))))))
        }
    }

    private static func content(_ type: String, _ schema: JSON) -> JSON {
        .object([.init(type, .of(("schema", schema)))])
    }

    private static func pathParameters(_ path: String) -> [JSON] {
        path.replacing("**", with: "{path}").split(separator: "/").filter { $0.hasPrefix("{") }.map {
            parameter(String($0.dropFirst().dropLast()), "path", "")
        }
    }

    private static func parameter(_ name: String, _ place: String, _ summary: String) -> JSON {
        .of(
            ("name", .text(name)), ("in", .text(place)), ("required", .bool(place == "path")),
            ("description", .text(summary)), ("schema", .of(("type", "string"))))
    }

    private static func id(_ method: String, _ path: String) -> String {
        method + path.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
    }

    private static let refusal = JSON.of(
        ("type", "object"),
        (
            "properties",
            .of(
                ("code", .of(("type", "string"))), ("message", .of(("type", "string"))),
                ("problems", .of(("type", "object"), ("additionalProperties", .of(("type", "string"))))))
        ),
        ("required", ["code", "message"]))

    private static let receipt = JSON.of(
        ("type", "object"),
        (
            "properties",
            .of(
                ("matter", .of(("type", "string"))), ("kind", .of(("type", "string"))),
                ("state", .of(("type", "string"))), ("version", .of(("type", "integer"))),
                ("entry", .of(("type", "string"))), ("digest", .of(("type", "string"))),
                ("proof", .of(("type", "string"))), ("repeated", .of(("type", "boolean"))),
                ("page", .of(("type", "string"))))
        ),
        ("required", ["matter", "kind", "state", "version", "entry", "digest", "proof", "repeated", "page"]))
}

private typealias CommandField = Workflows.Field
