import Foundation
import Storage
import StoragePostgres
import StorageTesting
import Testing

/// What becomes of commits, listeners and leaders when the server or the connection goes away.
@Suite(.enabled(if: TestServer.shared != nil, "no PostgreSQL here: set ANLAN_TEST_POSTGRES or install postgresql-15"))
struct PostgresServerTests {
    private func withTwoInstances(
        _ work: (String, PostgresDatabase, PostgresDatabase) async throws -> Void
    ) async throws {
        try await Engine.postgres.withPlace { place in
            let (one, other) = try (PostgresDatabase(place), PostgresDatabase(place))
            try await one.migrate(Notebook.migrations)
            try await work(place, one, other)
            try await one.close()
            try await other.close()
        }
    }

    /// The server crashes while many write, and comes back.
    @Test func `a crash of the server loses nothing that was answered and keeps nothing that was refused`() async throws
    {
        let server = try TestServer.start()
        let database = try PostgresDatabase(server.address, readers: 2)
        try await database.migrate(Notebook.migrations)
        let writing = Task { [database] in
            await withTaskGroup(of: [(Int, Result<Void, any Error>)].self) { group in
                for writer in 0..<16 {
                    group.addTask {
                        var outcomes: [(Int, Result<Void, any Error>)] = []
                        for number in 0..<10_000 {
                            let id = writer * 10_000 + number
                            do {
                                try await database.commit([
                                    Notebook.add(id, "名\(id)"), Notebook.count("people", 1, by: 1),
                                ])
                                outcomes.append((id, .success(())))
                            } catch {
                                outcomes.append((id, .failure(error)))
                                break
                            }
                        }
                        return outcomes
                    }
                }
                return await group.reduce(into: []) { $0 += $1 }
            }
        }
        // In the middle of the work, however long a busy machine takes to begin it.
        for _ in 0..<3_000 where try await database.tally("people", 1) ?? 0 < 500 {
            try await Task.sleep(for: .milliseconds(10))
        }
        try server.halt()
        let outcomes = await writing.value
        #expect(outcomes.count(where: { $0.1.failure != nil }) == 16)
        #expect(
            outcomes.allSatisfy { ($0.1.failure as? DatabaseUnavailable)?.cause ?? .connectionLost == .connectionLost })
        await #expect(throws: DatabaseUnavailable.self) { try await database.commit([Notebook.add(-1, "停机")]) }
        await #expect(throws: DatabaseUnavailable.self) { _ = try await database.rows("SELECT 1") }
        await #expect(throws: DatabaseUnavailable.self) { try await database.probe() }

        try server.resume()
        try await recover(database)
        let kept = Set(try await database.rows("SELECT id FROM person").map { try $0["id"] as Int })
        for (id, outcome) in outcomes {
            switch outcome {
            case .success: #expect(kept.contains(id))
            case .failure(let error):
                if (error as? DatabaseUnavailable)?.outcomeUnknown == false { #expect(!kept.contains(id)) }
            }
        }
        #expect(try await database.tally("people", 1) == kept.count)
        try await database.commit([Notebook.add(-1, "恢复")])
        try await database.close()
        try server.remove()
    }

    private func recover(_ database: PostgresDatabase) async throws {
        for _ in 0..<100 {
            do {
                try await database.probe()
                return
            } catch is DatabaseUnavailable {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        Issue.record("the database did not recover within ten seconds")
    }

    @Test func `a connection that the server has ended is replaced without anyone noticing`() async throws {
        try await withTwoInstances { place, _, other in
            let name = "victim_\(UUID().uuidString.prefix(8))"
            let victim = try PostgresDatabase("\(place)&application_name=\(name)")
            try await victim.commit([Notebook.add(1, "一")])
            #expect(try await victim.people() == 1)
            try await other.commit([
                .any("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = \(name)")
            ])
            try await Task.sleep(for: .milliseconds(500))
            try await victim.commit([Notebook.add(2, "二")])
            #expect(try await victim.people() == 2)
            try await victim.close()
        }
    }

    @Test func `a commit whose connection breaks half-way is not kept`() async throws {
        try await withTwoInstances { _, database, _ in
            let fault = await #expect(throws: DatabaseUnavailable.self) {
                try await database.commit([
                    Notebook.add(1, "一"), .any("SELECT pg_terminate_backend(pg_backend_pid())"), Notebook.add(2, "二"),
                ])
            }
            #expect(fault?.cause == .connectionLost)
            #expect(try await database.people() == 0)
            try await database.commit([Notebook.add(1, "一")])
            #expect(try await database.people() == 1)
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `a row that someone else has locked is waited for, then reported, and its neighbours go on`()
        async throws
    {
        try await withTwoInstances { _, database, other in
            try await database.commit([Notebook.add(1, "一"), Notebook.add(2, "二")])
            let holding = Task {
                try await other.commit([
                    Notebook.rename(1, to: "占用", version: 1), .any("SELECT pg_sleep(20)"),
                ])
            }
            while try await database.rows(
                """
                SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'
                """
            ).isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            let outcomes = await outcomes(
                of: [[Notebook.rename(1, to: "等待", version: 1)], [Notebook.rename(2, to: "不等", version: 1)]],
                on: database)
            #expect((outcomes[0].failure as? DatabaseUnavailable)?.cause == .locked)
            #expect(outcomes[1].failure == nil)
            try await holding.value
            #expect(try await database.names() == ["占用", "不等"])
        }
    }

    @Test func `instances hear each other and not themselves`() async throws {
        try await withTwoInstances { _, one, other in
            let channel = "Changes \"quoted\" \(UUID().uuidString.prefix(8))"
            var (heardByOne, heardByOther) = (
                try await one.announcements(on: channel).makeAsyncIterator(),
                try await other.announcements(on: channel).makeAsyncIterator()
            )
            try await one.announce("甲说", on: channel)
            #expect(await heardByOther.next() == "甲说")
            try await other.announce("乙'说", on: channel)
            #expect(await heardByOne.next() == "乙'说")
            try await one.close()
            #expect(await heardByOne.next() == nil)
        }
    }

    @Test func `listening goes on after the connection was lost`() async throws {
        try await withTwoInstances { _, one, other in
            let channel = "after_\(UUID().uuidString.prefix(8))"
            var heard = try await one.announcements(on: channel).makeAsyncIterator()
            try await other.commit([
                .any(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = \("LISTEN \"\(channel)\"")
                    """)
            ])
            let speaking = Task {
                while !Task.isCancelled {
                    try await other.announce("还在", on: channel)
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
            #expect(await heard.next() == "还在")
            speaking.cancel()
        }
    }

    @Test func `who asks to listen while the server is away hears it once it is back`() async throws {
        let server = try TestServer.start()
        let (one, other) = try (PostgresDatabase(server.address), PostgresDatabase(server.address))
        try await one.probe()
        try server.halt()
        var heard = try await one.announcements(on: "early").makeAsyncIterator()
        try server.resume()
        let speaking = Task {
            while !Task.isCancelled {
                do {
                    try await other.announce("回来了", on: "early")
                } catch is DatabaseUnavailable {
                    // Not back yet.
                }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        #expect(await heard.next() == "回来了")
        speaking.cancel()
        try await one.close()
        // Ends, after what was said meanwhile.
        while await heard.next() != nil {}
        try await other.close()
        try server.remove()
    }

    @Test func `exactly one instance leads until it closes`() async throws {
        try await withTwoInstances { _, one, other in
            let name = "timers"
            #expect(try await one.lead(name))
            #expect(try await other.lead(name) == false)
            #expect(try await one.lead(name))
            #expect(try await other.lead("sealing"))
            try await one.close()
            var leads = try await other.lead(name)
            for _ in 0..<50 where !leads {
                try await Task.sleep(for: .milliseconds(100))
                leads = try await other.lead(name)
            }
            #expect(leads)
        }
    }

    @Test func `an address that cannot be understood is refused without repeating its password`() {
        let fault = #expect(throws: FaultyStatement.self) {
            _ = try PostgresDatabase("postgres://someone:geheim@[host/x")
        }
        #expect(fault.map { "\($0)".contains("geheim") } == false)
    }

    @Test func `a server that is not there is reported at once`() async throws {
        let database = try PostgresDatabase("postgres://nobody@127.0.0.1:1/none")
        let fault = await #expect(throws: DatabaseUnavailable.self) {
            try await database.commit([Notebook.add(1, "一")])
        }
        #expect(fault == DatabaseUnavailable(.connectionLost, detail: fault?.detail ?? "", outcomeUnknown: false))
        await #expect(throws: DatabaseUnavailable.self) { try await database.migrate(Notebook.migrations) }
        try await database.close()
    }
}
