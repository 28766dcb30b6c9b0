import Calendars
import OfficialDocuments
import PolicyDocuments
import SampleProvince
import Testing
import Workflows

/// 收文 — what a document becomes when it is taken in. Nothing is guessed.
struct ReceivingTests {
    @Test func `who only reads documents cannot take one in`() async throws {
        let office = try await Office()
        let refused = try await refusal {
            try await office.world.open(ReceiveDocument(text: Office.text), by: .sun)
        }
        #expect(refused?.kind == .forbidden)
    }

    @Test func `a text without a title is refused, and taken once its title is given`() async throws {
        let office = try await Office()
        let text = "要建立台账。"
        let refused = try await refusal { try await office.receive(text) }
        #expect(refused?.problems.keys.sorted() == ["title"])
        let id = try await office.world.open(ReceiveDocument(text: text, title: "会议纪要"), by: .zhou).matter
        #expect(try await office.document(id).header.title == "会议纪要")
    }

    @Test func `with neither a file nor a text there is nothing to take in`() async throws {
        let office = try await Office()
        let refused = try await refusal {
            try await office.world.open(ReceiveDocument(text: nil), by: .zhou)
        }
        #expect(refused?.problems.keys.sorted() == ["text"])
    }

    @Test func `a text longer than the limit is refused before it is read`() {
        let values = FieldValues(["text": [String(repeating: "字", count: ReceiveDocument.largestText + 1)]])
        let problem = #expect(throws: Refusal.self) {
            try values.checked(against: ReceiveDocument.fields, on: Day("2026-06-10")!)
        }
        #expect(problem?.problems["text"] != nil)
    }

    @Test(arguments: Engine.all)
    func `each clause that asks for something becomes a draft with unit, day and place in the text`(
        engine: Engine
    ) async throws {
        let office = try await Office(on: engine)
        let document = try await office.document(office.receive())
        #expect(document.header.title == "江苏省安全生产委员会关于加强冬季安全生产工作的意见")
        #expect(document.number == "苏安〔2026〕7号")
        #expect(document.date == Day("2026-06-08"))
        #expect(document.header.deadline?.dueOn == Day("2026-06-17"))
        #expect(document.drafts.map(\.clause) == ["一、（一）", "一、（二）", "二、（一）", "二、（二）"])
        #expect(document.drafts.map(\.title) == ["开展隐患排查", "规范动火作业", "加强宣传教育", "完善统计制度"])
        #expect(document.drafts.map(\.day) == [Day("2026-09-30"), Day("2026-10-31"), Day("2026-08-31"), nil])
        let points = Array(document.text.unicodeScalars)
        for draft in document.drafts {
            let words = String(String.UnicodeScalarView(points[draft.start..<draft.end]))
            #expect(words == draft.requirement)
            #expect(draft.decision == .open)
        }
    }

    @Test func `a dissolved unit leads to its successor, the named leader leads, the others co-operate`() async throws {
        let office = try await Office()
        let draft = try await office.draft(1, of: office.receive())
        #expect(draft.lead == "emergency")
        #expect(draft.cooperating == ["industry", "nanjing-committee"])
        #expect(draft.unresolved == [])
    }

    @Test func `a unit that nothing in the register settles is flagged and given to nobody`() async throws {
        let office = try await Office()
        let draft = try await office.draft(3, of: office.receive())
        #expect(draft.lead == nil)
        #expect(draft.cooperating == [])
        #expect(draft.unresolved == ["各设区市人民政府"])
    }

    @Test func `whoever is of another region does not learn that the document exists`() async throws {
        let office = try await Office()
        let id = try await office.receive()
        let there = try await refusal {
            try await office.world.perform(AcceptReadyDrafts(), on: id, by: .wang)
        }
        let nowhere = try await refusal {
            try await office.world.perform(AcceptReadyDrafts(), on: "nothing", by: .wang)
        }
        #expect(there?.code == "not-found")
        #expect(there?.message == nowhere?.message)
    }
}
