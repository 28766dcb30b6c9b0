extension [UInt8] {
    /// The unsigned 16-bit number at `offset`; the caller has checked that it lies within.
    func uint16(at offset: Int) -> Int {
        Int(self[offset]) | Int(self[offset + 1]) << 8
    }

    func uint32(at offset: Int) -> Int {
        uint16(at: offset) | uint16(at: offset + 2) << 16
    }

    /// Nil for what does not fit a signed 64-bit number: no honest archive is that long.
    func uint64(at offset: Int) -> Int? {
        let high = uint32(at: offset + 4)
        return high < 0x8000_0000 ? uint32(at: offset) | high << 32 : nil
    }
}
