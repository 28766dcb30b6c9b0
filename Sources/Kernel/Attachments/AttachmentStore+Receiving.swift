import Crypto
import Storage

extension AttachmentStore {
    /// Takes in a file, piece by piece. When this returns the whole file is on the disk and known to the database;
    /// whatever happens before, there is either nothing or the whole file.
    ///
    /// The same bytes again are the same content. What they are attached to is committed by the caller with
    /// ``Attachment/insertion``.
    ///
    /// - Throws: ``AttachmentRefusal`` when the file is not one that may be handed in for the purpose;
    ///   ``FolderUnavailable`` or `DatabaseUnavailable` when nothing can be stored; whatever the pieces throw.
    public func receive<Pieces: AsyncSequence>(
        _ pieces: Pieces, for purpose: Purpose
    ) async throws -> Content where Pieces.Element: Sequence<UInt8> {
        try await receive(pieces, for: purpose) { _ in [] }
    }

    /// - Parameter rows: what is committed together with the content.
    func receive<Pieces: AsyncSequence>(
        _ pieces: Pieces, for purpose: Purpose, rows: (Content) -> [Change]
    ) async throws -> Content where Pieces.Element: Sequence<UInt8> {
        var intake = Intake(store: self, purpose: purpose)
        for try await piece in pieces { try await intake.take(piece) }
        let source = try await intake.finish()
        let kind = try await recognise(source, for: purpose)
        let hash = intake.hash
        let examined = try await examine(source, kind: kind)
        if let file = intake.file {
            try await disk.perform { [folder] in try folder.keep(file, as: hash) }
        }
        let small: [UInt8]? = if case .memory(let bytes) = source { bytes } else { nil }
        let content = Content(
            hash: hash, size: source.size, kind: kind, isSmall: small != nil, picture: examined?.picture)
        // The file is durable now: only after that may a row speak of it.
        try await database.commit(content.insertions(received: clock(), bytes: small) + rows(content))
        if let thumbnail = examined?.thumbnail { await keep(thumbnail, of: hash) }
        return try await self.content(hash)
    }

    private func recognise(_ source: ContentSource, for purpose: Purpose) async throws -> FileKind {
        guard source.size > 0 else { throw AttachmentRefusal.empty }
        guard let kind = try await disk.perform({ try FileKind.recognised(source) }) else {
            throw AttachmentRefusal.unknownKind(for: purpose)
        }
        guard purpose.kinds.contains(kind) else { throw AttachmentRefusal.kindNotAllowed(kind, for: purpose) }
        let limit = settings.limit(of: [kind])
        guard source.size <= limit else { throw AttachmentRefusal.tooLarge(limit: limit) }
        return kind
    }

    private func examine(_ source: ContentSource, kind: FileKind) async throws -> ExaminedPicture? {
        guard kind == .jpeg || kind == .png else { return nil }
        return try await pictures.perform { [settings] in
            try ExaminedPicture(source.all(), kind: kind, settings: settings)
        }
    }
}

/// What has arrived of a file so far.
private struct Intake {
    let store: AttachmentStore
    let purpose: Purpose
    private(set) var file: IncomingFile?
    private var hasher = SHA256()
    private var size = 0
    private var limit: Int
    private var isNarrowed = false
    /// Not yet written.
    private var held: [UInt8] = []

    private static let pieceSize = 256 * 1024

    init(store: AttachmentStore, purpose: Purpose) {
        self.store = store
        self.purpose = purpose
        limit = store.settings.limit(of: purpose.kinds)
    }

    var hash: ContentHash { ContentHash(hasher.finalize()) }

    mutating func take(_ piece: some Sequence<UInt8>) async throws {
        let before = held.count
        held.append(contentsOf: piece)
        size += held.count - before
        held.withUnsafeBytes { hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[before...])) }
        if !isNarrowed, size >= FileKind.headLength { try narrow() }
        guard size <= limit else { throw AttachmentRefusal.tooLarge(limit: limit) }
        if held.count >= (file == nil ? store.settings.smallFile + 1 : Self.pieceSize) { try await write() }
    }

    /// The whole file, in memory when it is small.
    mutating func finish() async throws -> ContentSource {
        guard file != nil else { return .memory(held) }
        try await write()
        return .file(path: file!.path, size: size)
    }

    /// The beginning often shows that the rest need not be sent.
    private mutating func narrow() throws {
        isNarrowed = true
        let possible = FileKind.possible(head: Array(held.prefix(FileKind.headLength)))
        let allowed = possible.intersection(purpose.kinds)
        guard let any = possible.first else { throw AttachmentRefusal.unknownKind(for: purpose) }
        if allowed.isEmpty { throw AttachmentRefusal.kindNotAllowed(any, for: purpose) }
        limit = store.settings.limit(of: allowed)
    }

    private mutating func write() async throws {
        let (folder, former, bytes) = (store.folder, file, held)
        held = []
        file = try await store.disk.perform {
            let file = try former ?? folder.makeIncoming()
            try file.file.append(bytes)
            return file
        }
    }
}
