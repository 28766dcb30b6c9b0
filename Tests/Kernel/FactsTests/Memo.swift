import Facts
import Permissions
import SampleProvince
import Storage
import Workflows

/// A kind whose form asks for what the tip's form has asked already.
struct Memo: Matter {
    enum State: String, MatterState {
        case noted, filed

        var title: String { rawValue }
    }

    static let kind = "memo"
    static let title = "便笺"
    static let numberPrefix = "BJ"
    static let detailColumns: [DetailColumn] = []
    static let workflow = Workflow<Memo>(
        initial: .noted, final: [.filed], reading: .readTips,
        openings: [OpeningRow(NoteDown.self, by: .takeTips)],
        transitions: [Transition(FileMemo.self, from: [.noted], to: .filed, by: .takeTips)],
        awaits: { $0 == .noted ? .by(.owner, .none(because: "便笺不设期限")) : .nothing })

    var header: MatterHeader
    var details: [SQLValue] { [] }

    init(header: MatterHeader, details row: Row) {
        self.header = header
    }
}

struct NoteDown: Opening {
    static let slug = "note-down"
    static let title = "记录"
    static let fields: [Field] = [.longText("words", "内容").holds(Fact("tip.words"))]

    var words: String

    func open(in step: inout Step) throws(Refusal) -> Memo {
        throw Refusal(.invalid, code: "memo", message: "便笺不在此处办理。")
    }
}

struct FileMemo: Command {
    static let slug = "file"
    static let title = "归档"

    func apply(to memo: inout Memo, in step: inout Step) {}
}
