import Calendars
import Storage

/// Every statement about regions and organisations.
public enum RegistryStore {
    public static let migrations: [Migration] = [
        Migration(
            "registry", 1, "行政区划与单位名录",
            [
                """
                CREATE TABLE region (
                    code TEXT NOT NULL CHECK (length(code) = 12),
                    name TEXT NOT NULL,
                    short_name TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    pinyin TEXT NOT NULL,
                    from_day TEXT NOT NULL,
                    to_day TEXT,
                    statutory SMALLINT NOT NULL,
                    longitude DOUBLE PRECISION,
                    latitude DOUBLE PRECISION,
                    PRIMARY KEY (code, from_day)
                )
                """,
                """
                CREATE TABLE organisation (
                    id TEXT PRIMARY KEY,
                    name TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    region TEXT NOT NULL CHECK (length(region) = 12),
                    aliases TEXT NOT NULL,
                    parent TEXT,
                    from_day TEXT,
                    to_day TEXT,
                    successor TEXT,
                    sectors TEXT NOT NULL
                )
                """,
                "CREATE INDEX organisation_by_region ON organisation (region, kind)",
            ]),
        Migration(
            "registry", 2, "单位的坐标",
            [
                "ALTER TABLE organisation ADD COLUMN longitude DOUBLE PRECISION",
                "ALTER TABLE organisation ADD COLUMN latitude DOUBLE PRECISION",
            ]),
    ]

    /// The day written where a list says nothing about the beginning.
    static let unknownBeginning = "0001-01-01"

    public static func insert(_ region: Region) -> Change {
        .one(
            """
            INSERT INTO region (code, name, short_name, kind, pinyin, from_day, to_day, statutory, longitude, latitude)
            VALUES (\(region.code), \(region.name), \(region.shortName), \(region.kind), \(region.pinyin),
                    \(region.from?.description ?? unknownBeginning), \(region.to), \(region.isStatutory),
                    \(region.longitude), \(region.latitude))
            """)
    }

    /// Adds the organisation, or brings the one with this id up to date.
    public static func save(_ organisation: Organisation) -> Change {
        .one(
            """
            INSERT INTO organisation
                (id, name, kind, region, aliases, parent, from_day, to_day, successor, sectors, longitude, latitude)
            VALUES (\(organisation.id), \(organisation.name), \(organisation.kind), \(organisation.region),
                    \(organisation.aliases.joined(separator: "\n")), \(organisation.parent), \(organisation.from),
                    \(organisation.to), \(organisation.successor), \(organisation.sectors.joined(separator: ",")),
                    \(organisation.location?.longitude), \(organisation.location?.latitude))
            ON CONFLICT (id) DO UPDATE SET
                name = excluded.name, kind = excluded.kind, region = excluded.region, aliases = excluded.aliases,
                parent = excluded.parent, from_day = excluded.from_day, to_day = excluded.to_day,
                successor = excluded.successor, sectors = excluded.sectors, longitude = excluded.longitude,
                latitude = excluded.latitude
            """)
    }
}

extension Region {
    init(row: Row) throws {
        let beginning: String = try row["from_day"]
        try self.init(
            code: row["code"], name: row["name"], shortName: row["short_name"], kind: row["kind"],
            pinyin: row["pinyin"], from: beginning == RegistryStore.unknownBeginning ? nil : Day(beginning),
            to: row["to_day"], isStatutory: row["statutory"], longitude: row["longitude"], latitude: row["latitude"])
    }
}

extension Organisation {
    init(row: Row) throws {
        let aliases: String = try row["aliases"]
        let sectors: String = try row["sectors"]
        let longitude: Double? = try row["longitude"]
        let latitude: Double? = try row["latitude"]
        try self.init(
            id: row["id"], name: row["name"], kind: row["kind"], region: row["region"],
            aliases: aliases.split(separator: "\n").map(String.init), parent: row["parent"], from: row["from_day"],
            to: row["to_day"], successor: row["successor"], sectors: sectors.split(separator: ",").map(String.init),
            location: longitude.flatMap { longitude in
                latitude.map { Coordinates(longitude: longitude, latitude: $0) }
            })
    }
}
