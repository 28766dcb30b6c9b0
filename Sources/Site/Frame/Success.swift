/// What a route answers when it does what it was asked: the status, and what comes with it.
public struct Success: Sendable {
    enum Content: Sendable {
        /// JSON for programs, and the same as a page for people.
        case page(AnswerShape)
        case json(AnswerShape)
        /// The form once more, for people alone.
        case form
        /// What the route produces: a file, a text.
        case file
        case nothing
    }

    let status: Int
    let content: Content

    public static func page(_ shape: AnswerShape) -> Success { .init(status: 200, content: .page(shape)) }
    public static func json(_ shape: AnswerShape) -> Success { .init(status: 200, content: .json(shape)) }
    public static func created(_ shape: AnswerShape) -> Success { .init(status: 201, content: .json(shape)) }
    public static let file = Success(status: 200, content: .file)
    /// Leads on to another page.
    public static let leadsOn = Success(status: 303, content: .nothing)
    static let part = Success(status: 206, content: .file)
    static let unchanged = Success(status: 304, content: .nothing)
    static let beyondItsEnd = Success(status: 416, content: .nothing)
    static let again = Success(status: 422, content: .form)
    static let notReady = Success(status: 503, content: .file)
}

extension [Route] {
    /// Says of each route, named by method and path, what it answers; `/openapi.json` tells it on.
    public func answering(_ successes: [String: [Success]]) -> [Route] {
        let unknown = Set(successes.keys).subtracting(map(\.name))
        precondition(unknown.isEmpty, "no such routes: \(unknown.sorted())")
        return map { route in
            guard let own = successes[route.name] else { return route }
            var route = route
            route.successes = own
            return route
        }
    }
}
