import Testing

/// No column measures how much somebody used the platform: no log-in counts, hours, streaks, likes or points.
/// Such measures are what the rules against formalism at the fingertips forbid.
struct SchemaTests {
    @Test func `no table keeps usage figures of people`() throws {
        let columns = try Checkout.sources.get().flatMap(Schema.columns)
        #expect(columns.filter(Schema.measuresUsage) == [])
    }

    @Test func `columns are read from the statements that make tables`() {
        let source = SwiftSource(
            path: "A.swift",
            text: #"""
                let one: SQL = "CREATE TABLE person (id TEXT PRIMARY KEY, rate NUMERIC(18, 2), CHECK (id <> ''))"
                let two: SQL = """
                    CREATE TABLE IF NOT EXISTS post (
                        id TEXT NOT NULL,
                        login_count BIGINT NOT NULL,
                        PRIMARY KEY (id)
                    )
                    """
                let three: SQL = "ALTER TABLE post ADD COLUMN streak BIGINT"
                let four: SQL = "SELECT likes FROM elsewhere"
                """#)
        #expect(Schema.columns(in: source) == ["id", "rate", "id", "login_count", "streak"])
    }

    @Test(arguments: [
        "login_count", "online_minutes", "streak", "login_streak", "likes", "points", "session_seconds",
        "check_in_days",
        "reading_time", "activity_rank", "page_views", "clicks",
    ])
    func `a usage figure is found`(column: String) {
        #expect(Schema.measuresUsage(column))
    }

    @Test(arguments: [
        "failed_sign_ins", "failed_login_count", "risk_point", "due_on", "last_sign_in_at", "viewpoint", "score",
        "expires_at",
    ])
    func `a figure of the work, or of security, is left alone`(column: String) {
        #expect(!Schema.measuresUsage(column))
    }
}

enum Schema {
    /// The columns of every table that a file creates, and those that it adds to tables.
    static func columns(in source: SwiftSource) -> [String] {
        source.literals.filter { $0.contains("TABLE") }.flatMap { created(by: $0) + added(by: $0) }
    }

    static func measuresUsage(_ column: String) -> Bool {
        let words = Set(column.split(separator: "_"))
        return !words.isDisjoint(with: ["likes", "streak", "streaks", "clicks", "checkin", "checkins"])
            || ["points", "logins", "sign_ins", "page_views", "views", "visits"].contains(column)
            || activities.contains { activity in figures.contains { column == "\(activity)_\($0)" } }
    }

    private static let activities = [
        "login", "logon", "sign_in", "check_in", "online", "session", "read", "reading", "view", "visit", "click",
        "like",
        "activity", "usage", "track",
    ]
    private static let figures = [
        "count", "days", "hours", "minutes", "seconds", "duration", "length", "time", "score", "rank",
    ]

    private static let clauses: Set<Substring> = ["PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT"]

    private static func created(by statement: String) -> [String] {
        statement.matches(of: /CREATE TABLE (?:IF NOT EXISTS )?[\w"]+\s*\(/).flatMap { match in
            elements(of: statement[match.range.upperBound...]).compactMap { element in
                let name = element.drop(while: \.isWhitespace).prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                return name.isEmpty || clauses.contains(name) ? nil : String(name)
            }
        }
    }

    private static func added(by statement: String) -> [String] {
        statement.matches(of: /ADD COLUMN (?:IF NOT EXISTS )?(\w+)/).map { String($0.output.1) }
    }

    /// What stands between the commas of a list, up to the bracket that closes it.
    private static func elements(of text: Substring) -> [String] {
        var depth = 0
        var elements = [""]
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if depth < 0 { break }
            if character == ",", depth == 0 {
                elements.append("")
            } else {
                elements[elements.count - 1].append(character)
            }
        }
        return elements
    }
}
