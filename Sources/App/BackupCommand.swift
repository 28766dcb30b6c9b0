import ArgumentParser
import Backups
import Calendars
import Foundation
import Logging
import ServiceLifecycle
import Storage

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "备份：不停服务，把数据库、附件和密钥写入一个文件夹；可反复写入同一文件夹",
        discussion: """
            每次备份是一个备份点，数据取自数据库的同一时刻；没有变化的部分不重复存放。备份中有密钥和个人信息，
            请与服务器一样妥善保管，并另存一份到别的地方。加 --every 60 则每 60 秒备份一次，直到进程被停止。
            加 --keep-days 30 则在备份之后清理 30 天以前的备份点（连续备份时每天清理一次）：先把最新的备份点逐块核对，
            完整无损才清理更早的，最后一个完整的备份点无论多早都保留。不加则从不清理。
            """)

    @Option(help: "备份文件夹。") var to: String
    @Option(help: "每隔多少秒备份一次；不填则只备份一次。") var every: Int?
    @Option(help: "保留最近多少天的备份点；不填则全部保留。") var keepDays: Int?
    @OptionGroup var settings: Settings

    func run() async throws {
        if let keepDays, !(1...36_500).contains(keepDays) {
            throw ValidationError("保留天数应在 1 到 36500 之间，现在是 \(keepDays)。")
        }
        if let every, every < 1 { throw ValidationError("间隔至少 1 秒，现在是 \(every)。") }
        let settings = try await ResolvedSettings(settings)
        let logger = Logger(label: "anlan")
        let database = try await Composition(settings: settings, logger: logger).database()
        let backup = Backup(
            of: database, data: settings.data, to: BackupFolder(path: to), program: Composition.version)
        let keeping = keepDays.map { Keeping(days: $0, folder: BackupFolder(path: to)) }
        do {
            let outcome = try await backup.take()
            Self.report(outcome)
            try keeping?.run(at: outcome.point.taken)
        } catch let fault where fault is MissingAttachment || fault is DamagedBackup || fault is FolderInUse {
            throw ValidationError("\(fault)")
        }
        if let every {
            let rounds = BackupRounds(
                backup: backup, keeping: keeping, interval: .seconds(every), logger: logger)
            let group = ServiceGroup(
                services: [rounds], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            try await group.run()
        }
        try await database.close()
    }

    static func report(_ outcome: Backup.Outcome) {
        let point = outcome.point
        print(
            """
            备份点 \(point.taken.toTheSecond)：\(point.tables.count) 张表 \(point.rows) 行，附件文件 \(point.files.count) 个；\
            新写入 \(outcome.bytesWritten / 1_024) KB，新附件 \(outcome.filesCopied) 个。
            """)
        fflush(nil)
    }
}

/// How long points are kept.
private struct Keeping {
    let days: Int
    let folder: BackupFolder

    func run(at now: Instant) throws {
        let outcome = try Pruning(of: folder).run(before: now.adding(.seconds(-86_400 * days)))
        guard !outcome.points.isEmpty else { return }
        print("清理了 \(days) 天以前的备份点 \(outcome.points.count) 个，文件 \(outcome.files) 个，腾出 \(outcome.bytes / 1_024) KB。")
        fflush(nil)
    }
}

/// Backs up again and again, and once a day takes away what is older than is kept.
private struct BackupRounds: BackgroundWork {
    let backup: Backup
    let keeping: Keeping?
    let interval: Duration
    let logger: Logger

    func run() async throws {
        var day = Instant.now.day
        for await _ in AsyncTimerSequence(interval: interval).cancelOnGracefulShutdown() {
            do {
                let outcome = try await backup.take()
                BackupCommand.report(outcome)
                if outcome.point.taken.day != day {
                    day = outcome.point.taken.day
                    try keeping?.run(at: outcome.point.taken)
                }
            } catch {
                // The points that are there stay good; the next round tries again.
                logger.error("backup", metadata: ["error": "\(error)"])
            }
        }
    }
}
