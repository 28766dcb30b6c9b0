/// 推演 — runs episodes one after another from a seed. The same seed goes the same way.
public struct Simulation: Sendable {
    public let steps: Int

    /// Each takes as long as the run itself, at most.
    private static let mostTrials = 60

    public init(steps: Int) {
        self.steps = steps
    }

    /// What the desk did wrong, and the fewest steps found that still show it.
    public struct Failure: Error, CustomStringConvertible {
        public let seed: UInt64
        public let words: String
        public let steps: [Int]

        public var description: String { "seed \(seed): \(words)\n  shown by \(steps.count) steps: \(steps)" }
    }

    /// - Throws: ``Failure``
    public func run(seed: UInt64) async throws -> Figures {
        let (figures, violation) = try await outcome(of: Array(0..<steps), seed)
        guard let violation else { return figures }
        let last = violation.step
        let shown = try await shortened(Array(0...last), seed)
        let words = try await outcome(of: shown, seed).violation?.description ?? violation.description
        throw Failure(seed: seed, words: "\(words)\n  after \(figures.commands) commands", steps: shown)
    }

    private func outcome(of steps: [Int], _ seed: UInt64) async throws -> (
        figures: Figures, violation: Episode.Violation?
    ) {
        let episode = try await Episode(seed: seed)
        do {
            try await episode.run(steps)
            return (episode.figures, nil)
        } catch let violation as Episode.Violation {
            return (episode.figures, violation)
        }
    }

    /// Leaves out ever smaller pieces as long as something still goes wrong.
    private func shortened(_ steps: [Int], _ seed: UInt64) async throws -> [Int] {
        var (steps, size, trials) = (steps, steps.count / 2, 0)
        while size > 0, trials < Self.mostTrials {
            var start = 0
            while start < steps.count, trials < Self.mostTrials {
                var fewer = steps
                fewer.removeSubrange(start..<min(start + size, steps.count))
                trials += 1
                if try await outcome(of: fewer, seed).violation != nil { steps = fewer } else { start += size }
            }
            size /= 2
        }
        return steps
    }
}
