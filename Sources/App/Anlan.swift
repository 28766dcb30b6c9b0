import ArgumentParser

@main
struct Anlan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "anlan",
        abstract: "安澜：安全生产监管平台",
        discussion: """
            各项设置按“命令行选项 > 环境变量 > 配置文件”的次序取值。环境变量名为 ANLAN_ 加大写的选项名，
            如 ANLAN_DATABASE；配置文件是 JSON，由 --config 或 ANLAN_CONFIG 指定，键名同选项名。
            """,
        subcommands: [
            ServeCommand.self, DemoCommand.self, MigrateCommand.self, UserCommand.self, VerifyCommand.self,
            DecomposeCommand.self, GenerateCommand.self, AsOfCommand.self, BackupCommand.self, RestoreCommand.self,
            WitnessCommand.self,
        ])
}
