import Site

/// What the routes about documents and about their drafting answer.
enum PolicyDocumentAnswers {
    private static let draft: AnswerShape = .named(
        "DraftTask",
        [
            "id": .text, "revision": .whole, "clause": .text, "start": .whole, "end": .whole, "title": .text,
            "requirement": .text, "lead": .text.orNull, "cooperating": .list(.text), "unresolved": .list(.text),
            "day": .text.orNull, "deadline": .text.orNull, "repetition": .text.orNull, "decision": .text,
            "reason": .text.orNull,
        ])

    private static let review: AnswerShape = [
        "document": .text, "state": .text,
        "coverage": [
            "drafts": .whole, "open": .whole, "accepted": .whole, "leftOut": .whole, "withoutOwner": .whole,
            "withoutTime": .whole, "unresolved": .whole, "passedOver": .whole,
        ],
        "drafts": .list(draft),
    ]

    static let documents: [String: [Success]] = [
        "get /policy-documents/{id}/review": [.page(review)],
        "get /policy-documents/{id}/drafts/{draft}": [.page(draft)],
        "post /policy-documents/{id}/drafts/{draft}/{command}": [
            .json(["matter": .text, "version": .whole]), .leadsOn,
        ],
    ]

    private static let comment: AnswerShape = .named(
        "Comment",
        [
            "comment": .whole, "clause": .text, "text": .text, "proposal": .text.orNull, "answer": .text.orNull,
            "reason": .text.orNull,
        ])

    private static let comments: AnswerShape = .list(["unit": .text, "late": .truth, "comment": comment])

    static let drafting: [String: [Success]] = [
        "get /drafting/{id}/versions/{version}": [.page(["version": .whole, "stage": .text, "text": .text])],
        "get /drafting/{id}/compare": [
            .page(
                .list([
                    "kind": .text, "moved": .truth, "before": .text.orNull, "after": .text.orNull,
                    "removed": .list(.text), "added": .list(.text),
                ]))
        ],
        "get /consultation-rounds/{id}/comments": [.page(comments)],
        "get /consultation-rounds/{id}/table": [.page(comments)],
        "get /consultations/{id}": [.page(.list(comment))], "get /consultations/{id}/table": [.page(comments)],
    ]
}
