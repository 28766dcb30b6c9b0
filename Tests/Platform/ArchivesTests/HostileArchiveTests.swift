import Archives
import Foundation
import Testing

/// Archives made to harm, or harmed on the way: each is refused for its own reason, none is half read.
struct HostileArchiveTests {
    @Test func `what is no archive is called so`() {
        #expect(throws: ArchiveError.notAnArchive) { try ZipArchive(bytes: []) }
        #expect(throws: ArchiveError.notAnArchive) { try ZipArchive(bytes: [UInt8]("姓名,单位\n".utf8)) }
        #expect(throws: ArchiveError.unreadable(path: "/nowhere/at/all", errno: 2)) {
            try ZipArchive(path: "/nowhere/at/all")
        }
        #expect(throws: ArchiveError.self) { try ZipArchive(path: "/") }
    }

    @Test func `an archive cut short is incomplete, wherever it was cut`() {
        let whole = packed(["a.txt": random(3000), "b.txt": random(3000)])

        for length in [4, 21, 22, 100, 3000, whole.count - 23, whole.count - 1] {
            #expect(throws: ArchiveError.truncated) { try ZipArchive(bytes: Array(whole[..<length])) }
        }
    }

    @Test func `one changed byte in the data is noticed`() throws {
        for compressed in [true, false] {
            var bytes = packed(["a.txt": random(3000)], compressed: compressed)
            bytes[1500] ^= 1
            let archive = try ZipArchive(bytes: bytes)

            #expect(throws: ArchiveError.damaged(entry: "a.txt")) { try archive.contents(of: "a.txt", limit: 9999) }
        }
    }

    @Test func `an entry longer than the limit is refused before it is unpacked`() throws {
        let archive = try ZipArchive(bytes: packed(["a.txt": random(3000)]))

        #expect(throws: ArchiveError.tooLarge(entry: "a.txt", limit: 2999)) {
            try archive.contents(of: "a.txt", limit: 2999)
        }
        #expect(try archive.contents(of: "a.txt", limit: 3000).count == 3000)
    }

    @Test func `an entry that unpacks to more than it declares is cut off`() throws {
        var bytes = packed(["a.txt": random(3000)])
        try change(&bytes, at: 24, inDirectoryTo: 100)
        let archive = try ZipArchive(bytes: bytes)

        #expect(throws: ArchiveError.tooLarge(entry: "a.txt", limit: 500)) {
            try archive.contents(of: "a.txt", limit: 500)
        }
        #expect(throws: ArchiveError.damaged(entry: "a.txt")) { try archive.contents(of: "a.txt", limit: 5000) }
    }

    @Test func `a bomb is stopped by its ratio after a megabyte, not at its end`() throws {
        let archive = try ZipArchive(bytes: packed(["bomb": [UInt8](repeating: 0, count: 50_000_000)]))
        let stream = try archive.stream(of: "bomb")

        #expect(throws: ArchiveError.suspiciousRatio(entry: "bomb", limit: 250)) {
            while try stream.next() != nil {}
        }
        #expect(stream.bytesRead < 2_000_000)
    }

    @Test func `entries sharing the same bytes are refused`() throws {
        var bytes = packed(["a.txt": random(500), "b.txt": random(500)])
        let second = try #require(directoryHeaders(in: bytes).last)
        bytes.replaceSubrange(second + 42..<second + 46, with: [0, 0, 0, 0])

        #expect(throws: ArchiveError.overlapping(entry: "b.txt")) { try ZipArchive(bytes: bytes) }
    }

    @Test(arguments: ["../etc/passwd", "/etc/passwd", "a/../../b", "C:/windows", "a\\..\\b", "a\u{0}b"])
    func `a name that leads elsewhere is refused`(name: String) {
        #expect(throws: ArchiveError.self) { try ZipArchive(bytes: packed([name: [1]])) }
    }

    @Test(arguments: ["a..b/c...d", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "文件 夹/"])
    func `a harmless name is not refused`(name: String) throws {
        #expect(try ZipArchive(bytes: packed([name: [1]])).entries.map(\.name) == [name])
    }

    @Test func `two entries of one name are refused, also when one uses backslashes`() {
        var writer = ZipWriter()
        writer.add("xl/a.xml", [1])
        writer.add("xl\\a.xml", [2])

        #expect(throws: ArchiveError.repeatedName("xl/a.xml")) { try ZipArchive(bytes: writer.bytes) }
    }

    @Test func `a name that differs between the two headers is damage`() throws {
        var bytes = packed(["a.txt": random(100)])
        bytes[30] = UInt8(ascii: "z")
        let archive = try ZipArchive(bytes: bytes)

        #expect(throws: ArchiveError.damaged(entry: "a.txt")) { try archive.contents(of: "a.txt", limit: 100) }
    }

    @Test func `encrypted and unknown methods are said plainly`() throws {
        var encrypted = packed(["a.txt": random(100)])
        try change(&encrypted, at: 8, inDirectoryTo: 0x0801)
        var deflate64 = packed(["a.txt": random(100)])
        try change(&deflate64, at: 10, inDirectoryTo: 9)

        #expect(throws: ArchiveError.encrypted(entry: "a.txt")) {
            try ZipArchive(bytes: encrypted).stream(of: "a.txt")
        }
        #expect(throws: ArchiveError.unsupportedCompression(entry: "a.txt", method: 9)) {
            try ZipArchive(bytes: deflate64).stream(of: "a.txt")
        }
        #expect(ArchiveError.encrypted(entry: "a.txt").message.contains("去掉密码"))
    }

    @Test func `too many entries are refused by their number alone`() {
        let names = (0..<20).map { "\($0)" }
        let bytes = packed(Dictionary(uniqueKeysWithValues: names.map { ($0, [0]) }))

        #expect(throws: ArchiveError.tooManyEntries(limit: 19)) {
            try ZipArchive(bytes: bytes, limits: .init(entries: 19))
        }
    }

    /// Whatever is done to a sound archive, reading it ends, and ends in contents or in a typed error.
    @Test func `bytes flipped at random never crash or hang the reader`() {
        let whole = packed(["a.txt": random(900), "b/c.txt": [UInt8](repeating: 65, count: 5000)])
        for seed in 0..<500 {
            var generator = Seeded(state: UInt64(seed))
            var bytes = whole
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if Bool.random(using: &generator) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator)) }
            readToTheEnd(bytes, "seed \(seed)")
        }
    }

    private func readToTheEnd(_ bytes: [UInt8], _ comment: Comment) {
        do throws(ArchiveError) {
            let archive = try ZipArchive(bytes: bytes)
            for entry in archive.entries {
                let contents = try archive.contents(of: entry.name, limit: 10_000)
                #expect(contents.count == entry.size, comment)
            }
        } catch {
            #expect(!error.message.isEmpty, comment)
        }
    }

    private func packed(_ files: [String: [UInt8]], compressed: Bool = true) -> [UInt8] {
        var writer = ZipWriter()
        for (name, contents) in files.sorted(by: { $0.key < $1.key }) {
            writer.add(name, contents, compressed: compressed)
        }
        return writer.bytes
    }

    private func directoryHeaders(in bytes: [UInt8]) -> [Int] {
        bytes.indices.dropLast(4).filter { bytes[$0...].starts(with: [0x50, 0x4B, 0x01, 0x02]) }
    }

    private func change(_ bytes: inout [UInt8], at offset: Int, inDirectoryTo value: Int) throws {
        let header = try #require(directoryHeaders(in: bytes).first)
        bytes[header + offset] = UInt8(value & 0xFF)
        bytes[header + offset + 1] = UInt8(value >> 8)
    }

    private func random(_ count: Int) -> [UInt8] {
        var generator = Seeded(state: UInt64(count))
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}

/// SplitMix64: the same seed gives the same test on every run.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
