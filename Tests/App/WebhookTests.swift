import AsyncHTTPClient
import Calendars
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SampleProvince
import Site
import Storage
import Synchronization
import Testing
import Workflows

@testable import App

/// The webhook, against a server that fails and then works.
@Suite(.serialized)
struct WebhookTests {
    private struct Arrival: Sendable {
        let key: String?
        let body: String
    }

    /// Answers the first so many requests with 503, the others with 204.
    private final class Receiver: Sendable {
        private let state: Mutex<(failures: Int, arrivals: [Arrival])>

        init(failures: Int) {
            state = Mutex((failures, []))
        }

        var arrivals: [Arrival] { state.withLock { $0.arrivals } }

        func take(_ arrival: Arrival) -> HTTPResponse.Status {
            state.withLock { state in
                state.arrivals.append(arrival)
                state.failures -= 1
                return state.failures >= 0 ? .serviceUnavailable : .noContent
            }
        }

        var router: Router<BasicRequestContext> {
            let router = Router()
            router.post("/hook") { request, _ in
                let body = try await request.body.collect(upTo: 1 << 20)
                return self.take(
                    Arrival(key: request.headers[.init("Idempotency-Key")!], body: String(buffer: body)))
            }
            router.post("/moved") { _, _ in Response.redirect(to: "/hook") }
            return router
        }
    }

    private func deliver(
        to receiver: Receiver, at path: String = "/hook", rounds: Int
    ) async throws -> (outcomes: [Outbox.Outcome], world: World) {
        let world = try await World()
        _ = try await world.errand(in: .handedOver)
        let outcomes = try await Application(router: receiver.router).test(.live) { server in
            let webhook = Webhook(address: "http://127.0.0.1:\(server.port!)\(path)")
            let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: Webhook.configuration)
            let outbox = Outbox(database: world.database, now: world.desk.now)
            var outcomes: [Outbox.Outcome] = []
            for _ in 0..<rounds {
                outcomes.append(
                    try await outbox.run { try await webhook.send($0, named: "玄武区应急管理局", by: client) })
                world.clock.advance(by: .seconds(3600))
            }
            try await client.shutdown()
            return outcomes
        }
        return (outcomes, world)
    }

    @Test func `a server that fails twice gets the notice a third time, and then no more`() async throws {
        let receiver = Receiver(failures: 2)
        let (outcomes, world) = try await deliver(to: receiver, rounds: 5)
        #expect(outcomes.map(\.failed) == [1, 1, 0, 0, 0])
        #expect(outcomes.map(\.sent) == [0, 0, 1, 0, 0])
        #expect(receiver.arrivals.count == 3)
        let notice = try #require(
            try await world.database.rows("SELECT * FROM notice").map(Workflows.Notice.init).first)
        #expect(Set(receiver.arrivals.map(\.key)) == ["\(notice.id)/webhook"])
    }

    @Test func `it says who is told what about which matter, as JSON`() async throws {
        let receiver = Receiver(failures: 0)
        let (_, world) = try await deliver(to: receiver, rounds: 1)
        let header = try await world.database.rows("SELECT * FROM matter").map(MatterHeader.init).first
        let sent = try #require(receiver.arrivals.first)
        let body = try #require(try JSONSerialization.jsonObject(with: Data(sent.body.utf8)) as? [String: Any])
        #expect(body["organisation"] as? String == "xuanwu-bureau")
        #expect(body["organisationName"] as? String == "玄武区应急管理局")
        #expect(body["number"] as? String == header?.number)
        #expect(body["page"] as? String == "/m/errand/\(header?.id ?? "")")
        #expect((body["text"] as? String)?.contains("请办理") == true)
    }

    @Test func `nowhere else is it sent than where the operator said`() async throws {
        let receiver = Receiver(failures: 0)
        let (outcomes, world) = try await deliver(to: receiver, at: "/moved", rounds: 1)
        #expect(outcomes.map(\.failed) == [1])
        #expect(receiver.arrivals.isEmpty)
        let trouble = try await world.database.rows("SELECT trouble FROM outgoing").first?["trouble"] as String?
        #expect(trouble == "推送网址回答 303，没有收下。")
    }

    @Test func `a server that is not there is a failure that says so`() async throws {
        let world = try await World()
        _ = try await world.errand(in: .handedOver)
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: Webhook.configuration)
        let webhook = Webhook(address: "http://127.0.0.1:9/hook")
        let outcome = try await Outbox(database: world.database, now: world.desk.now).run {
            try await webhook.send($0, named: "", by: client)
        }
        try await client.shutdown()
        #expect(outcome.failed == 1)
    }
}

/// 死信 on the system administrator's page.
@Suite(.serialized)
struct OutboxPageTests {
    @Test func `what was given up is listed without what it says, and retried with one form`() async throws {
        let office = try await Office()
        _ = try await MatterSamples(in: office)
        let database = office.premises.database
        try await database.commit([.any("UPDATE outgoing SET next_at = NULL, attempts = 24, trouble = '对方回答 503'")])
        let amount: Int = try await database.rows("SELECT count(*) AS amount FROM outgoing")[0]["amount"]
        #expect(amount > 1)
        let administrator = Office.Holder(role: Roles.systemAdministrator, standpoint: .own)
        let token = try await office.token(of: administrator)
        try await office.visit { client in
            let page = try await client.ask(.get, "/admin/outbox", token: token)
            #expect(page.text.contains("对方回答 503"))
            #expect(!page.text.contains(MatterSamples.mark))
            let id = try #require(try await database.rows("SELECT id FROM outgoing").first?["id"] as String?)
            let answer = try await client.ask(.post, "/admin/outbox/retry", token: token, fields: "{\"id\": \"\(id)\"}")
            #expect(answer.status == .seeOther)
        }
        let left: Int = try await database.rows("SELECT count(*) AS n FROM outgoing WHERE next_at IS NULL")[0]["n"]
        #expect(left == amount - 1)
        let noted: Int = try await database.rows(
            "SELECT count(*) AS n FROM administration_entry WHERE action = 'retry-notice'")[0]["n"]
        #expect(noted == 1)
    }
}
