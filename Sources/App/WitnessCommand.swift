import ArgumentParser
import AsyncHTTPClient
import Calendars
import Foundation
import Logging
import NIOCore
import Sealing
import ServiceLifecycle

struct WitnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness", abstract: "见证：看另一处的封存日志是否只增不改，是则附签其检查点，不是则报警",
        discussion: """
            市级节点用它见证省级的日志。看过的检查点存在数据文件夹的 witness 中，不在数据库里；运行中的服务在 /log/witnessed
            页上公布。存下的检查点可用于 anlan verify --checkpoint。日志退回或分叉时：写入运行日志，保存双方都签过名的两个
            检查点作为证据，不再附签，退出码为 2。
            """)

    @Option(help: "被见证的平台的网址，如 https://safety.example.gov.cn。") var of: String
    @Option(help: "它的封存公钥，或存有公钥的文件：应从该平台以外的途径取得；启用了 SM2 的，两个公钥都给。") var key: [String]
    @Option(help: "每隔多少秒看一次；不填则只看一次。") var every: Int?
    @OptionGroup var settings: Settings

    func run() async throws {
        if let every, every < 1 { throw ValidationError("间隔至少 1 秒，现在是 \(every)。") }
        let settings = try await ResolvedSettings(settings)
        let logger = Logger(label: "anlan")
        let watch = Watch(
            address: of.hasSuffix("/") ? String(of.dropLast()) : of,
            witness: Witness(
                of: try VerifyCommand.keys(key),
                key: try Composition(settings: settings, logger: logger).witnessKey()),
            folder: WitnessFolder(path: settings.data + "/witness"), logger: logger)
        if let every {
            let rounds = WitnessRounds(watch: watch, interval: .seconds(every), logger: logger)
            try await ServiceGroup(
                services: [rounds], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
            ).run()
        } else {
            do {
                try await watch.look()
            } catch let alarm as WitnessAlarm {
                print("警报　\(alarm)")
                throw ExitCode(2)
            } catch let fault where fault is LogUnreachable || fault is DamagedSight {
                throw ValidationError("\(fault)")
            }
        }
    }
}

/// One look at another instance's log.
struct Watch: Sendable {
    let address: String
    let witness: Witness
    let folder: WitnessFolder
    let logger: Logger

    func look() async throws {
        try await HTTPClient.withHTTPClient(configuration: Webhook.configuration) { client in
            guard let text = String(bytes: try await get("checkpoint", by: client), encoding: .utf8),
                let note = SignedNote(text)
            else { throw LogUnreachable(reason: "\(address)/log/checkpoint 不是检查点") }
            do {
                let known = try folder.known(of: witness.log.ed25519)
                let cosigned = try await witness.cosign(note, after: known, at: .now) { path in
                    try path.hashes(in: try await get("tile/\(path)", by: client))
                }
                try folder.keep(cosigned, of: witness.log.ed25519)
                print("已见证　\(witness.log.name)　\(Checkpoint(cosigned)?.size ?? 0) 条")
                fflush(nil)
            } catch let alarm as WitnessAlarm {
                if try folder.keep(alarm, of: witness.log.ed25519, at: .now) {
                    logger.critical("WITNESS ALARM", metadata: ["log": "\(witness.log.name)", "reason": "\(alarm)"])
                }
                throw alarm
            }
        }
    }

    private func get(_ path: String, by client: HTTPClient) async throws -> [UInt8] {
        let response: HTTPClientResponse
        do {
            response = try await client.execute(
                HTTPClientRequest(url: "\(address)/log/\(path)"), timeout: .seconds(20))
        } catch {
            throw LogUnreachable(reason: "\(address) 连接不上：\(error)")
        }
        guard response.status == .ok else {
            throw LogUnreachable(reason: "\(address)/log/\(path) 回答 \(response.status.code)")
        }
        return Array(buffer: try await response.body.collect(upTo: 1 << 20))
    }
}

/// The other instance does not answer, or answers something else: no reason for an alarm, and none to sign.
struct LogUnreachable: Error, CustomStringConvertible {
    let reason: String
    var description: String { "这次没有看到封存日志：\(reason)" }
}

private struct WitnessRounds: BackgroundWork {
    let watch: Watch
    let interval: Duration
    let logger: Logger

    func run() async throws {
        await look()
        for await _ in AsyncTimerSequence(interval: interval).cancelOnGracefulShutdown() { await look() }
    }

    private func look() async {
        do {
            try await watch.look()
        } catch is WitnessAlarm {
            // Logged when it was first seen; the page and the figure go on saying so.
        } catch {
            logger.error("witness", metadata: ["error": "\(error)"])
        }
    }
}
