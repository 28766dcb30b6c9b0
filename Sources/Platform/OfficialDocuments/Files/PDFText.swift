import Subprocess

/// Reads the text of a PDF through poppler's `pdftotext`, in a process of its own with limits on time and memory.
enum PDFText {
    private static let seconds = 30
    private static let memory = 1_073_741_824
    private static let largestOutput = 24 * 1_048_576
    /// Fewer characters than this on all pages together are stamps and page numbers on scanned pages.
    private static let fewestCharacters = 20

    static func read(_ bytes: [UInt8]) async throws(UnreadableDocument) -> String {
        let (status, output, complaint) = try await extract(bytes)
        if status == 127 || status == 126 { throw .pdfReaderMissing }
        if complaint.contains("Incorrect password") || complaint.contains("not allowed") { throw .encrypted }
        guard status == 0, let pages = String(validating: output, as: UTF8.self) else { throw .damaged }
        let text = PageLines.joined(pages)
        guard text.unicodeScalars.lazy.filter({ !$0.isBlank }).count >= fewestCharacters else { throw .scanned }
        return text
    }

    private typealias Extract = (status: Int32, output: [UInt8], complaint: String)

    private static func extract(_ bytes: [UInt8]) async throws(UnreadableDocument) -> Extract {
        let outcome = await withTaskGroup(of: Result<Extract, UnreadableDocument>.self) { group in
            group.addTask { await run(bytes) }
            group.addTask {
                // A cancelled sleep ends at once; its answer then comes too late to count.
                try? await Task.sleep(for: .seconds(seconds))
                return .failure(.tookTooLong(seconds: seconds))
            }
            let first = await group.next()!
            group.cancelAll()
            return first
        }
        return try outcome.get()
    }

    private static func run(_ bytes: [UInt8]) async -> Result<Extract, UnreadableDocument> {
        do {
            let result = try await Subprocess.run(
                .name("prlimit"),
                arguments: [
                    "--cpu=\(seconds)", "--as=\(memory)", "pdftotext", "-layout", "-nopgbrk", "-enc", "UTF-8", "-", "-",
                ],
                input: .array(bytes), output: .bytes(limit: largestOutput), error: .string(limit: 65_536))
            guard case .exited(let status) = result.terminationStatus else { return .failure(.damaged) }
            return .success((status, result.standardOutput, result.standardError))
        } catch let error as SubprocessError where error.code == .executableNotFound {
            return .failure(.pdfReaderMissing)
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            return .failure(.tooLarge(megabytes: largestOutput / 1_048_576))
        } catch {
            return .failure(.damaged)
        }
    }
}
