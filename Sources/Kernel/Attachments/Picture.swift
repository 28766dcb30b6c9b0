import Calendars

/// What is known of a picture beyond its bytes.
public struct Picture: Sendable, Hashable {
    /// As people see it, in pixels.
    public var width: Int
    public var height: Int
    /// 图像指纹: nearly the same for nearly the same pictures; nil for one that shows next to nothing.
    public var fingerprint: PictureFingerprint?
    /// By the clock of the camera: a claim.
    public var taken: Instant?
    /// By the clock of the satellites, when the camera noted it.
    public var satelliteTime: Instant?
    /// Degrees north, WGS 84, as the camera noted it.
    public var latitude: Double?
    /// Degrees east, WGS 84, as the camera noted it.
    public var longitude: Double?
}

/// A picture and what was made from it in passing.
struct ExaminedPicture: Sendable {
    let picture: Picture
    let thumbnail: [UInt8]

    /// Reads a JPEG or PNG.
    ///
    /// - Throws: ``AttachmentRefusal`` when it cannot be drawn, or would take too much memory to.
    init(_ bytes: [UInt8], kind: FileKind, settings: AttachmentSettings) throws(AttachmentRefusal) {
        let (size, exif, drawn) = try Self.outline(of: bytes, kind: kind)
        let (pixels, overflow) = size.width.multipliedReportingOverflow(by: size.height)
        guard !overflow, pixels <= settings.pixels else { throw .tooManyPixels(limit: settings.pixels) }
        guard let canvas = Canvas(drawn, kind: kind) else { throw .damaged }
        let orientation = exif?.orientation ?? .up
        let small = canvas.reduced(to: settings.thumbnailSide, orientation: orientation)
        thumbnail = small.jpeg()
        let (width, height) = orientation.isSideways ? (size.height, size.width) : size
        picture = Picture(
            width: width, height: height, fingerprint: PictureFingerprint(small), taken: exif?.taken,
            satelliteTime: exif?.satelliteTime, latitude: exif?.latitude, longitude: exif?.longitude)
    }

    /// What can be learnt without decoding, and the bytes to decode.
    private static func outline(
        of bytes: [UInt8], kind: FileKind
    ) throws(AttachmentRefusal) -> (size: (width: Int, height: Int), exif: Exif?, drawn: [UInt8]) {
        if kind == .png {
            guard let file = PNGFile(bytes) else { throw .damaged }
            return (file.size, nil, file.bare)
        }
        guard let file = JPEGFile(bytes), let size = file.size, file.scans <= 200 else { throw .damaged }
        return (size, file.exif, bytes)
    }
}
