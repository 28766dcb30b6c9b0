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

    private static func run(from first: UInt64, seconds: Int) async {
        let simulation = Simulation(steps: 5_000)
        let clock = ContinuousClock()
        let start = clock.now
        var (seed, total) = (first, Figures())
        do {
            repeat {
                total.add(try await simulation.run(seed: seed))
                seed += 1
            } while clock.now - start < .seconds(seconds)
        } catch {
            print("\(error)\nafter \(total.commands) commands of earlier seeds; replay: make simulate SEED=\(seed)")
            exit(1)
        }
        let taken = (clock.now - start) / .seconds(1)
        print("seeds \(first)…\(seed - 1): \(total)")
        print("\(Int(Double(total.commands) / taken * 60)) commands a minute, nothing found")
    }
}
