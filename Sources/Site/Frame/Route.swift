import Hummingbird
import Markup
import Permissions

/// One address of the site and what it does. The same table makes the router, the interface description
/// (`/openapi.json`) and the test that tries every route as every role.
public struct Route: Sendable {
    public enum Access: Sendable, Hashable {
        /// Without signing in.
        case anyone
        /// Signed in; what is shown depends on the person's posts.
        case signedIn
        /// Signed in with a post that holds this somewhere.
        case holding(Permission)
    }

    /// Something in the address that the client chooses.
    public struct Parameter: Sendable, Hashable {
        public let name: String
        public let summary: String

        public init(_ name: String, _ summary: String) {
            self.name = name
            self.summary = summary
        }
    }

    public enum Method: String, Sendable {
        case get, post
    }

    public let method: Method
    /// `/m/{kind}/{id}`
    public let path: String
    public let summary: String
    public let access: Access
    public var query: [Parameter] = []
    /// Names of the fields a form or JSON body has; `nil` where none is read.
    public var body: [Parameter]?
    /// What the answer is when it is neither a page nor JSON: `text/csv`.
    public var produces: String?
    /// What it answers when it does what it was asked.
    public internal(set) var successes: [Success] = []
    /// The body is read by the route itself, such as an upload.
    public var takesStream = false
    /// Shows the form again with ``Visit/fileProblems`` beside it; where a route does not, a refused file refuses all.
    public var repeatsForm = false
    /// Led on to another page, the form has been dealt with: no draft of it is needed any more.
    var finishesForm = true
    /// Who hands in the files of the form where a link gives the right to, whoever is signed in; throws when it does not.
    public var guest: (@Sendable (Visit) async throws -> String)?
    /// Asked for by the page itself and not by the person: a session does not live longer by it.
    public private(set) var isInBackground = false
    let handle: @Sendable (Visit) async throws -> Answer

    public init(
        _ method: Method, _ path: String, _ summary: String, for access: Access, query: [Parameter] = [],
        body: [Parameter]? = nil, produces: String? = nil,
        handle: @escaping @Sendable (Visit) async throws -> Answer
    ) {
        self.method = method
        self.path = path
        self.summary = summary
        self.access = access
        self.query = query
        self.body = body
        self.produces = produces
        self.handle = handle
        if produces != nil { successes = [.file] }
    }

    /// `get /m/{kind}/{id}`
    public var name: String { "\(method.rawValue) \(path)" }

    var inBackground: Route {
        var route = self
        route.isInBackground = true
        return route
    }
}
