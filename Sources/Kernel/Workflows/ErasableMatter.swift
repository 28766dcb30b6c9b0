import Ledger
import Permissions
import Storage

/// 可抹除的内容 — the texts of a matter that may be erased: the remarks that came with its steps, and what its fields
/// hold about people. Each text once, with every place where it stands.
public struct ErasableMatter: Sendable {
    /// An entry of the ledger and a slot of it.
    public struct Place: Sendable, Hashable, Identifiable {
        public let entry: LedgerEntry
        public let slot: String

        /// As an erasure names it.
        public var id: String { "\(entry.id) \(slot)" }
    }

    public struct Words: Sendable, Hashable, Identifiable {
        public let text: String
        /// Oldest first.
        public fileprivate(set) var places: [Place]

        /// The place where it first stood.
        public var id: String { places[0].id }
    }

    public let header: MatterHeader
    public let kind: KindOfMatter
    public let words: [Words]
    let inscriptions: [Inscription]
    private let columns: [DetailColumn]

    init(_ header: MatterHeader, of kind: KindOfMatter, ledger rows: [Row]) throws {
        self.header = header
        self.kind = kind
        columns = kind.detailColumns.filter(\.isErasable)
        let fields = Set(columns.map(\.name))
        inscriptions = try rows.map { Inscription(row: $0, texts: try [ErasableText](encoded: $0["texts"])) }
        var (words, known) = ([Words](), [String: Int]())
        for (row, inscription) in zip(rows, inscriptions) {
            let entry = try LedgerEntry(row: row)
            for text in inscription.texts where text.field.map(fields.contains) ?? true {
                guard !text.text.isEmpty, text.text != FieldChange.erased else { continue }
                let place = Place(entry: entry, slot: text.slot)
                if let index = known[text.text] {
                    words[index].places.append(place)
                } else {
                    known[text.text] = words.count
                    words.append(Words(text: text.text, places: [place]))
                }
            }
        }
        self.words = words
    }

    public subscript(place: String) -> Words? { words.first { $0.places.contains { $0.id == place } } }

    /// The places in words: the step and the field, such as “反馈：进展”.
    public func title(of place: Place) -> String {
        "\(kind.title(ofCommand: place.entry.command))：\(kind.title(ofSlot: place.slot))"
    }

    /// Takes the text out of the ledger, the matter's row, and the notices of the entries concerned.
    func erasure(of words: Words, told notices: [Notice]) -> [Change] {
        let slots = Dictionary(grouping: words.places, by: \.entry.id).mapValues { Set($0.map(\.slot)) }
        var changes: [Change] = []
        for inscription in inscriptions {
            guard case .text(let entry) = inscription.row[0], let gone = slots[entry] else { continue }
            changes.append(
                LedgerStore.keep(
                    inscription.texts.filter { !gone.contains($0.slot) }, of: entry, before: inscription.texts))
        }
        let fields = Set(words.places.compactMap { ErasableText.field(of: $0.slot) })
        changes += ErasureTable.erase(
            words.text, in: columns.filter { fields.contains($0.name) }, of: kind, header.id)
        let telling = notices.filter { slots[$0.entry] != nil && $0.text.contains(words.text) }
        return telling.isEmpty ? changes : changes + [ErasureTable.erase(telling)]
    }
}

extension KindOfMatter {
    /// What people call the text in a slot of an entry.
    public func title(ofSlot slot: String) -> String {
        ErasableText.field(of: slot).map { title(ofField: $0) } ?? "原因、意见"
    }

    var detailTable: String { name.replacing("-", with: "_") }
}
