import Calendars
import Ledger
import Storage

/// What administrators did, kept like the ledger: only added to.
public enum AdministrationStore {
    public static let migrations: [Migration] =
        [
            Migration(
                "administration", 1, "管理员操作记录",
                [
                    """
                    CREATE TABLE administration_entry (
                        id TEXT PRIMARY KEY,
                        action TEXT NOT NULL,
                        target TEXT NOT NULL,
                        person TEXT NOT NULL,
                        at BIGINT NOT NULL,
                        detail TEXT NOT NULL
                    )
                    """
                ] + Migration.appendOnly("administration_entry"))
        ] + RefusalLog.migrations

    static func note(_ action: String, on target: String, by person: String, at: Instant, _ detail: String) -> Change {
        .one(
            """
            INSERT INTO administration_entry (id, action, target, person, at, detail)
            VALUES (\(UUIDv7.make(at: at)), \(action), \(target), \(person), \(at), \(detail))
            """)
    }
}

/// A fresh id at the time of a visit.
enum UUIDv7Text {
    static func make(_ visit: Visit) -> String { UUIDv7.make(at: visit.now) }
}

extension Premises {
    /// Tells the other instances to read people and organisations anew.
    func announceDirectory() async throws {
        try await database.announce("directory", on: "anlan")
    }
}
