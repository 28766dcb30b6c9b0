/// Goes over the paragraphs and marks those that belong to the frame.
struct FrameScan {
    let text: CodePoints
    var paragraphs: [Paragraph]
    private(set) var number: DocumentNumber?
    private(set) var date: CalendarDate?
    private(set) var signatory: String?
    private(set) var titleLines: [Range<Int>] = []

    private static let notes = WordList("抄送 主题词 发布时间 来源 字号 索引号 发文字号 成文日期 信息来源 （此件 (此件 首页 印发日期 分享到 打印 |")
    private static let listLead = WordList("附件： 附件: 附： 附:")

    init(text: CodePoints, paragraphs: [Paragraph]) {
        self.text = text
        self.paragraphs = paragraphs
    }

    /// A table of contents reaches from 目录 to the line where its first entry is repeated as a heading.
    mutating func markContents() {
        guard let first = paragraphs.indices.first(where: { isContentsTitle(paragraphs[$0].content) }),
            first + 1 < paragraphs.count
        else { return }
        let entry = contentsKey(paragraphs[first + 1].content)
        guard !entry.isEmpty,
            let end = paragraphs.indices.dropFirst(first + 2).first(where: {
                contentsKey(paragraphs[$0].content) == entry
            })
        else { return }
        for index in first..<end { paragraphs[index].kind = .contents }
    }

    private func isContentsTitle(_ range: Range<Int>) -> Bool {
        range.count <= 8 && ["目录", "目次"].contains(text.squeezed(range))
    }

    /// A heading without the dots and the page number a table of contents puts behind it.
    private func contentsKey(_ range: Range<Int>) -> String {
        var end = range.upperBound
        while end > range.lowerBound, text[end - 1].digit != nil || text[end - 1].isBlank || text[end - 1].isLeader {
            end -= 1
        }
        return text.squeezed(range.lowerBound..<min(end, range.lowerBound + 80))
    }

    mutating func markSignaturesAndNotes() {
        for index in paragraphs.indices where paragraphs[index].kind == .body {
            let content = paragraphs[index].content
            if let day = wholeDate(content) {
                paragraphs[index].kind = .date
                let signatures = markSignatures(before: index)
                if date == nil {
                    date = day
                    signatory = signatures.isEmpty ? nil : signatures.joined(separator: "、")
                }
            } else if isNote(content) {
                paragraphs[index].kind = .note
            } else if content.count <= 60, FrameScan.listLead.begins(text, content) {
                markAttachments(from: index)
            }
        }
    }

    private func isNote(_ content: Range<Int>) -> Bool {
        guard content.count <= 80 else { return false }
        return text.isWhollyBracketed(content) || FrameScan.notes.begins(text, content)
            || (content.count <= 5 && text[content.lowerBound] == "附" && text.squeezed(content).hasPrefix("附件"))
    }

    private func wholeDate(_ content: Range<Int>) -> CalendarDate? {
        guard content.count <= 24 else { return nil }
        var inner = content
        if text.isWhollyBracketed(content) { inner = content.lowerBound + 1..<content.upperBound - 1 }
        guard let found = CalendarDate.complete(in: text, at: inner.lowerBound, limit: inner.upperBound),
            found.end == inner.upperBound
        else { return nil }
        return found.date
    }

    private mutating func markSignatures(before index: Int) -> [String] {
        var organs: [String] = []
        var at = index - 1
        while at >= 0, organs.count < 6, paragraphs[at].kind == .body, isSignature(paragraphs[at].content) {
            paragraphs[at].kind = .signature
            organs.insert(text.string(paragraphs[at].content), at: 0)
            at -= 1
        }
        return organs
    }

    private func isSignature(_ content: Range<Int>) -> Bool {
        guard content.count <= 40, !text.endsLikeSentence(content), UnitPhrase.endsLikeUnit(text, content) else {
            return false
        }
        return text.firstIndex(in: content) { $0 == "，" || $0 == "," || $0.endsSentence || $0 == "：" } == nil
    }

    private mutating func markAttachments(from index: Int) {
        paragraphs[index].kind = .attachments
        var expected = 2
        for next in paragraphs.indices.dropFirst(index + 1) {
            guard let marker = Marker.heading(in: text, paragraphs[next].content, decimals: false),
                marker.style == .arabic, marker.number == expected, paragraphs[next].content.count <= 80
            else { return }
            paragraphs[next].kind = .attachments
            expected += 1
        }
    }

    /// Title, number and addressees stand before the first paragraph that is a sentence or carries a mark.
    mutating func markHead() {
        for index in paragraphs.indices {
            let content = paragraphs[index].content
            if let found = DocumentNumber.first(
                in: text, content.lowerBound..<min(content.upperBound, content.lowerBound + 40)),
                content.count <= 60, number == nil
            {
                number = found
                paragraphs[index].kind = .number
                takeDate(after: found.range.upperBound, in: content)
                continue
            }
            guard paragraphs[index].kind == .body else {
                if paragraphs[index].kind == .note || paragraphs[index].kind == .date { continue }
                break
            }
            if isAddressees(content) {
                paragraphs[index].kind = .addressees
                break
            }
            guard isTitleLine(content) else { break }
            paragraphs[index].kind = .title
            titleLines.append(content)
        }
    }

    private mutating func takeDate(after place: Int, in content: Range<Int>) {
        for start in place..<content.upperBound where date == nil {
            date = CalendarDate.complete(in: text, at: start, limit: content.upperBound)?.date
        }
    }

    private static let leadIn = WordList("如下： 如下: 以下： 意见： 事项： 工作：")

    private func isAddressees(_ content: Range<Int>) -> Bool {
        guard let last = content.last, text[last] == "：" || text[last] == ":", content.count <= 200 else {
            return false
        }
        return text.firstIndex(in: content) { $0.endsSentence } == nil
            && FrameScan.leadIn.endingLength(in: text, content) == nil
    }

    private func isTitleLine(_ content: Range<Int>) -> Bool {
        content.count >= 2 && content.count <= 80 && !text.endsLikeSentence(content)
            && text.firstIndex(in: content, where: { $0 == "，" || $0.endsSentence }) == nil
            && Marker.heading(in: text, content, decimals: true) == nil
    }

    /// What follows a signature without ending like a sentence is the title of what the letter sends along.
    mutating func markTitlesOfAttachments() {
        var open = false
        for index in paragraphs.indices {
            switch paragraphs[index].kind {
            case .date, .signature: open = true
            case .body where open && isTitleLine(paragraphs[index].content): paragraphs[index].kind = .title
            case .body:
                if open, isAddressees(paragraphs[index].content) { paragraphs[index].kind = .addressees }
                open = false
            default: break
            }
        }
        guard titleLines.isEmpty else { return }
        guard let first = paragraphs.firstIndex(where: { $0.kind == .title }) else { return }
        titleLines = paragraphs[first...].prefix { $0.kind == .title }.map(\.content)
    }
}

extension Unicode.Scalar {
    /// The dots between a heading and its page number.
    fileprivate var isLeader: Bool { self == "." || self == "…" || self == "·" || self == "．" || self == "-" }
}
