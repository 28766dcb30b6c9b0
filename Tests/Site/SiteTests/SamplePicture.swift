import CGD

/// Pictures as telephones make them, only smaller.
enum SamplePicture {
    static func jpeg(seed: Int32 = 1, side: Int32 = 400) -> [UInt8] {
        let image = gdImageCreateTrueColor(side, side)!
        defer { gdImageDestroy(image) }
        for y in 0..<Int(side) {
            for x in 0..<Int(side) {
                image.pointee.tpixels[y]![x] =
                    (Int32(x / 20) &* 0x0A_0501 &* seed &+ Int32(y / 15) &* 0x03_070B) & 0xFF_FFFF
            }
        }
        var size: Int32 = 0
        let bytes = gdImageJpegPtr(image, &size, 90)!
        defer { gdFree(bytes) }
        return Array(UnsafeRawBufferPointer(start: bytes, count: Int(size)))
    }
}
