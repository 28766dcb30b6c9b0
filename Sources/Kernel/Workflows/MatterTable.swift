import Calendars
import Foundation
import Registry
import Storage

/// Every statement about the rows that all matters share.
enum MatterTable {
    static let columnNames = [
        "id", "kind", "number", "title", "state", "grade", "light", "region", "city", "county", "sector", "owner",
        "supervisor", "issuer", "subject", "parent", "weight", "assignee", "agreed_day", "actor_organisation",
        "awaited_signatures", "deadline", "due_at", "light_changes_at", "is_open", "version", "month", "opened_at",
        "updated_at", "closed_at", "was_late",
    ]
    static let columns = SQL(verbatim: columnNames.joined(separator: ", "))

    /// Finds matters by their number and title.
    static let searchIndex = TextIndex("matter_text")

    static let migrations: [Migration] = [
        Migration(
            "workflows", 1, "事项、计数、抄送、编号",
            [
                """
                CREATE TABLE matter (
                    id TEXT PRIMARY KEY,
                    kind TEXT NOT NULL,
                    number TEXT NOT NULL,
                    title TEXT NOT NULL,
                    state TEXT NOT NULL,
                    grade TEXT,
                    light TEXT NOT NULL CHECK (light IN ('green', 'yellow', 'red')),
                    region TEXT NOT NULL CHECK (length(region) = 12),
                    city TEXT NOT NULL,
                    county TEXT NOT NULL,
                    sector TEXT,
                    owner TEXT,
                    supervisor TEXT,
                    issuer TEXT,
                    subject TEXT,
                    parent TEXT,
                    weight BIGINT,
                    assignee TEXT,
                    agreed_day TEXT,
                    actor_organisation TEXT,
                    awaited_signatures TEXT NOT NULL,
                    deadline TEXT,
                    due_at BIGINT,
                    light_changes_at BIGINT,
                    is_open SMALLINT NOT NULL,
                    version BIGINT NOT NULL CHECK (version > 0),
                    month TEXT NOT NULL,
                    opened_at BIGINT NOT NULL,
                    updated_at BIGINT NOT NULL,
                    closed_at BIGINT,
                    was_late SMALLINT NOT NULL,
                    CHECK ((is_open = 1) = (closed_at IS NULL))
                )
                """,
                "CREATE UNIQUE INDEX matter_by_number ON matter (number)",
                "CREATE INDEX matter_by_county ON matter (county, kind, id)",
                "CREATE INDEX matter_by_city ON matter (city, kind, id)",
                "CREATE INDEX matter_by_kind ON matter (kind, id)",
                "CREATE INDEX matter_by_region ON matter (region, kind, id)",
                "CREATE INDEX matter_by_actor ON matter (actor_organisation, due_at, id) WHERE is_open = 1",
                "CREATE INDEX matter_by_supervisor ON matter (supervisor, is_open, due_at, id)",
                "CREATE INDEX matter_by_owner ON matter (owner, kind, id)",
                "CREATE INDEX matter_by_parent ON matter (parent) WHERE parent IS NOT NULL",
                "CREATE INDEX matter_by_subject ON matter (subject, kind, id) WHERE subject IS NOT NULL",
                """
                CREATE INDEX matter_by_light_change ON matter (light_changes_at)
                WHERE light_changes_at IS NOT NULL
                """,
                """
                CREATE TABLE tally (
                    kind TEXT NOT NULL,
                    state TEXT NOT NULL,
                    grade TEXT NOT NULL,
                    light TEXT NOT NULL,
                    region TEXT NOT NULL,
                    sector TEXT NOT NULL,
                    month TEXT NOT NULL,
                    amount BIGINT NOT NULL,
                    PRIMARY KEY (region, kind, state, grade, light, sector, month)
                )
                """,
                """
                CREATE TABLE copy (
                    matter TEXT NOT NULL REFERENCES matter (id),
                    organisation TEXT NOT NULL,
                    copied_at BIGINT NOT NULL,
                    PRIMARY KEY (organisation, matter)
                )
                """,
                "CREATE TABLE serial (name TEXT PRIMARY KEY, next BIGINT NOT NULL)",
            ] + searchIndex.creation),
        Migration(
            "waiting", 1, "待办索引",
            [
                "DROP INDEX matter_by_actor",
                // With what it is limited to among its columns, it answers counts without looking at the rows.
                """
                CREATE INDEX matter_by_actor ON matter (actor_organisation, due_at, id, is_open, light)
                WHERE is_open = 1
                """,
            ]),
        Migration(
            "owner-tallies", 1, "承办单位计数",
            [
                """
                CREATE TABLE owner_tally (
                    owner TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    state TEXT NOT NULL,
                    light TEXT NOT NULL,
                    amount BIGINT NOT NULL,
                    PRIMARY KEY (owner, kind, state, light)
                )
                """,
                """
                INSERT INTO owner_tally (owner, kind, state, light, amount)
                SELECT owner, kind, state, light, count(*) FROM matter WHERE owner IS NOT NULL
                GROUP BY owner, kind, state, light
                """,
            ]),
        Migration(
            "light-changes", 1, "变灯索引",
            [
                "DROP INDEX matter_by_light_change",
                // With the id, many that turn at the same instant are walked through without sorting them.
                """
                CREATE INDEX matter_by_light_change ON matter (light_changes_at, id)
                WHERE light_changes_at IS NOT NULL
                """,
            ]),
        Migration(
            "parts", 1, "分办索引",
            [
                "DROP INDEX matter_by_parent",
                // With kind and id, the parts of a matter are found in order; by kind alone a database without
                // statistics would walk through all of it.
                "CREATE INDEX matter_by_parent ON matter (parent, kind, id) WHERE parent IS NOT NULL",
            ]),
        Migration(
            "open-matters", 1, "未办结事项索引",
            [
                // In the order of lists, with what lists are narrowed by: few rows are looked at that are not shown.
                """
                CREATE INDEX matter_open_by_county ON matter (county, kind, id, is_open, grade, light)
                WHERE is_open = 1
                """,
                """
                CREATE INDEX matter_open_by_city ON matter (city, kind, id, is_open, grade, light)
                WHERE is_open = 1
                """,
            ]),
        Migration(
            "ordered-lists", 1, "按期限、按灯、按乡镇查找的索引",
            [
                // Each with the places at its end: what lies elsewhere is passed over without looking at its row.
                """
                CREATE INDEX matter_open_by_due ON matter (kind, due_at, id, is_open, county, city, region)
                WHERE is_open = 1
                """,
                """
                CREATE INDEX matter_warned ON matter (kind, light, id, is_open, county, city, region)
                WHERE light <> 'green'
                """,
                """
                CREATE INDEX matter_warned_by_due ON matter (kind, light, due_at, id, is_open, county, city, region)
                WHERE light <> 'green'
                """,
                "DROP INDEX matter_by_county",
                "CREATE INDEX matter_by_county ON matter (county, kind, id, region)",
                "DROP INDEX matter_open_by_county",
                """
                CREATE INDEX matter_open_by_county ON matter (county, kind, id, is_open, grade, light, region)
                WHERE is_open = 1
                """,
            ]),
    ]

    static func insert(_ header: MatterHeader) -> Change {
        .one("INSERT INTO matter (\(columns)) VALUES \(header.columnValues(deadline: header.deadline?.kept))")
    }

    /// Notes only when the light next changes, which nobody did anything about.
    static func turnLater(_ header: MatterHeader) -> Change {
        .one(
            """
            UPDATE matter SET light_changes_at = \(header.lightChangesAt)
            WHERE id = \(header.id) AND version = \(header.version)
            """)
    }

    /// Updates the row only while its version is still the one that was read and, when asked, no part is open.
    ///
    /// Names only the columns that differ: SQLite writes every index anew on a column that a statement names, whether or
    /// not its value is another.
    static func update(
        _ header: MatterHeader, from before: MatterHeader, onlyWithoutOpenChildren: Bool = false
    ) -> Change {
        precondition(header.id == before.id && header.version == before.version + 1)
        let condition: SQL =
            onlyWithoutOpenChildren
            ? " AND NOT EXISTS (SELECT 1 FROM matter part WHERE part.parent = \(header.id) AND part.is_open = 1)" : ""
        // A deadline that stays is not put into words twice to see that it does.
        let isDeferred = before.deadline != header.deadline
        let known = before.columnValues(deadline: isDeferred ? before.deadline?.kept : nil)
        let now = header.columnValues(deadline: isDeferred ? header.deadline?.kept : nil)
        let assignments = columnNames.indices.filter { known[$0] != now[$0] }
            .map { "\(SQL(stringLiteral: columnNames[$0])) = \(now[$0])" as SQL }
        return .one(
            """
            UPDATE matter SET \(assignments.joined(by: ", "))
            WHERE id = \(header.id) AND version = \(before.version)\(condition)
            """)
    }
}

extension MatterHeader {
    /// The city's four digits; the province's two for what lies in no city.
    var cityPrefix: String { region.ancestor(at: .city).prefix }

    /// The county's six digits; those of the city or the province for what lies in no county.
    var countyPrefix: String { region.ancestor(at: .county).prefix }

    /// In the order of ``MatterTable/columnNames``.
    fileprivate func columnValues(deadline kept: String?) -> [SQLValue] {
        func value(_ value: (some SQLConvertible)?) -> SQLValue { value?.sqlValue ?? .null }
        return [
            value(id), value(kind), value(number), value(title), value(state), value(grade), value(light),
            value(region), value(cityPrefix), value(countyPrefix), value(sector), value(owner), value(supervisor),
            value(issuer), value(subject), value(parent), value(weight), value(assignee), value(agreedDay),
            value(actorOrganisation), value(awaitedSignatures.joined(separator: ",")), value(kept),
            value(deadline?.due), value(lightChangesAt), value(isOpen), value(version), value(month), value(openedAt),
            value(updatedAt), value(closedAt), value(wasLate),
        ]
    }

    /// Reads a row of the table `matter`.
    public init(row: Row) throws {
        self.init(
            id: try row["id"], kind: try row["kind"], title: try row["title"], state: try row["state"],
            region: try row["region"], openedAt: try row["opened_at"])
        number = try row["number"]
        grade = try row["grade"]
        light = try row["light"]
        lightChangesAt = try row["light_changes_at"]
        sector = try row["sector"]
        owner = try row["owner"]
        supervisor = try row["supervisor"]
        issuer = try row["issuer"]
        subject = try row["subject"]
        parent = try row["parent"]
        weight = try row["weight"]
        assignee = try row["assignee"]
        agreedDay = try row["agreed_day"]
        actorOrganisation = try row["actor_organisation"]
        awaitedSignatures = (try row["awaited_signatures"] as String).split(separator: ",").map(String.init)
        deadline = try (row["deadline"] as String?).map { text in
            text.utf8.first == UInt8(ascii: "{")
                ? try JSONDecoder().decode(Deadline.self, from: Data(text.utf8)) : try Deadline(kept: text)
        }
        isOpen = try row["is_open"]
        version = try row["version"]
        updatedAt = try row["updated_at"]
        closedAt = try row["closed_at"]
        wasLate = try row["was_late"]
    }
}
