import Permissions
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
                    ("schemas", .object(Self.schemas(of: site.routes))))
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
        for route in site.routes where !(route.path.hasPrefix("/m/{kind}") && route.method == .post) {
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
        members.append(.init("responses", .object(Self.responses(of: route))))
        switch route.access {
        case .anyone: members.append(.init("security", []))
        case .signedIn: break
        case .holding(let permission): members.append(Self.security(permission))
        }
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
            ("responses", .object(Self.responses(of: isOpening ? .opening : .command))),
            ("security", Self.security(shape.permission).value))
    }

    /// The scope that a token needs, under the name by which tokens are made.
    private static func security(_ permission: Permission) -> JSON.Member {
        .init("security", [.of(("token", .array([.text(permission.name)])))])
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

    /// Where nothing else is said, each status that ``Reception`` may answer with.
    private static func responses(of route: Route) -> [JSON.Member] {
        let successes = route.successes.map { success in
            JSON.Member(
                String(success.status), response(success.words, contents(of: success, produces: route.produces)))
        }
        let told = Set(route.successes.map(\.status))
        let refusal = contents(of: .page(FrameAnswers.refusal), produces: nil)
        let signIn = [JSON.Member("303", response("浏览器没有登录时转到登录页", []))]
        return successes + (route.access == .anyone || told.contains(303) ? [] : signIn)
            + route.refusals.filter { !told.contains($0) }.map { .init(String($0), response("不予办理", refusal)) }
    }

    private static func response(_ words: String, _ contents: [JSON.Member]) -> JSON {
        contents.isEmpty
            ? .of(("description", .text(words))) : .of(("description", .text(words)), ("content", .object(contents)))
    }

    private static func contents(of success: Success, produces: String?) -> [JSON.Member] {
        let page = JSON.Member("text/html", .of(("schema", .of(("type", "string")))))
        func json(_ shape: AnswerShape) -> JSON.Member { .init("application/json", .of(("schema", shape.schema))) }
        return switch success.content {
        case .page(let shape): [json(shape), page]
        case .json(let shape): [json(shape)]
        case .form: [page]
        case .file: [.init(produces ?? "application/octet-stream", .of())]
        case .nothing: []
        }
    }

    private static func schemas(of routes: [Route]) -> [JSON.Member] {
        let shapes = routes.flatMap(\.successes).compactMap { success -> AnswerShape? in
            switch success.content {
            case .page(let shape), .json(let shape): shape
            case .form, .file, .nothing: nil
            }
        }
        return AnswerShape.names(in: shapes + [FrameAnswers.refusal, FrameAnswers.receipt])
            .sorted { $0.key < $1.key }.map { .init($0.key, $0.value.schema) }
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
}

extension Route {
    /// Stands for the address of each command that opens a matter.
    fileprivate static let opening = Route(described: [.created(FrameAnswers.receipt), .leadsOn])
    fileprivate static let command = Route(described: [.json(FrameAnswers.receipt), .leadsOn])

    private init(described successes: [Success]) {
        self.init(.post, "", "", for: .signedIn, body: []) { _ in throw Refusal.notFound("页面") }
        self.successes = successes
    }

    /// 507 is a full disk, 500 a fault of ours.
    fileprivate var refusals: [Int] {
        // A token that is not valid is told so even where none is needed.
        var codes = [400, 401, 403, 404, 409, 429, 500, 503]
        if method == .post { codes += [413, 507] }
        return codes.sorted()
    }
}

extension Success {
    fileprivate var words: String {
        switch status {
        case 201: "已建立"
        case 206: "文件的一部分"
        case 303: "转到另一页"
        case 304: "没有变化"
        case 416: "超出文件末尾"
        case 422: "请改正后重新填写"
        case 503: "暂不能读写"
        default: "成功"
        }
    }
}

private typealias CommandField = Workflows.Field
