import Foundation
import OfficialDocuments
import SampleProvince

/// Documents of 15,000 characters, put together from those that the tests are judged by.
enum Decomposing {
    @Sendable static func measure(_ bench: Bench) async throws {
        let folder = Checkout.path("Tests/Platform/OfficialDocumentsTests/Gold")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".txt") }
        let texts = try files.sorted().map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
        let text = String(String.UnicodeScalarView(texts.joined().unicodeScalars.prefix(15_000)))
        precondition(text.unicodeScalars.count == 15_000)
        bench.repeated("anlan", "decompose") {
            precondition(Decomposition(of: text, names: UnitNames()).nodes.count > 50)
        }
    }
}
