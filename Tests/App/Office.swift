import Accounts
import Calendars
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Permissions
import Registry
import SampleProvince
import Site
import Storage
import Workflows

@testable import App

/// The program as it is put together for use, over a database in memory: real kinds, rules, roles and routes, the
/// regions and organisations of the sample province, and for each role one person here and one elsewhere.
struct Office {
    /// Where someone has their post: Nanjing with its Xuanwu, or Suzhou with its Kunshan.
    enum Standpoint: String, CaseIterable, Sendable {
        case own, other
    }

    struct Holder: Hashable, Sendable, CustomStringConvertible {
        let role: Role
        let standpoint: Standpoint

        var id: String { "\(role.name)@\(standpoint.rawValue)" }
        var description: String { id }

        static let all = Roles.catalogue.all.flatMap { role in
            Standpoint.allCases.map { Holder(role: role, standpoint: $0) }
        }

        fileprivate var post: Post {
            let isHere = standpoint == .own
            let (organisation, region) =
                switch role.reach {
                case .region:
                    isHere ? ("nanjing-bureau", SampleProvince.nanjing) : ("suzhou-committee", SampleProvince.suzhou)
                case .organisation where role.name.hasPrefix("enterprise"):
                    isHere
                        ? ("jinling-chemicals", SampleProvince.xuanwu) : ("kunshan-precision", SampleProvince.kunshan)
                case .organisation:
                    isHere ? ("xuanwu-bureau", SampleProvince.xuanwu) : ("kunshan-bureau", SampleProvince.kunshan)
                }
            return Post(
                id: "post:\(id)", person: id, organisation: organisation, role: role, region: region,
                from: Day("2020-01-01")!)
        }
    }

    let composition: Composition
    let premises: Premises
    let site: Website

    init(secondFactor: Bool = false) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "anlan-office-\(UUID())").path
        var settings = try await ResolvedSettings(
            Settings.parse(["--home", Checkout.path("."), "--data", folder, "--log-level", "critical"]))
        settings.needsSecondFactor = secondFactor
        settings.webhook = "http://127.0.0.1:9/"
        composition = Composition(settings: settings, logger: Logger(label: "office"))
        let database = try Engine.databaseInMemory()
        try await database.migrate(Composition.migrations)
        try await database.commit(Self.inhabitants)
        premises = try await composition.premises(database)
        site = try composition.site(premises)
    }

    /// The same database after the program was stopped and started again.
    func restarted() async throws -> Office {
        let premises = try await composition.premises(self.premises.database)
        return Office(composition: composition, premises: premises, site: try composition.site(premises))
    }

    private init(composition: Composition, premises: Premises, site: Website) {
        self.composition = composition
        self.premises = premises
        self.site = site
    }

    private static let inhabitants: [Change] =
        SampleProvince.regions.map(RegistryStore.insert) + SampleProvince.organisations.map(RegistryStore.save)
        + Holder.all.map { PermissionStore.save(Person(id: $0.id, name: $0.id)) }
        + Holder.all.map { PermissionStore.save($0.post) }

    func user(_ holder: Holder) -> User {
        premises.people.user(holder.id, on: premises.desk.now().day)!
    }

    /// A token by which a program acts with all that the holder may do.
    /// - Parameter scopes: all that the holder's post may do, when nothing is said.
    func token(of holder: Holder, scopes: Set<String>? = nil) async throws -> String {
        try await premises.accounts.issueToken(
            name: "矩阵", owner: holder.id, scopes: scopes ?? Set(holder.role.permissions.map(\.name)),
            region: SampleProvince.jiangsu.rawValue, expires: premises.desk.now().adding(.seconds(3600)), by: "test")
    }

    /// Sends requests to the site without a socket.
    func visit<Value: Sendable>(_ work: @Sendable @escaping (any TestClientProtocol) async throws -> Value) async throws
        -> Value
    {
        try await Application(router: site.router(), logger: composition.logger).test(.router, work)
    }
}

extension TestClientProtocol {
    /// As a program asks, with its token; fields are sent as JSON.
    func ask(
        _ method: HTTPRequest.Method, _ address: String, token: String? = nil, fields: String = "{}"
    ) async throws -> TestResponse {
        var headers: HTTPFields = [.accept: "application/json"]
        if let token { headers[.authorization] = "Bearer \(token)" }
        if method == .post { headers[.contentType] = "application/json" }
        return try await execute(
            uri: address, method: method, headers: headers,
            body: method == .post ? ByteBuffer(string: fields) : nil)
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}
