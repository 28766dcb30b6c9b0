import Calendars
import Permissions
import Workflows

/// How much stands where on the workbench, for tiles and tabs.
struct WorkbenchCounts: Sendable {
    let today: Day
    let todo: Int
    let dueToday: Int
    let overdue: Int
    let supervised: Int
    let copied: Int
    let drafts: Int

    init(premises: Premises, user: User, today: Day) async throws {
        let lists = premises.lists
        self.today = today
        let mine = MatterQuery.waiting(for: user)
        var due = mine
        due.dueTo = today
        var red = mine
        red.lights = [.red]
        // What is overdue was due by today: the index on due days then finds it without looking at the rest.
        red.dueTo = today
        async let todo = lists.count(mine, for: user)
        async let dueToday = lists.count(due, for: user)
        async let overdue = lists.count(red, for: user)
        async let supervised = lists.count(.supervised(by: user), for: user)
        async let copied = lists.copiedCount(to: user)
        async let drafts = premises.drafts.count(of: user.person.id)
        (self.todo, self.dueToday, self.overdue) = try await (todo, dueToday, overdue)
        (self.supervised, self.copied, self.drafts) = try await (supervised, copied, drafts)
    }

    func total(of tab: WorkbenchRoutes.Tab) -> Int? {
        switch tab {
        case .todo: todo
        case .supervise: supervised
        case .copied: copied
        case .done: nil
        case .drafts: drafts
        }
    }

    /// By the names under which the page shows them: those of its tiles, and of its tabs.
    var live: JSON {
        .of(
            ("todo", .number(todo)), ("due-today", .number(dueToday)), ("overdue", .number(overdue)),
            ("supervised", .number(supervised)), ("supervise", .number(supervised)), ("copied", .number(copied)),
            ("drafts", .number(drafts)))
    }
}
