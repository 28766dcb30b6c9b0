import Site

/// What the register's routes answer.
enum EnterpriseAnswers {
    private static let enterprise: AnswerShape = .named(
        "Enterprise",
        .members(
            [(name: "id", shape: .text)] + EnterpriseFact.allCases.map { ($0.rawValue, .text.orNull) } + [
                ("disputed", .whole), ("madeUp", .truth), ("mergedInto", .text.orNull), ("version", .whole),
                ("updatedAt", .whole),
            ]))

    private static let voice: AnswerShape = ["value": .text, "source": .text, "on": .text]

    private static let file: AnswerShape = [
        "enterprise": enterprise, "formerNames": .list(.text),
        "facts": .list(["fact": .text, "held": voice, "otherwise": .list(voice)]), "matters": .whole,
        "changes": .whole,
    ]

    static let all: [String: [Success]] = [
        "get /enterprises": [.page(["total": .whole, "isCutOff": .truth, "enterprises": .list(enterprise)])],
        "get /enterprises/new": [.page(FrameAnswers.action)],
        "post /enterprises/new": [.json(enterprise), .leadsOn],
        "get /e/{key}": [.page(file)],
        "get /e/{key}/edit": [.page(FrameAnswers.action)], "post /e/{key}/edit": [.json(enterprise), .leadsOn],
        "get /e/{key}/merge": [.page(FrameAnswers.action)], "post /e/{key}/merge": [.leadsOn],
    ]
}
