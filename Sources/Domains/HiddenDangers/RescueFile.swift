import Attachments
import Calendars
import Foundation
import Ledger
import Permissions
import Site
import Workflows

/// 救急导出文件 — what waited on a phone, taken off it as a file: records with their photographs, each under the id that
/// the phone gave it.
struct RescueFile: Decodable, Sendable {
    struct Photograph: Decodable, Sendable {
        let name: String
        let hash: String?
        /// `data:image/jpeg;base64,…`; beside the records in a sealed file.
        var content: String?

        var bytes: [UInt8]? {
            guard let content, let comma = content.firstIndex(of: ","), content.hasPrefix("data:image/"),
                let data = Data(base64Encoded: String(content[content.index(after: comma)...]))
            else { return nil }
            return Array(data)
        }
    }

    struct Record: Decodable, Sendable {
        let id: String
        let person: String
        /// What was done to ``matter``; nothing when a danger was written down.
        let task: String?
        let matter: String?
        let number: String?
        let version: Int?
        let values: [String: String]
        var photographs: [Photograph]
        let writtenAt: Int
        let happenedAt: Int

        /// What the list calls it.
        var words: String {
            let words = values["description"] ?? values["reason"] ?? ""
            return [number, words].compactMap { $0 }.joined(separator: " ")
        }
    }

    let records: [Record]

    private struct Format: Decodable {
        let format: String
    }

    private static let most = 1000

    /// - Parameter key: what the platform has for a parcel of the person who brings the file.
    /// - Throws: ``Refusal`` that says what to bring instead.
    init(reading bytes: [UInt8], key: (_ parcel: String) -> String?) throws(Refusal) {
        let data = Data(bytes)
        do {
            switch try JSONDecoder().decode(Format.self, from: data).format {
            case "anlan-field/1": self = try JSONDecoder().decode(RescueFile.self, from: data)
            case SealedRescueFile.format:
                records = try JSONDecoder().decode(SealedRescueFile.self, from: data).records(key: key)
            default: throw Self.unreadable
            }
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw Self.unreadable
        }
        guard records.count <= Self.most else { throw Self.unreadable }
    }

    static let unreadable = Refusal.fields([
        "file": "这不是手机“导出待上传的记录”生成的文件，或文件不完整。请在手机上重新导出，不要用其他软件打开后另存。"
    ])
}

/// What became of one record of a rescue file.
struct RescueOutcome: Sendable {
    enum Result: Sendable, Hashable {
        /// Taken in now, or by an earlier way already; under that matter.
        case taken(matter: String, again: Bool)
        case refused(String)
    }

    let record: RescueFile.Record
    let result: Result
}

/// Takes records in as the phone would have sent them: by the desk, each id once.
struct RescueIntake {
    let visit: Visit

    func take(_ file: RescueFile) async throws -> [RescueOutcome] {
        var outcomes: [RescueOutcome] = []
        for record in file.records.sorted(by: { $0.writtenAt < $1.writtenAt }) {
            outcomes.append(RescueOutcome(record: record, result: try await take(record)))
        }
        return outcomes
    }

    private func take(_ record: RescueFile.Record) async throws -> RescueOutcome.Result {
        let user = try visit.user()
        guard record.person == user.person.id else { return .refused("由另一人记录，请其本人登录后导入。") }
        guard UUIDv7.isWellFormed(record.id), let written = Self.instant(record.writtenAt),
            let happened = Self.instant(record.happenedAt), let kind = visit.premises.kinds[HiddenDanger.kind]
        else { return .refused("这条记录的编号或时间不完整，请在手机上重新导出。") }
        let envelope = Envelope(
            commandID: record.id.lowercased(), happened: happened, written: written, channel: .phone,
            expectedVersion: record.version)
        do {
            let values = try await values(of: record)
            let receipt: Receipt
            switch (record.task, record.matter) {
            case (nil, nil):
                receipt = try await kind.open(
                    ReportDanger.slug, with: values, by: user, in: envelope, at: visit.premises.desk)
            case (let task?, let matter?) where [VerifyDanger.slug, ReturnForRectification.slug].contains(task):
                receipt = try await kind.perform(
                    task, with: values, on: matter, by: user, in: envelope, at: visit.premises.desk)
            default: return .refused("不认识这条记录要办理的事项，请升级后再导入。")
            }
            return .taken(matter: receipt.matter, again: receipt.isRepeated)
        } catch let refusal as Refusal {
            return .refused(([refusal.message] + refusal.problems.values.sorted()).uniqued.joined(separator: " "))
        } catch let refusal as AttachmentRefusal {
            return .refused(refusal.message)
        }
    }

    private func values(of record: RescueFile.Record) async throws -> FieldValues {
        var values = record.values.mapValues { [$0] }
        let handing = AttachmentStore.Handing(
            by: try visit.user().person.id, for: record.task == VerifyDanger.slug ? .rectification : .evidence,
            name: "", way: .camera)
        for photograph in record.photographs {
            guard let bytes = photograph.bytes else { continue }
            var handing = handing
            handing.name = photograph.name
            let upload = try await visit.premises.attachments.receive(OneElement(bytes), from: handing)
            values["evidence", default: []].append(upload.content.hash.text)
        }
        return FieldValues(values)
    }

    private static func instant(_ milliseconds: Int) -> Instant? {
        (0...4_102_444_800_000).contains(milliseconds) ? Instant(milliseconds: milliseconds) : nil
    }
}

/// A file that is in memory whole, as the store takes files in.
private struct OneElement: AsyncSequence, AsyncIteratorProtocol {
    private var rest: [UInt8]?

    init(_ bytes: [UInt8]) { rest = bytes }

    func makeAsyncIterator() -> Self { self }

    mutating func next() async -> [UInt8]? {
        defer { rest = nil }
        return rest
    }
}

extension Array where Element: Hashable {
    fileprivate var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
