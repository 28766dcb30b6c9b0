/// Content above this many bytes is referred to and not copied, so that nesting does not copy a long table again
/// and again.
private let copyLimit = 4096

extension HTML {
    /// One element. It is written out at once if it is small and no label in it waits for the language.
    static func element(
        _ opening: StaticString, _ attributes: [Attribute?], content: HTML, _ closing: StaticString
    ) -> HTML {
        var size = opening.utf8CodeUnitCount + closing.utf8CodeUnitCount + 1
        var isSettled = content.addSettledSize(to: &size)
        for case let attribute? in attributes where !attribute.addSettledSize(to: &size) { isSettled = false }
        guard isSettled, size <= copyLimit else { return open(opening, attributes, content: content, closing) }
        let bytes = ContiguousArray<UInt8>(unsafeUninitializedCapacity: size) { memory, count in
            var writer = ByteWriter(memory)
            writer.write(opening)
            for case let attribute? in attributes { attribute.write(to: &writer) }
            writer.write(">")
            content.write(to: &writer, in: .chinese)
            writer.write(closing)
            count = writer.count
        }
        return HTML(storage: .markup(bytes))
    }

    private static func open(
        _ opening: StaticString, _ attributes: [Attribute?], content: HTML, _ closing: StaticString
    ) -> HTML {
        var pieces: [HTML] = []
        var run = ContiguousArray(UnsafeBufferPointer(start: opening.utf8Start, count: opening.utf8CodeUnitCount))
        for case let attribute? in attributes { attribute.append(to: &run, finished: &pieces) }
        run.append(UInt8(ascii: ">"))
        pieces.append(HTML(storage: .markup(run)))
        if case .pieces(let several) = content.storage { pieces += several } else { pieces.append(content) }
        pieces.append(HTML(storage: .markup(ContiguousArray(closing.description.utf8))))
        return HTML(storage: .pieces(pieces))
    }

    /// Adds the bytes of a piece that is the same in every language; `false` when it is not.
    private func addSettledSize(to size: inout Int) -> Bool {
        switch storage {
        case .text(let text):
            size += text.escapedSize
            return true
        case .wording:
            return false
        case .markup(let bytes):
            size += bytes.count
            return true
        case .pieces(let pieces):
            for piece in pieces where !piece.addSettledSize(to: &size) { return false }
            return true
        }
    }
}

extension Attribute {
    fileprivate func addSettledSize(to size: inout Int) -> Bool {
        size += prefix.utf8CodeUnitCount + name.utf8CodeUnitCount
        switch value {
        case .present: return true
        case .text(let text): size += text.escapedSize + 3
        case .wording: return false
        }
        return true
    }

    fileprivate func write(to writer: inout ByteWriter) {
        writer.write(prefix)
        writer.write(name)
        guard case .text(let text) = value else { return }
        writer.write("=\"")
        writer.write(escaping: text)
        writer.write("\"")
    }

    fileprivate func append(to run: inout ContiguousArray<UInt8>, finished: inout [HTML]) {
        run.append(contentsOf: "\(prefix)\(name)".utf8)
        let content: HTML
        switch value {
        case .present: return
        case .text(let text): content = .text(text)
        case .wording(let wording): content = .wording(wording)
        }
        run.append(contentsOf: "=\"".utf8)
        finished += [HTML(storage: .markup(run)), content]
        run = [UInt8(ascii: "\"")]
    }
}
