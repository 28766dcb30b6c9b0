import ArgumentParser
import Logging
import Storage
import Workflows

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "verify", abstract: "核对：计数与事项本身是否一致")

    @OptionGroup var settings: Settings

    func run() async throws {
        let composition = Composition(settings: try await ResolvedSettings(settings), logger: Logger(label: "anlan"))
        let database = try await composition.database()
        let differences = try await Recount(database: database).differences()
        try await database.close()
        for difference in differences {
            print("计数不符：\(difference.key.joined(separator: " / "))　记为 \(difference.kept)，重算为 \(difference.counted)")
        }
        guard differences.isEmpty else { throw ExitCode.failure }
        print("计数与事项一致。")
    }
}
