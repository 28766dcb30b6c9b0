/// An element of up to this many bytes is written out at once; a larger one refers to its content, so that nesting
/// does not copy a long table again and again.
private let copyLimit = 4096

extension HTML {
    /// One element, written out at once if it is small and no label in it waits for the language.
    static func element(
        _ opening: StaticString, _ attributes: [Attribute?], content: HTML, _ closing: StaticString
    ) -> HTML {
        let settled = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: copyLimit) { memory -> MarkupBytes? in
            var writer = ByteWriter(memory)
            writer.write(opening)
            for index in attributes.indices {
                guard attributes[index]?.writeSettled(to: &writer) ?? true else { return nil }
            }
            writer.write(">")
            guard content.writeSettled(to: &writer) else { return nil }
            writer.write(closing)
            return writer.isOverfull ? nil : MarkupBytes(writer.written)
        }
        if let settled { return HTML(storage: .markup(settled)) }
        return open(opening, attributes, content: content, closing)
    }

    private static func open(
        _ opening: StaticString, _ attributes: [Attribute?], content: HTML, _ closing: StaticString
    ) -> HTML {
        var pieces = [HTML(storage: .markup(MarkupBytes(opening)))]
        for case let attribute? in attributes { pieces += attribute.pieces }
        pieces.append(HTML(storage: .markup(MarkupBytes(">"))))
        if case .pieces(let several) = content.storage { pieces += several } else { pieces.append(content) }
        pieces.append(HTML(storage: .markup(MarkupBytes(closing))))
        return HTML(storage: .pieces(pieces))
    }

    /// Writes what is the same in every language; `false` when something is not, or does not fit.
    private func writeSettled(to writer: inout ByteWriter) -> Bool {
        switch storage {
        case .text(let text): writer.write(escaping: text)
        case .wording: return false
        case .markup(let bytes): bytes.read { writer.write($0) }
        case .pieces(let pieces):
            for index in pieces.indices {
                guard pieces[index].writeSettled(to: &writer) else { return false }
            }
        }
        return !writer.isOverfull
    }
}

extension Attribute {
    fileprivate func writeSettled(to writer: inout ByteWriter) -> Bool {
        writer.write(prefix)
        writer.write(name)
        switch value {
        case .present: break
        case .text(let text):
            writer.write("=\"")
            writer.write(escaping: text)
            writer.write("\"")
        case .wording: return false
        }
        return !writer.isOverfull
    }

    /// The attribute where it cannot be written out at once.
    fileprivate var pieces: [HTML] {
        let named = [prefix, name].map { HTML(storage: .markup(MarkupBytes($0))) }
        let content: HTML
        switch value {
        case .present: return named
        case .text(let text): content = .text(text)
        case .wording(let wording): content = .wording(wording)
        }
        return named + [.trusted(TrustedMarkup("=\"")), content, .trusted(TrustedMarkup("\""))]
    }
}
