import Calendars
import Storage
import Testing

@testable import Attachments

/// Reading gives exactly what was asked for, in a form in which nothing can act.
struct ReadingTests {
    static let bytes = Array("%PDF-1.7".utf8) + (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 7) }

    @Test(arguments: [
        "", "../../etc/passwd", "abc", String(repeating: "g", count: 64), String(repeating: "A", count: 64),
        String(repeating: "a", count: 63) + "/", String(repeating: "a", count: 65),
    ])
    func `nothing but a hash names a file`(_ text: String) {
        #expect(ContentHash(text) == nil)
    }

    @Test func `a hash that nobody handed in is not found`() async throws {
        let archive = try await Archive()
        let hash = ContentHash(of: [1])

        #expect(try await archive.refusal { _ = try await archive.store.open(hash) } == .notFound)
        #expect(try await archive.refusal { _ = try await archive.store.thumbnail(of: hash) } == .notFound)
        #expect(try await archive.refusal { _ = try await archive.store.publicCopy(of: hash) } == .notFound)
    }

    @Test(arguments: [0..<1, 0..<208, 65_535..<65_537, 100_000..<200_008, 200_007..<200_008, 150_000..<Int.max])
    func `a part is exactly that part`(_ range: Range<Int>) async throws {
        let archive = try await Archive()
        let hash = try await archive.receive(Self.bytes).hash

        #expect(try await archive.read(hash, range) == Array(Self.bytes[range.clamped(to: 0..<Self.bytes.count)]))
    }

    @Test func `a part of a small file is exactly that part`() async throws {
        let archive = try await Archive()
        let hash = try await archive.receive(Array("%PDF-1.7 small".utf8)).hash

        #expect(try await archive.read(hash, 9..<12) == Array("sma".utf8))
    }

    @Test(arguments: [200_008..<200_009, 5..<5, -1..<5])
    func `a part outside the file is refused`(_ range: Range<Int>) async throws {
        let archive = try await Archive()
        let file = try await archive.store.open(archive.receive(Self.bytes).hash)

        #expect(throws: AttachmentRefusal.self) { try file.pieces(in: range) }
    }

    @Test func `only plain pictures are ever shown in a page`() {
        for kind in FileKind.allCases {
            let isInline = Download(name: "a", kind: kind, inPage: true).contentDisposition.hasPrefix("inline")
            #expect(isInline == [.jpeg, .png, .gif, .webp].contains(kind))
            #expect(Download(name: "a", kind: kind).contentDisposition.hasPrefix("attachment"))
            #expect(!kind.mediaType.contains("html") && !kind.mediaType.contains("svg"))
        }
    }

    @Test func `a name cannot break out of the header`() {
        let download = Download(name: "a\"; x=\r\nSet-Cookie: b=c; 整改.pdf", kind: .pdf)

        #expect(!download.contentDisposition.contains("\r") && !download.contentDisposition.contains("\n"))
        #expect(download.contentDisposition.count { $0 == "\"" } == 2)
        #expect(download.contentDisposition.hasSuffix("%E6%95%B4%E6%94%B9.pdf"))
        #expect(download.protection.contains { $0 == ("X-Content-Type-Options", "nosniff") })
    }

    @Test(arguments: [
        ("../../etc/passwd", "passwd.jpg"), ("C:\\照片\\现场 1.JPG", "现场 1.jpg"), ("报告.pdf.exe", "报告.jpg"),
        ("\u{202E}gpj.exe", "gpj.jpg"), ("a\u{0}b\nc.png", "a b c.jpg"), ("", "附件.jpg"), ("...", "附件.jpg"),
        ("   ", "附件.jpg"), ("第3.2条", "第3.2条.jpg"), ("<script>.html", "script.jpg"), (".htaccess", "htaccess.jpg"),
    ])
    func `a name is kept as text only`(_ name: String, _ expected: String) {
        #expect(CleanName.of(name, kind: .jpeg) == expected)
    }

    @Test func `a very long name is shortened`() {
        #expect(CleanName.of(String(repeating: "长", count: 5000) + ".pdf", kind: .pdf).count == 104)
    }
}
