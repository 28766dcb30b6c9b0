/// The steps of the schema that a database has taken already, for the drivers.
public struct SchemaSteps: Sendable {
    public static let tableName = "schema_step"

    /// Where a database keeps which steps it has taken.
    public static let table = """
        CREATE TABLE IF NOT EXISTS schema_step (
            component TEXT NOT NULL, number BIGINT NOT NULL, title TEXT NOT NULL, applied_at BIGINT NOT NULL,
            PRIMARY KEY (component, number))
        """

    public static let query = ("SELECT component, number FROM schema_step" as SQL).form(in: .sqlite)

    private var taken: [String: Set<Int>] = [:]

    /// - Parameter rows: the answer to ``query``.
    public init(_ rows: [Row]) throws {
        for row in rows { taken[try row["component"], default: []].insert(try row["number"]) }
    }

    public func contains(_ migration: Migration) -> Bool {
        taken[migration.component]?.contains(migration.number) ?? false
    }

    /// - Throws: ``DatabaseIsNewer`` when there are steps that the program does not know.
    public func check(_ migrations: [Migration]) throws {
        let known = Dictionary(grouping: migrations, by: \.component).mapValues { $0.map(\.number) }
        for (component, numbers) in known {
            precondition(numbers == Array(1...numbers.count), "steps of \(component) are not numbered 1, 2, 3…")
        }
        for (component, numbers) in taken.sorted(by: { $0.key < $1.key }) {
            let (found, last) = (numbers.max() ?? 0, known[component]?.count ?? 0)
            if found > last { throw DatabaseIsNewer(component: component, known: last, found: found) }
        }
    }

    /// The statement that notes the step as taken now.
    public static func record(of migration: Migration) -> SQL {
        """
        INSERT INTO schema_step (component, number, title, applied_at)
        VALUES (\(migration.component), \(migration.number), \(migration.title), \(now))
        """
    }

    /// Milliseconds since 1970 by the database's own clock.
    private static let now = SQL(
        sqlite: "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)",
        postgres: "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)")
}
