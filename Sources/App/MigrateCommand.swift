import ArgumentParser
import Logging
import Storage

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "migrate", abstract: "把数据库结构升级到本程序的版本")

    @OptionGroup var settings: Settings

    func run() async throws {
        let composition = Composition(settings: try await ResolvedSettings(settings), logger: Logger(label: "anlan"))
        let database = try await composition.database()
        try await database.migrate(Composition.migrations)
        try await database.close()
        print("数据库结构已是最新：\(Composition.migrations.count) 步。")
    }
}
