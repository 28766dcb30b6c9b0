import Markup
import Site
import Testing

/// Nothing the reader has chosen in a register is lost by the next choice.
struct RegisterTests {
    private let address = Link("l", "hazards").adding("state", "waiting").adding("source", "self")
        .adding("source", "report").adding("scope", "320400000000").adding("sort", "due").adding("page", "7")
        .adding("size", "20")

    private var state: RegisterState { RegisterState(address) }

    @Test func `the state is read from the address`() {
        #expect(state.order == RegisterState.Order("due"))
        #expect(state.page == 7)
        #expect(state.size == 20)
        #expect(state.offset == 120)
    }

    @Test(arguments: ["page=0", "page=-3", "page=x", "size=7", "size=1000000", "sort=", "sort=-", "page="])
    func `an address nobody made is read as the first page in the usual order`(query: String) throws {
        let state = RegisterState(try #require(Link(parsing: "/l/hazards?\(query)")))
        #expect(state.page == 1)
        #expect(state.size == 50)
        #expect(state.order == nil)
    }

    @Test func `another page keeps everything else`() {
        #expect(
            state.link(page: 8).url
                == "/l/hazards?state=waiting&source=self&source=report&scope=320400000000&sort=due&page=8&size=20")
    }

    @Test func `sorting keeps the filters, begins at the first page, and turns round the second time`() {
        #expect(
            state.link(sortedBy: "grade").url
                == "/l/hazards?state=waiting&source=self&source=report&scope=320400000000&sort=grade&size=20")
        #expect(state.link(sortedBy: "due").first("sort") == "-due")
        #expect(RegisterState(state.link(sortedBy: "due")).link(sortedBy: "due").first("sort") == "due")
    }

    @Test func `taking one chip away keeps the other values of the same filter`() {
        #expect(
            state.link(withoutFilter: "source", "self").url
                == "/l/hazards?state=waiting&source=report&scope=320400000000&sort=due&size=20")
    }

    @Test func `another number of rows begins at the first page`() {
        #expect(state.link(size: 100).first("page") == nil)
        #expect(state.link(size: 100).first("size") == "100")
        #expect(state.link(size: 50).first("size") == nil)
    }

    @Test func `the filter form sends along the order, the region and the size, but neither the page nor itself`()
        throws
    {
        let html = register([]).html.string()
        let form = html.components(from: "class=\"filters\"", to: "</form>")
        try #require(!form.isEmpty)
        #expect(form.contains(#"<input type="hidden" name="sort" value="due">"#))
        #expect(form.contains(#"<input type="hidden" name="scope" value="320400000000">"#))
        #expect(form.contains(#"<input type="hidden" name="size" value="20">"#))
        #expect(!form.contains(#"name="page""#))
        #expect(!form.contains(#"<input type="hidden" name="state""#))
    }

    @Test func `the applied filters stand as chips in the words of the filter`() {
        let chips = register([]).html.string().components(from: "<ul class=\"chips\"", to: "</ul>")
        #expect(chips.contains("状态 = 待整改"))
        #expect(chips.contains("来源 = 自查"))
        #expect(chips.contains("来源 = 举报"))
    }

    @Test func `only the sorted column says how it is sorted`() {
        let html = register(["甲"]).html.string()
        #expect(html.components(separatedBy: "aria-sort=").count == 2)
        #expect(html.contains(#"aria-sort="ascending"><a href="/l/hazards?state=waiting"#))
    }

    @Test func `columns asked for are shown in that order, unknown ones are passed over`() {
        let html = register(["甲"], address.adding("column", "due").adding("column", "no-such").adding("column", "name"))
            .html.string()
        let head = html.components(from: "<thead>", to: "</thead>")
        #expect(head.firstRange(of: "期限")!.lowerBound < head.firstRange(of: "名称")!.lowerBound)
        #expect(!head.contains("来源"))
    }

    @Test func `nothing found under filters offers to remove them, nothing at all says so`() {
        #expect(register([]).html.string().contains("没有符合这些条件的记录"))
        #expect(register([], Link("l", "hazards")).html.string().contains("还没有记录"))
        #expect(!register(["甲"]).html.string().contains("还没有记录"))
    }

    @Test func `a batch says what it would take before it takes it`() {
        var register = register(["甲", "乙"])
        register.batch = Batch(
            to: Link("batch"), formToken: "t", [.init("remind", Wording(zh: "催办", en: "Remind"))])
        let html = register.html.string()
        #expect(html.contains(#"<option value="selected" selected>勾选的各条</option>"#))
        #expect(html.contains(#"<option value="page">本页全部 2 条</option>"#))
        #expect(html.contains(#"<option value="all">符合条件的全部 1,284 条</option>"#))
        #expect(html.contains(#"<input type="checkbox" name="selected" value="甲" aria-label="选择 甲">"#))
    }

    @Test(arguments: [
        (1, 1, "1"), (1, 3, "1 2 3"), (1, 26, "1 2 3 … 26"), (13, 26, "1 … 11 12 13 14 15 … 26"),
        (26, 26, "1 … 24 25 26"), (4, 7, "1 2 3 4 5 6 7"),
    ])
    func `the pager shows first, last and near pages`(page: Int, pages: Int, shown: String) {
        let address = Link("l").adding("size", "20").adding("page", String(page))
        let html = register(["甲"], address, total: pages * 20).html.string()
        let pager = html.components(from: "<nav class=\"pager\"", to: "</nav>")
        let numbers = pager.matches(of: />(\d+|…)</).map { String($0.output.1) }
        #expect(numbers.joined(separator: " ") == shown)
    }

    private func register(_ rows: [String], _ address: Link? = nil, total: Int = 1_284) -> Register<String> {
        var register = Register(
            Wording(zh: "台账", en: "Register"), .init(rows, total: rows.isEmpty ? 0 : total),
            state: RegisterState(address ?? self.address), identity: { $0 },
            columns: [
                Column("name", Wording(zh: "名称", en: "Name"), sortable: true) { $0 },
                Column("due", Wording(zh: "期限", en: "Due"), sortable: true) { _ in "2026-10-01" },
                Column("source", Wording(zh: "来源栏", en: "Source")) { _ in "—" },
            ])
        register.filters = [
            Filter("state", Wording(zh: "状态", en: "State"), .choice([Choice("waiting", Wording(zh: "待整改", en: "W"))])),
            Filter(
                "source", Wording(zh: "来源", en: "Source"),
                .choices([
                    Choice("self", Wording(zh: "自查", en: "Self")), Choice("report", Wording(zh: "举报", en: "Report")),
                ])),
        ]
        return register
    }
}

extension String {
    /// What lies between two marks, the marks left out; empty when they are not there.
    func components(from opening: String, to closing: String) -> String {
        guard let start = firstRange(of: opening) else { return "" }
        let rest = self[start.upperBound...]
        return String(rest[..<(rest.firstRange(of: closing)?.lowerBound ?? rest.endIndex)])
    }
}
