import AsyncHTTPClient
import Calendars
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import Registry
import ServiceLifecycle
import Site
import Storage
import Workflows

/// Sends what waits in the outbox. Every instance runs this; one of them does the work.
struct Deliveries: BackgroundWork {
    let premises: Premises
    let webhook: Webhook?
    let logger: Logger
    private static let pause = Duration.seconds(2)

    func run() async throws {
        let outbox = Outbox(database: premises.database, now: premises.desk.now)
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: Webhook.configuration)
        for await _ in AsyncTimerSequence(interval: Self.pause).cancelOnGracefulShutdown() {
            do {
                guard try await premises.database.lead("outbox") else { continue }
                let outcome = try await outbox.run { notice in try await send(notice, by: client) }
                if outcome.failed > 0 {
                    logger.warning(
                        "notices not delivered",
                        metadata: ["failed": "\(outcome.failed)", "given up": "\(outcome.givenUp)"])
                }
            } catch {
                // The next round tries again; nothing is lost by waiting.
                logger.error("outbox", metadata: ["error": "\(error)"])
            }
        }
        try await client.shutdown()
    }

    private func send(_ notice: OutgoingNotice, by client: HTTPClient) async throws {
        switch notice.channel {
        case .log:
            logger.notice(
                "notice",
                metadata: [
                    "id": "\(notice.id)", "for": "\(notice.notice.organisation)", "matter": "\(notice.number)",
                ])
        case .webhook:
            guard let webhook else { throw NoWebhook() }
            try await webhook.send(
                notice, named: premises.registry.organisations.name(notice.notice.organisation), by: client)
        }
    }
}

/// Where notices are pushed to: one POST each, answered with any 2xx when it was taken.
struct Webhook: Sendable {
    let address: String

    static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        // Elsewhere is not what the operator named.
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(5))
        return configuration
    }

    func send(_ notice: OutgoingNotice, named organisation: String, by client: HTTPClient) async throws {
        var request = HTTPClientRequest(url: address)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json; charset=utf-8")
        request.headers.add(name: "Idempotency-Key", value: notice.id)
        request.body = .bytes(ByteBuffer(string: Self.body(of: notice, for: organisation).encoded))
        let response = try await client.execute(request, timeout: .seconds(10))
        guard (200..<300).contains(response.status.code) else { throw WebhookRefused(status: response.status.code) }
    }

    private static func body(of notice: OutgoingNotice, for organisation: String) -> JSON {
        .of(
            ("id", .text(notice.id)), ("at", .number(notice.notice.at.milliseconds)),
            ("organisation", .text(notice.notice.organisation)), ("organisationName", .text(organisation)),
            ("kind", .text(notice.kind)), ("matter", .text(notice.notice.matter)), ("number", .text(notice.number)),
            ("text", .text(notice.notice.text)), ("page", .text("/m/\(notice.kind)/\(notice.notice.matter)")))
    }
}

struct WebhookRefused: Error, CustomStringConvertible {
    let status: UInt
    var description: String { "推送网址回答 \(status)，没有收下。" }
}

/// The webhook was taken out of the settings while notices for it were on their way.
struct NoWebhook: Error, CustomStringConvertible {
    var description: String { "设置中已没有推送网址（--webhook）。" }
}
