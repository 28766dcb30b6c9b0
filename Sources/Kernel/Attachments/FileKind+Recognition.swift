import Archives

extension FileKind {
    /// How many bytes of the beginning are needed to narrow down the kind.
    static let headLength = 4096

    /// The kinds that a file with this beginning can be. Text is possible unless the beginning says otherwise.
    static func possible(head: [UInt8]) -> Set<FileKind> {
        if let kind = marked(head) { return [kind] }
        if head.starts(with: zipMark) { return [.docx, .xlsx, .pptx, .ofd, .zip] }
        if head.starts(with: CompoundFile.mark) { return [.doc, .xls, .ppt] }
        return isMP3(head) ? [.mp3] : [.text, .textGB18030]
    }

    /// The kind of a complete file; nil when it is none of ours.
    ///
    /// - Throws: ``AttachmentRefusal`` when it is damaged, locked, or carries a program.
    static func recognised(_ source: ContentSource) throws -> FileKind? {
        let head = try source.bytes(at: 0, count: headLength)
        if let kind = marked(head) { return kind }
        if head.starts(with: zipMark) { return try zipped(source) }
        if head.starts(with: CompoundFile.mark) { return try compound(source) }
        if isMP3(head) { return .mp3 }
        return TextEncoding.of(try source.all()).map { $0 == .utf8 ? .text : .textGB18030 }
    }

    private static let zipMark: [UInt8] = [0x50, 0x4B, 3, 4]

    /// Kinds that a few bytes at the beginning settle.
    private static func marked(_ head: [UInt8]) -> FileKind? {
        func has(_ mark: String, at offset: Int = 0) -> Bool { head.dropFirst(offset).starts(with: mark.utf8) }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]) { return .png }
        if has("GIF87a") || has("GIF89a") { return .gif }
        if has("RIFF") && has("WEBP", at: 8) { return .webp }
        if has("%PDF-") { return .pdf }
        if has("#!AMR\n") || has("#!AMR-WB\n") { return .amr }
        if has("ID3") { return .mp3 }
        return has("ftyp", at: 4) ? brands[String(decoding: head.dropFirst(8).prefix(4), as: UTF8.self)] : nil
    }

    /// ISO/IEC 14496-12 brands that cameras and telephones write.
    private static let brands: [String: FileKind] = [
        "heic": .heic, "heix": .heic, "heim": .heic, "heis": .heic, "hevc": .heic, "mif1": .heic, "msf1": .heic,
        "isom": .mp4, "iso2": .mp4, "iso4": .mp4, "iso5": .mp4, "iso6": .mp4, "mp41": .mp4, "mp42": .mp4,
        "avc1": .mp4, "dash": .mp4, "M4V ": .mp4, "M4A ": .mp4, "MSNV": .mp4, "3gp4": .mp4, "3gp5": .mp4,
        "3gp6": .mp4, "3g2a": .mp4, "qt  ": .mov,
    ]

    private static func zipped(_ source: ContentSource) throws -> FileKind {
        let names: [String]
        do throws(ArchiveError) {
            names = try archive(source).entries.map(\.name)
        } catch {
            throw AttachmentRefusal.damaged
        }
        if names.contains(where: { $0.lowercased().hasSuffix("vbaproject.bin") }) {
            throw AttachmentRefusal.containsMacros
        }
        let documents: [(String, FileKind)] = [
            ("word/document.xml", .docx), ("xl/workbook.xml", .xlsx), ("ppt/presentation.xml", .pptx),
            ("OFD.xml", .ofd),
        ]
        let isOffice = names.contains("[Content_Types].xml")
        for (name, kind) in documents where names.contains(name) && (isOffice || kind == .ofd) { return kind }
        if names.contains(where: isProgram) { throw AttachmentRefusal.containsProgram }
        return .zip
    }

    private static func archive(_ source: ContentSource) throws(ArchiveError) -> ZipArchive {
        let limits = ZipArchive.Limits(entries: 20_000)
        switch source {
        case .memory(let bytes): return try ZipArchive(bytes: bytes, limits: limits)
        case .file(let path, _): return try ZipArchive(path: path, limits: limits)
        }
    }

    private static func isProgram(_ name: String) -> Bool {
        let ends = [
            ".exe", ".dll", ".com", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf",
            ".hta",
            ".jar", ".apk", ".lnk", ".sh", ".docm", ".xlsm", ".pptm", ".class",
        ]
        return ends.contains { name.lowercased().hasSuffix($0) }
    }

    private static func compound(_ source: ContentSource) throws -> FileKind? {
        guard let names = try CompoundFile.names(in: source) else { throw AttachmentRefusal.damaged }
        if names.contains("EncryptedPackage") { throw AttachmentRefusal.passwordProtected }
        if !names.isDisjoint(with: ["_VBA_PROJECT_CUR", "_VBA_PROJECT", "Macros"]) {
            throw AttachmentRefusal.containsMacros
        }
        if names.contains("WordDocument") { return .doc }
        if !names.isDisjoint(with: ["Workbook", "Book"]) { return .xls }
        return names.contains("PowerPoint Document") ? .ppt : nil
    }

    /// Two frames of MPEG layer III, one where the other says it ends.
    private static func isMP3(_ head: [UInt8]) -> Bool {
        guard let length = mp3FrameLength(head[...]), length < head.count else { return false }
        return mp3FrameLength(head[length...]) != nil
    }

    private static func mp3FrameLength(_ bytes: ArraySlice<UInt8>) -> Int? {
        let header = Array(bytes.prefix(4))
        guard header.count == 4, header[0] == 0xFF, header[1] & 0xE6 == 0xE2, header[1] & 0x18 != 0x08 else {
            return nil
        }
        let isFirstVersion = header[1] & 0x18 == 0x18
        let rates = isFirstVersion ? mp3Rates : mp3LowRates
        let (rate, frequency) = (Int(header[2] >> 4), Int(header[2] >> 2 & 3))
        guard (1...14).contains(rate), frequency < 3 else { return nil }
        let divisor = isFirstVersion ? 1 : header[1] & 0x18 == 0x10 ? 2 : 4
        let samples = isFirstVersion ? 144_000 : 72_000
        return samples * rates[rate - 1] / ([44_100, 48_000, 32_000][frequency] / divisor) + Int(header[2] >> 1 & 1)
    }

    private static let mp3Rates = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
    private static let mp3LowRates = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
}
