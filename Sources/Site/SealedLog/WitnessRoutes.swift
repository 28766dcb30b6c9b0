import Calendars
import Foundation
import Markup
import Sealing
import Workflows

/// 见证 — what this instance has seen of other instances' logs, for anyone to compare with what they were shown.
enum WitnessRoutes {
    static let all: [Route] = [
        Route(.get, "/log/witnessed", "本平台见证的封存日志", for: .anyone) { visit in try page(visit) }
    ]

    private static func page(_ visit: Visit) throws -> Answer {
        let sights = try visit.premises.witnessed?.sights() ?? []
        let json = JSON.array(
            sights.map { sight, alarms in
                .of(
                    ("log", sight.map { .text($0.origin) } ?? .null), ("size", sight.map { .number($0.size) } ?? .null),
                    ("seen", sight.map { .number($0.seen.milliseconds) } ?? .null),
                    ("checkpoint", sight.map { .text($0.note.encoded) } ?? .null),
                    ("alarms", .array(alarms.map { .text($0.evidence) })))
            })
        let frame = visit.page(Wording(zh: "见证的封存日志", en: "Logs under witness")) {
            p {
                Wording(
                    zh: "本平台定期查看下列封存日志，只在它们只增不改时附签。附签过的检查点可与您看到的比对。",
                    en: "This instance looks at these logs and cosigns them only while they merely grow.")
            }
            if sights.isEmpty {
                p { Wording(zh: "还没有见证任何日志。由系统管理员用 anlan witness 开始。", en: "No log is under witness yet.") }
            }
            for (sight, alarms) in sights { section(sight, alarms) }
        }
        return .page(frame, json: json)
    }

    @HTMLBuilder
    private static func section(_ sight: WitnessFolder.Sight?, _ alarms: [(at: Instant, evidence: String)]) -> HTML {
        h2 { sight?.origin ?? "—" }
        if let last = alarms.last {
            Notice(
                .warning,
                Wording(
                    zh: "警报（\(last.at)）　\(last.evidence.split(separator: "\n").first.map(String.init) ?? "")",
                    en: "Alarm (\(last.at)): the log does not continue what was seen before."))
        }
        if let sight {
            Facts([
                Fact(Wording(zh: "见证到", en: "Seen up to"), "\(sight.size)"),
                Fact(Wording(zh: "最近一次", en: "Last seen"), sight.seen.description),
            ])
            details {
                summary { Wording(zh: "附签的检查点", en: "Cosigned checkpoint") }
                pre(.class("sealed-text")) { sight.note.encoded }
            }
        }
        for alarm in alarms {
            details {
                summary { Wording(zh: "证据 \(alarm.at)", en: "Evidence \(alarm.at)") }
                pre(.class("sealed-text")) { alarm.evidence }
            }
        }
    }
}

extension WitnessFolder {
    /// How many alarms stand, for the operator's monitoring.
    var exposition: String {
        // A folder that cannot be read is an alarm as well.
        let alarms = (try? sights().reduce(0) { $0 + $1.alarms.count }) ?? 1
        return "# HELP anlan_witness_alarms Alarms raised about logs under witness.\n"
            + "# TYPE anlan_witness_alarms gauge\nanlan_witness_alarms \(alarms)\n"
    }
}
