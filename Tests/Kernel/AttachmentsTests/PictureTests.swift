import Calendars
import Foundation
import Storage
import Testing

@testable import Attachments

/// Pictures tell when and where they were taken to those who check them, and to nobody else.
struct PictureTests {
    @Test func `the camera's note is read`() throws {
        let exif = try #require(JPEGFile(Samples.jpeg(exif: CameraNote(orientation: 6).bytes))?.exif)

        #expect(exif.orientation == .right)
        #expect(exif.taken?.description == "2026-09-30 08:05")
        #expect(exif.satelliteTime?.description == "2026-09-30 08:05")
        #expect(
            exif.satelliteTime?.milliseconds == Instant(day: exif.taken!.day, hour: 8, minute: 5).milliseconds + 10_000)
        #expect(abs(exif.latitude! - 32.0605) < 0.0001)
        #expect(abs(exif.longitude! - 118.79617) < 0.0001)
    }

    @Test func `a camera in another time zone is understood`() throws {
        let exif = try #require(JPEGFile(Samples.jpeg(exif: CameraNote(offset: "+00:00").bytes))?.exif)

        #expect(exif.taken?.description == "2026-09-30 16:05")
    }

    @Test(arguments: ["2026:13:30 08:05:12", "2026:09:30 25:05:12", "0000:00:00 00:00:00", "yesterday", "2026:09:30"])
    func `a time that no clock shows is no time`(_ text: String) throws {
        let exif = try #require(JPEGFile(Samples.jpeg(exif: CameraNote(taken: text).bytes))?.exif)

        #expect(exif.taken == nil)
    }

    @Test func `a place outside the earth is no place`() throws {
        let exif = try #require(
            JPEGFile(Samples.jpeg(exif: CameraNote(place: ([99, 3, 0], [200, 1, 0])).bytes))?.exif)

        #expect(exif.latitude == nil)
        #expect(exif.longitude == nil)
    }

    @Test func `what the camera noted is kept with the content`() async throws {
        let archive = try await Archive()

        let content = try await archive.receive(Samples.jpeg(exif: CameraNote(orientation: 6).bytes))

        let read = try #require(try await archive.store.content(content.hash).picture)
        #expect((read.width, read.height) == (180, 240))
        #expect(read.taken?.description == "2026-09-30 08:05")
        #expect(abs(read.longitude! - 118.79617) < 0.0001)
        #expect(read == content.picture)
    }

    @Test func `the public copy has the same pixels and none of the notes`() async throws {
        let archive = try await Archive()
        let comment = Samples.segment(0xFE, Array("Secret comment".utf8))
        let noted = Samples.jpeg(exif: CameraNote(orientation: 6).bytes)
        let original = noted.prefix(2) + comment + noted.dropFirst(2) + Array("Secret trailer".utf8)
        let hash = try await archive.receive(Array(original)).hash

        let copy = try await archive.store.publicCopy(of: hash)

        let text = String(decoding: copy, as: UTF8.self)
        #expect(!text.contains("Secret") && !text.contains("2026") && !text.contains("GPS"))
        let file = try #require(JPEGFile(copy))
        #expect(file.exif?.orientation == .right)
        #expect(file.exif?.taken == nil && file.exif?.latitude == nil)
        let (one, other) = (Canvas(copy, kind: .jpeg), Canvas(Array(original), kind: .jpeg))
        #expect(one?.reduced(to: 240, orientation: .up).pixels == other?.reduced(to: 240, orientation: .up).pixels)
        #expect(try await archive.read(hash) == Array(original))
    }

    @Test func `the public copy of a PNG has none of its notes`() throws {
        let plain = Samples.png()
        let note: [UInt8] = [0, 0, 0, 10] + Array("tEXtSecretNote".utf8) + [0, 0, 0, 0]
        let noted = Array(plain.prefix(33)) + note + plain.dropFirst(33)

        let copy = try #require(PNGFile(noted)).stripped

        #expect(!String(decoding: copy, as: UTF8.self).contains("Secret"))
        #expect(Canvas(copy, kind: .png)?.width == 64)
    }

    @Test func `what cannot be cleaned is not made public`() async throws {
        let archive = try await Archive()
        let hash = try await archive.receive(Array("%PDF-1.7".utf8)).hash

        #expect(try await archive.refusal { _ = try await archive.store.publicCopy(of: hash) } == .noPublicCopy)
        #expect(try await archive.refusal { _ = try await archive.store.thumbnail(of: hash) } == .notFound)
    }

    @Test func `a thumbnail is small, upright and without notes, and comes back when it is lost`() async throws {
        let archive = try await Archive()
        let note = CameraNote(orientation: 6).bytes
        let hash = try await archive.receive(Samples.jpeg(width: 1000, height: 600, exif: note)).hash

        let thumbnail = try await archive.store.thumbnail(of: hash)

        let file = try #require(JPEGFile(thumbnail))
        #expect(file.size! == (192, 320))
        #expect(file.exif == nil)
        #expect(archive.files.count { $0.hasSuffix(".thumbnail.jpg") } == 1)
        unlinkAll(in: archive, ending: ".thumbnail.jpg")
        #expect(try await archive.store.thumbnail(of: hash) == thumbnail)
        #expect(archive.files.count { $0.hasSuffix(".thumbnail.jpg") } == 1)
    }

    @Test func `a picture turned by its note looks as people see it`() throws {
        let upright = Samples.scene(seed: 3, width: 60, height: 90)
        // Held so that the stored picture lies on its left side: its top row is the upright picture's right column.
        let lying = SmallPicture(width: 90, height: 60).filled { x, y in upright.pixels[x * 60 + (59 - y)] }
        let canvas = try #require(Canvas(lying.jpeg(), kind: .jpeg))

        let shown = canvas.reduced(to: 90, orientation: .right)
        let turnedWrong = canvas.reduced(to: 90, orientation: .left)

        #expect((shown.width, shown.height) == (60, 90))
        #expect(difference(shown, upright) < 12)
        #expect(difference(turnedWrong, upright) > 30)
    }

    @Test func `a few bytes that claim to be a gigantic picture are refused before they are unpacked`() async throws {
        let archive = try await Archive()
        var png = Samples.png()
        png.replaceSubrange(16..<24, with: [0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0])
        var jpeg = Samples.jpeg()
        let header = try #require(JPEGFile(jpeg)?.segments.first { $0.marker == 0xC0 })
        jpeg.replaceSubrange(header.range.lowerBound + 5..<header.range.lowerBound + 9, with: [0xFF, 0xFF, 0xFF, 0xFF])

        #expect(try await archive.refusal { try await archive.receive(png) } == .tooManyPixels)
        #expect(try await archive.refusal { try await archive.receive(jpeg) } == .tooManyPixels)
        #expect(archive.files == [])
    }

    @Test func `what begins like a picture and is none is refused`() async throws {
        let archive = try await Archive()

        for bytes in [[0xFF, 0xD8, 0xFF, 0xE0], Array(Samples.jpeg().prefix(300)), Array(Samples.png().prefix(100))] {
            #expect(try await archive.refusal { try await archive.receive(bytes) } == .damaged)
        }
    }

    @Test func `a photograph that was scaled, compressed again or brightened is recognised`() async throws {
        let archive = try await Archive()
        let original = try await archive.receive(Samples.jpeg(seed: 5, width: 800, height: 600))
        let smaller = try await archive.receive(Samples.jpeg(seed: 5, width: 400, height: 300))
        let brighter = try await archive.receive(Samples.jpeg(seed: 5, width: 800, height: 600, brighter: 12))
        for seed in 6..<30 { try await archive.receive(Samples.jpeg(seed: seed)) }

        let found = try await archive.store.lookalikes(of: original)

        #expect(Set(found.map(\.content.hash)) == [smaller.hash, brighter.hash])
        #expect(found.allSatisfy { $0.distance <= 7 })
    }

    @Test func `plain pictures are not taken for each other`() throws {
        let white = SmallPicture(width: 90, height: 80).filled { _, _ in .init(red: 255, green: 255, blue: 255) }

        #expect(PictureFingerprint(white) == nil)
    }

    @Test func `every fingerprint within seven bits is among those searched`() {
        var numbers = Numbers(state: 7)
        for _ in 0..<2000 {
            let one = PictureFingerprint(bits: numbers.next())
            var bits = one.bits
            for _ in 0..<7 { bits ^= 1 << (numbers.next() % 64) }
            let other = PictureFingerprint(bits: bits)

            #expect(!Set(one.searchedParts).isDisjoint(with: other.parts))
        }
    }

    @Test func `pictures with changed bytes never stop the program`() {
        var numbers = Numbers(state: 99)
        let settings = AttachmentSettings()
        for (kind, bytes) in [
            (FileKind.jpeg, Samples.jpeg(width: 32, height: 24, exif: CameraNote().bytes)), (.png, Samples.png()),
        ] {
            for round in 0..<400 {
                var changed = bytes
                let reach = round.isMultiple(of: 2) ? min(1300, bytes.count) : bytes.count
                for _ in 0..<4 {
                    changed[Int(numbers.next() % UInt64(reach))] = UInt8(truncatingIfNeeded: numbers.next())
                }
                if round.isMultiple(of: 5) { changed.removeLast(Int(numbers.next() % UInt64(changed.count))) }
                _ = try? ExaminedPicture(changed, kind: kind, settings: settings)
                _ = JPEGFile(changed)?.stripped
                _ = PNGFile(changed)?.stripped
            }
        }
    }

    private func difference(_ one: SmallPicture, _ other: SmallPicture) -> Int {
        zip(one.pixels, other.pixels).reduce(0) { $0 + abs($1.0.brightness - $1.1.brightness) } / one.pixels.count
    }
}

private func unlinkAll(in archive: Archive, ending suffix: String) {
    for file in archive.files where file.hasSuffix(suffix) { unlink(archive.folder + "/" + file) }
}
