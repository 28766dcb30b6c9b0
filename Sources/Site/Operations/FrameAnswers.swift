/// What the frame's own routes answer. The shapes that domains answer with too are public.
public enum FrameAnswers {
    public static let refusal: AnswerShape = .named(
        "Refusal", ["code": .text, "message": .text, "problems": .byName(.text)])

    public static let receipt: AnswerShape = .named(
        "Receipt",
        [
            "matter": .text, "kind": .text, "state": .text, "version": .whole, "entry": .text, "digest": .text,
            "proof": .text, "repeated": .truth, "page": .text,
        ])

    /// A matter as lists tell of it.
    public static let line: AnswerShape = .named(
        "Matter",
        [
            "id": .text, "kind": .text, "number": .text, "title": .text, "state": .text, "stateTitle": .text,
            "grade": .text.orNull, "light": .text, "region": .text, "sector": .text.orNull, "owner": .text.orNull,
            "supervisor": .text.orNull, "issuer": .text.orNull, "subject": .text.orNull, "parent": .text.orNull,
            "awaits": .text.orNull, "dueOn": .text.orNull, "dueAt": .whole.orNull, "isOpen": .truth,
            "version": .whole, "openedAt": .whole, "updatedAt": .whole,
        ])

    /// A form with nothing but its address.
    public static let action: AnswerShape = .named("Action", ["action": .text])

    private static let page: AnswerShape = .named(
        "MatterPage",
        [
            "matter": line, "details": .byName(.anything), "commands": .list(.text), "attachments": .list(file),
            "parts": .list(line), "recurring": .list(recurrence),
        ])

    private static let recurrence: AnswerShape = .named(
        "Recurrence",
        [
            "name": .text, "cycle": .text, "period": .text, "opensOn": .text.orNull, "trouble": .text.orNull,
        ])

    private static let entry: AnswerShape = .named(
        "Entry",
        [
            "id": .text, "matter": .text, "kind": .text, "version": .whole, "command": .text, "title": .text.orNull,
            "person": .text, "post": .text.orNull, "organisation": .text.orNull, "happenedAt": .whole.orNull,
            "writtenAt": .whole.orNull, "receivedAt": .whole, "channel": .text, "from": .text.orNull, "to": .text,
            "reason": .text.orNull,
            "changes": .list(["field": .text, "before": .text.orNull, "after": .text.orNull]),
            "attachments": .list(.text),
        ])

    private static let form: AnswerShape = .named(
        "Form",
        [
            "action": .text, "title": .text,
            "fields": .list(["name": .text, "label": .text, "optional": .truth, "several": .truth]),
        ])

    private static let file: AnswerShape = .named(
        "File",
        [
            "hash": .text, "name": .text, "size": .whole, "kind": .text, "purpose": .text, "note": .text,
            "isPicture": .truth,
        ])

    private static let draft: AnswerShape = .named(
        "Draft",
        ["id": .text, "place": .text, "title": .text, "savedAt": .whole, "values": .byName(.list(.text))])

    private static let workbench: AnswerShape = .either([
        [
            "tab": .text, "todo": .whole, "overdue": .whole, "dueToday": .whole, "supervised": .whole,
            "matters": .list(line),
        ],
        ["tab": .text, "drafts": .list(draft)],
    ])

    private static let register: AnswerShape = .named(
        "Register",
        ["total": .whole, "isCutOff": .truth, "page": .whole, "size": .whole, "matters": .list(line)])

    private static let found: AnswerShape = [
        "total": .whole, "matters": .list(line), "organisations": .list(["id": .text, "name": .text]),
        "regions": .list(["code": .text, "name": .text]),
        "others": .byName(.list(["name": .text, "page": .text])),
    ]

    private static let post: AnswerShape = .named(
        "Post",
        [
            "id": .text, "organisation": .text, "role": .text, "region": .text, "sectors": .list(.text),
            "from": .text, "to": .text.orNull, "deputyFor": .text.orNull,
        ])

    private static let rule: AnswerShape = [
        "name": .text, "title": .text, "on": .text, "says": .text.orNull,
        "versions": .list([
            "from": .text, "to": .text.orNull, "document": .text, "number": .text.orNull, "article": .text.orNull,
            "verified": .truth, "value": .text.orNull,
        ]),
    ]

    private static let erasureRequest: AnswerShape = .named(
        "ErasureRequest",
        [
            "id": .text, "matter": .text, "kind": .text, "number": .text, "title": .text, "text": .text.orNull,
            "places": .list(.text), "document": .text, "article": .text, "reason": .text, "askedBy": .text,
            "askedAt": .whole,
        ])

    private static let importTally: AnswerShape = ["new": .whole, "changed": .whole, "same": .whole, "bad": .whole]

    private static let importBatch: AnswerShape = .named(
        "Import",
        [
            "id": .text, "number": .text, "register": .text, "state": .text, "progress": .whole,
            "checked": importTally, "written": importTally, "undone": .whole, "kept": .whole,
            "findings": .list(.text), "failure": .text.orNull,
        ])

    private static let importState: AnswerShape = ["import": .text, "state": .text]

    private static let standing: AnswerShape = .named(
        "Standing",
        [
            "matter": .text, "kind": .text, "state": .text, "version": .whole, "due": .text.orNull,
            "actor": .text.orNull, "fields": .byName(.text),
        ])

    private static let picture: AnswerShape = [
        "person": .text, "at": .whole, "posts": .list(.text), "list": .list(standing), "done": .list(.text),
        "told": .list(.text),
    ]

    /// The proof itself, as its file is: see the format in `docs`.
    private static let proof: AnswerShape = .named("Proof", .byName(.anything))

    private static let batchRows: AnswerShape = ["action": .text, "ready": .list(.text), "others": .list(.text)]

    private static let batchResult: AnswerShape = .named(
        "BatchResult",
        [
            "done": .whole, "refused": .whole,
            "rows": .list([
                "id": .text, "state": .text, "version": .whole, "code": .text.orNull, "message": .text.orNull,
            ]),
        ])

    private static let signIn: AnswerShape = .named("SignInStep", ["step": .text, "message": .text])
    private static let rows: AnswerShape = .list(.list(.text))

    static let all: [String: [Success]] = [
        "get /sign-in": [.page(signIn)],
        "post /sign-in": [.page(signIn), .leadsOn, .again],
        "post /sign-in/second-factor": [.page(signIn), .leadsOn, .again],
        "post /sign-in/enrolment": [.page(["recoveryCodes": .list(.text)]), .again, .leadsOn],
        "post /sign-in/new-password": [.page(signIn), .leadsOn, .again],
        "get /account": [.page(signIn)],
        "get /account/phones/{id}": [.json(["revoked": .truth])], "post /account/phones": [.json(["kept": .truth])],
        "get /account/phones/{id}/revoke": [.page(action), .leadsOn], "post /account/phones/{id}/revoke": [.leadsOn],
        "post /sign-out": [.leadsOn],
        "get /": [.page(workbench)],
        "get /messages": [.page(.list(["at": .whole, "matter": .text, "text": .text]))],
        "get /notice/{id}": [.leadsOn],
        "get /l/{kind}": [.page(register)],
        "get /m/{kind}/new/{command}": [.page(form)],
        "post /m/{kind}/new/{command}": [.created(receipt), .leadsOn],
        "get /m/{kind}/{id}": [.page(page)],
        "get /m/{kind}/{id}/history": [.json(.list(entry))],
        "get /m/{kind}/{id}/{command}": [.page(form), .leadsOn],
        "post /m/{kind}/{id}/{command}": [.json(receipt), .leadsOn],
        "get /search": [.page(found)],
        "get /attachments/{hash}": [.file, .part, .unchanged, .beyondItsEnd],
        "post /attachments": [.created(file)],
        "get /rules": [
            .page(.list(["name": .text, "title": .text, "versions": .whole, "verified": .truth]))
        ],
        "get /rules/{name}": [.page(rule)],
        "get /admin/people": [.page(.list(["id": .text, "name": .text, "posts": .list(post)]))],
        "get /admin/people/{id}": [
            .page(["id": .text, "name": .text, "login": .text.orNull, "posts": .list(post)])
        ],
        "post /admin/people": [.leadsOn, .again], "post /admin/people/{id}/posts": [.leadsOn, .again],
        "post /admin/posts/{id}/end": [.leadsOn],
        "get /audit": [.page(.list(entry))],
        "get /audit/sign-ins": [.page(rows)], "get /audit/administration": [.page(rows)],
        "get /audit/refusals": [.page(rows)],
        "get /audit/erasures": [
            .page([
                "waiting": .list(erasureRequest),
                "texts": .list(["place": .text, "text": .text, "places": .list(.text)]),
            ])
        ],
        "post /audit/erasures": [.leadsOn, .again],
        "get /admin/erasures": [.page(.list(erasureRequest))],
        "post /admin/erasures/confirm": [.leadsOn], "post /admin/erasures/decline": [.leadsOn, .again],
        "post /preferences": [.leadsOn],
        "get /help": [.page(["keys": .list(["key": .text, "meaning": .text])])],
        "get /accessibility": [.page(["statement": .text])],
        "get /enterprises/choices": [
            .json([
                "choices": .list(["value": .text, "label": .text, "hint": .text.orNull]), "hasMore": .truth,
            ])
        ],
        "get /readyz": [.file, .notReady],
        "get /admin/outbox": [
            .page([
                "waiting": .whole,
                "dead": .list([
                    "id": .text, "channel": .text, "at": .whole, "attempts": .whole, "trouble": .text.orNull,
                ]),
            ])
        ],
        "post /admin/outbox/retry": [.leadsOn],
        "get /imports/{register}": [.page(["imports": .list(importBatch)])],
        "post /imports/{register}": [.created(["import": .text, "page": .text]), .leadsOn],
        "get /import/{id}": [.page(importBatch)],
        "post /import/{id}/accept": [.json(importState), .leadsOn],
        "post /import/{id}/cancel": [.json(importState), .leadsOn],
        "post /import/{id}/undo": [.json(importState), .leadsOn],
        "get /log/witnessed": [
            .page(
                .list([
                    "log": .text.orNull, "size": .whole.orNull, "seen": .whole.orNull, "checkpoint": .text.orNull,
                    "alarms": .list(.text),
                ]))
        ],
        "get /log/proof/{entry}": [.page(proof)], "get /log/proof/{entry}/file": [.json(proof)],
        "get /log/mine": [.page(.list(entry))], "get /log/mine/file": [.json(proof)],
        "get /known-then": [.page(picture)], "get /m/{kind}/{id}/known-then": [.page(standing.orNull)],
        "post /drafts": [.json(["savedAt": .whole]), .leadsOn],
        "post /drafts/discard": [.json(["place": .text]), .leadsOn],
        "get /drafts/{id}": [.page(draft)],
        "get /l/{kind}/batch": [.page(batchRows), .leadsOn], "post /l/{kind}/batch": [.page(batchRows)],
        "post /l/{kind}/batch/done": [.page(batchResult)],
        "post /views": [.leadsOn], "post /views/delete": [.leadsOn],
    ]
}
