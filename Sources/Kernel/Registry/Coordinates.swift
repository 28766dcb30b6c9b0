/// 经纬度坐标 — where something stands, in degrees of WGS 84.
///
/// CGCS2000 differs from it by less than anybody can tell on a map, so both are taken as they are. What domestic map
/// services show (GCJ-02, BD-09) is hundreds of metres off and cannot be recognised from the figures.
public struct Coordinates: Sendable, Hashable {
    public let longitude: Double
    public let latitude: Double

    public init(longitude: Double, latitude: Double) {
        self.longitude = longitude
        self.latitude = latitude
    }

    /// To the fifth decimal, which is a metre: `118.77000,32.05000`.
    public var text: String { Self.degrees(longitude) + "," + Self.degrees(latitude) }

    /// What ``text`` wrote.
    public init?(text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let longitude = Double(parts[0]), let latitude = Double(parts[1]) else { return nil }
        self.init(longitude: longitude, latitude: latitude)
    }

    private static func degrees(_ value: Double) -> String {
        let units = Int((abs(value) * 100_000).rounded())
        let decimals = String(units % 100_000)
        let zeros = String(repeating: "0", count: 5 - decimals.count)
        return (value < 0 && units > 0 ? "-" : "") + "\(units / 100_000).\(zeros)\(decimals)"
    }
}

/// What is wrong with coordinates as typed.
public enum CoordinatesProblem: Error, Sendable, Hashable {
    case unreadable
    /// The first figure can only be a latitude, the second only a longitude; as they were probably meant.
    case swapped(Coordinates)
    /// They lie in no place of the country.
    case abroad(Coordinates)

    public var message: String {
        switch self {
        case .unreadable:
            "坐标看不懂。请先写经度、再写纬度，中间用逗号隔开，如 118.77000, 32.05000，或 118°46′12″, 32°3′0″。"
        case .swapped(let meant):
            "经度和纬度写反了：第一个数应是经度（73 至 136 之间），第二个数应是纬度（3 至 54 之间）。请改为 \(meant.text)。"
        case .abroad(let typed):
            "坐标 \(typed.text) 不在国内：经度应在 73 至 136 之间，纬度应在 3 至 54 之间。请核对。"
        }
    }
}

extension Coordinates {
    private static let longitudes = 73.0...136.0
    private static let latitudes = 3.0...54.0

    /// Reads what people type or bring in: degrees with decimals or with minutes and seconds, longitude first unless the
    /// words say which is which.
    public init(typed: String) throws(CoordinatesProblem) {
        // Most come from files, plain; the patterns take far longer.
        guard let (first, second) = Self.plain(typed) ?? Self.marked(typed) else { throw .unreadable }
        guard first.axis == nil || first.axis != second.axis else { throw .unreadable }
        let isNamed = first.axis != nil || second.axis != nil
        let startsWithLatitude = first.axis == .latitude || second.axis == .longitude
        let (longitude, latitude) = startsWithLatitude ? (second.value, first.value) : (first.value, second.value)
        if !Self.longitudes.contains(longitude) || !Self.latitudes.contains(latitude) {
            if !isNamed, Self.longitudes.contains(latitude), Self.latitudes.contains(longitude) {
                throw .swapped(Coordinates(longitude: latitude, latitude: longitude))
            }
            throw .abroad(Coordinates(longitude: longitude, latitude: latitude))
        }
        self.init(longitude: longitude, latitude: latitude)
    }

    private enum Axis {
        case longitude, latitude
    }

    private typealias Figure = (value: Double, axis: Axis?)

    private static func plain(_ typed: String) -> (Figure, Figure)? {
        let parts = typed.split { $0 == "," || $0 == "，" || $0 == " " || $0 == "、" }
        guard parts.count == 2, parts.joined().utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }),
            let first = Double(parts[0]), let second = Double(parts[1])
        else { return nil }
        return ((first, nil), (second, nil))
    }

    private static func marked(_ typed: String) -> (Figure, Figure)? {
        let text = String(
            String.UnicodeScalarView(
                typed.unicodeScalars.map {
                    (0xFF01...0xFF5E).contains($0.value) ? Unicode.Scalar($0.value - 0xFEE0)! : $0
                })
        ).uppercased()
        let figure =
            /(东经|北纬|经度|纬度|E|N)?[:=\s]*(\d{1,3}(?:\.\d+)?)\s*(?:[°º度]\s*(?:(\d{1,2}(?:\.\d+)?)\s*[′'’分]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:″|"|”|''|′′|秒)\s*)?)?)?(E|N)?/
        var rest = text[...].drop(while: \.isWhitespace)
        var figures: [Figure] = []
        while let match = rest.prefixMatch(of: figure) {
            let (_, before, degrees, minutes, seconds, after) = match.output
            let parts = [degrees, minutes ?? "0", seconds ?? "0"].compactMap { Double($0) }
            guard parts.count == 3, parts[1] < 60, parts[2] < 60 else { return nil }
            let axis: Axis? = (before ?? after).map { ["东经", "经度", "E"].contains($0) ? .longitude : .latitude }
            figures.append((parts[0] + parts[1] / 60 + parts[2] / 3600, axis))
            rest = rest[match.range.upperBound...].drop { ",、;\n".contains($0) || $0.isWhitespace }
        }
        return figures.count == 2 && rest.isEmpty ? (figures[0], figures[1]) : nil
    }
}
