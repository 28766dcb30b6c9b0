import Calendars
import HiddenDangers
import SampleProvince
import Testing
import Workflows

/// A danger is put right by its enterprise, and found right by someone who neither ordered nor did it.
@Suite(.serialized)
struct RectifyingTests {
    @Test(arguments: Engine.all)
    func `a general danger goes from found to cleared, and every step stands in the ledger`(engine: Engine) async throws
    {
        let world = try await World.withDangers(on: engine)
        let id = try await world.danger(in: .cleared)
        let danger = try await world.danger(id)
        #expect(danger.state == .cleared && !danger.header.isOpen)
        #expect(danger.clearedBy == "sun" && danger.clearedOrganisation == "xuanwu-bureau")
        #expect(
            try await world.ledger.entries(of: id).map(\.command) == ["report", "grade", "report-rectified", "verify"])
        #expect(try await Recount(database: world.database).differences() == [])
    }

    @Test(arguments: Engine.all)
    func `a major danger goes by the five securings and is cleared after it was verified`(engine: Engine) async throws {
        let world = try await World.withDangers(on: engine)
        let id = try await world.danger(in: .cleared, .major)
        let danger = try await world.danger(id)
        #expect(danger.securing == .sample && danger.state == .cleared)
        #expect(
            try await world.ledger.entries(of: id).map(\.command) == [
                "report", "grade", "secure", "report-rectified", "verify", "clear",
            ])
    }

    @Test func `a major danger is not put right before the five are secured`() async throws {
        let world = try await World.withDangers()
        let id = try await world.danger(in: .planning, .major)
        let report = ReportRectified("已装", evidence: [photograph])
        #expect(try await refusal { try await world.perform(report, on: id, by: .li) }?.code == "wrong-state")
        var late = Securing.sample
        late.day = Day("2026-12-31")!
        let refused = try await refusal { try await world.perform(SecureRectification(late), on: id, by: .li) }
        #expect(refused?.problems["day"]?.contains("2026年9月8日") == true)
        for someone in [Someone.yang, .tang] {
            let other = try await refusal {
                try await world.perform(SecureRectification(.sample), on: id, by: someone)
            }
            #expect(other?.code == "not-permitted", "\(someone.name)")
        }
        try await world.perform(SecureRectification(.sample), on: id, by: .li)
        #expect(try await world.header(id).deadline?.dueOn == Day("2026-07-20"))
    }

    @Test func `none of the five may be missing on the form`() async throws {
        let world = try await World.withDangers()
        let id = try await world.danger(in: .planning, .major)
        let kind = KindOfMatter(HiddenDanger.self)
        let full = [
            "measures": "加装护栏", "money": "20000", "responsible": "周建", "day": "2026-07-20", "contingency": "设警戒线",
        ]
        for missing in full.keys {
            let values = FieldValues(full.filter { $0.key != missing })
            let refused = try await refusal {
                try await kind.perform(
                    "secure", with: values, on: id, by: world.user(.li), in: Envelope(), at: world.desk)
            }
            #expect(refused?.problems.keys.map { $0 } == [missing])
        }
        try await kind.perform(
            "secure", with: FieldValues(full), on: id, by: world.user(.li), in: Envelope(), at: world.desk)
        #expect(try await world.danger(id).securing?.money == 20_000)
    }

    @Test func `a major danger is reported right with a photograph only`() async throws {
        let world = try await World.withDangers()
        let id = try await world.danger(in: .rectifying, .major)
        let bare = try await refusal { try await world.perform(ReportRectified("已装"), on: id, by: .li) }
        #expect(bare?.problems["evidence"]?.contains("照片") == true)
    }

    @Test func `whoever ordered, secured or did the rectification cannot find it right`() async throws {
        let world = try await World.withDangers()
        let id = try await world.danger(in: .rectified)
        let verify = VerifyDanger("看过了")
        #expect(try await refusal { try await world.perform(verify, on: id, by: .yang) }?.code == "own-work")
        #expect(try await refusal { try await world.perform(verify, on: id, by: .li) }?.code == "not-permitted")
        #expect(try await refusal { try await world.perform(verify, on: id, by: .zheng) }?.code == "not-found")
        #expect(
            try await refusal { try await world.perform(VerifyDanger(""), on: id, by: .lyu) }?.problems["reason"] != nil
        )
        try await world.perform(verify, on: id, by: .lyu)
        #expect(try await world.danger(id).state == .cleared)
    }

    @Test func `an enterprise checks its own general dangers, not by the one who put them right, and no others`()
        async throws
    {
        let world = try await World.withDangers()
        let own = try await world.open(SelfCheck(.guardrail, Grading(.general, because: "可以马上装")), by: .li).matter
        try await world.perform(ReportRectified("装好了"), on: own, by: .li)
        let check = VerifyOwnDanger("牢固")
        #expect(try await refusal { try await world.perform(check, on: own, by: .li) }?.code == "not-permitted")
        try await world.perform(ReturnOwnDanger(until: Day("2026-06-15")!, because: "焊点不牢"), on: own, by: .tang)
        try await world.perform(ReportRectified("重新焊接"), on: own, by: .li)
        try await world.perform(check, on: own, by: .tang)
        #expect(try await world.danger(own).state == .cleared)
        #expect(try await world.danger(own).clearedOrganisation == "jinling-chemicals")

        let inspected = try await world.danger(in: .rectified)
        #expect(try await refusal { try await world.perform(check, on: inspected, by: .tang) }?.code == "not-permitted")
    }

    @Test func `what is not right goes back with a reason and a day, and counts`() async throws {
        let world = try await World.withDangers()
        let id = try await world.danger(in: .rectified)
        let day = Day("2026-06-20")!
        let bare = ReturnForRectification(until: day, because: "")
        #expect(try await refusal { try await world.perform(bare, on: id, by: .lyu) }?.problems["reason"] != nil)
        let far = ReturnForRectification(until: Day("2026-09-01")!, because: "仍晃动")
        #expect(try await refusal { try await world.perform(far, on: id, by: .lyu) }?.problems["day"] != nil)
        try await world.perform(ReturnForRectification(until: day, because: "仍晃动"), on: id, by: .lyu)
        let danger = try await world.danger(id)
        #expect(danger.state == .rectifying && danger.returns == 1 && danger.header.deadline?.dueOn == day)
    }

    @Test func `more time is the authority's to give, also when the enterprise watched itself`() async throws {
        let world = try await World.withDangers()
        let id = try await world.open(SelfCheck(.guardrail, Grading(.general, because: "可以装")), by: .li).matter
        let early = AskExtension(until: Day("2026-06-25")!, because: "配件未到")
        #expect(try await refusal { try await world.perform(early, on: id, by: .li) }?.problems["day"] != nil)
        let asked = Day("2026-07-05")!
        try await world.perform(AskExtension(until: asked, because: "配件未到"), on: id, by: .li)
        #expect(try await world.header(id).actorOrganisation == "meiyuan-station")
        #expect(try await world.header(id).deadline?.dueOn == Day("2026-06-25"))
        for someone in [Someone.li, .tang] {
            #expect(
                try await refusal { try await world.perform(GrantExtension(), on: id, by: someone) }?.code
                    == "not-permitted")
        }
        try await world.perform(GrantExtension(because: "同意"), on: id, by: .yang)
        let deadline = try await world.header(id).deadline
        #expect(deadline?.dueOn == asked && deadline?.extensions.first?.from == Day("2026-06-25"))
        #expect(try await world.danger(id).extensions == 1)
    }

    @Test func `a refused extension leaves the day as it was`() async throws {
        let world = try await World.withDangers()
        let id = try await world.danger(in: .extensionAsked)
        let due = try await world.header(id).deadline?.dueOn
        try await world.perform(RefuseExtension(because: "配件本地有货"), on: id, by: .yang)
        #expect(try await world.header(id).deadline?.dueOn == due)
        #expect(try await world.danger(id).askedDay == nil)
    }

    @Test(arguments: HiddenDanger.State.allCases)
    func `a danger is put right only while it is being put right`(state: HiddenDanger.State) async throws {
        let world = try await World.withDangers()
        let isMajor = [.planning, .verified].contains(state)
        let id = try await world.danger(in: state, isMajor ? .major : .general)
        #expect(try await world.danger(id).state == state)
        let refused = try await refusal {
            try await world.perform(ReportRectified("装好了", evidence: [photograph]), on: id, by: .li)
        }
        #expect(refused?.code == (state == .rectifying ? nil : "wrong-state"))
    }
}
