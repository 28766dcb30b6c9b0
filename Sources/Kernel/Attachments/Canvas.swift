import CGD

/// A decoded picture, in the memory of the graphics library.
final class Canvas {
    private let image: gdImagePtr
    let width: Int
    let height: Int

    private static let quiet: Void = gd_keep_quiet()

    /// nil when the library cannot make a picture of it.
    init?(_ bytes: [UInt8], kind: FileKind) {
        _ = Self.quiet
        var bytes = bytes
        let image = bytes.withUnsafeMutableBytes { buffer in
            kind == .png
                ? gdImageCreateFromPngPtr(Int32(buffer.count), buffer.baseAddress)
                : gdImageCreateFromJpegPtrEx(Int32(buffer.count), buffer.baseAddress, 1)
        }
        guard let image else { return nil }
        self.image = image
        if image.pointee.trueColor == 0, gdImagePaletteToTrueColor(image) == 0 {
            gdImageDestroy(image)
            return nil
        }
        width = Int(image.pointee.sx)
        height = Int(image.pointee.sy)
    }

    deinit { gdImageDestroy(image) }

    /// Upright, with its longer side at most so long. Each pixel is the mean of those it stands for.
    func reduced(to side: Int, orientation: Orientation) -> SmallPicture {
        let (upWidth, upHeight) = orientation.isSideways ? (height, width) : (width, height)
        let scale = min(1, Double(side) / Double(max(upWidth, upHeight)))
        let small = SmallPicture(
            width: max(1, Int((Double(upWidth) * scale).rounded())),
            height: max(1, Int((Double(upHeight) * scale).rounded())))
        return small.filled { x, y in
            let (left, right) = (Double(x) / Double(small.width), Double(x + 1) / Double(small.width))
            let (top, bottom) = (Double(y) / Double(small.height), Double(y + 1) / Double(small.height))
            let (one, other) = (orientation.stored(left, top), orientation.stored(right, bottom))
            return mean(
                columns: range(min(one.x, other.x), max(one.x, other.x), of: width),
                rows: range(min(one.y, other.y), max(one.y, other.y), of: height))
        }
    }

    private func range(_ from: Double, _ to: Double, of length: Int) -> Range<Int> {
        let start = min(length - 1, Int((from * Double(length)).rounded()))
        return start..<max(start + 1, min(length, Int((to * Double(length)).rounded())))
    }

    /// Transparent parts count as white paper.
    private func mean(columns: Range<Int>, rows: Range<Int>) -> SmallPicture.Pixel {
        var (red, green, blue) = (0, 0, 0)
        for row in rows {
            let line = image.pointee.tpixels[row]!
            for column in columns {
                let pixel = Int(line[column])
                let alpha = pixel >> 24 & 127
                red += (pixel >> 16 & 255) * (127 - alpha) + 255 * alpha
                green += (pixel >> 8 & 255) * (127 - alpha) + 255 * alpha
                blue += (pixel & 255) * (127 - alpha) + 255 * alpha
            }
        }
        let weight = columns.count * rows.count * 127
        return .init(red: UInt8(red / weight), green: UInt8(green / weight), blue: UInt8(blue / weight))
    }
}

/// A picture of a few thousand pixels.
struct SmallPicture: Sendable {
    struct Pixel: Sendable, Hashable {
        var red: UInt8
        var green: UInt8
        var blue: UInt8

        /// ITU-R BT.601, in thousandths.
        var brightness: Int { (299 * Int(red) + 587 * Int(green) + 114 * Int(blue)) / 1000 }
    }

    let width: Int
    let height: Int
    private(set) var pixels: [Pixel] = []

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    func filled(_ pixel: (Int, Int) -> Pixel) -> SmallPicture {
        var filled = self
        filled.pixels.reserveCapacity(width * height)
        for y in 0..<height {
            for x in 0..<width { filled.pixels.append(pixel(x, y)) }
        }
        return filled
    }

    /// The mean brightness of each field of a grid, row by row.
    func brightness(columns: Int, rows: Int) -> [Int] {
        (0..<rows * columns).map { field in
            let (row, column) = (field / columns, field % columns)
            let ys = span(row, of: rows, in: height)
            let xs = span(column, of: columns, in: width)
            let sum = ys.reduce(0) { sum, y in xs.reduce(sum) { $0 + pixels[y * width + $1].brightness } }
            return sum / (ys.count * xs.count)
        }
    }

    private func span(_ part: Int, of parts: Int, in length: Int) -> Range<Int> {
        let start = min(length - 1, part * length / parts)
        return start..<max(start + 1, (part + 1) * length / parts)
    }

    func jpeg() -> [UInt8] {
        guard let image = gdImageCreateTrueColor(Int32(width), Int32(height)) else { return [] }
        defer { gdImageDestroy(image) }
        for y in 0..<height {
            let line = image.pointee.tpixels[y]!
            for x in 0..<width {
                let pixel = pixels[y * width + x]
                line[x] = Int32(pixel.red) << 16 | Int32(pixel.green) << 8 | Int32(pixel.blue)
            }
        }
        var size: Int32 = 0
        guard let bytes = gdImageJpegPtr(image, &size, 75) else { return [] }
        defer { gdFree(bytes) }
        return Array(UnsafeRawBufferPointer(start: bytes, count: Int(size)))
    }
}
