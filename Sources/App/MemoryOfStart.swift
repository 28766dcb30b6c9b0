import Foundation
import ServiceLifecycle

/// 启动所用内存 — once the program has come to rest, gives back what only its start needed: pages of code that ran once.
/// Code that is needed again is mapped again, from the page cache.
struct MemoryOfStart: BackgroundWork {
    private static let rest = Duration.seconds(3)

    func run() async throws {
        // Asked to stop meanwhile, it has nothing more to do.
        for await _ in AsyncTimerSequence(interval: Self.rest).prefix(1).cancelOnGracefulShutdown() { Self.giveBack() }
        try await gracefulShutdown()
    }

    static func giveBack() {
        guard let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8) else { return }
        for line in maps.split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            // Only code out of files: what was written to would be lost.
            guard words.count == 6, words[1] == "r-xp", words[5].hasPrefix("/") else { continue }
            let ends = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard ends.count == 2, let start = UnsafeMutableRawPointer(bitPattern: ends[0]) else { continue }
            madvise(start, Int(ends[1] - ends[0]), MADV_DONTNEED)
        }
    }
}
