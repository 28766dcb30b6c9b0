/// What an operator may set about attachments.
public struct AttachmentSettings: Sendable {
    /// Files up to so many bytes are kept in the database, larger ones in the folder.
    public var smallFile = 64 * 1024
    /// The largest picture that is decoded, in pixels: a file of a few kilobytes may claim to be billions.
    public var pixels = 50_000_000
    /// The longer side of a thumbnail, in pixels.
    public var thumbnailSide = 320
    /// How many pictures are decoded at the same time.
    public var pictureWorkers = 1
    /// How many files are read and written at the same time.
    public var diskWorkers = 8

    /// How long a file stays that was uploaded and that no matter carries.
    public var uploadLife = Duration.seconds(7 * 86_400)
    /// How many such files one person may have at a time.
    public var uploadsOfOne = 500

    /// The largest file of each kind, in bytes.
    public var limits: [FileKind: Int] = Dictionary(uniqueKeysWithValues: FileKind.allCases.map { ($0, $0.usualLimit) })

    public init() {}

    /// No file of any kind may then be larger than this.
    public mutating func capFiles(at bytes: Int) {
        limits = limits.mapValues { min($0, bytes) }
    }

    func limit(of kinds: Set<FileKind>) -> Int {
        kinds.map { limits[$0] ?? $0.usualLimit }.max() ?? 0
    }
}

extension FileKind {
    fileprivate var usualLimit: Int {
        let mebibyte = 1 << 20
        return switch self {
        case .jpeg, .png, .gif, .webp, .heic: 20 * mebibyte
        case .pdf, .ofd, .docx, .xlsx, .pptx, .doc, .xls, .ppt, .mp3, .amr: 50 * mebibyte
        case .text, .textGB18030: 2 * mebibyte
        case .mp4, .mov: 200 * mebibyte
        case .zip: 100 * mebibyte
        }
    }
}
