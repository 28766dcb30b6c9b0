import ArgumentParser
import Calendars
import Enterprises
import Logging
import Registry
import Storage

struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "生成虚构数据，供演示和规模测试用", subcommands: [Enterprises.self])

    struct Enterprises: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "enterprises", abstract: "生成虚构企业：名称虚构，代码校验位正确，页面上标明“虚构数据”")

        @OptionGroup var settings: Settings
        @Option(help: "生成多少家") var count: Int
        @Option(help: "从第几号起；同一号码总是同一家企业") var from = 0

        func validate() throws {
            guard (1...1_000_000).contains(count), (0...10_000_000).contains(from) else {
                throw ValidationError("count 应在 1 到 1000000 之间，from 应在 0 到 10000000 之间。")
            }
        }

        func run() async throws {
            let composition = Composition(
                settings: try await ResolvedSettings(settings), logger: Logger(label: "anlan"))
            let database = try await composition.database()
            try await database.migrate(Composition.migrations)
            let registry = try await Registry(database: database, boundaries: try composition.boundaries())
            guard !registry.regions.all.isEmpty else {
                throw ValidationError("数据库里还没有行政区划。请先装入区划，或先运行 anlan demo --load-only。")
            }
            let started = ContinuousClock.now
            let generator = MadeUpEnterprises(
                in: registry.regions, industries: try composition.industries(), on: Instant.now.day)
            do {
                try await generator.load(from..<from + count, into: database) {
                    "awb-" + $0.ancestor(at: .county).prefix
                }
            } catch is Conflict {
                throw ValidationError("这些号码的企业已经生成过。请用 --from 指定更大的起始号。")
            }
            try await database.close()
            print("已生成 \(count) 家虚构企业，用时 \(started.duration(to: .now).components.seconds) 秒。")
        }
    }
}
