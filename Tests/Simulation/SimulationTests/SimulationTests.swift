import Simulation
import Testing

/// A short form of `make simulate`: random people, random commands, and a store on a bad day.
@Suite(.serialized)
struct SimulationTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `what the desk does is what the model says, whatever befalls the store`(seed: UInt64) async throws {
        let figures = try await Simulation(steps: 1_500).run(seed: seed)

        #expect(figures.carriedOut > 300)
        #expect(figures.refusals > 100)
        #expect(figures.faults > 10)
        #expect(figures.interleavings > 10)
        #expect(figures.repeats > 10)
    }

    @Test func `a seed goes the same way again`() async throws {
        let simulation = Simulation(steps: 400)
        let (once, again) = (try await simulation.run(seed: 7), try await simulation.run(seed: 7))

        #expect("\(once)" == "\(again)")
    }
}
