import Foundation

/// The checkout that these tests stand in, read as text.
enum Checkout {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Read once for all tests.
    static let sources = Result { try swiftFiles(below: "Sources") }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The Swift files below a folder, by their paths from the root, in order.
    static func swiftFiles(below folder: String) throws -> [SwiftSource] {
        try files(below: folder).filter { $0.hasSuffix(".swift") }
            .map { SwiftSource(path: $0, text: try text($0)) }
    }

    /// Every file that belongs to the project: what git tracks, or would track when it is added.
    static func trackedFiles() throws -> [String] {
        let git = Process()
        git.executableURL = URL(filePath: "/usr/bin/env")
        git.arguments = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        git.currentDirectoryURL = root
        let output = Pipe()
        git.standardOutput = output
        try git.run()
        let names = output.fileHandleForReading.readDataToEndOfFile()
        git.waitUntilExit()
        guard git.terminationStatus == 0 else { return try files(below: ".") }
        return names.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func files(below folder: String) throws -> [String] {
        let start = root.appending(path: folder).path(percentEncoded: false)
        let names = FileManager.default.enumerator(atPath: start)?.compactMap { $0 as? String } ?? []
        return names.filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } }.sorted()
            .map { folder == "." ? $0 : folder + "/" + $0 }
    }
}
