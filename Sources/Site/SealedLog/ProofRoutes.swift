import Foundation
import Ledger
import Markup
import Permissions
import Sealing
import Workflows

/// 存证 — the proof that an entry is sealed, for those who may read it, as a page and as a file for any verifier.
enum ProofRoutes {
    static let all: [Route] = [
        Route(
            .get, "/log/proof/{entry}", "一条留痕的存证", for: .signedIn, query: [.init("size", "按哪一条数的检查点，不填为最新")]
        ) { visit in try await page(visit) },
        Route(
            .get, "/log/proof/{entry}/file", "一条留痕的存证文件", for: .signedIn,
            query: [.init("size", "按哪一条数的检查点，不填为最新")]
        ) { visit in
            let entry = try await readable(visit)
            return file(try await proof(of: [entry.id], visit), name: "\(entry.id).json")
        },
        Route(.get, "/log/mine", "与我有关的存证", for: .signedIn, query: [.init("before", "此留痕之前")]) { visit in
            try await mine(visit)
        },
        Route(.get, "/log/mine/file", "与我有关的全部存证文件", for: .signedIn) { visit in
            let entries = try await visit.premises.proofs.entries(about: try visit.user(), limit: Self.most)
            return file(try await proof(of: entries.map(\.id), visit), name: "存证.json")
        },
    ]

    private static let size = 50
    /// The most entries in one file.
    private static let most = 20_000

    /// The entry, when the person may read the matter it is about.
    private static func readable(_ visit: Visit) async throws -> LedgerEntry {
        guard let entry = try await visit.premises.ledger.entry(try visit.parameter("entry")),
            try await visit.premises.proofs.mayRead(entry, try visit.user(), at: visit.premises.desk)
        else { throw Refusal.notFound("留痕") }
        return entry
    }

    private static func proof(of entries: [String], _ visit: Visit) async throws -> ProofFile {
        let log = visit.premises.log
        var note: SignedNote?
        if let size = visit.address.first("size") {
            note = try await Int(size).asyncMap { try await log.checkpoint(size: $0) } ?? nil
            guard note != nil else { throw Refusal.noCheckpoint(size) }
        }
        guard let file = try await log.proofs(of: entries, to: note), !file.entries.isEmpty || entries.isEmpty else {
            throw Refusal.notSealedYet
        }
        return file
    }

    private static func file(_ proof: ProofFile, name: String) -> Answer {
        .download(proof.json, type: "application/json", name: name)
    }

    private static func page(_ visit: Visit) async throws -> Answer {
        let entry = try await readable(visit)
        let proof = try await proof(of: [entry.id], visit)
        guard !visit.wantsJSON else { return .bytes(proof.json, type: "application/json; charset=utf-8") }
        guard let own = proof.entries.first, let note = SignedNote(proof.checkpoint), let tree = Checkpoint(note) else {
            throw Refusal.notSealedYet
        }
        let sealedAt = try await visit.premises.log.sealing(of: entry.id)?.at
        let kind = visit.premises.kinds[entry.target.kind]
        let words = try await LedgerWords(visit: visit).knowing(erasuresIn: [entry])
        let keys = visit.premises.settings.logKeys?.all ?? []
        let download = Link("log", "proof", entry.id, "file").setting("size", to: String(tree.size))
        let frame = visit.page(Wording(zh: "存证", en: "Proof of an entry"), section: entry.target.kind) {
            p {
                Wording(
                    zh: "这条留痕已封存。任何人改动它，都会与签过名的检查点不符。请下载存证文件自行保管。",
                    en: "This entry is sealed: whoever changes it contradicts the signed checkpoint. Keep the file.")
            }
            p { a(.class("button primary"), .href(download)) { Wording(zh: "下载存证文件", en: "Download the proof") } }
            Timeline([words.step(entry, kind: kind)])
            Facts([
                Fact(Wording(zh: "留痕编号", en: "Entry"), entry.id),
                Fact(Wording(zh: "收到", en: "Received"), entry.times.received.description),
                Fact(Wording(zh: "封存", en: "Sealed"), sealedAt?.description),
                Fact(Wording(zh: "封存序号", en: "Leaf"), "\(own.leaf) / \(tree.size)"),
                Fact(Wording(zh: "根", en: "Root")) { code(.class("hash")) { tree.root.description } },
            ])
            details {
                summary { Wording(zh: "封存的内容", en: "What is sealed") }
                pre(.class("sealed-text")) { own.entry }
            }
            details {
                summary { Wording(zh: "签名检查点", en: "Signed checkpoint") }
                pre(.class("sealed-text")) { proof.checkpoint }
            }
            p {
                Wording(zh: "核对：", en: "To verify: ")
                code { "anlan verify \(entry.id).json\(keys.map { " --key \($0)" }.joined())" }
            }
            p { a(.href(Link("m", entry.target.kind, entry.target.matter))) { Wording(zh: "回到事项", en: "The matter") } }
        }
        return .page(frame, json: .null)
    }

    private static func mine(_ visit: Visit) async throws -> Answer {
        let user = try visit.user()
        let entries = try await visit.premises.proofs.entries(
            about: user, before: visit.address.first("before"), limit: size)
        let words = LedgerWords(visit: visit)
        let json = JSON.array(entries.map { words.json($0, kind: visit.premises.kinds[$0.target.kind]) })
        let lines = entries.map { (entry: $0, kind: visit.premises.kinds[$0.target.kind]) }
        let register = Register(
            Wording(zh: "与我有关的留痕", en: "Entries about me"), .init(lines, total: lines.count),
            state: RegisterState(visit.address), identity: { $0.entry.id },
            columns: [
                Column("command", Wording(zh: "办理动作", en: "Command"), onPhone: .title) { line in
                    a(.href(Link("log", "proof", line.entry.id))) {
                        "\(line.kind?.title ?? "") \(line.kind?.title(ofCommand: line.entry.command) ?? line.entry.command)"
                    }
                },
                Column("who", Wording(zh: "经办人", en: "By")) { words.actor($0.entry).name },
                Column("received", Wording(zh: "收到", en: "Received")) { $0.entry.times.received.description },
            ])
        let frame = visit.page(Wording(zh: "与我有关的存证", en: "Proofs about me")) {
            p {
                Wording(
                    zh: "您办理的、以及以您单位为对象的留痕。全部存证可以一次下载，离线核对。",
                    en:
                        "What you did, and what was done about your organisation. All proofs can be kept and checked offline."
                )
            }
            if !entries.isEmpty {
                p {
                    a(.class("button primary"), .href(Link("log", "mine", "file"))) {
                        Wording(zh: "下载全部存证", en: "Download all proofs")
                    }
                }
            }
            register
            p { a(.href(Link("log", "witnessed"))) { Wording(zh: "本平台见证的封存日志", en: "Logs under witness here") } }
            if entries.count == size, let last = entries.last {
                p {
                    a(.href(visit.address.setting("before", to: last.id)), .rel("next")) {
                        Wording(zh: "更早的留痕", en: "Earlier entries")
                    }
                }
            }
        }
        return .page(frame, json: json)
    }
}

extension Optional {
    fileprivate func asyncMap<Answer>(
        _ work: (Wrapped) async throws -> Answer
    ) async throws -> Answer? {
        guard let self else { return nil }
        return try await work(self)
    }
}

extension Refusal {
    fileprivate static let notSealedYet = Refusal(
        .conflicting, code: "not-sealed-yet", message: "这条留痕正在封存，通常不到一秒。请稍候刷新本页。")

    fileprivate static func noCheckpoint(_ size: String) -> Refusal {
        Refusal(.invalid, code: "no-checkpoint", message: "没有第 \(size) 条时的检查点。请不填条数，按最新的检查点下载。")
    }
}
