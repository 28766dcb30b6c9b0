import Registry
import Storage

/// Every statement that writes the register of enterprises.
enum EnterpriseTables {
    /// Finds enterprises by name, former name, code, people and pinyin initials.
    static let searchIndex = TextIndex("enterprise_text")

    static let migrations: [Migration] = [
        Migration(
            "enterprises", 1, "企业名录、信息来源与变更",
            [
                """
                CREATE TABLE enterprise (
                    id TEXT PRIMARY KEY REFERENCES organisation (id),
                    name TEXT NOT NULL CHECK (name <> ''),
                    credit_code TEXT UNIQUE CHECK (length(credit_code) = 18),
                    no_code_reason TEXT,
                    region TEXT NOT NULL CHECK (length(region) = 12),
                    city TEXT NOT NULL,
                    county TEXT NOT NULL,
                    address TEXT,
                    industry TEXT NOT NULL,
                    sector TEXT NOT NULL,
                    status TEXT NOT NULL,
                    size TEXT,
                    legal_representative TEXT,
                    safety_head TEXT,
                    safety_phone TEXT,
                    duty_phone TEXT,
                    employees BIGINT CHECK (employees >= 0),
                    registered_on TEXT,
                    branch_of TEXT,
                    former_names TEXT NOT NULL,
                    merged_into TEXT REFERENCES enterprise (id),
                    merged_on TEXT,
                    disputed BIGINT NOT NULL,
                    made_up SMALLINT NOT NULL,
                    version BIGINT NOT NULL CHECK (version > 0),
                    updated_at BIGINT NOT NULL,
                    CHECK (credit_code IS NOT NULL OR no_code_reason IS NOT NULL),
                    CHECK ((merged_into IS NULL) = (merged_on IS NULL))
                )
                """,
                "CREATE INDEX enterprise_by_county ON enterprise (county, id)",
                "CREATE INDEX enterprise_by_city ON enterprise (city, id)",
                "CREATE INDEX enterprise_by_region ON enterprise (region, id)",
                "CREATE INDEX enterprise_by_sector ON enterprise (sector, city, county, id)",
                "CREATE INDEX enterprise_by_industry ON enterprise (industry, id)",
                "CREATE INDEX enterprise_by_status ON enterprise (status, city, county, id)",
                "CREATE INDEX enterprise_by_name ON enterprise (name, county)",
                "CREATE INDEX enterprise_by_branch ON enterprise (branch_of) WHERE branch_of IS NOT NULL",
                "CREATE INDEX enterprise_by_dispute ON enterprise (city, county, id) WHERE disputed > 0",
                "CREATE INDEX enterprise_by_merger ON enterprise (merged_into) WHERE merged_into IS NOT NULL",
                """
                CREATE TABLE enterprise_statement (
                    enterprise TEXT NOT NULL REFERENCES enterprise (id),
                    source TEXT NOT NULL,
                    organisation TEXT NOT NULL,
                    facts TEXT NOT NULL,
                    PRIMARY KEY (enterprise, source)
                )
                """,
                """
                CREATE TABLE enterprise_change (
                    id TEXT PRIMARY KEY,
                    enterprise TEXT NOT NULL,
                    fact TEXT NOT NULL,
                    old TEXT,
                    new TEXT,
                    source TEXT NOT NULL,
                    person TEXT NOT NULL,
                    organisation TEXT NOT NULL,
                    cause TEXT NOT NULL,
                    changed_at BIGINT NOT NULL
                )
                """,
                "CREATE INDEX enterprise_change_by_enterprise ON enterprise_change (enterprise, id)",
            ] + Migration.appendOnly("enterprise_change") + searchIndex.creation),
        Migration(
            "enterprises", 2, "主要负责人、安全管理人员、工艺与化学品",
            [
                "ALTER TABLE enterprise ADD COLUMN chief TEXT", "ALTER TABLE enterprise ADD COLUMN chief_phone TEXT",
                "ALTER TABLE enterprise ADD COLUMN safety_staff BIGINT CHECK (safety_staff >= 0)",
                "ALTER TABLE enterprise ADD COLUMN safety_engineers BIGINT CHECK (safety_engineers >= 0)",
                "ALTER TABLE enterprise ADD COLUMN special_operators BIGINT CHECK (special_operators >= 0)",
                "ALTER TABLE enterprise ADD COLUMN processes TEXT", "ALTER TABLE enterprise ADD COLUMN chemicals TEXT",
            ]),
        Migration("enterprises", 3, "企业的经纬度坐标", ["ALTER TABLE enterprise ADD COLUMN location TEXT"]),
    ]

    static func insert(_ enterprise: Enterprise) -> Change {
        let facts = EnterpriseFact.allCases
        let columns = facts.map { SQL(stringLiteral: $0.rawValue) }.joined(by: ", ")
        let values = facts.map { "\(stored(enterprise, $0))" as SQL }.joined(by: ", ")
        return .one(
            """
            INSERT INTO enterprise
                (id, \(columns), city, county, former_names, merged_into, merged_on, disputed, made_up, version,
                updated_at)
            VALUES (\(enterprise.id), \(values), \(enterprise.city), \(enterprise.county),
                    \(enterprise.formerNames.joined(separator: "\n")), \(enterprise.mergedInto), \(enterprise.mergedOn),
                    \(enterprise.disputed), \(enterprise.isMadeUp), \(enterprise.version), \(enterprise.updatedAt))
            """)
    }

    /// Finds no row, and so refuses the commit, when somebody wrote since this version was read.
    static func update(_ enterprise: Enterprise, from version: Int) -> Change {
        let assignments = EnterpriseFact.allCases.map { fact in
            "\(SQL(stringLiteral: fact.rawValue)) = \(stored(enterprise, fact))" as SQL
        }.joined(by: ", ")
        return .one(
            """
            UPDATE enterprise SET \(assignments), city = \(enterprise.city), county = \(enterprise.county),
                former_names = \(enterprise.formerNames.joined(separator: "\n")),
                merged_into = \(enterprise.mergedInto), merged_on = \(enterprise.mergedOn),
                disputed = \(enterprise.disputed), version = \(enterprise.version),
                updated_at = \(enterprise.updatedAt)
            WHERE id = \(enterprise.id) AND version = \(version)
            """)
    }

    static func save(_ statement: Statement, about enterprise: String) -> Change {
        .one(
            """
            INSERT INTO enterprise_statement (enterprise, source, organisation, facts)
            VALUES (\(enterprise), \(statement.source), \(statement.organisation), \(statement.lines))
            ON CONFLICT (enterprise, source) DO UPDATE SET
                organisation = excluded.organisation, facts = excluded.facts
            """)
    }

    static func removeStatement(_ source: StatementSource, about enterprise: String) -> Change {
        .one("DELETE FROM enterprise_statement WHERE enterprise = \(enterprise) AND source = \(source)")
    }

    static func insert(_ change: FactChange) -> Change {
        .one(
            """
            INSERT INTO enterprise_change
                (id, enterprise, fact, old, new, source, person, organisation, cause, changed_at)
            VALUES (\(change.id), \(change.enterprise), \(change.fact), \(change.old), \(change.new),
                    \(change.source), \(change.author.person), \(change.author.organisation), \(change.author.cause),
                    \(change.at))
            """)
    }

    static func index(_ enterprise: Enterprise) -> Change {
        let words =
            ([enterprise.name] + enterprise.formerNames
                + [.creditCode, .legalRepresentative, .chief, .safetyHead].compactMap { enterprise[$0] }
                + [NameInitials.searchWords(of: enterprise.name)])
        return searchIndex.put(words.joined(separator: " "), for: enterprise.id)
    }

    /// Takes a row out that was entered by mistake and that nothing refers to.
    static func remove(_ enterprise: String, atVersion version: Int) -> [Change] {
        [
            .any("DELETE FROM enterprise_statement WHERE enterprise = \(enterprise)"),
            searchIndex.remove(enterprise),
            .one("DELETE FROM enterprise WHERE id = \(enterprise) AND version = \(version)"),
            .one("DELETE FROM organisation WHERE id = \(enterprise)"),
        ]
    }

    private static func stored(_ enterprise: Enterprise, _ fact: EnterpriseFact) -> SQLValue {
        guard let value = enterprise[fact] else { return .null }
        return EnterpriseFact.counts.contains(fact) ? Int(value)?.sqlValue ?? .null : .text(value)
    }
}

extension Enterprise {
    /// As the filter of region × sector finds them.
    var city: String { region.ancestor(at: .city).prefix }
    var county: String { region.ancestor(at: .county).prefix }
}
