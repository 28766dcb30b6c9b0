/// Hands out the rows of one sheet, one at a time, in constant memory.
///
/// Whoever reads decides the pace: between two rows there is time to save what came so far.
public final class RowReader {
    private enum Source {
        case sheet(SheetScanner)
        case text(DelimitedScanner)
    }

    private let source: Source

    init(_ scanner: SheetScanner) {
        source = .sheet(scanner)
    }

    init(_ scanner: DelimitedScanner) {
        source = .text(scanner)
    }

    /// The next row that stands in the file, blank ones included; nil after the last one.
    ///
    /// Damage in the middle is thrown when it is reached: rows before it have already been handed out.
    public func next() throws(SpreadsheetError) -> SheetRow? {
        switch source {
        case .sheet(let scanner): try scanner.next()
        case .text(let scanner): try scanner.next()
        }
    }

    /// The share of the file read so far, from 0 to 1.
    public var progress: Double {
        switch source {
        case .sheet(let scanner): scanner.progress
        case .text(let scanner): scanner.progress
        }
    }

    /// What was noticed in the rows read so far; complete after the last one.
    public var findings: [Finding] {
        switch source {
        case .sheet(let scanner): scanner.findings
        case .text: []
        }
    }
}
