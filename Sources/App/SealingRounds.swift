import Logging
import Sealing
import ServiceLifecycle
import Site
import Storage

/// Seals what was committed, within a second. Run by one of the instances.
struct SealingRounds: BackgroundWork {
    let premises: Premises
    let key: SigningKey
    let sm2: SigningKey?
    let logger: Logger
    private static let pause = Duration.milliseconds(300)

    func run() async throws {
        let sealer = Sealer(log: premises.log, key: key, sm2: sm2, now: premises.desk.now)
        var resting = ContinuousClock.now
        for await _ in AsyncTimerSequence(interval: Self.pause).cancelOnGracefulShutdown() {
            if ContinuousClock.now < resting { continue }
            do {
                guard try await premises.database.lead("sealing") else { continue }
                try await sealer.run()
            } catch let broken as SealBroken {
                logger.critical("sealing stopped", metadata: ["reason": "\(broken)"])
                // Nothing heals by itself here; one line a minute keeps the log readable until someone looks.
                resting = .now.advanced(by: .seconds(60))
            } catch {
                // The entries keep waiting; the next round tries again.
                logger.error("sealing", metadata: ["error": "\(error)"])
            }
        }
    }
}
