import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOHTTP1
import SampleProvince
import Testing
import Workflows

@testable import App
@testable import Site

/// 实时提示 — an open page hears that something changed, and only whoever may read it hears it.
@Suite(.serialized)
struct LiveTests {
    private func interest(_ person: String, _ organisations: Set<String> = [], matter: String? = nil)
        -> LiveUpdates.Interest
    {
        .init(person: person, organisations: organisations, matter: matter)
    }

    private func update(_ matter: String, _ organisations: Set<String>) -> MatterUpdate {
        MatterUpdate(matter: matter, version: 2, organisations: organisations)
    }

    @Test func `nobody is woken by what does not concern them`() async throws {
        let live = LiveUpdates()
        let (gulou, _) = try #require(live.join(interest("zheng", ["gulou-bureau"], matter: "m1")))
        let (xuanwu, _) = try #require(live.join(interest("sun", ["xuanwu-bureau"])))
        live.publish([update("m2", ["xuanwu-bureau"])])
        #expect(live.signal(for: gulou) == .beat)
        #expect(live.signal(for: xuanwu) == .change)
        #expect(live.signal(for: xuanwu) == .beat)
        live.publish([update("m1", [])])
        #expect(live.signal(for: gulou) == .change)
    }

    @Test func `there is room for so many pages; a person's newest takes the place of their oldest`() async throws {
        let live = LiveUpdates(limit: 3, limitForPerson: 2)
        let (_, oldest) = try #require(live.join(interest("sun")))
        let (second, _) = try #require(live.join(interest("sun")))
        #expect(live.join(interest("sun")) != nil)
        #expect(live.openPages == 2)
        // The oldest is told to end; nothing else would end it.
        #expect(await oldest.first { true } == nil)
        #expect(live.join(interest("wu")) != nil)
        #expect(!live.hasRoom)
        #expect(live.join(interest("li")) == nil)
        live.leave(second)
        #expect(live.openPages == 2)
        #expect(live.hasRoom)
    }

    @Test func `what is announced reaches the pages of another instance, in pieces, once`() throws {
        let (here, there) = (LiveUpdates(), LiveUpdates())
        let (page, _) = try #require(there.join(interest("sun", ["org-77"])))
        here.publish((0..<100).map { update("matter-\($0)", ["org-\($0)", "province-office"]) })
        let pieces = here.announcements(of: 500)
        #expect(pieces.count > 1)
        #expect(pieces.allSatisfy { $0.utf8.count <= 500 })
        #expect(here.announcements() == [])
        for piece in pieces { there.receive(piece) }
        #expect(there.signal(for: page) == .change)
        // What was heard is not announced again.
        #expect(there.announcements() == [])
        there.receive("nonsense\nm1\tx\t\n")
        #expect(there.signal(for: page) == .beat)
    }

    /// Reads a stream of events until one of this name comes.
    private func next(_ name: String, in body: inout HTTPClientResponse.Body.AsyncIterator, _ heard: inout String)
        async throws -> String
    {
        while true {
            if let event = heard.range(of: "event: \(name)\n"), let end = heard[event.upperBound...].range(of: "\n\n") {
                let data = String(heard[event.upperBound..<end.lowerBound].dropFirst("data: ".count))
                heard = String(heard[end.upperBound...])
                return data
            }
            guard let buffer = try await body.next() else { throw StreamEnded() }
            heard += String(buffer: buffer)
        }
    }

    private struct StreamEnded: Error {}

    @Test(.timeLimit(.minutes(1)))
    func `a page hears that its matter moved on, and what it hears says nothing of it`() async throws {
        let office = try await Office()
        let task = try await MatterSamples(in: office).ids["supervised-task"]!
        let holder = Office.Holder(role: Roles.departmentOfficer, standpoint: .own)
        let token = try await office.token(of: holder)
        let kind = Composition.kinds["supervised-task"]!
        let version = try await kind.read(task, for: office.user(holder), at: office.premises.desk).header.version
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let application = Application(router: office.site.router(), logger: office.composition.logger)
        try await application.test(.live) { server in
            var request = HTTPClientRequest(
                url:
                    "http://127.0.0.1:\(server.port!)/live?counts=workbench&kind=supervised-task&matter=\(task)&version=\(version)"
            )
            request.headers.add(name: "Authorization", value: "Bearer \(token)")
            let response = try await client.execute(request, timeout: .seconds(30))
            #expect(response.headers.first(name: "Content-Type")?.hasPrefix("text/event-stream") == true)
            var (body, heard) = (response.body.makeAsyncIterator(), "")
            let counts = try await next("counts", in: &body, &heard)
            #expect(counts.contains("\"todo\":"))
            #expect(office.premises.live.openPages == 1)

            _ = try await kind.perform(
                "sign-for", with: FieldValues(), on: task, by: office.user(holder), in: Envelope(),
                at: office.premises.desk)
            let changed = try await next("changed", in: &body, &heard)
            #expect(changed == "{\"version\":\(version + 1)}")
            // The stream is still open: stopping the server ends it.
        }
        try await client.shutdown()
        #expect(office.premises.live.openPages == 0)
    }

    @Test func `whoever may not read the matter is told that it is not there`() async throws {
        let office = try await Office()
        let task = try await MatterSamples(in: office).ids["supervised-task"]!
        let token = try await office.token(of: .init(role: Roles.departmentOfficer, standpoint: .other))
        try await office.visit { client in
            let real = try await client.ask(.get, "/live?kind=supervised-task&matter=\(task)", token: token)
            let nowhere = try await client.ask(.get, "/live?kind=supervised-task&matter=nowhere", token: token)
            #expect(real.status == .notFound)
            #expect(real.text == nowhere.text)
            #expect(try await client.ask(.get, "/live").status == .unauthorized)
        }
    }
}
