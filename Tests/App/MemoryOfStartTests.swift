import Foundation
import Testing

@testable import App

struct MemoryOfStartTests {
    @Test func `code that only ran once is given back, and code that is needed again comes back`() throws {
        let before = try residentCode()
        MemoryOfStart.giveBack()
        let after = try residentCode()
        #expect(after < before)
        #expect(after > 0)
    }

    /// In KiB, of all that is mapped from files and can be run.
    private func residentCode() throws -> Int {
        var isCode = false
        var sum = 0
        for line in try String(contentsOfFile: "/proc/self/smaps", encoding: .utf8).split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            if words.count >= 5, words[0].contains("-") { isCode = words[1] == "r-xp" && words.count == 6 }
            if isCode, words[0] == "Rss:" { sum += Int(words[1]) ?? 0 }
        }
        return sum
    }
}
