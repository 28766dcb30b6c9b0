import Calendars
import SampleProvince
import SupervisedTasks
import Testing
import Workflows

/// 提醒、督办函、约谈 — three grades, each after the one before, and the ledger says who was told what and when.
@Suite(.serialized)
struct PressingTests {
    @Test func `only the one who supervises presses, and only while something is owed`() async throws {
        let world = try await World.withTasks()
        let task = try await world.task()
        for (someone, code) in [(Someone.qian, "not-permitted"), (.wu, "not-found"), (.lu, "not-permitted")] {
            #expect(try await refusal { try await world.perform(Remind(), on: task, by: someone) }?.code == code)
            #expect(try await refusal { try await world.perform(SendLetter(), on: task, by: someone) }?.code == code)
        }
        try await world.perform(Report(note: "完成"), on: task, by: .qian)
        #expect(try await refusal { try await world.perform(Remind(), on: task, by: .zhou) }?.code == "wrong-state")
    }

    @Test func `a task is reminded of once a day, and the unit is told`() async throws {
        let world = try await World.withTasks()
        let task = try await world.task()
        try await world.perform(Remind(message: "请本周内报送台账"), on: task, by: .zhou)
        #expect(try await refusal { try await world.perform(Remind(), on: task, by: .shen) }?.code == "reminded-today")
        world.clock.move(to: "2026-06-11")
        try await world.perform(Remind(), on: task, by: .shen)

        let told = try await world.notices(about: task).filter { $0.text.hasPrefix("提醒：") }
        #expect(told.map(\.organisation) == ["nanjing-bureau", "nanjing-bureau"])
        #expect(told[0].text.contains("请本周内报送台账"))
        let entry = try await world.ledger.entries(of: task).first { $0.command == "remind" }
        #expect(entry?.reason == "请本周内报送台账")
        #expect(entry?.changes.first { $0.field == "told" }?.after == "提醒南京市应急管理局：请本周内报送台账")
        #expect(try await world.header(task).state == "handling")
    }

    @Test func `a letter goes out when the task is overdue or was reminded of, an interview after a letter`()
        async throws
    {
        let world = try await World.withTasks()
        let task = try await world.task()
        let call = CallInterview(day: Day("2026-07-06")!, place: "省安委办 3 楼", interviewee: "市局局长")
        #expect(
            try await refusal { try await world.perform(SendLetter(), on: task, by: .zhou) }?.code == "not-yet-overdue")
        world.clock.move(to: "2026-07-02")
        #expect(try await refusal { try await world.perform(call, on: task, by: .zhou) }?.code == "no-letter-yet")
        try await world.perform(SendLetter(), on: task, by: .zhou)
        try await world.perform(call, on: task, by: .zhou)
        let pressed = try await world.supervised(task)
        #expect(pressed.letters == 1)
        #expect(pressed.interviews == 1)
    }

    @Test(arguments: Engine.all)
    func `letters are numbered by their issuer and year without gaps, and signed for`(engine: Engine) async throws {
        let world = try await World.withTasks(on: engine)
        let task = try await world.task()
        let part = try await world.part(of: task)
        world.clock.move(to: "2026-07-02")
        try await world.perform(SendLetter(demand: "请于本周内完成。"), on: task, by: .zhou)
        try await world.perform(SendLetter(), on: part, by: .qian)
        try await world.perform(SendLetter(), on: task, by: .zhou)

        let letters = try await world.letters()
        #expect(letters.map(\.header.number) == ["省安委办督〔2026〕1号", "南京市应急管理局督〔2026〕1号", "省安委办督〔2026〕2号"])
        #expect(letters[0].overdueDays == 2)
        #expect(letters[0].demand == "请于本周内完成。")
        #expect(letters[0].header.actorOrganisation == "nanjing-bureau")
        #expect(letters[0].header.parent == nil)

        let id = letters[0].id
        #expect(
            try await refusal { try await world.perform(SignForLetter(), on: id, by: .zhou) }?.code == "not-permitted")
        #expect(try await refusal { try await world.perform(SignForLetter(), on: id, by: .wu) }?.code == "not-found")
        try await world.perform(SignForLetter(), on: id, by: .qian)
        #expect(
            try await refusal { try await world.perform(WithdrawLetter(reason: "误发"), on: id, by: .zhou) }?.code
                == "wrong-state")
        #expect(try await world.ledger.entries(of: id).map(\.command) == ["open-beside", "sign-for"])
    }

    @Test func `a letter does not keep the task from being finished`() async throws {
        let world = try await World.withTasks()
        let task = try await world.task()
        world.clock.move(to: "2026-07-02")
        try await world.perform(SendLetter(), on: task, by: .zhou)
        try await world.perform(Report(note: "已完成"), on: task, by: .qian)
        #expect(try await world.perform(Close(), on: task, by: .shen).state == "closed")
    }

    @Test func `an interview is recorded by whoever called it, after it was held`() async throws {
        let world = try await World.withTasks()
        let task = try await world.task()
        world.clock.move(to: "2026-07-02")
        try await world.perform(SendLetter(), on: task, by: .zhou)
        try await world.perform(
            CallInterview(day: Day("2026-07-06")!, place: "省安委办", interviewee: "市局局长"), on: task, by: .zhou)
        let id: String = try await world.database.rows("SELECT id FROM interview")[0]["id"]
        func record(_ day: String, by someone: Someone) async throws -> Refusal? {
            let record = RecordInterview(heldOn: Day(day)!, participants: "周、局长", minutes: "承诺 7 月底前完成")
            return try await refusal { try await world.perform(record, on: id, by: someone) }
        }
        #expect(try await record("2026-07-06", by: .zhou)?.problems.keys.sorted() == ["heldOn"])
        world.clock.move(to: "2026-07-06", hour: 17)
        #expect(try await record("2026-07-06", by: .qian)?.code == "not-permitted")
        #expect(try await record("2026-07-06", by: .zhou) == nil)
        #expect(try await world.header(id).state == "held")
    }
}

extension World {
    fileprivate func letters() async throws -> [SupervisionLetter] {
        try await database.rows(
            "SELECT * FROM matter JOIN supervision_letter letter ON letter.id = matter.id ORDER BY matter.id"
        ).map { try SupervisionLetter(header: MatterHeader(row: $0), details: $0) }
    }
}
