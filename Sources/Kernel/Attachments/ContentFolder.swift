#if canImport(Glibc)
    import Glibc
#endif

/// The files of the store: `ab/cd/abcd…`, and `incoming` for those that are still arriving.
///
/// A name under `ab/cd` appears only when the whole file behind it is on the disk.
struct ContentFolder: Sendable {
    let path: String

    private var incoming: String { path + "/incoming" }

    func path(of hash: ContentHash, suffix: String = "") -> String {
        folders(of: hash)[0] + "/" + hash.text + suffix
    }

    /// A new file for bytes that are arriving.
    func makeIncoming() throws(FolderUnavailable) -> IncomingFile {
        try makeFolder(path)
        try makeFolder(incoming)
        let name = (0..<4).map { _ in String(UInt32.random(in: .min ... .max), radix: 36) }.joined(separator: "-")
        return try IncomingFile(path: incoming + "/" + name)
    }

    /// Gives the complete file its name. When this returns, the file and its name are on the disk.
    ///
    /// A file of the same name is the same file; replacing it heals one that the disk had damaged.
    func keep(_ file: IncomingFile, as hash: ContentHash, suffix: String = "") throws(FolderUnavailable) {
        try file.file.sync()
        for folder in folders(of: hash).reversed() { try makeFolder(folder) }
        guard rename(file.path, path(of: hash, suffix: suffix)) == 0 else { throw FolderUnavailable("rename") }
        // Also those made by somebody else a moment ago: whether they are on the disk yet is not known here.
        for folder in folders(of: hash) + [path] { try OpenFile(reading: folder).sync() }
    }

    /// Removes what interrupted uploads left behind, and says how many files that were.
    func removeIncoming(olderThan age: Duration) -> Int {
        guard let folder = opendir(incoming) else { return 0 }
        defer { closedir(folder) }
        var removed = 0
        let limit = time(nil) - Int(age.components.seconds)
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            var status = stat()
            let file = incoming + "/" + name
            guard lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            if status.st_mtim.tv_sec < limit, unlink(file) == 0 { removed += 1 }
        }
        return removed
    }

    /// Removes the file of a content that nothing speaks of any more, and what was drawn from it.
    ///
    /// Somebody may be handing in the same bytes right now: a file that is younger than this goes back to its place.
    func remove(_ hash: ContentHash, olderThan age: Duration) {
        for suffix in ["", AttachmentStore.thumbnailSuffix] {
            let (place, aside) = (path(of: hash, suffix: suffix), incoming + "/removed-" + hash.text + suffix)
            guard rename(place, aside) == 0 else { continue }
            var status = stat()
            let isOld = stat(aside, &status) == 0 && status.st_mtim.tv_sec < time(nil) - Int(age.components.seconds)
            if isOld { unlink(aside) } else { rename(aside, place) }
        }
    }

    private func folders(of hash: ContentHash) -> [String] {
        let outer = path + "/" + hash.text.prefix(2)
        return [outer + "/" + hash.text.dropFirst(2).prefix(2), outer]
    }

    private func makeFolder(_ path: String) throws(FolderUnavailable) {
        if mkdir(path, 0o750) != 0, errno != EEXIST { throw FolderUnavailable("make folder") }
    }
}

/// A file that is still arriving. It disappears unless it is kept.
final class IncomingFile: Sendable {
    let path: String
    let file: OpenFile

    init(path: String) throws(FolderUnavailable) {
        self.path = path
        file = try OpenFile(making: path)
    }

    deinit {
        // After a successful rename there is nothing of this name any more.
        unlink(path)
    }
}
