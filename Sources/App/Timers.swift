import Calendars
import Enterprises
import HiddenDangers
import Inspections
import Logging
import RiskGrading
import ServiceLifecycle
import Site
import Storage
import Workflows

/// What the platform does by itself: turns lights, opens recurring matters, removes what has expired. Run by one of
/// the instances.
struct Timers: BackgroundWork {
    let premises: Premises
    let logger: Logger
    private static let pause = Duration.seconds(5)

    func run() async throws {
        let escalation = Escalation(desk: premises.desk, kinds: premises.kinds)
        let dangers = HiddenDangerWatch(desk: premises.desk)
        let papers = PaperWatch(desk: premises.desk)
        let risks = RiskWatch(desk: premises.desk)
        let inspections = InspectionWatch(desk: premises.desk)
        let recurringMatters = RecurringMatters(desk: premises.desk, kinds: premises.kinds)
        var rounds = 0
        for await _ in AsyncTimerSequence(interval: Self.pause).cancelOnGracefulShutdown() {
            rounds += 1
            do {
                guard try await premises.database.lead("timers") else { continue }
                let turned = try await escalation.run()
                if turned > 0 { logger.info("lights turned", metadata: ["count": "\(turned)"]) }
                let opened = try await recurringMatters.run()
                if opened > 0 { logger.info("recurring matters opened", metadata: ["count": "\(opened)"]) }
                let watched = try await dangers.run()
                if watched > 0 { logger.info("hidden dangers raised or linked", metadata: ["count": "\(watched)"]) }
                let renewals = try await papers.run()
                if renewals > 0 { logger.info("renewals asked", metadata: ["count": "\(renewals)"]) }
                let settled = try await risks.run()
                if settled > 0 { logger.info("colours of enterprises settled", metadata: ["count": "\(settled)"]) }
                let ended = try await inspections.run()
                if ended > 0 { logger.info("caps of inspections run out", metadata: ["count": "\(ended)"]) }
                if rounds % 60 == 1 { try await tidy() }
                if rounds % 720 == 2 {
                    _ = try await premises.attachments.tidyUploads()
                    _ = try await premises.attachments.removeLeftovers()
                }
            } catch {
                // The next round tries again; nothing is lost by waiting.
                logger.error("timers", metadata: ["error": "\(error)"])
            }
        }
    }

    private func tidy() async throws {
        try await premises.accounts.tidy()
        try await premises.refusals.tidy(at: premises.desk.now())
        try await premises.drafts.tidy(at: premises.desk.now())
    }
}

/// Works on the files that were sent in, one after another. Run by one of the instances.
struct Imports: BackgroundWork {
    let premises: Premises
    let logger: Logger

    func run() async throws {
        let runner = ImportRunner(premises: premises)
        for await _ in AsyncTimerSequence(interval: .seconds(1)).cancelOnGracefulShutdown() {
            do {
                guard try await premises.database.lead("imports") else { continue }
                while try await runner.runNext(), !Task.isShuttingDownGracefully {}
            } catch {
                // The next round goes on behind the last row written.
                logger.error("imports", metadata: ["error": "\(error)"])
            }
        }
    }
}

/// Hears what other instances on the same database changed.
struct Listening: BackgroundWork {
    let premises: Premises
    let logger: Logger

    func run() async throws {
        let announcements = try await premises.database.announcements(on: "anlan")
        for await announcement in announcements.cancelOnGracefulShutdown() where announcement == "directory" {
            do {
                try await premises.registry.reload()
                try await premises.people.reload()
            } catch {
                logger.error("directory not reloaded", metadata: ["error": "\(error)"])
            }
        }
    }
}

/// Keeps open pages up to date: tells other instances what changed here, hears what changed there, and shows every
/// page that the server is alive.
struct LivePages: BackgroundWork {
    let premises: Premises
    let logger: Logger
    private static let channel = "anlan-live"
    private static let pause = Duration.milliseconds(500)
    /// Shorter than the idle limit of every proxy.
    private static let roundsBetweenBeats = 40

    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await hear() }
            group.addTask { await tell() }
        }
    }

    private func hear() async throws {
        let announcements = try await premises.database.announcements(on: Self.channel)
        for await announcement in announcements.cancelOnGracefulShutdown() { premises.live.receive(announcement) }
    }

    private func tell() async {
        var rounds = 0
        for await _ in AsyncTimerSequence(interval: Self.pause).cancelOnGracefulShutdown() {
            rounds += 1
            if rounds % Self.roundsBetweenBeats == 0 { premises.live.beat() }
            do {
                for piece in premises.live.announcements() {
                    try await premises.database.announce(piece, on: Self.channel)
                }
            } catch {
                // Pages elsewhere are told by their next change; nothing depends on it.
                logger.debug("live pages", metadata: ["error": "\(error)"])
            }
        }
    }
}

/// Ticks until it is cancelled.
struct AsyncTimerSequence: AsyncSequence, Sendable {
    let interval: Duration

    struct Iterator: AsyncIteratorProtocol {
        let interval: Duration

        mutating func next() async -> Void? {
            do {
                try await Task.sleep(for: interval)
                return ()
            } catch {
                return nil
            }
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(interval: interval) }
}
