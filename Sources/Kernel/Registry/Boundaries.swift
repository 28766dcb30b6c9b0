import Foundation

/// 区划界线 — the outlines of counties, as far as the platform has them.
///
/// They are simplified: good for finding a mistake in coordinates, and not for settling where a border runs.
public struct Boundaries: Sendable {
    /// Nothing is known, so nothing can be misplaced.
    public static let unknown = Boundaries([:])

    private let outlines: [RegionCode: Outline]

    private init(_ outlines: [RegionCode: Outline]) {
        self.outlines = outlines
    }

    /// Reads GeoJSON (RFC 7946): a MultiPolygon for each county, its six digits in the property `code`.
    public static func load(from path: String) throws -> Boundaries {
        try Boundaries(parsing: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    public init(parsing geoJSON: Data) throws {
        let collection = try JSONDecoder().decode(Collection.self, from: geoJSON)
        outlines = try Dictionary(
            collection.features.map { feature in
                guard let code = RegionCode(feature.properties.code) else {
                    throw UnknownBoundary(code: feature.properties.code)
                }
                return (code, Outline(feature.geometry.coordinates))
            }, uniquingKeysWith: { first, _ in first })
    }

    /// A place that does not lie where it is said to.
    public enum Misplacement: Sendable, Hashable {
        /// It lies in that county.
        case within(RegionCode)
        /// It lies in no county that is known, so many metres from the one named.
        case away(metres: Int)
    }

    /// The outlines are up to some 200 m off.
    private static let tolerance = 300.0
    /// Ports stand on land won from the sea, and on flats that the outlines leave out.
    private static let reclaimed = 20_000.0

    /// Whether a place lies outside the county of a region; `nil` as well where no outline is known.
    public func misplacement(of place: Coordinates, in region: RegionCode) -> Misplacement? {
        let county = region.ancestor(at: .county)
        guard let outline = outlines[county], !outline.contains(place) else { return nil }
        let metres = outline.metres(to: place)
        guard metres > Self.tolerance else { return nil }
        if let other = outlines.first(where: { $0.key != county && $0.value.contains(place) }) {
            return .within(other.key)
        }
        return metres > Self.reclaimed ? .away(metres: Int(metres.rounded())) : nil
    }
}

/// A feature without the six digits of a county.
public struct UnknownBoundary: Error, CustomStringConvertible {
    let code: String
    public var description: String { "区划界线中的代码“\(code)”不是区划代码。" }
}

private struct Collection: Decodable {
    struct Feature: Decodable {
        struct Properties: Decodable {
            let code: String
        }
        struct Geometry: Decodable {
            let coordinates: [[[[Double]]]]
        }
        let properties: Properties
        let geometry: Geometry
    }
    let features: [Feature]
}

/// The rings of one county; holes are rings as well.
private struct Outline: Sendable {
    private let rings: [[SIMD2<Double>]]
    private let least: SIMD2<Double>
    private let most: SIMD2<Double>

    init(_ polygons: [[[[Double]]]]) {
        rings = polygons.flatMap { $0 }.map { ring in ring.filter { $0.count >= 2 }.map { SIMD2($0[0], $0[1]) } }
        let points = rings.joined()
        least = points.reduce(SIMD2(repeating: .infinity)) { pointwiseMin($0, $1) }
        most = points.reduce(SIMD2(repeating: -.infinity)) { pointwiseMax($0, $1) }
    }

    /// Inside when a line to the east crosses the rings an odd number of times.
    func contains(_ place: Coordinates) -> Bool {
        let point = SIMD2(place.longitude, place.latitude)
        guard all(point .>= least), all(point .<= most) else { return false }
        var isInside = false
        for ring in rings {
            var from = ring.last
            for to in ring {
                if let from, (from.y > point.y) != (to.y > point.y),
                    point.x < (to.x - from.x) * (point.y - from.y) / (to.y - from.y) + from.x
                {
                    isInside.toggle()
                }
                from = to
            }
        }
        return isInside
    }

    /// To the nearest piece of a ring, on a plane that touches the earth at the place.
    func metres(to place: Coordinates) -> Double {
        let metresPerDegree = 111_320.0
        let scale = SIMD2(metresPerDegree * cos(place.latitude * .pi / 180), metresPerDegree)
        let point = SIMD2(place.longitude, place.latitude)
        var nearest = Double.infinity
        for ring in rings {
            var from = ring.last.map { ($0 - point) * scale }
            for corner in ring {
                let to = (corner - point) * scale
                if let from { nearest = min(nearest, Self.distance(from, to)) }
                from = to
            }
        }
        return nearest
    }

    /// From the origin to the piece between two points.
    private static func distance(_ from: SIMD2<Double>, _ to: SIMD2<Double>) -> Double {
        let along = to - from
        let length = (along * along).sum()
        let share = length == 0 ? 0 : max(0, min(1, -(from * along).sum() / length))
        let nearest = from + share * along
        return (nearest * nearest).sum().squareRoot()
    }
}
