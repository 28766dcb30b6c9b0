import Calendars
import Registry
import Storage

/// Every statement about people and posts.
public enum PermissionStore {
    public static let migrations: [Migration] = [
        Migration(
            "permissions", 1, "人员与岗位",
            [
                """
                CREATE TABLE person (
                    id TEXT PRIMARY KEY,
                    name TEXT NOT NULL,
                    mobile TEXT
                )
                """,
                """
                CREATE TABLE post (
                    id TEXT PRIMARY KEY,
                    person TEXT NOT NULL REFERENCES person (id),
                    organisation TEXT NOT NULL REFERENCES organisation (id),
                    role TEXT NOT NULL,
                    region TEXT NOT NULL CHECK (length(region) = 12),
                    sectors TEXT NOT NULL,
                    from_day TEXT NOT NULL,
                    to_day TEXT,
                    deputy_for TEXT REFERENCES post (id),
                    CHECK (to_day IS NULL OR to_day >= from_day)
                )
                """,
                "CREATE INDEX post_by_person ON post (person)",
                "CREATE INDEX post_by_organisation ON post (organisation)",
            ])
    ]

    public static func save(_ person: Person) -> Change {
        .one(
            """
            INSERT INTO person (id, name, mobile) VALUES (\(person.id), \(person.name), \(person.mobile))
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, mobile = excluded.mobile
            """)
    }

    public static func save(_ post: Post) -> Change {
        .one(
            """
            INSERT INTO post (id, person, organisation, role, region, sectors, from_day, to_day, deputy_for)
            VALUES (\(post.id), \(post.person), \(post.organisation), \(post.role.name), \(post.region),
                    \(post.sectors.sorted().joined(separator: ",")), \(post.from), \(post.to), \(post.deputyFor))
            ON CONFLICT (id) DO UPDATE SET
                role = excluded.role, region = excluded.region, sectors = excluded.sectors,
                from_day = excluded.from_day, to_day = excluded.to_day, deputy_for = excluded.deputy_for
            """)
    }
}

extension Person {
    init(row: Row) throws {
        try self.init(id: row["id"], name: row["name"], mobile: row["mobile"])
    }
}

extension Post {
    /// `nil` when the role is not one of the program's: such a post grants nothing.
    init?(row: Row, roles: RoleCatalogue) throws {
        guard let role = roles[try row["role"]] else { return nil }
        let sectors: String = try row["sectors"]
        try self.init(
            id: row["id"], person: row["person"], organisation: row["organisation"], role: role, region: row["region"],
            sectors: Set(sectors.split(separator: ",").map(String.init)), from: row["from_day"], to: row["to_day"],
            deputyFor: row["deputy_for"])
    }
}
