import Storage
import SupervisedTasks
import Workflows

/// 通知 — a small document of the tests that publishes a tree of tasks.
struct Circular: Matter {
    static let kind = "circular"
    static let title = "通知"
    static let numberPrefix = "TZ"
    static let detailColumns: [DetailColumn] = []

    enum State: String, MatterState {
        case published, withdrawn
        var title: String { self == .published ? "已发布" : "已撤回" }
    }

    var header: MatterHeader
    var details: [SQLValue] { [] }

    init(header: MatterHeader) { self.header = header }
    init(header: MatterHeader, details row: Row) throws { self.header = header }

    static let migrations = [
        Migration("circulars", 1, "通知", ["CREATE TABLE circular (id TEXT PRIMARY KEY REFERENCES matter (id))"])
    ]

    static let workflow = Workflow<Circular>(
        initial: .published, final: [.withdrawn], reading: .readSupervisedTasks,
        openings: [.init(Publish.self, by: .establishTasks)],
        transitions: [
            .init(TakeBack.self, from: [.published], to: .withdrawn, by: .establishTasks, as: .supervisor)
        ],
        awaits: { $0 == .published ? .by(.supervisor, .none(because: "样例")) : .nothing })

    /// The tasks to be published cannot be filled into a form: they come from the review.
    struct Publish: Opening {
        static let slug = "publish"
        static let title = "发布"
        var tasks: [PlannedTask] = []
        var assignment: Assignment?

        init(_ tasks: [PlannedTask]) { self.tasks = tasks }
        init(assigning assignment: Assignment) { self.assignment = assignment }
        init(from decoder: any Decoder) throws {}

        func open(in step: inout Step) throws(Refusal) -> Circular {
            let circular = Circular(
                header: MatterHeader(
                    Circular.self, title: "样例通知", region: step.user.posts[0].region, supervisor: "province-office",
                    in: step))
            try EstablishTree(tasks, supervisor: "province-office").open(under: circular, in: &step)
            if let assignment { try step.assign(assignment, under: circular) }
            return circular
        }
    }

    struct TakeBack: Command {
        typealias Subject = Circular
        static let slug = "take-back"
        static let title = "撤回"
        func apply(to circular: inout Circular, in step: inout Step) {}
    }
}
