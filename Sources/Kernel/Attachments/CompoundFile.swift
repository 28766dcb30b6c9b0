/// The container of `.doc` and `.xls` ([MS-CFB]), as far as its table of contents.
enum CompoundFile {
    static let mark: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

    /// The names of the streams and storages; nil when the container is damaged.
    static func names(in source: ContentSource) throws -> Set<String>? {
        guard let reader = try Reader(source) else { return nil }
        var names: Set<String> = []
        var sector = reader.firstDirectorySector
        for _ in 0..<4096 {
            guard let bytes = try reader.sector(sector) else { return nil }
            for start in stride(from: 0, to: bytes.count, by: 128) {
                if let name = name(of: bytes[start..<start + 128]) { names.insert(name) }
            }
            guard let next = try reader.sector(after: sector) else { return nil }
            if next == endOfChain { return names }
            sector = next
        }
        return nil
    }

    private static let endOfChain = 0xFFFF_FFFE

    private static func name(of entry: ArraySlice<UInt8>) -> String? {
        let bytes = Array(entry)
        let length = Int(bytes[64]) | Int(bytes[65]) << 8
        guard bytes[66] != 0, (2...64).contains(length), length % 2 == 0 else { return nil }
        let units = stride(from: 0, to: length - 2, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
        return String(decoding: units, as: UTF16.self)
    }

    private struct Reader {
        let source: ContentSource
        let sectorSize: Int
        let firstDirectorySector: Int
        /// Where the sectors of the allocation table are, as far as the header says.
        let tableSectors: [Int]
        let firstExtension: Int

        init?(_ source: ContentSource) throws {
            let header = try ByteReader(source.bytes(at: 0, count: 512), isLittleEndian: true)
            guard header.count == 512, let shift = header.uint16(at: 30), shift == 9 || shift == 12,
                let directory = header.uint32(at: 48), let extended = header.uint32(at: 68)
            else { return nil }
            self.source = source
            sectorSize = 1 << shift
            firstDirectorySector = directory
            firstExtension = extended
            tableSectors = (0..<109).compactMap { header.uint32(at: 76 + 4 * $0) }
        }

        func sector(_ number: Int) throws -> [UInt8]? {
            let bytes = try source.bytes(at: (number + 1) * sectorSize, count: sectorSize)
            return bytes.count == sectorSize ? bytes : nil
        }

        func sector(after number: Int) throws -> Int? {
            let perSector = sectorSize / 4
            guard let table = try tableSector(number / perSector), let bytes = try sector(table) else { return nil }
            return ByteReader(bytes, isLittleEndian: true).uint32(at: number % perSector * 4)
        }

        private func tableSector(_ index: Int) throws -> Int? {
            if index < tableSectors.count { return tableSectors[index] }
            let perSector = sectorSize / 4 - 1
            var (rest, next) = (index - tableSectors.count, firstExtension)
            for _ in 0..<4096 {
                guard let bytes = try sector(next) else { return nil }
                let reader = ByteReader(bytes, isLittleEndian: true)
                if rest < perSector { return reader.uint32(at: rest * 4) }
                rest -= perSector
                next = reader.uint32(at: perSector * 4) ?? endOfChain
            }
            return nil
        }
    }
}
