import Multipart
import Testing

/// A submitted form comes apart the same however it arrives, and what no browser sends is refused without harm.
struct MultipartTests {
    @Test(arguments: [
        "application/json", "multipart/mixed; boundary=x", "multipart/form-data", "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"a\nb\"", "multipart/form-data; boundary=\(String(repeating: "x", count: 71))",
        "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=\"", "multipart/form-data; =x",
        "multipart/form-data; boundary=\"照\"", "multipart/form-data; boundary=\"x \"", "",
    ])
    func `a content type without a proper boundary is refused`(type: String) {
        #expect(throws: MultipartFault.noBoundary) { _ = try MultipartParser(contentType: type) }
    }

    @Test(arguments: [
        ("", MultipartFault.truncated), ("--", .truncated), ("--x", .truncated), ("--x\r\n", .truncated),
        ("hello", .malformedBoundary), ("\r\n--x--", .malformedBoundary), ("--y\r\n", .malformedBoundary),
        ("--x\nab", .malformedBoundary), ("--xy\r\n", .malformedBoundary),
        ("--x\(String(repeating: " ", count: 65))\r\n", .malformedBoundary),
        ("--x\r\n\r\nbare\r\n--x--", .malformedHeading),
        ("--x\r\nno colon\r\n\r\n\r\n--x--", .malformedHeading),
        ("--x\r\n: no name\r\n\r\n\r\n--x--", .malformedHeading),
        ("--x\r\nContent-Type: text/plain\r\n\r\n\r\n--x--", .malformedHeading),
        ("--x\r\nContent-Disposition: attachment; name=a\r\n\r\n\r\n--x--", .malformedHeading),
        ("--x\r\nContent-Disposition: form-data\r\n\r\n\r\n--x--", .malformedHeading),
        ("--x\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n\r\n--x--", .malformedHeading),
        ("--x\r\nContent-Disposition: form-data; name=\"a\r\n\r\n\r\n--x--", .malformedHeading),
        ("--x\r\nContent-Disposition: form-data; name=\"a\" oops\r\n\r\n\r\n--x--", .malformedHeading),
        ("--x\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n\r\n--x--", .malformedHeading),
        (
            "--x\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\n\r\n--x--",
            .malformedHeading
        ),
        ("--x\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\n\r\n--x--", .malformedHeading),
        ("--x\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\n\r\n--x--", .malformedHeading),
        (
            "--x\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n\r\n--x--",
            .unknownEncoding
        ),
        ("--x\r\nX: \(String(repeating: "y", count: 9000))\r\n\r\n\r\n--x--", .headingTooLong),
        ("--x\r\n\(String(repeating: "y", count: 9000))", .headingTooLong),
        ("--x\r\nContent-Disposition: form-data; name=a\r\n\r\nwithout an end", .truncated),
        ("--x\r\nContent-Disposition: form-data; name=a\r\n\r\nvalue\r\n--x", .truncated),
        ("--x\r\nContent-Disposition: form-data; name=a\r\n\r\nvalue\r\n--x-", .truncated),
        ("--x\r\nContent-Disposition: form-data; name=a\r\n\r\nvalue\r\n--xyz\r\n", .malformedBoundary),
    ])
    func `a body that no browser sends is refused, in whatever pieces it comes`(body: String, fault: MultipartFault)
        async
    {
        for size in [1, 3, 4096] {
            await #expect(throws: fault) { _ = try await parts(Array(body.utf8), piece: size) }
        }
    }

    @Test func `more parts than allowed are refused before they are all kept`() async {
        let part = "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n"
        let body = Array(String(repeating: part, count: 501).utf8)
        await #expect(throws: MultipartFault.tooManyParts) { _ = try await parts(body, piece: 1000) }
    }

    @Test func `text beyond its limit is refused while it arrives`() async throws {
        let body = Array("--x\r\nContent-Disposition: form-data; name=a\r\n\r\n123456\r\n--x--\r\n".utf8)
        let reader = try MultipartReader(Pieces(bytes: body, size: 1), contentType: "multipart/form-data; boundary=x")
        _ = try await reader.nextPart()
        await #expect(throws: MultipartFault.tooLong) { _ = try await reader.text(limit: 5) }
    }

    @Test(arguments: [1, 2, 3, 5, 7, 64, 100_000])
    func `fields and files come out byte for byte in pieces of any size`(size: Int) async throws {
        let awkward: [UInt8] =
            Array("\r\n--\r\n--boundar\r\r\n--boundary".utf8.dropLast(1)) + Array(0...255) + [13, 10]
        var body = Array("--boundary\r\n".utf8)
        body += Array("Content-Disposition: form-data; name=\"note\"\r\n\r\n第一行\r\n第二行\r\n--boundary  \r\n".utf8)
        body += Array("content-disposition: form-data; name=\"photo\"; filename=\"照片.jpg\"\r\n".utf8)
        body += Array("Content-Type: image/jpeg\r\n\r\n".utf8) + awkward + Array("\r\n--boundary\r\n".utf8)
        body += Array(
            "Content-Disposition: form-data; name=none; filename=\"\"\r\n\r\n\r\n--boundary--\r\nepilogue".utf8)
        let found = try await parts(body, boundary: "\"boundary\"", piece: size)
        #expect(found.map(\.heading.name) == ["note", "photo", "none"])
        #expect(found.map(\.heading.fileName) == [nil, "照片.jpg", ""])
        #expect(found[0].bytes == Array("第一行\r\n第二行".utf8))
        #expect(found[1].bytes == awkward)
        #expect(found[2].bytes == [])
    }

    @Test(arguments: [
        (#"filename="a\"b.jpg""#, "a\"b.jpg"), (#"filename="a%22b.jpg""#, "a\"b.jpg"),
        (#"filename="C:\photos\a.jpg""#, #"C:\photos\a.jpg"#), ("filename=plain.jpg", "plain.jpg"),
        (#"filename="x.jpg"; filename*=UTF-8''%E7%85%A7.jpg"#, "照.jpg"),
        (#"filename="x.jpg"; filename*=UTF-8''%E7%8"#, "x.jpg"), (#"filename="50%.jpg""#, "50%.jpg"),
        (#"filename="a;b=c.jpg" ;"#, "a;b=c.jpg"),
    ])
    func `file names are read as each kind of client writes them`(parameter: String, name: String) async throws {
        let body = "--x\r\nContent-Disposition: form-data; name=\"f\"; \(parameter)\r\n\r\n1\r\n--x--"
        #expect(try await parts(Array(body.utf8), piece: 9)[0].heading.fileName == name)
    }

    @Test func `a part that is not read to its end does not spoil the next`() async throws {
        let body =
            "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n123\r\n--x\r\n"
            + "Content-Disposition: form-data; name=b\r\n\r\n456\r\n--x--"
        let reader = try MultipartReader(
            Pieces(bytes: Array(body.utf8), size: 4), contentType: "multipart/form-data; boundary=x")
        #expect(try await reader.nextPart()?.name == "a")
        #expect(try await reader.nextPart()?.name == "b")
        #expect(try await reader.text(limit: 10) == "456")
        #expect(try await reader.nextPart() == nil)
        #expect(try await reader.nextPiece() == nil)
    }

    /// Whatever arrives, the parser answers or refuses: no trap, no endless loop.
    @Test func `changed and cut bodies never bring the parser down`() async {
        var random = Repeatable(state: 7)
        let sound = Array(
            ("--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\nContent-Type: t\r\n\r\nabc\r\n--x\r\n"
                + "Content-Disposition: form-data; name=\"c\"\r\n\r\n\r\n--x--\r\n").utf8)
        var answered = 0
        for _ in 0..<3000 {
            var body = sound
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                body[Int.random(in: 0..<body.count, using: &random)] =
                    [13, 10, 45, 34, 92, 0, 255, 120].randomElement(using: &random)!
            }
            body = Array(body.prefix(Int.random(in: 0...body.count, using: &random)))
            do {
                _ = try await parts(body, piece: Int.random(in: 1...9, using: &random))
                answered += 1
            } catch {
                #expect(error is MultipartFault)
            }
        }
        #expect(answered > 0)
    }

    private func parts(
        _ body: [UInt8], boundary: String = "x", piece: Int
    ) async throws -> [(heading: PartHeading, bytes: [UInt8])] {
        let reader = try MultipartReader(
            Pieces(bytes: body, size: piece), contentType: "multipart/form-data; boundary=\(boundary)")
        var parts: [(PartHeading, [UInt8])] = []
        while let heading = try await reader.nextPart() {
            var bytes: [UInt8] = []
            for try await piece in reader.pieces { bytes += piece }
            parts.append((heading, bytes))
        }
        return parts
    }
}

/// Bytes in pieces of one size.
private struct Pieces: AsyncSequence, AsyncIteratorProtocol {
    let bytes: [UInt8]
    let size: Int
    var position = 0

    func makeAsyncIterator() -> Self { self }

    mutating func next() async -> ArraySlice<UInt8>? {
        guard position < bytes.count else { return nil }
        defer { position += size }
        return bytes[position..<Swift.min(position + size, bytes.count)]
    }
}

private struct Repeatable: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
