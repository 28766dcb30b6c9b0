import Archives
import Foundation
import Testing

/// What is read is what was packed; whatever is not a sound archive is refused with words that help.
struct ZipArchiveTests {
    private let ledger = [UInt8](String(repeating: "隐患台账,整改完成\n", count: 20_000).utf8)

    @Test(arguments: [true, false])
    func `contents come back as they were packed`(compressed: Bool) throws {
        var writer = ZipWriter()
        writer.add("目录/台账.csv", ledger, compressed: compressed)
        writer.add("空.txt", [])
        let archive = try ZipArchive(bytes: writer.bytes)

        #expect(archive.entries.map(\.name) == ["目录/台账.csv", "空.txt"])
        #expect(try archive.contents(of: "目录/台账.csv", limit: 1_000_000) == ledger)
        #expect(try archive.contents(of: "空.txt", limit: 0) == [])
    }

    @Test func `a file is read like bytes in memory, and stays readable after its name is gone`() throws {
        var writer = ZipWriter()
        writer.add("台账.csv", ledger)
        let path = NSTemporaryDirectory() + UUID().uuidString + ".zip"
        try Data(writer.bytes).write(to: URL(fileURLWithPath: path))

        let archive = try ZipArchive(path: path)
        try FileManager.default.removeItem(atPath: path)

        #expect(try archive.contents(of: "台账.csv", limit: 1_000_000) == ledger)
    }

    @Test func `a stream gives the same bytes whatever the size of the pieces, and its progress`() throws {
        var writer = ZipWriter()
        writer.add("台账.csv", ledger)
        let stream = try ZipArchive(bytes: writer.bytes).stream(of: "台账.csv")

        var collected: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 777)
        while true {
            let count = try piece.withUnsafeMutableBytes { try stream.read(into: $0) }
            if count == 0 { break }
            collected += piece[..<count]
        }

        #expect(collected == ledger)
        #expect(stream.bytesRead == ledger.count)
        #expect(stream.compressedBytesRead == stream.entry.compressedSize)
    }

    /// Made by Python's zipfile with its ZIP64 limits lowered to 10 bytes and one file.
    @Test func `a ZIP64 archive made by another program is read`() throws {
        let archive = try ZipArchive(bytes: try base64(zip64))

        #expect(archive.entries.map(\.name) == ["甲.txt", "乙.txt"])
        let text = try String(decoding: archive.contents(of: "乙.txt", limit: 10_000), as: UTF8.self)
        #expect(text == String(repeating: "安全生产,乙.txt\n", count: 20))
    }

    /// Made by Python's zipfile writing to a pipe: sizes stand behind the data, not before it.
    @Test func `an entry whose sizes follow its data is read`() throws {
        let archive = try ZipArchive(bytes: try base64(streamed))

        let text = try String(decoding: archive.contents(of: "流.txt", limit: 10_000), as: UTF8.self)
        #expect(text == String(repeating: "安全生产", count: 30))
    }

    @Test func `an entry that is not there is named`() throws {
        var writer = ZipWriter()
        writer.add("a", [1])
        let archive = try ZipArchive(bytes: writer.bytes)

        #expect(throws: ArchiveError.missing(entry: "b")) { try archive.contents(of: "b", limit: 1) }
    }

    private func base64(_ text: String) throws -> [UInt8] {
        try [UInt8](#require(Data(base64Encoded: text)))
    }

    private let zip64 = """
        UEsDBC0AAAgIAAAAIQCRBcqH//////////8HABQA55SyLnR4dAEAEACkAQAAAAAAAB4AAAAAAAAAe7qu82nriudT5j/ZtVzn+ZRNeiUV\
        JVxPRwUHkyAAUEsDBC0AAAgIAAAAIQD/xWBu//////////8HABQA5LmZLnR4dAEAEACkAQAAAAAAAB4AAAAAAAAAe7qu82nriudT5j/Z\
        tVznyc6ZeiUVJVxPRwUHkyAAUEsBAi0DLQAACAgAAAAhAJEFyof//////////wcAFAAAAAAAAAAAAIABAAAAAOeUsi50eHQBABAApAEA\
        AAAAAAAeAAAAAAAAAFBLAQItAy0AAAgIAAAAIQD/xWBu//////////8HABwAAAAAAAAAAACAAf/////kuZkudHh0AQAYAKQBAAAAAAAA\
        HgAAAAAAAABXAAAAAAAAAFBLBgYsAAAAAAAAAC0ALQAAAAAAAAAAAAIAAAAAAAAAAgAAAAAAAACaAAAAAAAAAK4AAAAAAAAAUEsGBwAA\
        AABIAQAAAAAAAAEAAABQSwUGAAAAAAIAAgCaAAAArgAAAAAA
        """

    private let streamed = """
        UEsDBBQACAgIAAAAIQAAAAAAAAAAAAAAAAAHAAAA5rWBLnR4dHu6rvNp64rnU+Y/2bX86SibZmwAUEsHCJKGzREUAAAAaAEAAFBL\
        AQIUAxQACAgIAAAAIQCShs0RFAAAAGgBAAAHAAAAAAAAAAAAAACAAQAAAADmtYEudHh0UEsFBgAAAAABAAEANQAAAEkAAAAAAA==
        """
}
