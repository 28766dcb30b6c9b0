/// Makes a command from what a person filled in. Every value was checked against the command's fields before.
struct FieldDecoder: Decoder {
    let values: FieldValues
    /// Called with the name of each field the command reads.
    let reads: (String) -> Void
    var codingPath: [any CodingKey] = []
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ values: FieldValues, reads: @escaping (String) -> Void = { _ in }) {
        self.values = values
        self.reads = reads
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Fields<Key>(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw DecodingError.typeMismatch([String].self, .init(codingPath: [], debugDescription: "命令应由各填写项组成"))
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        throw DecodingError.typeMismatch(String.self, .init(codingPath: [], debugDescription: "命令应由各填写项组成"))
    }

    private struct Fields<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let decoder: FieldDecoder
        var codingPath: [any CodingKey] { [] }
        var allKeys: [Key] { decoder.values.values.keys.compactMap(Key.init(stringValue:)) }

        func contains(_ key: Key) -> Bool {
            decoder.reads(key.stringValue)
            return decoder.values[key.stringValue] != nil
        }

        func decodeNil(forKey key: Key) -> Bool { !contains(key) }

        func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
            decoder.reads(key.stringValue)
            let given = decoder.values.all(key.stringValue)
            return try T(from: FieldValueDecoder(texts: given, key: key))
        }

        func nestedContainer<NestedKey: CodingKey>(
            keyedBy type: NestedKey.Type, forKey key: Key
        ) throws -> KeyedDecodingContainer<NestedKey> {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "填写项不能嵌套")
        }

        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
            FieldValueDecoder.List(texts: decoder.values.all(key.stringValue), key: key)
        }

        func superDecoder() throws -> any Decoder { decoder }
        func superDecoder(forKey key: Key) throws -> any Decoder { decoder }
    }
}

/// One field's value, or its values.
struct FieldValueDecoder: Decoder, SingleValueDecodingContainer {
    let texts: [String]
    let key: any CodingKey
    var codingPath: [any CodingKey] { [key] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw mismatch(type)
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { List(texts: texts, key: key) }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }
    func decodeNil() -> Bool { texts.isEmpty }

    func decode(_ type: String.Type) throws -> String {
        guard let text = texts.first else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "没有填写"))
        }
        return text
    }

    func decode(_ type: Bool.Type) throws -> Bool { ["true", "1", "on", "yes"].contains(try decode(String.self)) }
    func decode(_ type: Int.Type) throws -> Int { try number() }
    func decode(_ type: Int64.Type) throws -> Int64 { try number() }
    func decode(_ type: Double.Type) throws -> Double { try number() }

    func decode<T: Decodable>(_ type: T.Type) throws -> T { try T(from: self) }

    private func number<Number: LosslessStringConvertible>() throws -> Number {
        let text = try decode(String.self)
        guard let number = Number(text) else { throw mismatch(Number.self) }
        return number
    }

    private func mismatch(_ type: Any.Type) -> DecodingError {
        .typeMismatch(type, .init(codingPath: codingPath, debugDescription: "填写的内容不是 \(type)"))
    }

    struct List: UnkeyedDecodingContainer {
        let texts: [String]
        let key: any CodingKey
        var currentIndex = 0
        var codingPath: [any CodingKey] { [key] }
        var count: Int? { texts.count }
        var isAtEnd: Bool { currentIndex >= texts.count }

        init(texts: [String], key: any CodingKey) {
            self.texts = texts
            self.key = key
        }

        mutating func decodeNil() -> Bool { false }

        mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
            guard !isAtEnd else {
                throw DecodingError.valueNotFound(type, .init(codingPath: codingPath, debugDescription: "没有更多各项"))
            }
            defer { currentIndex += 1 }
            return try T(from: FieldValueDecoder(texts: [texts[currentIndex]], key: key))
        }

        mutating func nestedContainer<NestedKey: CodingKey>(
            keyedBy type: NestedKey.Type
        ) throws -> KeyedDecodingContainer<NestedKey> {
            throw DecodingError.typeMismatch(type, .init(codingPath: codingPath, debugDescription: "填写项不能嵌套"))
        }

        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
            throw DecodingError.typeMismatch(
                [String].self, .init(codingPath: codingPath, debugDescription: "填写项不能嵌套"))
        }

        mutating func superDecoder() throws -> any Decoder { FieldValueDecoder(texts: texts, key: key) }
    }
}
