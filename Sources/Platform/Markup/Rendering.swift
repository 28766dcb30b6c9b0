extension HTML {
    /// The markup in one language, as bytes to be sent.
    public func rendered(in language: Language) -> [UInt8] {
        Array(unsafeUninitializedCapacity: size(in: language)) { memory, count in
            var writer = ByteWriter(memory)
            write(to: &writer, in: language)
            count = writer.count
        }
    }

    /// The markup in one language, as a string.
    public func string(in language: Language = .chinese) -> String {
        String(decoding: rendered(in: language), as: UTF8.self)
    }

    /// Bytes the markup takes in one language.
    func size(in language: Language) -> Int {
        switch storage {
        case .text(let text): text.escapedSize
        case .wording(let wording): wording[language].escapedSize
        case .markup(let bytes): bytes.count
        case .pieces(let pieces): pieces.reduce(0) { $0 + $1.size(in: language) }
        }
    }

    func write(to writer: inout ByteWriter, in language: Language) {
        switch storage {
        case .text(let text): writer.write(escaping: text)
        case .wording(let wording): writer.write(escaping: wording[language])
        case .markup(let bytes): bytes.read { writer.write($0) }
        case .pieces(let pieces): for index in pieces.indices { pieces[index].write(to: &writer, in: language) }
        }
    }
}
