import Markup
import Permissions
import Workflows

/// Which rows of a register somebody chose: those ticked, those of the page, or all that match.
struct BatchSelection {
    /// So many at once; a person still reads through them before they confirm.
    static let largest = 200

    let kind: KindOfMatter
    let visit: Visit

    /// The matters chosen, as far as this person may read them.
    func matters() async throws -> [MatterHeader] {
        let user = try visit.user()
        // The address that the register stood at: its conditions say what the page, or all, means.
        let address = visit.form["address"].flatMap { Link(parsing: $0) } ?? Link("l", kind.name)
        let state = RegisterState(address)
        var query = MatterFilters(kind: kind, visit: visit.standing(at: address)).query(state: state)
        switch visit.form["extent"] {
        case "page": break
        case "all": (query.offset, query.limit) = (0, Self.largest + 1)
        default:
            query = MatterQuery()
            query.kinds = [kind.name]
            query.ids = Array(visit.form.all("selected").prefix(Self.largest + 1))
            query.limit = Self.largest + 1
        }
        let headers = query.ids == [] ? [] : try await visit.premises.lists.headers(query, for: user)
        guard !headers.isEmpty else { throw Refusal.nothingSelected }
        guard headers.count <= Self.largest else { throw Refusal.manySelected }
        return headers
    }
}

extension Visit {
    /// The same visit, as if it had asked for this address.
    fileprivate func standing(at address: Link) -> Visit {
        var visit = self
        visit.address = address
        return visit
    }
}

extension KindOfMatter.CommandShape {
    /// Can be given to several at once: it asks for nothing that differs from one to the next, and for no evidence.
    var isForSeveral: Bool {
        !isByPlatform
            && fields.allSatisfy { field in
                if case .attachments = field.kind { return false }
                return field.isOptional || field.name == "reason"
            }
    }

    /// What is asked once for all of them.
    var fieldsForSeveral: [Workflows.Field] {
        fields.filter { if case .longText = $0.kind { true } else { false } }
    }
}

extension Refusal {
    static let nothingSelected = Refusal(
        .invalid, code: "nothing-selected", message: "没有勾选任何事项。请返回台账，勾选要办理的各条，或在“对象”中选择本页、全部，再点办理动作。")

    static let manySelected = Refusal(
        .invalid, code: "too-many-selected", message: "一次最多批量办理 \(BatchSelection.largest) 件。请加条件缩小范围，或勾选其中一部分。")
}
