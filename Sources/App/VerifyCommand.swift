import ArgumentParser
import Foundation
import HiddenDangers
import Logging
import PolicyDocuments
import Sealing
import Storage
import Workflows

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "核对：封存的台账、事项、计数是否一致；或离线核对一份存证文件")

    @Argument(help: "存证文件；不填则核对整个数据库。") var proof: String?
    @Option(help: "另行保存的检查点文件，可重复：能看出数据库是否被截断或退回。") var checkpoint: [String] = []
    @Option(help: "封存公钥，或存有公钥的文件（/log/key）；启用了 SM2 的，两个公钥都给。核对数据库时不填则用本机密钥的公钥。")
    var key: [String] = []
    @OptionGroup var settings: Settings

    func run() async throws {
        let keys = key.isEmpty ? nil : try Self.keys(key)
        let checkpoints = try checkpoint.map(Self.note)
        if let proof {
            guard let keys else { throw ValidationError("请用 --key 给出封存公钥：它应来自存证文件以外的地方。") }
            guard checkpoints.count < 2 else { throw ValidationError("核对存证文件时最多给一个检查点。") }
            return try check(proof, keys, against: checkpoints.first)
        }
        try await checkDatabase(keys, checkpoints)
    }

    private func check(_ path: String, _ keys: LogKeys, against trusted: SignedNote?) throws {
        do {
            let file = try ProofFile(json: try Data(contentsOf: URL(fileURLWithPath: path)))
            let checkpoint = try file.check(with: keys, against: trusted)
            print("属实：\(file.entries.count) 条留痕都在 \(checkpoint.origin) 第 \(checkpoint.size) 条的检查点所封存的账中。")
        } catch let failure as ProofFile.Failure {
            print("不实：\(failure)")
            throw ExitCode.failure
        }
    }

    private func checkDatabase(_ given: LogKeys?, _ checkpoints: [SignedNote]) async throws {
        let composition = Composition(settings: try await ResolvedSettings(settings), logger: Logger(label: "anlan"))
        let keys = try given ?? composition.logKeys()
        let database = try await composition.database()
        let isSound = try await WholeCheck(database: database, keys: keys, checkpoints: checkpoints).run()
        try await database.close()
        guard isSound else { throw ExitCode.failure }
        if checkpoints.isEmpty { print("整个数据库是否被退回到以前，只能用另行保存的检查点看出：--checkpoint 文件。") }
    }

    static func keys(_ given: [String]) throws -> LogKeys {
        // Absence of such a file means that the key itself was given.
        let texts = given.map { (try? String(contentsOfFile: $0, encoding: .utf8)) ?? $0 }
        guard let keys = LogKeys(texts.joined(separator: "\n")) else {
            throw ValidationError("公钥读不出来：应为“名称+八位摘要+公钥”，可从 /log/key 取得；一本日志一个，启用了 SM2 的再加一个同名的 SM2 公钥。")
        }
        return keys
    }

    private static func note(_ path: String) throws -> SignedNote {
        guard let note = SignedNote(try String(contentsOfFile: path, encoding: .utf8)) else {
            throw ValidationError("检查点文件读不出来：\(path)")
        }
        return note
    }
}

/// Recomputes log, matters and tallies, and prints what it finds.
struct WholeCheck {
    let database: any Database
    let keys: LogKeys
    let checkpoints: [SignedNote]

    /// - Returns: whether nothing was found.
    func run() async throws -> Bool {
        let watch = ContinuousClock.now
        let sealed = try await LedgerAudit(database: database, keys: keys, trusted: checkpoints).run()
        let time = watch.duration(to: .now)
        let matters = try await StateAudit(database: database, kinds: Composition.kinds).run()
        let drafts = try await DraftAudit(database: database).run()
        let differences =
            try await Recount(database: database).differences() + DangerTally(database: database).differences()

        for finding in sealed.findings { print(finding) }
        for finding in matters.findings { print(finding) }
        for finding in drafts { print(finding) }
        for difference in differences {
            print("计数不符：\(difference.key.joined(separator: " / "))　记为 \(difference.kept)，重算为 \(difference.counted)")
        }
        print(
            """
            封存的留痕 \(sealed.sealed) 条（用时 \(time.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 2))))），\
            检查点 \(sealed.checkpoints) 个\(keys.sm2 == nil ? "" : "（有 SM2 签名的 \(sealed.checkpointsWithSM2) 个）")，待封存 \(sealed.waiting) 条，事项 \(matters.matters) 件。
            """)
        guard sealed.findings.isEmpty, matters.findings.isEmpty, drafts.isEmpty, differences.isEmpty else {
            return false
        }
        print("台账、事项与计数一致。根：\(sealed.root)")
        return true
    }
}
