import Calendars
import Foundation
import Markup
import Multipart
@testable import Rules
import Sealing
import Storage
import Workflows

/// Takes in bytes from outside, and stops the program when what it read contradicts itself.
typealias Parser = @Sendable ([UInt8]) -> Void

/// Everything that reads what somebody else wrote.
let parsers: [String: Parser] = [
    "rules": readRules, "conditions": readConditions, "workbook": readWorkbook, "sheet": readSheet, "csv": readCSV,
    "document": readDocument, "word": readWord, "pages": readPages, "pdf": readPDF, "body": readBody, "form": readForm,
    "log": readLog, "tiles": readTiles,
]

private func readRules(_ bytes: [UInt8]) {
    // A refusal names what is wrong; there is nothing to compare it with.
    _ = try? RuleBook(parsing: [("a.yaml", String(decoding: bytes, as: UTF8.self))])
}

private let columns: [RuleColumn] = [
    RuleColumn(name: "count", title: "人数", kind: .integer(least: 0, most: nil), unit: "人"),
    RuleColumn(name: "loss", title: "损失", kind: .number(least: nil, most: Figure(1_000_000)), unit: "万元"),
    RuleColumn(name: "kind", title: "种类", kind: .text(["fire", "gas"]), unit: nil),
    RuleColumn(name: "free", title: "其他", kind: .text([]), unit: nil),
    RuleColumn(name: "major", title: "重大", kind: .truth, unit: nil),
    RuleColumn(name: "day", title: "日期", kind: .day, unit: nil),
]

private let inputs: [RuleInput] = [
    .number(0), .number(10), .number(Figure(0.5)!), .text("fire"), .text(""), .truth(true), .day(Day("2026-06-10")!),
]

/// S-FEEL: what was read says the same as its own text read anew, for every kind of column.
private func readConditions(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    for column in columns {
        guard let tests = try? UnaryTestsParser.parse(text, for: column) else { continue }
        precondition(try! UnaryTestsParser.parse(tests.text, for: column) == tests)
        _ = tests.words(for: column)
        for input in inputs { _ = tests.holds(for: input) }
        for test in tests.tests { _ = test.ordinals }
    }
}

/// The body of a request as JSON, and the rows of texts that columns hold.
private func readBody(_ bytes: [UInt8]) {
    _ = try? FieldValues(json: Data(bytes))
    let text = String(decoding: bytes, as: UTF8.self)
    if let rows = try? JSONRows.decoded(text) {
        precondition(try! JSONRows.decoded(JSONRows.encoded(rows)) == rows)
    }
}

/// The body of a request as a form: the same, however the network cuts it.
private func readForm(_ bytes: [UInt8]) {
    _ = Link.parameters(parsing: String(decoding: bytes, as: UTF8.self))
    let size = Int(bytes.first ?? 0) + 1
    let whole = events(of: [bytes[...]])
    let cut = stride(from: 0, to: bytes.count, by: size).map { bytes[$0..<min($0 + size, bytes.count)] }
    precondition(whole == events(of: cut), "cut into pieces of \(size), the form reads otherwise")
}

/// What the form says, pieces of one part put together; ends with its fault, if it has one.
private func events(of pieces: [ArraySlice<UInt8>]) -> [String] {
    var parser = try! MultipartParser(contentType: "multipart/form-data; boundary=b")
    var said: [String] = []
    var contents: [UInt8] = []
    do {
        for piece in pieces {
            parser.feed(piece)
            while let event = try parser.next() {
                if case .bytes(let bytes) = event { contents += bytes } else { said.append("\(contents)\(event)") }
                if case .partEnd = event { contents = [] }
            }
        }
        try parser.finish()
    } catch {
        // How far a faulty form was read before its fault depends on the pieces.
        return ["\(error)"]
    }
    return said
}

/// Signed notes, keys, checkpoints, addresses of tiles and proof files.
private func readLog(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let note = SignedNote(text) {
        precondition(SignedNote(note.encoded) == note)
        _ = Checkpoint(note)
        _ = key.verifies(note)
        _ = key.time(on: note)
    }
    if let path = TilePath(text) {
        precondition(TilePath(path.description) == path)
        _ = path.fits(1000)
    }
    if let key = VerifierKey(text) { precondition(VerifierKey(key.description)?.description == key.description) }
    if let keys = LogKeys(text) { precondition(LogKeys(keys.description) == keys) }
    if let proofs = try? ProofFile(json: bytes) { _ = try? proofs.check(with: LogKeys(key)) }
}

/// Tiles as another instance serves them: two sizes of the log, of four bytes each, then what stands in every tile,
/// beginning anew when it is at an end. Tiles of the wrong length are refused; out of one whole tile comes a proof that
/// holds.
private func readTiles(_ bytes: [UInt8]) {
    guard bytes.count > 8 else { return }
    func number(_ place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    let (one, other) = (number(0), number(4))
    let (smaller, size) = (min(one, other), max(one, other))
    let contents = Array(bytes[8...])
    waiting {
        var reader = TileReader(size: size) { path in
            // A length that ends in 255 stands for an answer that was cut off.
            let length = path.count * 32 - (contents.count % 256 == 255 ? 1 : 0)
            return try path.hashes(in: (0..<length).map { contents[$0 % contents.count] })
        }
        guard let root = try? await reader.root(at: size),
            let path = try? await reader.consistency(from: smaller, to: size)
        else { return }
        precondition(contents.count % 256 != 255 || size == 0, "a tile that was cut off was read")
        let before = try! await reader.root(at: smaller)
        // In larger logs the tiles above say what they like of those below.
        guard size < TilePath.width else { return }
        precondition(Proof.extends((smaller, before), to: (size, root), path: path))
        precondition(smaller == 0 || smaller == size || !Proof.extends((smaller, root), to: (size, root), path: path))
    }
}

/// Runs what waits to its end, for libFuzzer does not wait.
func waiting(_ work: @escaping @Sendable () async -> Void) {
    let done = DispatchSemaphore(value: 0)
    Task.detached {
        await work()
        done.signal()
    }
    done.wait()
}

/// That of a log that never was.
private let key = VerifierKey(name: "example.gov.cn/log", kind: .note, publicKey: Array(repeating: 7, count: 32))
