import Foundation
import OfficialDocuments
import Testing

/// Nothing of a text is lost: its nodes follow each other without gap or overlap from the first character to the last.
@Suite struct TilingTests {
    @Test func `every labelled document is divided without remainder`() throws {
        for gold in try Gold.all() { try expectWhole(try gold.text, gold.document) }
    }

    /// The larger collection lies beside the project on the machines that have it.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: TilingTests.collection.path)))
    func `every document of the collection is divided without remainder`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: TilingTests.collection.path)
        let texts = names.filter { $0.hasSuffix(".txt") }
        #expect(texts.count >= 30)
        for name in texts {
            try expectWhole(
                try String(contentsOf: TilingTests.collection.appending(path: name), encoding: .utf8), name)
        }
    }

    @Test(arguments: [
        "", "\n", " ", "一、", "\r\n\r\n", "\u{FEFF}标题\n一、甲。\n", "（", "《", "一是甲。\n\n\n", "　　一、甲\r\n　　乙\r\n",
        "省政府\n2019年1月1日",
        "目录\n一、甲\n二、乙\n一、甲\n二、乙", "😀一、👨‍👩‍👧。一是甲；二是乙", "附件：1.甲\n2.乙\n3.丙",
    ])
    func `odd texts are divided without remainder`(text: String) throws {
        try expectWhole(text, text)
    }

    /// Texts put together at random from what has a meaning to the reader, the same ones on each run.
    @Test func `random texts are divided without remainder`() throws {
        let pieces = [
            "一、", "（一）", "1.", "（1）", "①", "一是", "二是", "三是", "；", "。", "\n", "，", "省安监局", "牵头", "（", "）", "《", "》",
            "第一条", " ", "6月25日", "年底前",
            "2019年1月1日", "国务院", "各市：", "甲", "要", "负责", "附件：", "\r\n", "“", "”", "目录",
        ]
        var state: UInt64 = 20_170_614
        for _ in 0..<400 {
            var text = ""
            for _ in 0..<60 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            try expectWhole(text, text)
        }
    }

    private static let collection = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/data/official-documents").standardized

    private func expectWhole(_ text: String, _ name: String) throws {
        let made = Decomposition(of: text, names: UnitNames())
        let count = text.unicodeScalars.count
        #expect(made.nodes.first?.start == 0, "\(name)")
        #expect(made.nodes.last?.end == count, "\(name)")
        for (node, next) in zip(made.nodes, made.nodes.dropFirst()) {
            #expect(node.end == next.start && node.start < node.end, "\(name)")
        }
        expectInside(made, name)
        expectParents(made, name)
    }

    private func expectInside(_ made: Decomposition, _ name: String) {
        for node in made.nodes {
            var last = node.start
            for sentence in node.sentences {
                #expect(sentence.start >= last && sentence.end <= node.end && sentence.start < sentence.end, "\(name)")
                last = sentence.end
            }
            let places =
                node.units.map(\.start) + node.deadlines.map(\.start) + node.citations.map(\.start)
                + node.quantities.map(\.start)
            #expect(places.allSatisfy { node.start <= $0 && $0 < node.end }, "\(name)")
        }
    }

    private func expectParents(_ made: Decomposition, _ name: String) {
        var levels: [String: Int] = [:]
        for node in made.nodes {
            if let parent = node.parent {
                #expect(levels[parent].map { $0 + 1 } == node.level, "\(name)")
            } else {
                #expect(node.level == (node.marker == nil ? 0 : 1), "\(name)")
            }
            levels[node.id] = node.level
        }
    }
}
