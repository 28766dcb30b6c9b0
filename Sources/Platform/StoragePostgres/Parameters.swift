import Storage

/// The values of a statement in the form that libpq takes: text, and bytes as they are.
struct Parameters {
    private var bytes: [CChar] = []
    private var starts: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// - Throws: ``ConstraintViolation`` for text that PostgreSQL cannot hold.
    init(_ values: [SQLValue]) throws {
        starts.reserveCapacity(values.count)
        for value in values { try append(value) }
    }

    var count: Int32 { Int32(starts.count) }

    func withPointers<Answer>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Answer
    ) -> Answer {
        bytes.withUnsafeBufferPointer { bytes in
            let pointers = starts.map { start in start.flatMap { bytes.baseAddress?.advanced(by: $0) } }
            return pointers.withUnsafeBufferPointer { body($0.baseAddress, lengths, formats) }
        }
    }

    private mutating func append(_ value: SQLValue) throws {
        switch value {
        case .null:
            starts.append(nil)
            lengths.append(0)
            formats.append(0)
        case .integer(let integer): append(text: String(integer))
        case .real(let number): append(text: number.description)
        case .text(let text):
            if text.utf8.contains(0) { throw ConstraintViolation(.value, detail: "text with a NUL character") }
            append(text: text)
        case .blob(let blob):
            starts.append(bytes.count)
            bytes.append(contentsOf: blob.lazy.map { CChar(bitPattern: $0) })
            bytes.append(0)
            lengths.append(Int32(blob.count))
            formats.append(1)
        }
    }

    private mutating func append(text: String) {
        starts.append(bytes.count)
        bytes.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
        bytes.append(0)
        lengths.append(0)
        formats.append(0)
    }
}
