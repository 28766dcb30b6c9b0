import ArgumentParser
import Calendars
import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Site
import Storage

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "启动服务")

    @OptionGroup var settings: Settings

    func run() async throws {
        let settings = try await ResolvedSettings(settings)
        let server = try await Server(settings)
        try await server.run { _ in }
    }
}

/// The running program: database, site, timers, and a clean stop.
struct Server {
    let composition: Composition
    let database: any OperableDatabase
    let premises: Premises

    init(_ settings: ResolvedSettings) async throws {
        var logger = Logger(label: "anlan")
        logger.logLevel = Logger.Level(rawValue: settings.logLevel) ?? .info
        composition = Composition(settings: settings, logger: logger)
        database = try await composition.database()
        try await database.migrate(Composition.migrations)
        let offset = settings.clockOffset
        if offset != .zero {
            logger.critical(
                "THE CLOCK IS PUT FORWARD, for tests only: terms, lights and entries of the ledger carry false times",
                metadata: ["hours": "\(offset.components.seconds / 3600)"])
        }
        premises = try await composition.premises(database, now: { Instant.now.adding(offset) })
    }

    /// How long requests under way have to come to their end. Service managers kill what has not ended after thirty
    /// seconds or more; a client that never sends the rest of its request must not bring that about.
    private static let grace = Duration.seconds(10)

    /// Serves until SIGTERM or SIGINT. Requests under way are finished; those that are not within the grace are cut off.
    /// Then the database is closed.
    func run(onReady: @escaping @Sendable (Int) async -> Void) async throws {
        let settings = composition.settings
        let logger = composition.logger
        let application = Application(
            router: try composition.site(premises).router(),
            // Counts from the last part of a request; pages that are open and told of changes wait for their answer.
            server: .http1(configuration: .init(idleTimeout: TimeAmount(settings.idleTimeout))),
            configuration: .init(address: .hostname(settings.host, port: settings.port), backlog: 1024),
            services: [
                Timers(premises: premises, logger: logger), Imports(premises: premises, logger: logger),
                Listening(premises: premises, logger: logger),
                SealingRounds(
                    premises: premises, key: try composition.logKey(), sm2: try composition.sm2Key(), logger: logger),
                Deliveries(premises: premises, webhook: settings.webhook.map(Webhook.init), logger: logger),
                LivePages(premises: premises, logger: logger), MemoryOfStart(),
            ],
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? settings.port
                print("ADDRESS http://\(settings.host):\(port)")
                fflush(nil)
                await onReady(port)
            },
            logger: logger)
        var lifecycle = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        lifecycle.maximumGracefulShutdownDuration = Self.grace
        try await ServiceGroup(configuration: lifecycle).run()
        try await database.close()
        logger.info("stopped")
    }
}
