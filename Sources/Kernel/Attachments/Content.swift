import Calendars
import Storage

/// A file in the store. The same bytes are stored once, however often they are handed in.
public struct Content: Sendable, Hashable {
    public let hash: ContentHash
    /// Bytes.
    public let size: Int
    public let kind: FileKind
    /// Kept in the database rather than in the folder.
    let isSmall: Bool
    public let picture: Picture?

    init(hash: ContentHash, size: Int, kind: FileKind, isSmall: Bool, picture: Picture?) {
        self.hash = hash
        self.size = size
        self.kind = kind
        self.isSmall = isSmall
        self.picture = picture
    }

    static let columns: SQL = """
        content.hash, size, kind, is_small, width, height, fingerprint, taken, satellite_time, latitude, longitude
        """

    init(row: Row) throws {
        try self.init(
            hash: row["hash"], size: row["size"], kind: row["kind"], isSmall: row["is_small"],
            picture: Picture(row: row))
    }

    /// The rows of the content. Somebody else may have brought the same bytes a moment ago.
    func insertions(received: Instant, bytes: [UInt8]?) -> [Change] {
        var changes: [Change] = [
            .any(
                """
                INSERT INTO content (hash, size, kind, is_small, received, width, height, fingerprint, taken,
                                     satellite_time, latitude, longitude)
                VALUES (\(hash), \(size), \(kind), \(isSmall), \(received), \(picture?.width), \(picture?.height),
                        \(picture?.fingerprint), \(picture?.taken), \(picture?.satelliteTime), \(picture?.latitude),
                        \(picture?.longitude))
                ON CONFLICT (hash) DO NOTHING
                """)
        ]
        if let bytes {
            changes.append(
                .any(
                    """
                    INSERT INTO content_bytes (hash, bytes) VALUES (\(hash), \(Blob(bytes: bytes)))
                    ON CONFLICT (hash) DO NOTHING
                    """))
        }
        for part in picture?.fingerprint?.parts ?? [] {
            changes.append(
                .any(
                    "INSERT INTO fingerprint_part (part, hash) VALUES (\(part), \(hash)) ON CONFLICT (part, hash) DO NOTHING"
                ))
        }
        return changes
    }
}

extension Picture {
    fileprivate init?(row: Row) throws {
        guard let width: Int = try row["width"], let height: Int = try row["height"] else { return nil }
        self.init(
            width: width, height: height, fingerprint: try row["fingerprint"], taken: try row["taken"],
            satelliteTime: try row["satellite_time"], latitude: try row["latitude"], longitude: try row["longitude"])
    }
}

/// Bytes as a column holds them.
struct Blob: SQLConvertible {
    let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    var sqlValue: SQLValue { .blob(bytes) }

    init?(sqlValue: SQLValue) {
        guard case .blob(let bytes) = sqlValue else { return nil }
        self.bytes = bytes
    }
}
