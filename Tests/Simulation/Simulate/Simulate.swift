import Foundation
import Simulation

/// `make simulate`: episode after episode for so many seconds, or one seed alone.
@main
struct Simulate {
    static func main() async {
        var arguments = CommandLine.arguments.dropFirst().makeIterator()
        var (seed, seconds, isAlone) = (UInt64.random(in: 1...1_000_000_000), 60, false)
        while let argument = arguments.next() {
            switch (argument, arguments.next()) {
            case ("--seed", let value?) where UInt64(value) != nil: (seed, isAlone) = (UInt64(value)!, true)
            case ("--from", let value?) where UInt64(value) != nil: seed = UInt64(value)!
            case ("--seconds", let value?) where Int(value) != nil: seconds = Int(value)!
            default: fatalError("Simulate [--seconds 60] [--from <seed>], or --seed <number> alone")
            }
        }
        await run(from: seed, seconds: isAlone ? 0 : seconds)
    }

    /// More beside each other than there are processors, since one waits while its store writes. Each takes one step after
    /// another on a store of its own, so that its seed alone decides how it goes.
    private static func run(from first: UInt64, seconds: Int) async {
        let simulation = Simulation(steps: 5_000)
        let lanes = seconds == 0 ? 1 : ProcessInfo.processInfo.activeProcessorCount * 3
        let clock = ContinuousClock()
        let start = clock.now
        var (seed, total) = (first, Figures())
        do {
            try await withThrowingTaskGroup(of: Figures.self) { group in
                func begin() {
                    let own = seed
                    group.addTask { try await simulation.run(seed: own) }
                    seed += 1
                }
                for _ in 0..<lanes { begin() }
                while let figures = try await group.next() {
                    total.add(figures)
                    if clock.now - start < .seconds(seconds) { begin() }
                }
            }
        } catch let failure as Simulation.Failure {
            print(
                "\(failure)\nbeside \(total.commands) commands of other seeds; replay: make simulate SEED=\(failure.seed)"
            )
            exit(1)
        } catch {
            print("\(error)\nin one of the seeds \(first)…\(seed - 1)")
            exit(1)
        }
        let taken = (clock.now - start) / .seconds(1)
        print("seeds \(first)…\(seed - 1): \(total)")
        print("\(Int(Double(total.commands) / taken * 60)) commands a minute, nothing found")
    }
}
