import Foundation
import Testing

/// What is committed works in any folder of any machine.
struct MachinePathsTests {
    @Test func `no tracked file names a folder of somebody's machine`() throws {
        let files = try Checkout.trackedFiles()
        #expect(files.count > 10)
        let found = files.flatMap { file in
            MachinePaths.found(in: (try? Checkout.text(file)) ?? "").map { "\(file): \($0)" }
        }
        #expect(found == [])
    }

    /// Put together here, so that this file passes its own test.
    @Test(arguments: ["work", "farm", "root", "tmp", "Users", "home"])
    func `a path of a machine is found`(folder: String) {
        let path = "/" + folder + "/anlan"
        #expect(MachinePaths.found(in: "cd \(path) && make") == [path])
        #expect(MachinePaths.found(in: "url = \"file://\(path)\"").count == 1)
    }

    @Test(arguments: [
        "https://example.org/work/of/art", "a/home/b", "/usr/bin/env", "/healthz", "./tmp/x", "$HOME/work/x",
    ])
    func `an address or a relative path is left alone`(text: String) {
        #expect(MachinePaths.found(in: text) == [])
    }
}

enum MachinePaths {
    /// Files that are not text come in as the empty string.
    static func found(in text: String) -> [String] {
        let range = NSRange(text.startIndex..., in: text)
        return pattern.matches(in: text, range: range).compactMap { Range($0.range(at: 1), in: text) }
            .map { String(text[$0]) }
    }

    private static let pattern = try! NSRegularExpression(
        pattern: #"(?:^|[^A-Za-z0-9_.}/]|//)(/(?:work|farm|root|tmp|Users|home)/[A-Za-z0-9_]+)"#,
        options: .anchorsMatchLines)
}
