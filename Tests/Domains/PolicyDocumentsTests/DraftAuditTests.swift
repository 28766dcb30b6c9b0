import PolicyDocuments
import SampleProvince
import Storage
import Testing
import Workflows

/// 稿件核对 — nobody changes what a version said after it was issued, not even on the database itself.
@Suite(.serialized)
struct DraftAuditTests {
    @Test(arguments: Engine.all)
    func `a version whose text was changed, taken out or put in is found`(engine: Engine) async throws {
        let room = try await DraftingRoom(on: engine)
        let project = try await room.project()
        try await room.world.perform(IssueVersion(stage: .discussion, text: DraftingRoom.text), on: project, by: .zhou)
        try await room.world.perform(FinaliseDraft(), on: project, by: .zhou)
        let other = try await room.project()
        try await room.world.perform(IssueVersion(stage: .discussion, text: "一、压实责任。"), on: other, by: .zhou)
        let database = room.world.database
        func findings() async throws -> [String] { try await DraftAudit(database: database).run() }
        #expect(try await findings() == [])
        #expect(try await StateAudit(database: database, kinds: room.world.kinds).run().findings == [])

        let first: SQL = "project = \(project) AND version = 1"
        try await database.commit([.one("UPDATE draft_version SET draft_text = '一、可以缓办。' WHERE \(first)")])
        #expect(try await findings() == ["起草项目 \(project)：第1稿的正文与发出时不同"])
        try await database.commit([.one("UPDATE draft_version SET draft_text = \(DraftingRoom.text) WHERE \(first)")])
        #expect(try await findings() == [])

        try await database.commit([.one("UPDATE draft_version SET version = 5 WHERE \(first)")])
        #expect(
            try await findings() == ["起草项目 \(project)：第5稿不是办理台发出的", "起草项目 \(project)：第1稿不见了"])
        try await database.commit([.any("DELETE FROM draft_version WHERE project = \(other)")])
        #expect(try await findings().contains("起草项目 \(other)：第1稿不见了"))
    }

    @Test func `the digest that the project keeps cannot be changed with the text`() async throws {
        let room = try await DraftingRoom()
        let project = try await room.project()
        try await room.world.perform(IssueVersion(stage: .discussion, text: DraftingRoom.text), on: project, by: .zhou)
        try await room.world.database.commit([
            .one("UPDATE drafting_project SET draft_digest = '1 3 abc' WHERE id = \(project)")
        ])
        let findings = try await StateAudit(database: room.world.database, kinds: room.world.kinds).run().findings
        #expect(findings.map(\.matter) == [project])
    }
}
