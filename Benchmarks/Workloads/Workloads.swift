import Foundation

/// Measures parts of the program that no request shows by itself, each beside what could not be faster.
///
///     workloads SECONDS FOLDER [NAME …]
///
/// Prints a line of JSON for each: `{"who":"anlan","work":"seal","per_second":55000}`. FOLDER is on a disk.
@main struct Workloads {
    static func main() async throws {
        let words = CommandLine.arguments.dropFirst()
        guard words.count >= 2, let seconds = Double(words[1]) else {
            print("workloads SECONDS FOLDER [\(all.map(\.name).joined(separator: " "))]")
            exit(2)
        }
        let bench = Bench(seconds: seconds, folder: URL(filePath: words[2], directoryHint: .isDirectory))
        let wanted = Set(words.dropFirst(2))
        for workload in all where wanted.isEmpty || wanted.contains(workload.name) { try await workload.run(bench) }
    }

    private static let all: [(name: String, run: @Sendable (Bench) async throws -> Void)] = [
        ("decisions", Decisions.measure), ("page", TablePage.measure), ("decompose", Decomposing.measure),
        ("spreadsheet", ReadingSheets.measure), ("record", Record.measure),
    ]
}

/// How long to measure, where to write, and how to say what was found.
struct Bench: Sendable {
    let seconds: Double
    let folder: URL

    func report(_ who: String, _ work: String, perSecond: Double) {
        print(#"{"who":"\#(who)","work":"\#(work)","per_second":\#(Int(perSecond.rounded()))}"#)
        fflush(nil)
    }

    /// Repeats the work until the time is up.
    ///
    /// - Parameters:
    ///   - amount: how many things each repetition does.
    func repeated(_ who: String, _ work: String, amount: Int = 1, _ body: () throws -> Void) rethrows {
        try body()
        var rounds = 0
        let start = ContinuousClock.now
        var passed = 0.0
        repeat {
            try body()
            rounds += 1
            passed = start.seconds
        } while passed < seconds
        report(who, work, perSecond: Double(rounds * amount) / passed)
    }
}

extension ContinuousClock.Instant {
    /// Since then.
    var seconds: Double {
        let (seconds, attoseconds) = duration(to: .now).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
