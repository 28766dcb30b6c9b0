import Archives
import CGD

@testable import Attachments

/// Files as people hand them in, made here so that every byte of them is known.
enum Samples {
    /// A picture with much to tell pictures apart by; another seed is another scene.
    static func scene(seed: Int = 1, width: Int = 240, height: Int = 180, brighter: Int = 0) -> SmallPicture {
        SmallPicture(width: width, height: height).filled { x, y in
            let (column, row) = (x * 12 / width, y * 9 / height)
            let tone = (column * 67 + row * 131 + seed * 29 * (column * 7 + row * 3 + 1)) % 200
            return .init(
                red: UInt8(min(255, tone + 20 + brighter)), green: UInt8(min(255, tone + brighter)),
                blue: UInt8(min(255, 220 - tone + brighter)))
        }
    }

    static func jpeg(seed: Int = 1, width: Int = 240, height: Int = 180, brighter: Int = 0, exif: [UInt8]? = nil)
        -> [UInt8]
    {
        let plain = scene(seed: seed, width: width, height: height, brighter: brighter).jpeg()
        guard let exif else { return plain }
        return plain.prefix(2) + segment(0xE1, Array("Exif\0\0".utf8) + exif) + plain.dropFirst(2)
    }

    static func segment(_ marker: UInt8, _ contents: [UInt8]) -> [UInt8] {
        [0xFF, marker, UInt8((contents.count + 2) >> 8), UInt8((contents.count + 2) & 255)] + contents
    }

    static func png(width: Int32 = 64, height: Int32 = 48) -> [UInt8] {
        let image = gdImageCreateTrueColor(width, height)!
        defer { gdImageDestroy(image) }
        for y in 0..<Int(height) {
            for x in 0..<Int(width) { image.pointee.tpixels[y]![x] = Int32((x * 37 + y * 91) % 256 * 0x01_0300) }
        }
        var size: Int32 = 0
        let bytes = gdImagePngPtr(image, &size)!
        defer { gdFree(bytes) }
        return Array(UnsafeRawBufferPointer(start: bytes, count: Int(size)))
    }

    static func zip(_ names: [String]) -> [UInt8] {
        var writer = ZipWriter()
        for name in names { writer.add(name, Array("<x/>".utf8)) }
        return writer.bytes
    }

    static let docx = zip(["[Content_Types].xml", "_rels/.rels", "word/document.xml"])
    static let xlsx = zip(["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])

    /// A compound file whose table of contents has these names.
    static func compound(_ names: [String]) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        header.replaceSubrange(0..<8, with: CompoundFile.mark)
        header[30] = 9
        put(1, at: 44, in: &header)
        put(1, at: 48, in: &header)
        put(0xFFFF_FFFE, at: 68, in: &header)
        for index in 0..<109 { put(index == 0 ? 0 : 0xFFFF_FFFF, at: 76 + 4 * index, in: &header) }
        let sectors = (names.count + 1 + 3) / 4
        var table = [UInt8](repeating: 0xFF, count: 512)
        put(0xFFFF_FFFD, at: 0, in: &table)
        for sector in 1...sectors { put(sector == sectors ? 0xFFFF_FFFE : sector + 1, at: 4 * sector, in: &table) }
        var directory = (["Root Entry"] + names).enumerated().flatMap { entry($1, type: $0 == 0 ? 5 : 2) }
        directory += [UInt8](repeating: 0, count: sectors * 512 - directory.count)
        return header + table + directory
    }

    private static func entry(_ name: String, type: UInt8) -> [UInt8] {
        var bytes = name.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let length = bytes.count + 2
        bytes += [UInt8](repeating: 0, count: 128 - bytes.count)
        bytes[64] = UInt8(length)
        bytes[66] = type
        return bytes
    }

    private static func put(_ number: Int, at offset: Int, in bytes: inout [UInt8]) {
        for index in 0..<4 { bytes[offset + index] = UInt8(number >> (8 * index) & 255) }
    }
}

/// What a telephone notes in a picture, little-endian like most of them.
struct CameraNote {
    var orientation = 1
    var taken = "2026:09:30 08:05:12"
    var offset: String? = "+08:00"
    /// 32°03′37.8″ north, 118°47′46.2″ east: 南京
    var place: ([Int], [Int])? = ([32, 3, 378], [118, 47, 462])

    var bytes: [UInt8] {
        var main = Directory(start: 8, entries: 4)
        main.add(0x0112, type: 3, count: 1, inline: [orientation & 255, 0, 0, 0])
        main.add(0x010F, type: 2, text: "Secret Phone 7")
        var details = Directory(start: 8 + 400, entries: 2)
        details.add(0x9003, type: 2, text: taken)
        if let offset { details.add(0x9011, type: 2, text: offset) }
        main.add(0x8769, type: 4, count: 1, number: 8 + 400)
        var whole = [UInt8]("II*\0".utf8) + [8, 0, 0, 0]
        if let place {
            var map = Directory(start: 8 + 800, entries: 6)
            map.add(1, type: 2, text: "N")
            map.add(2, rationals: [(place.0[0], 1), (place.0[1], 1), (place.0[2], 10)])
            map.add(3, type: 2, text: "E")
            map.add(4, rationals: [(place.1[0], 1), (place.1[1], 1), (place.1[2], 10)])
            map.add(7, rationals: [(0, 1), (5, 1), (10, 1)])
            map.add(0x1D, type: 2, text: "2026:09:30")
            main.add(0x8825, type: 4, count: 1, number: 8 + 800)
            whole += main.bytes(of: 400) + details.bytes(of: 400) + map.bytes(of: 400)
        } else {
            whole += main.bytes(of: 400) + details.bytes(of: 400)
        }
        return whole
    }

    private struct Directory {
        let start: Int
        let room: Int
        var entries: [[UInt8]] = []
        var values: [UInt8] = []

        init(start: Int, entries: Int) {
            self.start = start
            room = 2 + 12 * entries + 4
        }

        mutating func add(_ tag: Int, type: Int, count: Int, inline: [Int]) {
            entries.append(little(tag, 2) + little(type, 2) + little(count, 4) + inline.map(UInt8.init))
        }

        mutating func add(_ tag: Int, type: Int, count: Int, number: Int) {
            entries.append(little(tag, 2) + little(type, 2) + little(count, 4) + little(number, 4))
        }

        mutating func add(_ tag: Int, type: Int, text: String) {
            add(tag, type: type, contents: Array(text.utf8) + [0], count: text.utf8.count + 1)
        }

        mutating func add(_ tag: Int, rationals: [(Int, Int)]) {
            add(tag, type: 5, contents: rationals.flatMap { little($0.0, 4) + little($0.1, 4) }, count: rationals.count)
        }

        private mutating func add(_ tag: Int, type: Int, contents: [UInt8], count: Int) {
            if contents.count <= 4 {
                let padded = contents + [UInt8](repeating: 0, count: 4 - contents.count)
                entries.append(little(tag, 2) + little(type, 2) + little(count, 4) + padded)
            } else {
                add(tag, type: type, count: count, number: start + room + values.count)
                values += contents
            }
        }

        func bytes(of size: Int) -> [UInt8] {
            var bytes = little(entries.count, 2) + entries.joined()
            bytes += [UInt8](repeating: 0, count: room - bytes.count) + values
            return bytes + [UInt8](repeating: 0, count: size - bytes.count)
        }

        private func little(_ number: Int, _ length: Int) -> [UInt8] {
            (0..<length).map { UInt8(number >> (8 * $0) & 255) }
        }
    }
}
