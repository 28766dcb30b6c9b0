import Calendars
import PolicyDocuments
import SampleProvince
import Storage
import Testing
import Workflows

/// 发布 — the whole tree at once or nothing, and back again until someone has signed.
struct PublishingTests {
    @Test(arguments: Engine.all)
    func `nothing is published while a measure has neither an owner nor a written reason`(engine: Engine) async throws {
        let office = try await Office(on: engine)
        let id = try await office.receive()
        try await office.world.perform(AcceptReadyDrafts(), on: id, by: .zhou)
        let before = try await office.picture(of: id)
        let refused = try await refusal { try await office.world.perform(FinishReview(), on: id, by: .zhou) }
        #expect(refused?.code == "not-covered")
        #expect(refused?.message.contains("2 条没有牵头单位") == true)
        let early = try await refusal { try await office.world.perform(PublishDocument(), on: id, by: .zhou) }
        #expect(early?.code == "wrong-state")
        #expect(try await office.picture(of: id) == before)
    }

    @Test func `tasks without a day need one, and none may lie in the past`() async throws {
        let office = try await Office()
        let id = try await office.receive()
        try await office.world.perform(AcceptReadyDrafts(), on: id, by: .zhou)
        for place in [3, 4] {
            var revision = ReviseDraft(try await office.draft(place, of: id))
            revision.lead = "emergency"
            try await office.world.perform(revision, on: id, by: .zhou)
        }
        try await office.world.perform(FinishReview(), on: id, by: .zhou)
        let timeless = try await refusal { try await office.world.perform(PublishDocument(), on: id, by: .zhou) }
        #expect(timeless?.problems["day"]?.contains("1 条") == true)
        office.world.clock.move(to: "2026-10-08")
        let late = try await refusal {
            try await office.world.perform(PublishDocument(day: Day("2026-12-31")), on: id, by: .zhou)
        }
        #expect(late?.message.contains("开展隐患排查") == true)
        #expect(try await office.world.parts(of: id).isEmpty)
    }

    @Test(arguments: Engine.all)
    func `published, every accepted draft is a task with a part for each unit, in one commit`(
        engine: Engine
    ) async throws {
        let office = try await Office(on: engine)
        let id = try await office.reviewed()
        let envelope = Envelope()
        try await office.world.perform(PublishDocument(), on: id, by: .zhou, in: envelope)

        let tasks = try await office.world.parts(of: id)
        #expect(tasks.map(\.title) == ["开展隐患排查", "规范动火作业", "加强宣传教育"])
        #expect(tasks.map(\.owner) == ["emergency", "industry", "province-office"])
        #expect(tasks.map(\.agreedDay) == [Day("2026-09-30"), Day("2026-10-31"), Day("2026-08-31")])
        var owners: [[String?]] = []
        for task in tasks { owners.append(try await office.world.parts(of: task.id).map(\.owner)) }
        #expect(
            owners == [
                ["industry", "nanjing-committee"], ["xuanwu-bureau"], ["nanjing-committee", "suzhou-committee"],
            ])
        #expect(try await office.document(id).state == .published)

        let again = try await office.world.perform(PublishDocument(), on: id, by: .zhou, in: envelope)
        #expect(again.isRepeated)
        #expect(try await office.world.parts(of: id).count == 3)
    }

    @Test(arguments: Engine.all)
    func `withdrawn before anyone signed, the document takes all its tasks back`(engine: Engine) async throws {
        let office = try await Office(on: engine)
        let id = try await office.reviewed()
        try await office.world.perform(PublishDocument(), on: id, by: .zhou)
        let task = try await office.world.parts(of: id)[0]
        try await office.world.perform(WithdrawDocument(reason: "文件另行印发"), on: id, by: .zhou)
        #expect(try await office.document(id).state == .withdrawn)
        for whole in try await office.world.parts(of: id) {
            #expect(whole.state == "withdrawn")
            #expect(try await office.world.parts(of: whole.id).allSatisfy { $0.state == "withdrawn" })
        }
        let entry = try #require(try await office.world.ledger.entries(of: task.id).last)
        #expect(entry.command == "recall")
        #expect(entry.actor.person == "zhou")
        #expect(entry.reason == "文件另行印发")
    }

    @Test(arguments: Engine.all)
    func `once someone has signed for a part, the document stays, and it is said who signed`(
        engine: Engine
    ) async throws {
        let office = try await Office(on: engine)
        let id = try await office.reviewed()
        try await office.world.perform(PublishDocument(), on: id, by: .zhou)
        let second = try await office.world.parts(of: id)[1]
        let part = try await office.world.parts(of: second.id)[0]
        try await office.world.perform(SignFor(), on: part.id, by: .sun)
        let before = try await office.picture(of: id)
        let refused = try await refusal {
            try await office.world.perform(WithdrawDocument(reason: "文件另行印发"), on: id, by: .zhou)
        }
        #expect(refused?.code == "acted-upon")
        #expect(refused?.message.contains("玄武区应急管理局县局孙") == true)
        #expect(refused?.message.contains(part.number) == true)
        #expect(try await office.picture(of: id) == before)
    }

    @Test(arguments: Engine.all)
    func `a signature between the check and the commit is noticed by the database`(engine: Engine) async throws {
        let office = try await Office(on: engine)
        let id = try await office.reviewed()
        try await office.world.perform(PublishDocument(), on: id, by: .zhou)
        let second = try await office.world.parts(of: id)[1]
        let part = try await office.world.parts(of: second.id)[0].id
        let desk = office.world.desk { try await office.world.perform(SignFor(), on: part, by: .sun) }
        let refused = try await refusal {
            try await desk.perform(WithdrawDocument(reason: "文件另行印发"), on: id, by: office.world.user(.zhou))
        }
        #expect(refused?.code == "changed-meanwhile")
        #expect(try await office.document(id).state == .published)
        #expect(try await office.world.header(part).state == "working")
    }

    @Test func `the document is not done while a task is open`() async throws {
        let office = try await Office()
        let id = try await office.reviewed()
        try await office.world.perform(PublishDocument(), on: id, by: .zhou)
        let refused = try await refusal { try await office.world.perform(ConfirmImplemented(), on: id, by: .zhou) }
        #expect(refused?.code == "children-open")
    }

    /// 3,000 tasks in one commit; the time is printed, since it depends on the machine and on how the program was built.
    @Test(arguments: Engine.concurrent)
    func `three thousand tasks are published at once`(engine: Engine) async throws {
        let office = try await Office(on: engine)
        let measures = (1...1500).map { "\($0). 开展第\($0)项整治。要逐户排查并建立台账。（省应急厅牵头，省工信厅配合，2026年9月30日前完成）" }
        let text = "关于开展专项整治的意见\n" + measures.joined(separator: "\n")
        let id = try await office.receive(text)
        try await office.world.perform(AcceptReadyDrafts(), on: id, by: .zhou)
        try await office.world.perform(FinishReview(), on: id, by: .zhou)
        let started = ContinuousClock.now
        try await office.world.perform(PublishDocument(), on: id, by: .zhou)
        print("3000 tasks on \(engine): \(started.duration(to: .now))")
        let tasks = try await office.world.parts(of: id)
        #expect(tasks.count == 1500)
        let parts: Int = try await office.world.count("matter WHERE kind = 'errand' AND parent <> \(id)")
        #expect(parts == 1500)
    }
}
