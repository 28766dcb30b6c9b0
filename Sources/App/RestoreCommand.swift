import ArgumentParser
import Backups
import Calendars
import Foundation
import Logging
import Sealing
import Storage

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "还原：从备份建起一套新的数据，到指定时刻为止；从不覆盖已有的数据",
        discussion: """
            取不晚于 --until 的最近一个备份点：能还原到多近，取决于备份的间隔。先逐块核对摘要，再写入空的数据库和
            数据文件夹，最后像 anlan verify 一样全部重算，并与备份时的检查点对照。备份点之后办理的事项不在其中；
            如有见证方，它们会看出封存日志退回过，这是应当的。SQLite 与 PostgreSQL 的备份可以互相还原。
            """)

    @Option(help: "备份文件夹。") var from: String
    @Option(help: "还原到哪一时刻，如 2026-06-15T10:30:15（北京时间）；不填为最新的备份点。") var until: String?
    @Flag(help: "只列出有哪些备份点。") var list = false
    @OptionGroup var settings: Settings

    func run() async throws {
        let folder = BackupFolder(path: from)
        if list { return try printPoints(of: folder) }
        let instant = try until.map(Instant.init(argument:))
        do {
            guard let point = try folder.point(until: instant) else {
                throw ValidationError("\(from) 中没有\(instant.map { "不晚于 \($0) 的" } ?? "")备份点。用 --list 可列出全部。")
            }
            try await restore(point, folder)
        } catch let fault where fault is DamagedBackup || fault is PlaceTaken || fault is DatabaseIsNewer {
            throw ValidationError("\(fault)")
        }
    }

    private func restore(_ point: BackupPoint, _ folder: BackupFolder) async throws {
        let settings = try await ResolvedSettings(settings)
        let composition = Composition(settings: settings, logger: Logger(label: "anlan"))
        print("正在还原备份点 \(point.taken.toTheSecond)……")
        let database = try await composition.database()
        try await Restoration(of: point, in: folder).run(
            into: database, data: settings.data, migrations: Composition.migrations)
        let keys = try composition.logKeys()
        let checkpoints = [point.checkpoint.flatMap { SignedNote($0) }].compactMap { $0 }
        let isSound = try await WholeCheck(database: database, keys: keys, checkpoints: checkpoints).run()
        try await database.close()
        guard isSound else {
            print("还原的数据与封存日志不符，请勿启用：见上面列出的各项。")
            throw ExitCode.failure
        }
        print("已还原到 \(point.taken.toTheSecond)：\(point.rows) 行，附件文件 \(point.files.count) 个。")
    }

    private func printPoints(of folder: BackupFolder) throws {
        let points = try folder.points()
        for taken in points { print(taken.toTheSecond) }
        print("共 \(points.count) 个备份点。")
    }
}
