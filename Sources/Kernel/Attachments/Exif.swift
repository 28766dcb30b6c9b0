import Calendars

/// Which way up the camera was held.
enum Orientation: Int, Sendable {
    case up = 1
    case upMirrored, down, downMirrored, leftMirrored, right, rightMirrored, left

    /// Whether width and height change places.
    var isSideways: Bool { rawValue >= 5 }

    /// Where a point of the upright picture lies in the stored one; both in a square from 0 to 1.
    func stored(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
        switch self {
        case .up: (x, y)
        case .upMirrored: (1 - x, y)
        case .down: (1 - x, 1 - y)
        case .downMirrored: (x, 1 - y)
        case .leftMirrored: (y, x)
        case .right: (y, 1 - x)
        case .rightMirrored: (1 - y, 1 - x)
        case .left: (1 - y, x)
        }
    }
}

/// What a camera noted in a picture (Exif 2.32, CIPA DC-008): a claim of the device, not proof.
struct Exif: Sendable {
    var orientation = Orientation.up
    /// By the clock of the camera; China Standard Time unless the camera says otherwise.
    var taken: Instant?
    /// By the clock of the satellites.
    var satelliteTime: Instant?
    var latitude: Double?
    var longitude: Double?

    init?(_ bytes: [UInt8]) {
        guard let directories = Directories(bytes) else { return nil }
        let main = directories.entries(at: directories.first)
        orientation = main[0x0112]?.integer.flatMap(Orientation.init) ?? .up
        let details = main[0x8769]?.integer.map(directories.entries) ?? [:]
        taken = Self.instant(details[0x9003]?.text ?? main[0x0132]?.text, offset: details[0x9011]?.text)
        let place = main[0x8825]?.integer.map(directories.entries) ?? [:]
        latitude = Self.degrees(place[2], place[1], negative: "S", limit: 90)
        longitude = Self.degrees(place[4], place[3], negative: "W", limit: 180)
        if (latitude, longitude) == (0, 0) { (latitude, longitude) = (nil, nil) }
        satelliteTime = Self.satelliteTime(place[0x1D]?.text, place[7]?.rationals)
    }

    /// `2026:09:30 08:05:12`, with an offset such as `+08:00`.
    private static func instant(_ text: String?, offset: String?) -> Instant? {
        guard let numbers = text.map(numbers), numbers.count == 6, numbers[3] < 24, numbers[4] < 60, numbers[5] < 61,
            let day = Day(year: numbers[0], month: numbers[1], day: numbers[2])
        else { return nil }
        let local = Instant(day: day, hour: numbers[3], minute: numbers[4]).adding(.seconds(numbers[5]))
        guard let offset, let sign = offset.first, sign == "+" || sign == "-" else { return local }
        let parts = Self.numbers(offset)
        guard parts.count == 2, parts[0] < 15, parts[1] < 60 else { return local }
        let minutes = (parts[0] * 60 + parts[1]) * (sign == "-" ? -1 : 1)
        return local.adding(.seconds(60 * (8 * 60 - minutes)))
    }

    private static func satelliteTime(_ date: String?, _ time: [Double]?) -> Instant? {
        guard let numbers = date.map(numbers), numbers.count == 3, let time, time.count == 3,
            let day = Day(year: numbers[0], month: numbers[1], day: numbers[2])
        else { return nil }
        let seconds = time[0] * 3600 + time[1] * 60 + time[2]
        guard (0..<86_401).contains(seconds) else { return nil }
        return Instant(day: day, hour: 8).adding(.seconds(seconds))
    }

    private static func degrees(_ value: Entry?, _ side: Entry?, negative: String, limit: Double) -> Double? {
        guard let parts = value?.rationals, parts.count == 3, let side = side?.text else { return nil }
        let degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
        guard degrees.isFinite, (0...limit).contains(degrees) else { return nil }
        return side.uppercased().hasPrefix(negative) ? -degrees : degrees
    }

    private static func numbers(_ text: String) -> [Int] {
        text.split { !("0"..."9").contains($0) }.compactMap { Int($0.prefix(9)) }
    }
}

/// The lists of numbered entries of which the note consists (TIFF 6.0, section 2).
private struct Directories {
    let reader: ByteReader
    let first: Int

    init?(_ bytes: [UInt8]) {
        guard bytes.starts(with: "II".utf8) || bytes.starts(with: "MM".utf8) else { return nil }
        reader = ByteReader(bytes, isLittleEndian: bytes.first == UInt8(ascii: "I"))
        guard reader.uint16(at: 2) == 42, let first = reader.uint32(at: 4) else { return nil }
        self.first = first
    }

    func entries(at offset: Int) -> [Int: Entry] {
        guard let count = reader.uint16(at: offset) else { return [:] }
        var entries: [Int: Entry] = [:]
        for start in (0..<min(count, 512)).map({ offset + 2 + 12 * $0 }) {
            guard let tag = reader.uint16(at: start), let entry = Entry(reader, at: start) else { break }
            entries[tag] = entry
        }
        return entries
    }
}

private struct Entry {
    private let type: Int
    private let contents: ByteReader

    init?(_ reader: ByteReader, at start: Int) {
        let sizes = [1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1]
        guard let type = reader.uint16(at: start + 2), let count = reader.uint32(at: start + 4),
            let value = reader.uint32(at: start + 8)
        else { return nil }
        self.type = type
        let length = count * (sizes[type] ?? 0)
        let part = length <= 1024 ? reader.slice(at: length <= 4 ? start + 8 : value, count: length) : nil
        contents = ByteReader(Array(part ?? []), isLittleEndian: reader.isLittleEndian)
    }

    var integer: Int? {
        type == 3 ? contents.uint16(at: 0) : type == 4 ? contents.uint32(at: 0) : nil
    }

    var text: String? {
        type == 2 ? String(decoding: contents.bytes.prefix { $0 != 0 }, as: UTF8.self) : nil
    }

    var rationals: [Double]? {
        guard type == 5 else { return nil }
        return stride(from: 0, to: contents.count - 7, by: 8).compactMap { offset in
            guard let above = contents.uint32(at: offset), let below = contents.uint32(at: offset + 4), below > 0 else {
                return nil
            }
            return Double(above) / Double(below)
        }
    }
}
