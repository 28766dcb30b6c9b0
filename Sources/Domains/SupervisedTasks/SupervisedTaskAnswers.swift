import Site

/// What the domain's own routes answer.
enum SupervisedTaskAnswers {
    private static let unit: AnswerShape = .named(
        "UnitLights",
        [
            "name": .text, "light": .text, "red": .whole, "yellow": .whole, "green": .whole, "person": .text.orNull,
            "rows": .text,
        ])

    private static let month: AnswerShape = [
        "from": .text, "to": .text, "opened": .whole, "closed": .whole, "onTime": .whole,
    ]

    static let all: [String: [Success]] = [
        "get /lights": [
            .page([
                "scope": .text, "red": .whole, "yellow": .whole, "green": .whole, "divisions": .list(unit),
                "departments": .list(unit),
            ])
        ],
        "get /lights/brief": [
            .page([
                "scope": .text, "now": month, "before": month, "red": .whole, "yellow": .whole, "green": .whole,
            ])
        ],
        "get /instructions": [
            .page([
                "tab": .text, "counts": .byName(.whole),
                "instructions": .list(["id": .text, "number": .text, "title": .text]),
            ])
        ],
        "get /tasks/{id}/weights": [
            .page(.list(["part": .text, "organisation": .text, "thousandths": .whole]))
        ],
        "post /tasks/{id}/weights": [.leadsOn],
        "get /letters/{id}": [
            .page([
                "number": .text, "title": .text, "to": .text.orNull, "state": .text, "replyBy": .text,
                "text": .list(.text),
            ])
        ],
    ]
}
