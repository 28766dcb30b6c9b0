import Foundation

/// A document labelled by hand; `Gold/PROVENANCE.md` says how.
struct Gold: Decodable {
    let document: String
    let heldOut: Bool
    let header: Header
    let outline: [Mark]
    let sentences: [Sentence]
    let units: [Unit]
    let deadlines: [Deadline]
    let citations: [Citation]

    struct Header: Decodable { let title, number, issuer, date, addressees: String? }
    struct Mark: Decodable, Hashable {
        let marker: String
        let level, start: Int
    }
    struct Sentence: Decodable {
        let start, end: Int
        let `class`: String
    }
    struct Unit: Decodable, Hashable {
        let text, role: String
        let start: Int
    }
    struct Deadline: Decodable {
        let text: String
        let start: Int
        let kind: String
        let date: String?
    }
    struct Citation: Decodable, Hashable {
        let title: String
        let number: String?
        let start: Int
    }

    var text: String {
        get throws { try String(contentsOf: Gold.folder.appending(path: document), encoding: .utf8) }
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Gold")

    static func all() throws -> [Gold] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        return try names.sorted().map { name in
            try JSONDecoder().decode(Gold.self, from: Data(contentsOf: folder.appending(path: name)))
        }
    }
}
