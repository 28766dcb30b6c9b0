import HTTPTypes
import Ledger
import Markup
import Sealing
import Workflows

/// 封存日志 — what the public may check (C2SP tlog-tiles): signed checkpoint, tiles of hashes, and the log's key.
///
/// Only hashes are public; what an entry says is for those who may read its matter, see ``ProofRoutes``.
enum LogRoutes {
    static let all: [Route] = [
        Route(.get, "/log/checkpoint", "最新的签名检查点", for: .anyone, produces: "text/plain") { visit in
            guard let note = try await visit.premises.log.latest() else { throw Refusal.notFound("检查点") }
            return .text(note.encoded).header(.cacheControl, "no-cache")
        },
        Route(.get, "/log/checkpoint/{size}", "某一条数时的签名检查点", for: .anyone, produces: "text/plain") { visit in
            guard let size = Int(try visit.parameter("size")),
                let note = try await visit.premises.log.checkpoint(size: size)
            else { throw Refusal.notFound("检查点") }
            return forever(.text(note.encoded))
        },
        Route(.get, "/log/key", "核对签名用的公钥", for: .anyone, produces: "text/plain") { visit in
            guard let keys = visit.premises.settings.logKeys else { throw Refusal.notFound("公钥") }
            return .text("\(keys)\n")
        },
        Route(.get, "/log/tile/**", "封存日志的分块", for: .anyone, produces: "application/octet-stream") { visit in
            try await tile(visit)
        },
    ]

    private static func tile(_ visit: Visit) async throws -> Answer {
        let log = visit.premises.log
        let address = visit.request.uri.path.dropFirst("/log/tile/".count)
        guard let path = TilePath(String(address)), let note = try await log.latest(),
            let size = Checkpoint(note)?.size, path.fits(size)
        else { throw Refusal.notFound("分块") }
        let bytes: [UInt8]
        if path.level == nil {
            let first = path.number * TilePath.width
            // Each entry with its length in two bytes; every one of these is 32 bytes long.
            bytes = try await log.digests(first..<first + path.count).flatMap { [0, UInt8($0.count)] + $0 }
        } else {
            bytes = try await log.tile(path).flatMap(\.bytes)
        }
        return forever(.bytes(bytes, type: "application/octet-stream"))
    }

    /// What is sealed never changes, so whoever has fetched it may keep it.
    private static func forever(_ answer: Answer) -> Answer {
        answer.header(.cacheControl, "public, max-age=31536000, immutable")
    }
}
