import Calendars
import Permissions
import SampleProvince
import Storage
import Testing
import Workflows

@testable import Inspections

/// Nobody is inspected by whoever has no power to, alone, without a reason, or more often than was published.
@Suite(.serialized)
struct ApplyingTests {
    private func application(
        _ ground: InspectionGround = .planned, clue: String? = nil, at enterprise: String = "jinling-chemicals",
        on day: String = "2026-06-12", by people: [String] = ["孙一", "吕二"]
    ) -> ApplyInspection {
        ApplyInspection(of: enterprise, ground, clue: clue, content: "特殊作业", on: Day(day)!, by: people)
    }

    @Test func `the enterprise, another county and a body that only co-ordinates cannot apply`() async throws {
        let world = try await World.withInspections()
        for someone in [Someone.li, .zheng] {
            #expect(
                try await world.refused { try await world.open(application(), by: someone) }?.code == "not-permitted",
                "\(someone)")
        }
        let committee = try await world.refused { try await world.open(application(), by: .zhou) }
        #expect(committee?.code == "no-power-to-inspect" && committee?.message.contains("54号") == true)
        try await world.open(application(), by: .qian)
    }

    @Test func `one person alone, a day that is past, a lead that is not named and what is no enterprise are refused`()
        async throws
    {
        let world = try await World.withInspections()
        let cases: [(ApplyInspection, String)] = [
            (application(by: ["孙一"]), "inspectors"), (application(by: ["孙一", " 孙一 "]), "inspectors"),
            (application(on: "2026-06-09"), "day"), (application(.complaint), "clue"),
            (application(.assigned, clue: " "), "clue"), (application(clue: "举报件 1"), "clue"),
            (application(at: "xuanwu-bureau"), "enterprise"), (application(at: "nowhere"), "enterprise"),
        ]
        for (opening, field) in cases {
            let refusal = try await world.refused { try await world.open(opening, by: .sun) }
            #expect(refusal?.problems[field] != nil, "\(field): \(String(describing: refusal))")
        }
        #expect(try await world.count("inspection") == 0)
    }

    @Test(arguments: Engine.all)
    func `beyond the cap what was planned is refused and says why, what follows a lead goes beside it`(engine: Engine)
        async throws
    {
        let world = try await World.withInspections(on: engine)
        try await world.publish(2)
        let first = try await world.apply()
        let second = try await world.apply()
        #expect(try await world.inspection(first).turn == 1)
        #expect(try await world.inspection(second).turn == 2)
        #expect(try await world.inspection(second).capDocument == "玄应急〔2026〕3号")
        let refusal = try #require(try await world.refused { try await world.apply() })
        #expect(refusal.code == "cap-reached")
        #expect(["2 次（玄应急〔2026〕3号）", "已经有 2 次", "投诉举报"].allSatisfy(refusal.message.contains))

        let led = try await world.inspection(try await world.apply(.complaint, clue: "12350 举报件 118"))
        #expect(led.counting == .exempt && led.turn == nil && led.clue == "12350 举报件 118")
        // Another authority has published nothing, and counts for itself.
        let city = try await world.inspection(try await world.apply(by: .qian))
        #expect(city.turn == 1 && city.capFigure == nil)
        // Another enterprise, and another year, count for themselves.
        #expect(try await world.inspection(try await world.apply(to: "meiyuan-store")).turn == 1)
        let next = try await world.open(application(on: "2027-01-05"), by: .sun).matter
        #expect(try await world.inspection(next).turn == 1)
    }

    @Test func `what is called off or turned down gives its place back`() async throws {
        let world = try await World.withInspections()
        try await world.publish(1)
        let first = try await world.apply()
        try await world.perform(CallOffInspection("企业停产"), on: first, by: .sun)
        #expect(try await world.inspection(first).counting == .released)
        let second = try await world.apply()
        try await world.perform(TurnDownInspection("事项没有公布"), on: second, by: .zhao)
        let third = try await world.apply()
        #expect(try await world.inspection(third).turn == 1)
        #expect(try await world.refused { try await world.apply() }?.code == "cap-reached")
    }

    @Test(arguments: Engine.concurrent)
    func `two who apply at once cannot both have the last one`(engine: Engine) async throws {
        let world = try await World.withInspections(on: engine)
        try await world.publish(1)
        let refusals = try await withThrowingTaskGroup(of: Refusal?.self) { group in
            for someone in [Someone.sun, .lyu, .sun, .lyu] {
                group.addTask { try await world.refused { try await world.apply(by: someone) } }
            }
            return try await group.reduce(into: [Refusal]()) { $0 += [$1].compactMap { $0 } }
        }
        #expect(refusals.count == 3)
        #expect(refusals.allSatisfy { ["cap-reached", "changed-meanwhile"].contains($0.code) })
        #expect(try await world.count("inspection WHERE turn = 1") == 1)
    }
}
