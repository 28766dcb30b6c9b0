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
            """)

    @Option(help: "备份文件夹。") var to: String
    @Option(help: "每隔多少秒备份一次；不填则只备份一次。") var every: Int?
    @OptionGroup var settings: Settings

    func run() async throws {
        if let every, every < 1 { throw ValidationError("间隔至少 1 秒，现在是 \(every)。") }
        let settings = try await ResolvedSettings(settings)
        let logger = Logger(label: "anlan")
        let database = try await Composition(settings: settings, logger: logger).database()
        let backup = Backup(
            of: database, data: settings.data, to: BackupFolder(path: to), program: Composition.version)
        do {
            try await Self.report(backup.take())
        } catch let fault where fault is MissingAttachment || fault is DamagedBackup {
            throw ValidationError("\(fault)")
        }
        if let every {
            let rounds = BackupRounds(backup: backup, interval: .seconds(every), logger: logger)
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

/// Backs up again and again.
private struct BackupRounds: BackgroundWork {
    let backup: Backup
    let interval: Duration
    let logger: Logger

    func run() async throws {
        for await _ in AsyncTimerSequence(interval: interval).cancelOnGracefulShutdown() {
            do {
                BackupCommand.report(try await backup.take())
            } catch {
                // The points that are there stay good; the next round tries again.
                logger.error("backup", metadata: ["error": "\(error)"])
            }
        }
    }
}
