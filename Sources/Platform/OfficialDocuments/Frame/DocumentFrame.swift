/// What stands around the clauses of a document: title, number, addressees, signature and date.
struct DocumentFrame: Sendable {
    let paragraphs: [Paragraph]
    let title: String?
    let number: DocumentNumber?
    let issuer: String?
    let addressees: String?
    let date: CalendarDate?

    /// The year that 年底前 and 6月25日 are meant in: the one in the title, else that of the date, else of the number.
    let year: Int?
    /// Whether the document mostly reports what was done (答复, 报告) instead of ordering what is to be done.
    let reports: Bool
}

extension DocumentFrame {
    init(of text: CodePoints) {
        var scan = FrameScan(text: text, paragraphs: Paragraph.all(in: text))
        scan.markContents()
        scan.markSignaturesAndNotes()
        scan.markHead()
        scan.markTitlesOfAttachments()
        self.init(scan)
    }

    private init(_ scan: FrameScan) {
        paragraphs = scan.paragraphs
        let titleLines = scan.titleLines
        title = titleLines.isEmpty ? nil : TitleText.joined(titleLines, in: scan.text)
        number = scan.number
        date = scan.date
        addressees = scan.paragraphs.first { $0.kind == .addressees }.map { paragraph in
            let whole = paragraph.content
            return scan.text.string(whole.lowerBound..<whole.upperBound - 1)
        }
        issuer = scan.signatory ?? title.flatMap(TitleText.issuer(of:))
        year = title.flatMap(TitleText.year(of:)) ?? scan.date?.year ?? scan.number?.year
        reports = title.map(TitleText.reports(_:)) ?? false
    }
}
