extension AttachmentStore {
    /// A small JPEG, for lists. It carries no time and no place.
    ///
    /// - Throws: ``AttachmentRefusal`` when the content is no picture that can be drawn.
    public func thumbnail(of hash: ContentHash) async throws -> [UInt8] {
        let path = folder.path(of: hash, suffix: Self.thumbnailSuffix)
        do {
            return try await disk.perform {
                let file = try OpenFile(reading: path)
                return try file.read(at: 0, count: file.size())
            }
        } catch let failure as FolderUnavailable where failure.cause == .missing {
            return try await redrawn(hash)
        }
    }

    /// The picture as it may be shown to everybody: the same pixels, without the time, the place, the device and
    /// whatever else the camera noted.
    ///
    /// - Throws: ``AttachmentRefusal`` when it cannot be had from this kind of file.
    public func publicCopy(of hash: ContentHash) async throws -> [UInt8] {
        let content = try await content(hash)
        let source = try await source(of: content)
        return try await pictures.perform {
            let bytes = try source.all()
            let copy: [UInt8]? =
                switch content.kind {
                case .jpeg: JPEGFile(bytes)?.stripped
                case .png: PNGFile(bytes)?.stripped
                default: nil
                }
            guard let copy else { throw AttachmentRefusal.noPublicCopy }
            return copy
        }
    }

    static let thumbnailSuffix = ".thumbnail.jpg"

    /// A thumbnail that cannot be kept is drawn again when somebody wants it.
    func keep(_ thumbnail: [UInt8], of hash: ContentHash) async {
        _ = try? await disk.perform { [folder] in
            let file = try folder.makeIncoming()
            try file.file.append(thumbnail)
            try folder.keep(file, as: hash, suffix: Self.thumbnailSuffix)
        }
    }

    private func redrawn(_ hash: ContentHash) async throws -> [UInt8] {
        let content = try await content(hash)
        guard content.picture != nil else { throw AttachmentRefusal.notFound }
        let source = try await source(of: content)
        let drawn = try await pictures.perform { [settings] in
            try ExaminedPicture(source.all(), kind: content.kind, settings: settings)
        }
        await keep(drawn.thumbnail, of: hash)
        return drawn.thumbnail
    }
}
