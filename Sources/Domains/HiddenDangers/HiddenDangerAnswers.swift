import Site

/// What the domain's own routes answer.
enum HiddenDangerAnswers {
    private static let recheck: AnswerShape = [
        "id": .text, "number": .text, "title": .text, "version": .whole, "enterprise": .text.orNull,
        "description": .text.orNull, "rectification": .text.orNull, "due": .text.orNull,
    ]

    /// All that a phone needs for a day without a network.
    private static let package: AnswerShape = .named(
        "FieldPackage",
        [
            "person": .text, "name": .text, "formToken": .text, "madeAt": .whole, "action": .text,
            "fields": .list([
                "name": .text, "label": .text, "optional": .truth, "missing": .text, "limit": .whole.sometimes,
                "tooLong": .text.sometimes, "choices": AnswerShape.list(.text).sometimes,
            ]),
            "enterprises": .list(["value": .text, "label": .text]), "rechecks": .list(recheck),
            "visits": .list([
                "enterprise": .text, "name": .text, "open": .whole, "overdue": .whole, "notes": AnswerShape.list(.text),
            ]),
            "criteria": .list(["code": .text, "title": .text, "verified": .truth]), "needsPIN": .truth,
            "escrow": ["key": .text, "parcel": .text],
        ])

    private static let overview: AnswerShape = [
        "divisions": .list([
            "region": .text, "name": .text, "total": .whole, "open": .whole, "majorOpen": .whole, "overdue": .whole,
            "cleared": .whole,
        ]),
        "months": .list(["month": .text, "general": .whole, "major": .whole, "total": .whole, "open": .whole]),
        "categories": .list(["category": .text, "grade": .text.orNull, "found": .whole, "cleared": .whole]),
        "recurrences": .list(["organisation": .text, "amount": .whole]),
    ]

    private static let map: AnswerShape = [
        "scope": .text.orNull,
        "divisions": .list([
            "code": .text, "name": .text, "major": .whole, "overdue": .whole, "open": .whole,
            "longitude": .number.orNull, "latitude": .number.orNull, "inside": .text, "majorRows": .text,
            "overdueRows": .text,
        ]),
        "points": .list([
            "name": .text, "major": .whole, "overdue": .whole, "longitude": .number, "latitude": .number,
            "inside": .text, "majorRows": .text, "overdueRows": .text,
        ]),
        "enterprises": .list(["enterprise": .text.orNull, "major": .whole, "overdue": .whole]),
    ]

    static let all: [String: [Success]] = [
        "get /field": [.page(package)], "get /field/package": [.json(package)],
        "get /field/rescue": [.page(FrameAnswers.action)], "post /field/unlock": [.json(["key": .text])],
        "post /field/rescue": [
            .page([
                "taken": .whole, "repeated": .whole, "refused": .whole,
                "records": .list([
                    "id": .text, "matter": .text.sometimes, "repeated": .truth.sometimes, "problem": .text.sometimes,
                ]),
            ])
        ],
        "get /answer/{id}/{seal}": [
            .page(["number": .text, "action": .text.sometimes, "state": .text.sometimes])
        ],
        "post /answer/{id}/{seal}": [.page(["state": .text, "digest": .text])],
        "get /map": [.page(map)],
        "get /hidden-dangers": [.page(overview)],
        "get /hidden-dangers/criteria": [
            .page(
                .list([
                    "code": .text, "title": .text, "category": .text, "document": .text, "article": .text,
                    "verified": .truth,
                ]))
        ],
        "get /hidden-dangers/listings/{id}/notice": [.page(["number": .text, "text": .text])],
    ]
}
