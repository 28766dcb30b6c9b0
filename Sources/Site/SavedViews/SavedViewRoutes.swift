import Foundation
import Hummingbird
import Markup
import Workflows

/// Keeping the conditions of a register under a name, and letting go of them.
enum SavedViewRoutes {
    static let all: [Route] = [
        Route(
            .post, "/views", "保存视图", for: .signedIn,
            body: [.init("name", "视图名称"), .init("address", "台账的地址")]
        ) { visit in try await save(visit) },
        Route(
            .post, "/views/delete", "删除视图", for: .signedIn,
            body: [.init("view", "视图的 id"), .init("address", "删除后转到哪里")]
        ) { visit in
            try await visit.premises.savedViews.delete(visit.form["view"] ?? "", of: try visit.user().person.id)
            return .redirect(visit.form["address"].flatMap { Link(parsing: $0) } ?? Link())
        },
    ]

    private static func save(_ visit: Visit) async throws -> Answer {
        let name = (visit.form["name"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, name.count <= KeptView.longestName, !name.contains("\0") else {
            throw Refusal.fields(["name": "请给视图起一个不超过 \(KeptView.longestName) 字的名称。"])
        }
        guard let address = visit.form["address"].flatMap({ Link(parsing: $0) }), !address.segments.isEmpty,
            address.url.utf8.count <= KeptView.longestAddress
        else { throw Refusal.fields(["address": "没有说明是哪个台账的视图。请回到台账再保存。"]) }
        let kept = address.setting(RegisterState.pageParameter, to: nil)
        try await visit.premises.savedViews.save(name, at: kept, of: try visit.user().person.id, now: visit.now)
        return .redirect(kept)
    }
}

extension Visit {
    /// What this person kept of the register at this address, and the tool that keeps more.
    public func savedViews() async throws -> (views: [SavedView], tool: RegisterTools.ViewKeeping) {
        let kept = wantsJSON ? [] : try await premises.savedViews.views(of: try user().person.id, on: address)
        return (
            kept.map { SavedView(Wording(verbatim: $0.name), $0.address, isCurrent: $0.address.url == address.url) },
            .init(formToken: formToken, kept: kept.map { ($0.id, $0.name) })
        )
    }
}
