import Foundation

extension FieldValues {
    /// Reads a flat JSON object: text, numbers, truth values, and lists of these.
    public init(json data: Data) throws(Refusal) {
        guard let members = try? JSONDecoder().decode([String: JSONField].self, from: data) else {
            throw Refusal(
                .invalid, code: "bad-json", message: "请求内容不是一个 JSON 对象，或其中有嵌套的对象。各项应为文字、数字、真假或它们的列表。")
        }
        self.init(members.mapValues(\.texts))
    }
}

private struct JSONField: Decodable {
    let texts: [String]

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            texts = []
        } else if let text = try? value.decode(String.self) {
            texts = [text]
        } else if let number = try? value.decode(Int.self) {
            texts = [String(number)]
        } else if let truth = try? value.decode(Bool.self) {
            texts = [truth ? "true" : "false"]
        } else if let real = try? value.decode(Double.self) {
            texts = [String(real)]
        } else {
            texts = try value.decode([JSONField].self).flatMap(\.texts)
        }
    }
}
