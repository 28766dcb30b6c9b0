import Calendars
import PolicyDocuments
import SampleProvince
import Testing
import Workflows

/// 征求意见 — each unit speaks for itself, every comment is answered, and only then is there another version.
struct ConsultationTests {
    private static let next = IssueVersion(stage: .revised, text: DraftingRoom.text)

    @Test func `nobody is asked about a version that is not there, or until a day that has passed`() async throws {
        let room = try await DraftingRoom()
        let project = try await room.project()
        let early = Consult(units: ["industry"], day: Day("2026-06-30")!)
        #expect(try await refusal { try await room.world.perform(early, on: project, by: .zhou) }?.code == "no-version")
        try await room.world.perform(Self.next, on: project, by: .zhou)
        let late = Consult(units: ["industry"], day: Day("2026-06-01")!)
        let refused = try await refusal { try await room.world.perform(late, on: project, by: .zhou) }
        #expect(refused?.problems["day"] != nil)
        let strange = Consult(units: ["no-such-unit"], day: Day("2026-06-30")!)
        let unknown = try await refusal { try await room.world.perform(strange, on: project, by: .zhou) }
        #expect(unknown?.problems["units"] != nil)
        #expect(try await room.world.parts(of: project).isEmpty)
    }

    @Test func `a unit comments on its own request only, and on clauses that the version has`() async throws {
        let room = try await DraftingRoom()
        let (_, _, asked) = try await room.consulting()
        let theirs = asked["xuanwu-bureau"]!
        let comment = AddComment(on: "一、（二）", "样式应当全省统一")
        for someone in [Someone.jiang, .zheng] {
            let refused = try await refusal { try await room.world.perform(comment, on: theirs, by: someone) }
            #expect(refused?.code == "not-found")
        }
        let nowhere = AddComment(on: "三、（九）", "没有这一条")
        let refused = try await refusal { try await room.world.perform(nowhere, on: theirs, by: .sun) }
        #expect(refused?.problems["clause"]?.contains("三、（九）") == true)
        let empty = try await refusal { try await room.world.perform(SubmitComments(), on: theirs, by: .sun) }
        #expect(empty?.code == "no-comment")
        try await room.world.perform(comment, on: theirs, by: .sun)
        let both = try await refusal { try await room.world.perform(HaveNoComment(), on: theirs, by: .sun) }
        #expect(both?.code == "has-comments")
    }

    @Test(arguments: Engine.all)
    func `comments are about the version that was shown, however many there are`(engine: Engine) async throws {
        let room = try await DraftingRoom(on: engine)
        let project = try await room.project()
        let second = DraftingRoom.text + "\n（二）落实资金保障。安排专项资金。"
        try await room.world.perform(IssueVersion(stage: .discussion, text: DraftingRoom.text), on: project, by: .zhou)
        try await room.world.perform(IssueVersion(stage: .forComment, text: second), on: project, by: .zhou)
        try await room.world.perform(Consult(units: ["industry"], day: Day("2026-06-30")!), on: project, by: .zhou)
        let round = try await room.world.parts(of: project)[0].id
        let id = try await room.world.parts(of: round)[0].id
        for _ in 1...3 {
            try await room.world.perform(AddComment(on: "二、（二）", "资金来源请予明确"), on: id, by: .jiang)
        }
        #expect(
            try await room.consultation(id).comments.map(\.quote) == Array(repeating: "（二）落实资金保障。安排专项资金。", count: 3))
        #expect(try await room.consultation(id).version == 2)
    }

    @Test func `the unit does not answer itself, and no reason is no answer but for what is adopted`() async throws {
        let room = try await DraftingRoom()
        let (_, _, asked) = try await room.consulting()
        let id = asked["industry"]!
        try await room.world.perform(AddComment(on: nil, "全文过长"), on: id, by: .jiang)
        let early = try await refusal { try await room.world.perform(AnswerComment(1, .adopted), on: id, by: .zhou) }
        #expect(early?.code == "wrong-state")
        try await room.world.perform(SubmitComments(), on: id, by: .jiang)
        let own = try await refusal { try await room.world.perform(AnswerComment(1, .adopted), on: id, by: .jiang) }
        #expect(own?.code == "not-permitted")
        for answer in [ClauseComment.Answer.adoptedInPart, .notAdopted] {
            let silent = try await refusal {
                try await room.world.perform(AnswerComment(1, answer), on: id, by: .zhou)
            }
            #expect(silent?.problems["reason"] != nil)
        }
        let strange = try await refusal { try await room.world.perform(AnswerComment(7, .adopted), on: id, by: .zhou) }
        #expect(strange?.problems["comment"] != nil)
    }

    @Test(arguments: Engine.all)
    func `another version is refused, with the comments that have no answer, until each has one`(
        engine: Engine
    ) async throws {
        let room = try await DraftingRoom(on: engine)
        let (project, round, asked) = try await room.consulting()
        let id = asked["industry"]!
        try await room.world.perform(AddComment(on: "一、（一）", "冶金之外还应包括有色企业"), on: id, by: .jiang)
        try await room.world.perform(AddComment(on: nil, "篇幅可以再压缩", proposal: "合并第二部分"), on: id, by: .jiang)
        try await room.world.perform(SubmitComments(), on: id, by: .jiang)

        let refused = try await refusal { try await room.world.perform(Self.next, on: project, by: .zhou) }
        #expect(refused?.code == "comments-unanswered")
        #expect(refused?.message.contains("有 3 项没有办完") == true)
        #expect(refused?.message.contains("省工业和信息化厅对一、（一）的意见“冶金之外还应包括有色企业”没有答复") == true)
        #expect(refused?.message.contains("玄武区应急管理局还没有反馈") == true)

        try await room.world.perform(AnswerComment(1, .adopted), on: id, by: .zhou)
        #expect(try await room.world.header(id).state == "awaitingAnswer")
        try await room.world.perform(AnswerComment(2, .adoptedInPart, because: "第二部分保留"), on: id, by: .zhou)
        #expect(try await room.world.header(id).state == "answered")
        try await room.world.perform(HaveNoComment(), on: asked["xuanwu-bureau"]!, by: .sun)
        let open = try await refusal { try await room.world.perform(Self.next, on: project, by: .zhou) }
        #expect(open?.message.contains("还没有汇总") == true)
        try await room.world.perform(ConcludeRound(), on: round, by: .zhou)
        try await room.world.perform(Self.next, on: project, by: .zhou)
        #expect(try await room.versions(of: project).count == 2)

        let told = try await room.world.ledger.entries(of: id).last?.changes.map { "\($0.field)=\($0.after ?? "")" }
        #expect(told?.contains("意见2（全文）答复=部分采纳：第二部分保留") == true)
    }

    @Test func `the round is not concluded while a unit is silent, who can be passed over only after the day`()
        async throws
    {
        let room = try await DraftingRoom()
        let (_, round, asked) = try await room.consulting()
        try await room.world.perform(HaveNoComment(), on: asked["industry"]!, by: .jiang)
        let open = try await refusal { try await room.world.perform(ConcludeRound(), on: round, by: .zhou) }
        #expect(open?.code == "children-open")
        let silent = asked["xuanwu-bureau"]!
        let lapse = LapseConsultation(reason: "两次电话催办")
        #expect(
            try await refusal { try await room.world.perform(lapse, on: silent, by: .zhou) }?.code == "day-not-passed")
        room.world.clock.move(to: "2026-07-01")
        try await room.world.perform(lapse, on: silent, by: .zhou)
        try await room.world.perform(ConcludeRound(), on: round, by: .zhou)
        #expect(try await room.world.header(round).state == "concluded")
    }

    @Test func `what comes in after the day stays marked as late`() async throws {
        let room = try await DraftingRoom()
        let (_, _, asked) = try await room.consulting()
        let id = asked["industry"]!
        room.world.clock.move(to: "2026-07-02")
        try await room.world.perform(AddComment(on: nil, "补充一条意见"), on: id, by: .jiang)
        try await room.world.perform(SubmitComments(), on: id, by: .jiang)
        #expect(try await room.world.header(id).wasLate)
        try await room.world.perform(AnswerComment(1, .adopted), on: id, by: .zhou)
        #expect(try await room.world.header(id).wasLate)
    }

    @Test(arguments: Engine.all)
    func `the draft handed in ends the project, and is taken apart once`(engine: Engine) async throws {
        let room = try await DraftingRoom(on: engine)
        let project = try await room.project()
        let none = try await refusal { try await room.world.perform(FinaliseDraft(), on: project, by: .zhou) }
        #expect(none?.problems["text"] != nil)
        try await room.world.perform(IssueVersion(stage: .discussion, text: DraftingRoom.text), on: project, by: .zhou)
        let early = try await refusal { try await room.world.perform(HandOverDraft(), on: project, by: .zhou) }
        #expect(early?.code == "wrong-state")
        try await room.world.perform(FinaliseDraft(), on: project, by: .zhou)
        #expect(try await room.versions(of: project) == [DraftingRoom.text, DraftingRoom.text])
        #expect(try await room.world.header(project).isOpen == false)
        let closed = try await refusal { try await room.world.perform(Self.next, on: project, by: .zhou) }
        #expect(closed?.code == "wrong-state")

        try await room.world.perform(HandOverDraft(), on: project, by: .zhou)
        let documents = try await room.world.database.rows("SELECT * FROM matter WHERE kind = 'policy-document'")
        #expect(try documents.map { try $0["title"] as String } == ["关于加强冬季安全生产工作的意见"])
        let twice = try await refusal { try await room.world.perform(HandOverDraft(), on: project, by: .zhou) }
        #expect(twice?.code == "handed-over")
    }

    @Test func `two who issue a version at once do not both`() async throws {
        let room = try await DraftingRoom()
        let project = try await room.project()
        let desk = room.world.desk {
            try await room.world.perform(Self.next, on: project, by: .shen)
        }
        let refused = try await refusal {
            try await desk.perform(Self.next, on: project, by: room.world.user(.zhou))
        }
        #expect(refused?.code == "changed-meanwhile")
        #expect(try await room.versions(of: project).count == 1)
    }
}
