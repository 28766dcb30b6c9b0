import Archives
import Glibc

/// A small file read as a whole.
enum PlainFile {
    static func bytes(path: String, limit: Int) throws(SpreadsheetError) -> [UInt8] {
        guard let file = fopen(path, "rbe") else { throw .archive(.unreadable(path: path, errno: errno)) }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        let size = ftell(file)
        guard size <= limit else { throw .archive(.tooLarge(entry: "CSV", limit: limit)) }
        rewind(file)
        let bytes = [UInt8](unsafeUninitializedCapacity: max(size, 0)) { buffer, filled in
            filled = buffer.baseAddress.map { fread($0, 1, buffer.count, file) } ?? 0
        }
        guard bytes.count == size else { throw .archive(.unreadable(path: path, errno: errno)) }
        return bytes
    }
}
