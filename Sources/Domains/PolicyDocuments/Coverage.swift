import OfficialDocuments

/// 覆盖情况 — what of the document has become a task, and what still lacks something.
struct Coverage {
    let drafts: [DraftTask]
    /// The sentences that no draft takes up.
    let passedOver: [DocumentReading.Sentence]

    init(of document: PolicyDocument) {
        drafts = document.drafts
        let spans = document.drafts.map { $0.start..<$0.end }
        passedOver = document.reading.sentences.filter { sentence in
            !spans.contains { $0.contains(sentence.start) }
        }
    }

    var open: [DraftTask] { drafts.filter { $0.decision == .open } }
    var accepted: [DraftTask] { drafts.filter { $0.decision == .accepted } }
    var leftOut: [DraftTask] { drafts.filter { $0.decision == .leftOut } }
    private var kept: [DraftTask] { drafts.filter { $0.decision != .leftOut } }
    var withoutOwner: [DraftTask] { kept.filter { !$0.hasOwner } }
    var ownedWithoutTime: [DraftTask] { kept.filter { $0.hasOwner && !$0.hasTime } }
    var unresolved: [DraftTask] { kept.filter { !$0.unresolved.isEmpty } }
    /// Drafts that can be accepted as they stand.
    var ready: [DraftTask] { open.filter(\.isReady) }

    /// What keeps the review from being finished; none when every measure has an owner or a written reason.
    var obstacles: [String] {
        var obstacles: [String] = []
        if drafts.isEmpty { obstacles.append("文件中没有识别出任务，请在未采纳的句子中选取") }
        if !open.isEmpty { obstacles.append("\(open.count) 条草案待审") }
        if !withoutOwner.isEmpty { obstacles.append("\(withoutOwner.count) 条没有牵头单位，也没有写明不立项的原因") }
        if drafts.count > 0, accepted.isEmpty, open.isEmpty { obstacles.append("没有一条采纳的任务") }
        return obstacles
    }
}
