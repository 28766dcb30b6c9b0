import Crypto
import Foundation
import Ledger

/// 存证 — entries with the proof that each is sealed, as a file that anyone can check without this program.
public struct ProofFile: Sendable, Hashable, Codable {
    public struct Entry: Sendable, Hashable, Codable {
        /// The digested form of the entry, line by line.
        public var entry: String
        /// The texts behind its commitments, as far as they were not erased.
        public var texts: [Text]
        public var leaf: Int
        /// The audit path from the leaf to the checkpoint's root, base64.
        public var path: [String]
    }

    public struct Text: Sendable, Hashable, Codable {
        public var slot: String
        public var salt: String
        public var text: String
    }

    public var format = Self.formatName
    /// The signed note to whose root the paths lead.
    public var checkpoint: String
    public var entries: [Entry]

    public static let formatName = "anlan-proof/1"

    init(checkpoint: SignedNote, entries: [Entry]) {
        self.checkpoint = checkpoint.encoded
        self.entries = entries
    }

    /// - Throws: ``Failure`` when the bytes are no such file.
    public init(json: some Sequence<UInt8>) throws(Failure) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(json))
        } catch {
            throw Failure("文件不是存证：\(error)")
        }
        guard format == Self.formatName else { throw Failure("存证的格式是“\(format)”，本程序只认识“\(Self.formatName)”") }
    }

    public var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Texts and numbers can always be encoded.
        return Array(try! encoder.encode(self))
    }

    /// Why a file proves nothing.
    public struct Failure: Error, Hashable, CustomStringConvertible {
        public let description: String

        init(_ description: String) {
            self.description = description
        }
    }
}

extension ProofFile {
    /// Checks every entry, alone with the file and the key.
    ///
    /// - Parameters:
    ///   - keys: the log's, known from elsewhere than the file.
    ///   - trusted: a checkpoint kept from elsewhere; the proofs must lead to it.
    /// - Returns: the checkpoint to which all entries belong.
    @discardableResult
    public func check(with keys: LogKeys, against trusted: SignedNote? = nil) throws(Failure) -> Checkpoint {
        guard let note = SignedNote(checkpoint), let own = Checkpoint(note) else { throw Failure("存证中的检查点读不出来") }
        guard own.origin == keys.name, keys.ed25519.verifies(note) else { throw Failure("存证中的检查点不是用这个公钥签的") }
        guard keys.verifies(note) else {
            throw Failure("存证中的检查点没有用这个 SM2 公钥签过；如果它早于启用 SM2 的时候，请按较新的检查点重新下载存证")
        }
        if let trusted {
            guard keys.isOwn(trusted), let other = Checkpoint(trusted) else {
                throw Failure("给出的检查点不是用这个公钥签的")
            }
            guard other.size == own.size else {
                throw Failure("存证是对第 \(own.size) 条的检查点的，给出的检查点是第 \(other.size) 条的；请按该条数重新下载存证")
            }
            guard other == own else { throw Failure("同一条数的两个检查点不同：有人看到了另一本账") }
        }
        for entry in entries { try entry.check(in: own) }
        return own
    }
}

extension ProofFile.Entry {
    init(_ inscription: Inscription, leaf: Int, path: [TreeHash]) {
        entry = String(decoding: inscription.canonical, as: UTF8.self)
        texts = inscription.texts.map { ProofFile.Text(slot: $0.slot, salt: $0.salt, text: $0.text) }
        self.leaf = leaf
        self.path = path.map { Data($0.bytes).base64EncodedString() }
    }

    func check(in checkpoint: Checkpoint) throws(ProofFile.Failure) {
        let hashes = path.map { Data(base64Encoded: $0).flatMap { TreeHash($0) } }
        let digest = Array(SHA256.hash(data: Array(entry.utf8)))
        guard !hashes.contains(nil),
            Proof.includes(
                .leaf(digest), at: leaf, size: checkpoint.size, path: hashes.compactMap { $0 }, root: checkpoint.root)
        else { throw ProofFile.Failure("留痕 \(name)：不在检查点所封存的账中，或被改过") }
        for text in texts {
            let commitment = ErasableText(slot: text.slot, salt: text.salt, text: text.text).commitment
            guard commitments[text.slot] == commitment else {
                throw ProofFile.Failure("留痕 \(name)：“\(text.slot)”的内容与封存的承诺不符")
            }
        }
    }

    /// The value of a line of the entry; `nil` where it is absent.
    public subscript(line name: String) -> String? {
        entry.split(separator: "\n").first { $0.hasPrefix(name + "=") }.map {
            String($0.dropFirst(name.count + 1)).replacing("\\\\", with: "\u{0}").replacing("\\n", with: "\n")
                .replacing("\u{0}", with: "\\")
        }
    }

    public var name: String { self[line: "id"] ?? "?" }

    private var commitments: [String: String] {
        (try? Inscription.commitments(changes: self[line: "changes"] ?? "[]", reason: self[line: "reason"])) ?? [:]
    }
}

extension SealedLog {
    /// Entries with their proofs to one checkpoint; those that still wait to be sealed are left out.
    ///
    /// - Parameter note: a checkpoint of this log; the newest when it is `nil`.
    /// - Returns: `nil` while nothing is sealed at all.
    public func proofs(of entries: [String], to note: SignedNote? = nil) async throws -> ProofFile? {
        guard let note = if let note { note } else { try await latest() }, let checkpoint = Checkpoint(note) else {
            return nil
        }
        var reader = reader(size: checkpoint.size)
        var proofs: [ProofFile.Entry] = []
        let ledger = LedgerStore(database: database)
        for entry in entries {
            guard let leaf = try await sealing(of: entry)?.leaf, leaf < checkpoint.size,
                let inscription = try await ledger.inscription(of: entry)
            else { continue }
            let path = try await reader.inclusion(of: leaf, in: checkpoint.size)
            proofs.append(.init(inscription, leaf: leaf, path: path))
        }
        return ProofFile(checkpoint: note, entries: proofs)
    }
}
