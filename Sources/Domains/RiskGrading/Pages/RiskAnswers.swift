import Site

/// What the domain's own routes answer.
enum RiskAnswers {
    private static let amounts: AnswerShape = .list([
        "region": .text, "name": .text, "total": .whole, "major": .whole, "considerable": .whole, "general": .whole,
        "low": .whole,
    ])

    private static let paper: AnswerShape = .list(["title": .text, "grade": .text.orNull, "place": .text.orNull])
    private static let fields: AnswerShape = .list(["name": .text, "label": .text])

    static let all: [String: [Success]] = [
        "get /risks": [.page(["enterprises": amounts, "points": amounts])],
        "get /risk-profiles/{id}/chart": [
            .page(
                .list([
                    "place": .text, "grade": .text.orNull, "points": .whole, "x": .whole.orNull, "y": .whole.orNull,
                ]))
        ],
        "get /risk-profiles/{id}/notice-board": [.page(paper)], "get /risk-profiles/{id}/cards": [.page(paper)],
        "get /risk-profiles/{id}/forms/{command}": [.page(fields)],
        "post /risk-profiles/{id}/forms/{command}": [.leadsOn],
        "get /risk-points/{id}/forms/{command}": [.page(fields)],
        "post /risk-points/{id}/forms/{command}": [.leadsOn],
        "get /risk-reports/{id}/forms/{command}": [.page(fields)],
        "post /risk-reports/{id}/forms/{command}": [.leadsOn],
        "get /checklists/{id}/fill": [
            .page(.list(["control": .text, "point": .text, "place": .text, "measure": .text]))
        ],
        "post /checklists/{id}/fill": [.leadsOn],
    ]
}
