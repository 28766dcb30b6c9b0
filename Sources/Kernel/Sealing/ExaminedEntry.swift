import Ledger
import Storage

/// What one sealed entry shows by itself, wherever in the log it stands; so many are examined at once.
struct ExaminedEntry: Sendable {
    enum Content: Sendable {
        case asSealed, altered
        /// Not in the ledger any more.
        case gone
    }

    /// How the texts beside the entry stand to its commitments.
    enum Texts: Sendable {
        case sound, unreadable
        case flawed(altered: [String], missing: [String])
    }

    let leaf: Int
    /// `nil` when the log does not say which entry it sealed.
    let entry: String?
    let content: Content
    /// The hash of the leaf as it was sealed.
    let hash: TreeHash
    private(set) var texts = Texts.sound
    /// The texts that this entry says were erased.
    private(set) var erasures: [String] = []

    /// - Parameter row: the columns of the entry, its texts, then leaf, entry and digest of the log.
    init(_ row: Row) throws {
        let columns = Inscription.columnNames.count
        guard case .integer(let number) = row.values[columns + 1] else { throw UnreadableRows() }
        leaf = Int(number)
        guard case .text(let entry) = row.values[columns + 2] else {
            (self.entry, content, hash) = (nil, .gone, .leaf([]))
            return
        }
        self.entry = entry
        var stored: [UInt8]?
        if case .blob(let blob) = row.values[columns + 3] { stored = blob }
        guard row.values[0] != .null else {
            (content, hash) = (.gone, .leaf(stored ?? []))
            return
        }
        let digest = Inscription.digest(of: row.values.prefix(columns))
        content = digest == stored ? .asSealed : .altered
        hash = .leaf(stored ?? digest)
        examineTexts(of: row)
    }

    private mutating func examineTexts(of row: Row) {
        let (texts, changes, reason) = (row.values[Inscription.columnNames.count], row.values[16], row.values[17])
        let isErasure = row.values[5] == .text(Inscription.erasure)
        if !isErasure, let changes = String(sqlValue: changes),
            Inscription.areSound(texts: String(sqlValue: texts), changes: changes, reason: String(sqlValue: reason))
        {
            return
        }
        do {
            let inscription = Inscription(row: row, texts: try [ErasableText](encoded: String(sqlValue: texts)))
            let (altered, missing) = try inscription.check()
            if !altered.isEmpty || !missing.isEmpty { self.texts = .flawed(altered: altered, missing: missing) }
            erasures = try inscription.erasures()
        } catch {
            self.texts = .unreadable
        }
    }
}
