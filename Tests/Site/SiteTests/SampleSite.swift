import Accounts
import Attachments
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Markup
import NIOCore
import SampleProvince
import Sealing
import Storage
import Workflows

@testable import Site

/// The site over the sample province, answering in memory. Its people sign in as they do in a browser.
struct SampleSite {
    let world: World
    let website: Website
    let attachments: AttachmentStore
    private let folder: TemporaryFolder

    static let password = "春江潮水 hai lian 7"

    init(
        on engine: Engine = .memory, limits: Figures = Figures(), logKeys: LogKeys? = nil,
        adjust: (inout AttachmentSettings) -> Void = { _ in }
    ) async throws {
        world = try await World(
            on: engine,
            migrations: Accounts.migrations + AttachmentStore.migrations + AdministrationStore.migrations
                + FormDraftStore.migrations + SavedViewStore.migrations)
        folder = try TemporaryFolder()
        let (database, clock) = (world.database, world.clock)
        var settings = AttachmentSettings()
        adjust(&settings)
        attachments = AttachmentStore(
            database: database, folder: folder.path, settings: settings, clock: { clock.now })
        let desk = CommandDesk(
            database: database, rules: world.desk.rules, calendar: world.desk.calendar, registry: world.registry,
            now: { clock.now }, attaching: attachments.attach)
        let accounts = Accounts(
            database: database, secret: Array(0..<32), needsSecondFactor: { _ in false }, clock: { clock.now })
        var operation = Premises.Settings(version: "test", province: SampleProvince.jiangsu)
        operation.logKeys = logKeys
        var premises = Premises(
            settings: operation, database: database, desk: desk,
            people: world.people, accounts: accounts, attachments: attachments, kinds: world.kinds,
            assets: try Assets(folder: Checkout.path("Public")))
        premises.figures = limits
        website = Website(premises)
    }

    /// Walks through the site with its people; each holds a session as a browser does.
    func walk<Result: Sendable>(_ steps: @Sendable (Visitors) async throws -> Result) async throws -> Result {
        try await Application(router: website.router()).test(.router) { client in
            try await steps(Visitors(client: client, site: self))
        }
    }
}

/// Who may come to the site.
struct Visitors: Sendable {
    let client: any TestClientProtocol
    let site: SampleSite

    /// Signs someone in.
    func browser(of someone: Someone) async throws -> Browser {
        try await site.website.premises.accounts.open(
            for: someone.rawValue, login: "login-\(someone.rawValue)", initialPassword: SampleSite.password,
            mustChange: false, by: "feng")
        return try await Browser(client: client, login: "login-\(someone.rawValue)")
    }

    var stranger: Browser { Browser(client: client) }
}

/// A browser without scripts: it keeps its cookie and reads the token from the pages.
struct Browser: Sendable {
    let client: any TestClientProtocol
    var cookie: String?
    var token = ""

    init(client: any TestClientProtocol) {
        self.client = client
    }

    init(client: any TestClientProtocol, login: String) async throws {
        self.client = client
        let answer = try await post("/sign-in", ["login": login, "password": SampleSite.password])
        cookie = answer.headers[values: .setCookie].first.map { String($0.prefix { $0 != ";" }) }
        token = try await open("/").formToken ?? ""
    }

    func open(_ address: String, _ headers: HTTPFields = [:]) async throws -> Seen {
        try await send(.get, address, headers, nil)
    }

    func post(_ address: String, _ fields: KeyValuePairs<String, String>) async throws -> Seen {
        let all = [("form-token", token)] + fields.map { ($0.key, $0.value) }
        let body = Link(segments: [], query: all.map { .init($0.0, $0.1) }).url.dropFirst(2)
        return try await send(
            .post, address, [.contentType: "application/x-www-form-urlencoded"], ByteBuffer(string: String(body)))
    }

    /// Sends a form with files as browsers do: the fields first, in their order.
    func post(_ address: String, _ parts: [Part], withToken: Bool = true) async throws -> Seen {
        let all = (withToken ? [Part("form-token", token)] : []) + parts
        var body: [UInt8] = []
        for part in all {
            body += Array("--sample-boundary\r\nContent-Disposition: form-data; name=\"\(part.name)\"".utf8)
            if let file = part.file { body += Array("; filename=\"\(file)\"\r\nContent-Type: image/jpeg".utf8) }
            body += Array("\r\n\r\n".utf8) + part.bytes + Array("\r\n".utf8)
        }
        body += Array("--sample-boundary--\r\n".utf8)
        return try await send(
            .post, address, [.contentType: "multipart/form-data; boundary=sample-boundary"], ByteBuffer(bytes: body))
    }

    func send(
        _ method: HTTPRequest.Method, _ address: String, _ headers: HTTPFields, _ body: ByteBuffer?
    ) async throws -> Seen {
        var headers = headers
        if let cookie { headers[.cookie] = cookie }
        let response = try await client.execute(uri: address, method: method, headers: headers, body: body)
        return Seen(
            status: response.status, headers: response.headers, bytes: Array(response.body.readableBytesView))
    }
}

/// A part of a form: a field, or a file with its name.
struct Part: Sendable {
    let name: String
    let file: String?
    let bytes: [UInt8]

    init(_ name: String, _ text: String) {
        (self.name, file, bytes) = (name, nil, Array(text.utf8))
    }

    init(_ name: String, file: String, _ bytes: [UInt8]) {
        (self.name, self.file, self.bytes) = (name, file, bytes)
    }
}

/// What came back.
struct Seen: Sendable, Hashable {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var formToken: String? { value(of: "form-token") }
    var location: String { headers[.location] ?? "" }

    /// The value of the first input of this name.
    func value(of name: String) -> String? {
        let mark = "name=\"\(name)\" value=\""
        guard let start = text.range(of: mark) else { return nil }
        return String(text[start.upperBound...].prefix { $0 != "\"" })
    }

    /// What must be the same for what is not there and what is not yours.
    var outside: [String] { ["\(status.code)", text.replacing(/[0-9a-f]{64}/, with: "")] }
}

final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "anlan-site-\(UUID())").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // A temporary folder that stays behind fails no test.
        try? FileManager.default.removeItem(atPath: path)
    }
}
