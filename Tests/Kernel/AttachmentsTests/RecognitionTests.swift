import Testing

@testable import Attachments

/// A file is what its bytes are, whatever it is called.
struct RecognitionTests {
    static let samples: [(FileKind, [UInt8])] = [
        (.jpeg, Samples.jpeg()), (.png, Samples.png()), (.gif, Array("GIF89a".utf8) + [1, 0, 1, 0]),
        (.webp, Array("RIFF".utf8) + [9, 9, 9, 9] + Array("WEBPVP8 ".utf8)),
        (.heic, [0, 0, 0, 24] + Array("ftypheic".utf8)), (.heic, [0, 0, 0, 24] + Array("ftypmif1".utf8)),
        (.mp4, [0, 0, 0, 24] + Array("ftypisom".utf8)), (.mov, [0, 0, 0, 20] + Array("ftypqt  ".utf8)),
        (.pdf, Array("%PDF-1.7\n%".utf8) + [0xE2, 0xE3]), (.docx, Samples.docx), (.xlsx, Samples.xlsx),
        (.pptx, Samples.zip(["[Content_Types].xml", "ppt/presentation.xml"])),
        (.ofd, Samples.zip(["OFD.xml", "Doc_0/Document.xml"])), (.zip, Samples.zip(["现场照片/1.jpg", "说明.txt"])),
        (.doc, Samples.compound(["1Table", "Data", "SummaryInformation", "x", "y", "WordDocument"])),
        (.xls, Samples.compound(["Workbook"])), (.xls, Samples.compound(["Book"])),
        (.ppt, Samples.compound(["PowerPoint Document"])),
        (.mp3, Array("ID3".utf8) + [4, 0, 0]), (.mp3, Self.mp3), (.amr, Array("#!AMR\n".utf8) + [4]),
        (.text, Array("隐患整改情况说明\r\n\t一、".utf8)), (.text, [0xEF, 0xBB, 0xBF] + Array("序号,名称".utf8)),
        (.textGB18030, [0xD2, 0xFE, 0xBB, 0xBC, 0x0D, 0x0A, 0x81, 0x39, 0xEE, 0x39]),
    ]

    /// Two frames of 128 kbit/s at 44.1 kHz.
    static var mp3: [UInt8] {
        let frame: [UInt8] = [0xFF, 0xFB, 0x90, 0x00] + [UInt8](repeating: 0, count: 413)
        return frame + frame
    }

    @Test(arguments: samples)
    func `each kind is recognised by its content`(_ kind: FileKind, _ bytes: [UInt8]) throws {
        #expect(try FileKind.recognised(.memory(bytes)) == kind)
        #expect(FileKind.possible(head: bytes).contains(kind))
    }

    @Test(arguments: [
        [0x4D, 0x5A, 0x90, 0, 3], Array("\u{7F}ELF".utf8) + [2, 1], [0, 0, 0, 24] + Array("ftypXXXX".utf8),
        Array("plain\0text".utf8), [0xD2], [0xFF, 0xFE, 0x41, 0],
        Array("RIFF".utf8) + [0, 9, 9, 9] + Array("WAVE".utf8),
        [0xFF, 0xFB, 0x90, 0, 1, 2, 3], Array("text with an escape \u{1B}[31m".utf8), [],
    ])
    func `programs, unknown and half-known files are none of ours`(_ bytes: [UInt8]) throws {
        #expect(try FileKind.recognised(.memory(bytes)) == nil)
    }

    @Test(arguments: [
        (
            Samples.zip(["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]),
            AttachmentRefusal.Code.containsMacros
        ),
        (Samples.compound(["WordDocument", "Macros"]), .containsMacros),
        (Samples.compound(["Workbook", "a", "b", "c", "d", "_VBA_PROJECT_CUR"]), .containsMacros),
        (Samples.compound(["EncryptionInfo", "EncryptedPackage"]), .passwordProtected),
        (Samples.zip(["说明.txt", "安装.EXE"]), .containsProgram), (Samples.zip(["a/b/run.js"]), .containsProgram),
        (Array(Samples.docx.dropLast(30)), .damaged), (Array(Samples.compound(["Workbook"]).prefix(600)), .damaged),
    ])
    func `what could act, is locked or is cut short is refused`(_ bytes: [UInt8], _ code: AttachmentRefusal.Code) {
        let refusal = #expect(throws: AttachmentRefusal.self) { try FileKind.recognised(.memory(bytes)) }
        #expect(refusal?.code == code)
    }

    @Test func `a circle in the table of contents of a document ends in a refusal`() {
        var bytes = Samples.compound(["Workbook"])
        bytes[512 + 4] = 1
        bytes.replaceSubrange(512 + 5..<512 + 8, with: [0, 0, 0])

        #expect(throws: AttachmentRefusal.self) { try FileKind.recognised(.memory(bytes)) }
    }

    @Test func `files with every byte changed in turn never stop the program`() {
        var random = Numbers(state: 42)
        for (_, bytes) in Self.samples {
            for _ in 0..<300 {
                var changed = bytes
                for _ in 0..<3 where !changed.isEmpty {
                    changed[Int(random.next() % UInt64(changed.count))] = UInt8(truncatingIfNeeded: random.next())
                }
                if random.next() % 4 == 0 { changed.removeLast(Int(random.next() % UInt64(changed.count))) }
                _ = try? FileKind.recognised(.memory(changed))
            }
        }
    }
}

/// Repeatable numbers (SplitMix64).
struct Numbers {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
