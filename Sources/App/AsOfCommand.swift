import ArgumentParser
import Calendars
import Ledger
import Logging
import Permissions
import Storage
import Workflows

/// For whoever runs the server and is asked what was known then; on the pages everyone sees what is theirs to see.
struct AsOfCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "as-of", abstract: "当时情况：某人在某一时刻的岗位、待办、已办、已告知，或某事项在某一时刻的样子")

    @Option(help: "人员编号。") var person: String?
    @Option(help: "事项编号（内部编号，网址中的那一段）。") var matter: String?
    @Option(help: "时刻，如 2026-06-15T10:30。") var at: String
    @OptionGroup var settings: Settings

    func run() async throws {
        let instant = try Instant(argument: at)
        let composition = Composition(settings: try await ResolvedSettings(settings), logger: Logger(label: "anlan"))
        let database = try await composition.database()
        let people = try await People(database: database, roles: Roles.catalogue)
        let known = KnownThen(database: database, kinds: Composition.kinds, people: people)
        do {
            if let person { try await show(person, at: instant, known, people) }
            if let matter { try await show(matter: matter, at: instant, known) }
        } catch let refusal as Refusal {
            throw ValidationError(refusal.message)
        }
        try await database.close()
    }

    private func show(_ id: String, at instant: Instant, _ known: KnownThen, _ people: People) async throws {
        guard let person = people.person(id) else { throw ValidationError("没有编号为 \(id) 的人员。") }
        let picture = try await known.picture(of: id, at: instant, for: User(person: person, posts: []))
        print("\(person.name)　\(instant)")
        print("岗位：\(picture.posts.map { "\($0.role.title)@\($0.organisation)" }.joined(separator: "、"))")
        print("待办 \(picture.list.count) 项：")
        for standing in picture.list { print("  \(standing.due ?? "无期限")　\(standing.matter.state)　\(standing.title)") }
        print("已办（最近 \(picture.done.count) 条）：")
        for entry in picture.done { print("  \(entry.times.received)　\(entry.command)　\(entry.target.matter)") }
        print("已告知（最近 \(picture.told.count) 条）：")
        for notice in picture.told { print("  \(notice.at)　\(notice.text)") }
    }

    private func show(matter id: String, at instant: Instant, _ known: KnownThen) async throws {
        guard let standing = try await known.matter(id, at: instant) else {
            print("那时还没有这个事项。")
            return
        }
        print("\(standing.title)　第 \(standing.matter.version) 版　\(standing.matter.state)　到期 \(standing.due ?? "无")")
        for (field, value) in standing.matter.fields.sorted(by: { $0.key < $1.key }) { print("  \(field)：\(value)") }
    }
}

extension Instant {
    /// A moment as it is given on the command line, by the clock in China: `2026-06-15T10:30` or with seconds.
    init(argument: String) throws {
        let parts = argument.split(whereSeparator: { $0 == "T" || $0 == " " }).map(String.init)
        guard parts.count == 2, let day = Day(parts[0]),
            let minute = Instant(day: day, clock: String(parts[1].prefix(5))),
            let seconds = Self.seconds(parts[1].dropFirst(5))
        else { throw ValidationError("时刻应写作 2026-06-15T10:30 或 2026-06-15T10:30:15（北京时间）。") }
        self = minute.adding(.seconds(seconds))
    }

    private static func seconds(_ text: Substring) -> Int? {
        if text.isEmpty { return 0 }
        guard text.count == 3, text.first == ":", let seconds = Int(text.dropFirst()), (0..<60).contains(seconds) else {
            return nil
        }
        return seconds
    }

    /// `2026-06-15 10:30:15`
    var toTheSecond: String {
        let seconds = millisecondsOfDay / 1_000 % 60
        return "\(self):\(seconds < 10 ? "0" : "")\(seconds)"
    }
}
