/// A search index for Chinese text: finds any run of characters, from one character on, on both databases.
///
/// Each Chinese character is a word of its own and a search is for words that follow each other. Latin
/// letters and digits are found by the beginning of their word.
public struct TextIndex: Sendable {
    /// The table of the index. It has a column `id` and is only read through this type.
    public let table: String

    /// The number that SQLite's index knows a row by; PostgreSQL needs none.
    public static let ownColumn = "number"

    public init(_ table: String) {
        precondition(table.isPlainName, "not a table name: \(table)")
        self.table = table
    }

    /// The statements that make the index, for a ``Migration``.
    public var creation: [SQL] {
        [
            SQL(
                sqlite: plain(
                    "CREATE TABLE % (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, words TEXT NOT NULL)"),
                postgres: plain("CREATE TABLE % (id TEXT PRIMARY KEY, words TEXT NOT NULL)")),
            SQL(
                sqlite: plain(
                    """
                    CREATE VIRTUAL TABLE %_words USING fts5(words, content='%', content_rowid='number',
                    tokenize='unicode61 remove_diacritics 0')
                    """),
                postgres: plain("CREATE INDEX %_words ON % USING GIN (to_tsvector('simple', words))")),
            sqliteOnly("CREATE TRIGGER %_added AFTER INSERT ON % BEGIN \(added); END"),
            sqliteOnly("CREATE TRIGGER %_removed AFTER DELETE ON % BEGIN \(removed); END"),
            sqliteOnly("CREATE TRIGGER %_changed AFTER UPDATE ON % BEGIN \(removed); \(added); END"),
        ]
    }

    /// Puts the text under this id, in place of what was there.
    public func put(_ text: String, for id: some SQLConvertible) -> Change {
        .any(
            """
            \(plain("INSERT INTO % (id, words)")) VALUES (\(id), \(SearchWords.indexed(text)))
            ON CONFLICT (id) DO UPDATE SET words = excluded.words
            """)
    }

    /// Takes the text of this id out.
    public func remove(_ id: some SQLConvertible) -> Change {
        .any("\(plain("DELETE FROM %")) WHERE id = \(id)")
    }

    /// The condition that the text of the row with this id holds everything that is searched for.
    ///
    /// Words with spaces between them may stand anywhere. Nothing to search for matches nothing.
    ///
    /// - Parameter id: the column that holds the id, such as `matter.id`.
    public func condition(_ id: SQL, matches search: String) -> SQL {
        let phrases = SearchWords.phrases(search)
        if phrases.isEmpty { return "1 = 0" }
        let fts5 = phrases.map(SearchWords.fts5).joined(separator: " AND ")
        let tsquery = phrases.map(SearchWords.tsquery).joined(separator: " & ")
        return SQL(
            sqlite: """
                \(id) IN (SELECT id FROM \(plain("%")) WHERE number IN
                (SELECT rowid FROM \(plain("%_words")) WHERE \(plain("%_words")) MATCH \(fts5)))
                """,
            postgres: """
                \(id) IN (SELECT id FROM \(plain("%")) WHERE to_tsvector('simple', words) \
                @@ to_tsquery('simple', \(tsquery)))
                """)
    }

    /// The same condition for words that very many texts hold: each row that the rest of the query leads to is looked at,
    /// instead of all that hold the words. PostgreSQL chooses by itself.
    public func conditionRowByRow(_ id: SQL, matches search: String) -> SQL {
        let phrases = SearchWords.phrases(search)
        if phrases.isEmpty { return "1 = 0" }
        let likes = phrases.map { "' ' || held.words || ' ' LIKE \(SearchWords.like($0))" as SQL }
        return SQL(
            sqlite: """
                EXISTS (SELECT 1 FROM \(plain("%")) held WHERE held.id = \(id) AND \(likes.joined(by: " AND ")))
                """,
            postgres: condition(id, matches: search))
    }

    /// Counts the texts that hold what is searched for, as `amount`, up to a limit; none on PostgreSQL, which knows.
    public func amount(matching search: String, upTo limit: Int) -> SQL {
        let fts5 = SearchWords.phrases(search).map(SearchWords.fts5).joined(separator: " AND ")
        guard !fts5.isEmpty else { return "SELECT 0 AS amount" }
        return SQL(
            sqlite: """
                SELECT count(*) AS amount FROM (
                    SELECT 1 FROM \(plain("%_words")) WHERE \(plain("%_words")) MATCH \(fts5) LIMIT \(limit)) held
                """,
            postgres: "SELECT 0 AS amount")
    }

    private var added: String { "INSERT INTO %_words (rowid, words) VALUES (new.number, new.words)" }

    private var removed: String {
        "INSERT INTO %_words (%_words, rowid, words) VALUES ('delete', old.number, old.words)"
    }

    private func sqliteOnly(_ text: String) -> SQL {
        SQL(sqlite: plain(text), postgres: "")
    }

    private func plain(_ text: String) -> SQL {
        SQL(verbatim: text.split(separator: "%", omittingEmptySubsequences: false).joined(separator: table))
    }
}
