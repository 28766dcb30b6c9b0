import Calendars
import Permissions
import Registry
import Site
import Storage
import SupervisedTasks
import Workflows

/// 大量任务 — as many made-up tasks as asked for, for measuring. Each goes through the desk like any other, so that
/// numbers, terms, lights, tallies and the ledger are what they would be.
struct DemoVolume {
    let premises: Premises
    let clock: DemoClock
    let people: [String: User]

    /// How many are under way at once; the database writes what has gathered together.
    private static let atOnce = 128
    private static let titles = [
        "有限空间作业专项整治", "粉尘涉爆企业除尘系统改造", "重大事故隐患挂牌督办", "化工园区安全风险评估", "消防通道占用清理",
        "特种作业人员持证核查", "危险化学品储罐区检查", "液氨制冷企业专项检查",
    ]

    func run(_ amount: Int) async throws {
        let offices = premises.registry.organisations.all.filter {
            $0.kind == .committeeOffice && $0.region.level == .county && $0.exists(on: clock.now.day)
        }
        guard !offices.isEmpty, let clerk = people["zhou"], let approver = people["shen"] else { return }
        let days = 150
        var made = 0
        for day in 0..<days {
            let until = amount * (day + 1) / days
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<Self.atOnce {
                    let range = stride(from: made + worker, to: until, by: Self.atOnce)
                    group.addTask {
                        for index in range {
                            try await establish(index, for: offices[index % offices.count].id, clerk, approver)
                        }
                    }
                }
                try await group.waitForAll()
            }
            made = until
            clock.advance(by: .seconds(86_400))
        }
        try await Escalation(desk: premises.desk, kinds: premises.kinds).run()
    }

    private func establish(_ index: Int, for owner: String, _ clerk: User, _ approver: User) async throws {
        let task = try await premises.desk.open(
            EstablishTask(
                title: "\(Self.titles[index % Self.titles.count])（\(index + 1)）", requirement: "逐项整改并复查。",
                grade: index % 5 == 0 ? .key : .routine, owner: owner,
                day: clock.now.day.adding(days: 20 + index % 280)), by: clerk)
        guard index % 10 == 0 else { return }
        try await premises.desk.perform(Approve(), on: task.matter, by: approver)
        try await premises.desk.perform(Issue(), on: task.matter, by: clerk)
    }
}
