import Calendars
import Crypto
import Foundation
import Storage

/// 入账 — an entry as it is written down: its row, in which commitments stand for free texts, and those texts.
///
/// The digest is taken over the row in the form that `FORMAT.md` beside the sealed log describes byte for byte.
public struct Inscription: Sendable {
    /// The values of ``columnNames``.
    public let row: [SQLValue]
    public let texts: [ErasableText]

    /// The columns of `ledger_entry`, in the order in which they are digested.
    public static let columnNames = [
        "id", "matter", "kind", "region", "version", "command", "command_id", "person", "post", "organisation",
        "happened_at", "written_at", "received_at", "channel", "state_before", "state_after", "changes", "reason",
        "attachments",
    ]

    public init(_ entry: LedgerEntry) {
        var texts: [ErasableText] = []
        func commitment(to text: String?, in slot: String) -> String? {
            guard let text else { return nil }
            let erasable = ErasableText(text, in: slot)
            texts.append(erasable)
            return erasable.commitment
        }
        let changes = entry.changes.map { change -> [String?] in
            guard change.isErasable else { return [change.field, change.before, change.after] }
            return [
                change.field, commitment(to: change.before, in: ErasableText.slot(of: change.field, isAfter: false)),
                commitment(to: change.after, in: ErasableText.slot(of: change.field, isAfter: true)), Self.committed,
            ]
        }
        let reason = commitment(to: entry.reason, in: ErasableText.reasonSlot)
        row = [
            .text(entry.id), .text(entry.target.matter), .text(entry.target.kind), entry.target.region.sqlValue,
            .integer(Int64(entry.target.version)), .text(entry.command), .text(entry.commandID),
            .text(entry.actor.person), .optional(entry.actor.post), .optional(entry.actor.organisation),
            .optional(entry.times.happened), .optional(entry.times.written), entry.times.received.sqlValue,
            entry.channel.sqlValue, .optional(entry.stateBefore), .text(entry.stateAfter),
            .text(JSONRows.encoded(changes)), .optional(reason), .text(entry.attachments.joined(separator: ",")),
        ]
        self.texts = texts
    }

    /// The entry that a row holds, whose texts may have been erased.
    ///
    /// - Parameter row: the columns of ``columnNames`` first, in that order.
    public init(row: Row, texts: [ErasableText]) {
        self.row = Array(row.values.prefix(Self.columnNames.count))
        self.texts = texts
    }

    /// The command that erases texts.
    public static let erasure = "erase"

    /// Stands as the fourth value of a change whose values are commitments.
    static let committed = "committed"

    /// The bytes that are digested: a line for the format, then one for each column.
    public var canonical: [UInt8] { Self.canonical(row[...]) }

    /// SHA-256 of ``canonical``: the entry's leaf of the sealed log, and what a receipt names.
    public var digest: [UInt8] { Self.digest(of: row[...]) }

    /// Of a row's values, those of ``columnNames`` first.
    public static func digest(of values: ArraySlice<SQLValue>) -> [UInt8] {
        var hash = SHA256()
        canonical(values).withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize().withUnsafeBytes { Array($0) }
    }

    public static func canonical(_ values: ArraySlice<SQLValue>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1_024)
        bytes.append(contentsOf: heading)
        for (index, name) in nameBytes.enumerated() where index < values.count {
            bytes.append(contentsOf: name)
            append(values[values.startIndex + index], to: &bytes)
            bytes.append(newline)
        }
        return bytes
    }

    private static let heading = Array("anlan-entry/1\n".utf8)
    private static let nameBytes = columnNames.map { Array($0.utf8) }
    private static let newline = UInt8(ascii: "\n")
    private static let backslash = UInt8(ascii: "\\")
    private static let equals = UInt8(ascii: "=")

    /// A value that is absent leaves its name alone on the line.
    private static func append(_ value: SQLValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: return
        case .integer(let number):
            bytes.append(equals)
            bytes.append(contentsOf: String(number).utf8)
        case .text(var text):
            bytes.append(equals)
            text.withUTF8 { append(escaping: $0, to: &bytes) }
        // No column holds any; written so that one put there by hand is told from what belongs there.
        case .real(let number): bytes.append(contentsOf: "~\(number)".utf8)
        case .blob(let blob): bytes.append(contentsOf: "~\(blob.hexadecimal)".utf8)
        }
    }

    private static func append(escaping text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        guard let start = text.baseAddress else { return }
        if memchr(start, Int32(newline), text.count) == nil, memchr(start, Int32(backslash), text.count) == nil {
            bytes.append(contentsOf: text)
            return
        }
        for byte in text {
            switch byte {
            case newline: bytes.append(contentsOf: [backslash, UInt8(ascii: "n")])
            case backslash: bytes.append(contentsOf: [backslash, backslash])
            default: bytes.append(byte)
            }
        }
    }
}

extension SQLValue {
    fileprivate static func optional(_ value: (some SQLConvertible)?) -> SQLValue { value?.sqlValue ?? .null }
}

extension Inscription {
    /// What is wrong between the commitments of the row and the texts; nothing when each text is the one committed to.
    ///
    /// - Returns: the slots whose text is not the one that was written, and those whose text is gone.
    public func check() throws(UnreadableRows) -> (altered: [String], missing: [String]) {
        let commitments = try commitments()
        var altered = texts.filter { commitments[$0.slot] != $0.commitment }.map(\.slot)
        let present = Set(texts.map(\.slot))
        if present.count < texts.count { altered.append("repeated") }
        return (altered, commitments.keys.filter { !present.contains($0) }.sorted())
    }

    /// The texts that this entry says were erased: the id of an entry and a slot, with a space between.
    public func erasures() throws(UnreadableRows) -> [String] {
        guard case .text(let changes) = row[16] else { throw UnreadableRows() }
        guard row[5] == .text(Self.erasure) else { return [] }
        return try JSONRows.decoded(changes).filter { $0[0] == ErasableText.erasedField }.compactMap { $0[1] }
    }

    private func commitments() throws(UnreadableRows) -> [String: String] {
        guard case .text(let changes) = row[16] else { throw UnreadableRows() }
        if case .text(let reason) = row[17] { return try Self.commitments(changes: changes, reason: reason) }
        return try Self.commitments(changes: changes, reason: nil)
    }

    /// The commitments by slot, from the two columns that hold some.
    public static func commitments(changes: String, reason: String?) throws(UnreadableRows) -> [String: String] {
        var commitments: [String: String] = [:]
        for change in try JSONRows.decoded(changes) where change.count == 4 {
            guard let field = change[0] else { throw UnreadableRows() }
            commitments[ErasableText.slot(of: field, isAfter: false)] = change[1]
            commitments[ErasableText.slot(of: field, isAfter: true)] = change[2]
        }
        if let reason, ErasableText.isCommitment(reason) { commitments[ErasableText.reasonSlot] = reason }
        return commitments
    }
}
