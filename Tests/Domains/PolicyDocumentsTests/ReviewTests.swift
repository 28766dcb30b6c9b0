import Calendars
import OfficialDocuments
import PolicyDocuments
import SampleProvince
import Testing
import Workflows

/// 审阅 — every stroke is a command of its own: recorded, and never over somebody else's.
struct ReviewTests {
    @Test func `a draft without owner, or with a unit nobody settled, is not accepted as it stands`() async throws {
        let office = try await Office()
        let id = try await office.receive()
        for place in [3, 4] {
            let draft = try await office.draft(place, of: id)
            let refused = try await refusal { try await office.world.perform(AcceptDraft(draft), on: id, by: .zhou) }
            #expect(refused?.code == "draft-not-ready")
            #expect(try await office.draft(place, of: id) == draft)
        }
    }

    @Test func `a draft is not left out without a reason`() async throws {
        let office = try await Office()
        let id = try await office.receive()
        let draft = try await office.draft(4, of: id)
        let refused = try await refusal {
            try await office.world.perform(LeaveOutDraft(draft, because: "　"), on: id, by: .zhou)
        }
        #expect(refused?.problems.keys.sorted() == ["reason"])
    }

    @Test(arguments: Engine.all)
    func `the second of two reviewers does not overwrite the first silently`(engine: Engine) async throws {
        let office = try await Office(on: engine)
        let id = try await office.receive()
        let seen = try await office.draft(4, of: id)
        var first = ReviseDraft(seen)
        first.lead = "emergency"
        try await office.world.perform(first, on: id, by: .zhou)
        var second = ReviseDraft(seen)
        second.lead = "industry"
        let refused = try await refusal { try await office.world.perform(second, on: id, by: .zhou) }
        #expect(refused?.code == "draft-changed")
        #expect(try await office.draft(4, of: id).lead == "emergency")
    }

    @Test func `two reviewers who work on different drafts do not get in each other's way`() async throws {
        let office = try await Office()
        let id = try await office.receive()
        let (one, other) = (try await office.draft(1, of: id), try await office.draft(2, of: id))
        try await office.world.perform(AcceptDraft(one), on: id, by: .zhou)
        try await office.world.perform(AcceptDraft(other), on: id, by: .zhou)
        #expect(try await office.document(id).drafts.prefix(2).map(\.decision) == [.accepted, .accepted])
    }

    @Test func `a day that has passed is refused, and so is a unit that is not in the register`() async throws {
        let office = try await Office()
        let id = try await office.receive()
        var past = ReviseDraft(try await office.draft(1, of: id))
        past.day = Day("2026-06-09")
        var stranger = ReviseDraft(try await office.draft(1, of: id))
        stranger.lead = "nobody"
        let refusals = [
            try await refusal { try await office.world.perform(past, on: id, by: .zhou) },
            try await refusal { try await office.world.perform(stranger, on: id, by: .zhou) },
        ]
        #expect(refusals.map { $0?.problems.keys.first } == ["day", "lead"])
    }

    @Test(arguments: Engine.all)
    func `the ledger tells who changed what in a draft, and does not repeat the text`(engine: Engine) async throws {
        let office = try await Office(on: engine)
        let id = try await office.receive()
        var revision = ReviseDraft(try await office.draft(2, of: id))
        revision.lead = "emergency"
        try await office.world.perform(revision, on: id, by: .zhou)
        let entries = try await office.world.ledger.entries(of: id)
        #expect(entries.map(\.command) == ["receive", "revise-draft"])
        #expect(entries[1].actor.person == "zhou")
        #expect(
            entries[1].changes.map { "\($0.field)：\($0.before ?? "")→\($0.after ?? "")" } == [
                "草案2（一、（二））牵头单位：industry→emergency", "草案2（一、（二））审阅：待审→采纳",
            ])
        #expect(entries.flatMap(\.changes).allSatisfy { ($0.after ?? "").count < 200 })
    }

    @Test func `merged, two drafts are one with the words and units of both, to be looked at again`() async throws {
        let office = try await Office()
        let id = try await office.receive()
        let (one, next) = (try await office.draft(1, of: id), try await office.draft(2, of: id))
        try await office.world.perform(MergeDrafts(one), on: id, by: .zhou)
        let drafts = try await office.document(id).drafts
        #expect(drafts.map(\.clause) == ["一、（一）", "二、（一）", "二、（二）"])
        #expect(drafts[0].requirement == one.requirement + "\n" + next.requirement)
        #expect(drafts[0].lead == "emergency")
        #expect(drafts[0].cooperating == ["industry", "nanjing-committee", "xuanwu-bureau"])
        #expect(drafts[0].day == Day("2026-10-31"))
        #expect(drafts[0].decision == .open)
        let gone = try await refusal { try await office.world.perform(AcceptDraft(next), on: id, by: .zhou) }
        #expect(gone?.code == "draft-gone")
    }

    @Test func `the last draft has nothing to be merged with`() async throws {
        let office = try await Office()
        let id = try await office.receive()
        let last = try await office.draft(4, of: id)
        let refused = try await refusal { try await office.world.perform(MergeDrafts(last), on: id, by: .zhou) }
        #expect(refused?.code == "draft-not-ready")
    }

    @Test func `split at a sentence, both halves carry the words of the source and no word is lost`() async throws {
        let office = try await Office()
        let id = try await office.receive()
        let whole = try await office.draft(1, of: id)
        let document = try await office.document(id)
        let middle = try #require(
            document.reading.sentences.first { $0.start > whole.start + 8 && $0.end <= whole.end })
        let nowhere = try await refusal {
            try await office.world.perform(SplitDraft(whole, at: middle.start + 1), on: id, by: .zhou)
        }
        #expect(nowhere?.code == "draft-not-ready")
        try await office.world.perform(SplitDraft(whole, at: middle.start), on: id, by: .zhou)
        let drafts = try await office.document(id).drafts
        #expect(drafts.count == 5)
        #expect(drafts[0].requirement + drafts[1].requirement == whole.requirement)
        #expect(drafts[1].lead == whole.lead)
        #expect(drafts[1].id == "5")
    }

    @Test func `a sentence that was passed over can be taken up, once`() async throws {
        let office = try await Office()
        let id = try await office.receive()
        let document = try await office.document(id)
        let background = try #require(document.reading.sentences.first { $0.kind == .background })
        try await office.world.perform(TakeUpSentence(at: background.start), on: id, by: .zhou)
        let drafts = try await office.document(id).drafts
        #expect(drafts.count == 5)
        #expect(drafts[0].requirement.hasPrefix("去年以来"))
        #expect(drafts[0].lead == nil)
        let again = try await refusal {
            try await office.world.perform(TakeUpSentence(at: background.start), on: id, by: .zhou)
        }
        #expect(again?.code == "draft-not-ready")
    }

    @Test func `accepting what is complete leaves alone what lacks an owner, a day or a known unit`() async throws {
        let office = try await Office()
        let id = try await office.receive()
        try await office.world.perform(AcceptReadyDrafts(), on: id, by: .zhou)
        #expect(try await office.document(id).drafts.map(\.decision) == [.accepted, .accepted, .open, .open])
        let nothing = try await refusal { try await office.world.perform(AcceptReadyDrafts(), on: id, by: .zhou) }
        #expect(nothing?.code == "draft-not-ready")
    }
}
