import Calendars
import SampleProvince
import Storage
import Testing

@testable import App

/// What a backup of the whole program rests on.
struct BackupTests {
    @Test(arguments: Engine.all)
    func `every table has a primary key, by which a backup reads and cuts it`(engine: Engine) async throws {
        try await engine.withEmptyDatabase { database in
            try await database.migrate(Composition.migrations)
            let tables = try await database.snapshot { try $0.tables() }
            #expect(tables.count > 40)
            #expect(tables.filter { $0.key.isEmpty }.map(\.name) == [])
        }
    }

    @Test(arguments: ["2026-06-15", "2026-06-15T1:30", "2026-06-15T10:30:60", "2026-06-15T10:30:1", "15T10:30"])
    func `a moment that is none is refused`(text: String) {
        #expect(throws: (any Error).self) { try Instant(argument: text) }
    }

    @Test func `a moment is given by the clock in China, with seconds if need be`() throws {
        #expect(try Instant(argument: "2026-06-15T10:30").toTheSecond == "2026-06-15 10:30:00")
        #expect(try Instant(argument: "2026-06-15 10:30:07").toTheSecond == "2026-06-15 10:30:07")
    }
}
