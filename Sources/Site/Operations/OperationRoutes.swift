import Foundation
import Hummingbird
import Markup
import Storage
import Workflows

/// For the operator and the proxy in front: is it alive, is it ready, how is it doing.
enum OperationRoutes {
    static let all: [Route] = [
        Route(.get, "/healthz", "进程在运行", for: .anyone, produces: "text/plain") { _ in .text("ok\n") },
        Route(.get, "/readyz", "可以读写", for: .anyone, produces: "text/plain") { visit in
            do {
                try await visit.premises.database.probe()
                return .text("ready\n")
            } catch let unavailable as DatabaseUnavailable {
                visit.logger.error("not ready", metadata: ["detail": "\(unavailable)"])
                return Answer.text("not ready: \(unavailable.cause.rawValue)\n").status(.serviceUnavailable)
            }
        },
        Route(.get, "/metrics", "运行指标（Prometheus）", for: .anyone, produces: "text/plain") { visit in
            guard ["127.0.0.1", "::1"].contains(visit.origin.address) else { throw Refusal.notFound("页面") }
            return .text(
                visit.premises.figures.exposition + ResidentMemory.exposition
                    + (visit.premises.witnessed?.exposition ?? ""),
                type: "text/plain; version=0.0.4; charset=utf-8")
        },
    ]
}

/// How much memory the process holds, as Linux says.
enum ResidentMemory {
    static var exposition: String {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),  // Linux only.
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
        else { return "" }
        return "# HELP process_resident_memory_bytes Resident memory.\n# TYPE process_resident_memory_bytes gauge\n"
            + "process_resident_memory_bytes \(kilobytes * 1024)\n"
    }
}
