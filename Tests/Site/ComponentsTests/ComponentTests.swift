import Markup
import Site
import Testing

/// What single components promise.
struct ComponentTests {
    @Test func `the board puts the worst light first and keeps the given order within a light`() {
        let rows = (title: Wording(zh: "看", en: "See"), link: Link("l"))
        func unit(_ name: String, _ light: Light) -> Board.Unit {
            .init(name, light, reason: Wording(verbatim: "—"), person: "某人", rows: rows)
        }
        let html = Board(
            Wording(zh: "灯", en: "Lights"),
            [unit("甲市", .green), unit("乙市", .red), unit("丙市", .yellow), unit("丁市", .red)]
        ).html.string()
        let names = html.matches(of: /<td class="on-phone-title unit">(.+?)</).map { String($0.output.1) }
        #expect(names == ["乙市", "丁市", "丙市", "甲市"])
    }

    @Test(arguments: Light.allCases)
    func `a light is told by shape and word as well as by colour`(light: Light) {
        let html = LightBadge(light).html.string()
        #expect(html.contains("<svg class=\"shape\""))
        #expect(html.contains(light.wording.chinese))
    }

    @Test func `no two grades and no two lights share a shape`() {
        func shapes(_ badges: [HTML]) -> Set<String> {
            Set(badges.map { $0.string().components(from: " d=\"", to: "\"") })
        }
        #expect(shapes(Grade.allCases.map { GradeBadge($0).html }).count == 4)
        #expect(shapes(Light.allCases.map { LightBadge($0).html }).count == 3)
        #expect(shapes(Stage.allCases.map { StateBadge($0, Wording(verbatim: "")).html }).count == 7)
    }

    @Test func `a late entry shows both times, an entry on time shows one`() {
        let actor = TimelineEntry.Actor(name: "周宁", unit: "示例化工", post: "安全员")
        func html(_ received: String, late: Bool) -> String {
            Timeline([
                .init(
                    Wording(verbatim: "报告"),
                    times: .init(happened: "2026-09-27 09:10", received: received, isLate: late),
                    by: actor)
            ]).html.string()
        }
        let late = html("2026-09-29 08:02", late: true)
        #expect(late.contains("补录") && late.contains("2026-09-27 09:10") && late.contains("2026-09-29 08:02"))
        let timely = html("2026-09-27 09:10", late: false)
        #expect(!timely.contains("补录") && !timely.contains("收到"))
    }

    @Test func `a day whose rule is not verified says so, and opens its derivation`() {
        var view = DeadlineView(remaining: Wording(zh: "剩 3 个工作日", en: "3 left"), due: "2026-10-12", light: .yellow)
        #expect(!view.html.string().contains("未核实"))
        #expect(!view.html.string().contains("<details"))
        view.isVerified = false
        view.derivation = ["起算：2026-09-20 送达。"]
        #expect(view.html.string().contains("未核实"))
        #expect(view.html.string().contains("<li>起算：2026-09-20 送达。</li>"))
    }

    @Test func `a clock that stands still has no light`() {
        let html = DeadlineView(remaining: Wording(zh: "已挂起", en: "Suspended"), due: "2026-10-12", light: nil).html
        #expect(!html.string().contains("light-"))
    }

    @Test func `a number of zero raises no alarm`() {
        func html(_ number: Int) -> String {
            NumberTiles([.init("late", Wording(zh: "超期", en: "Late"), number, Link(), light: .red)]).html.string()
        }
        #expect(html(3).contains("tile red"))
        #expect(!html(0).contains("tile red"))
    }

    @Test func `a step that cannot begin is no link`() {
        let html = TaskList([.init(Wording(verbatim: "复核"), .notYet, Link("t", "4"))]).html.string()
        #expect(!html.contains("<a "))
    }

    @Test func `not there and not yours are one page without a hint of what was asked`() {
        let page = ErrorPage.notFound(home: Link())
        #expect(page.status == 404)
        #expect(page.html.string().contains("不存在，或者不在您的职责范围内"))
    }

    @Test func `a conflict marks the fields that differ and only those`() {
        let html = ErrorPage.conflict(
            [
                .init(Wording(verbatim: "期限"), theirs: "2026-10-12", yours: "2026-10-20"),
                .init(Wording(verbatim: "责任人"), theirs: "王五", yours: "王五"),
            ], reload: Link("l")
        ).html.string()
        #expect(html.components(separatedBy: "class=\"differs\"").count == 2)
        #expect(html.contains("2026-10-12") && html.contains("2026-10-20"))
    }

    @Test func `a chart's numbers are all in its table, unknown ones as a dash`() {
        let data = ChartFigures(
            title: Wording(zh: "起数", en: "Count"), unit: Wording(zh: "起", en: "each"),
            points: [Wording(verbatim: "甲"), Wording(verbatim: "乙")],
            series: [.init(Wording(zh: "今年", en: "This"), [12.5, nil])], summary: Wording(zh: "一句", en: "One"))
        for html in [BarChart(data).html.string(), LineChart(data).html.string()] {
            #expect(html.contains(#"<td class="end">12.5</td>"#))
            #expect(html.contains(#"<td class="end">—</td>"#))
            #expect(html.contains(#"role="img" aria-label="起数。一句""#))
        }
    }

    @Test func `a longer value has a longer bar and the longest fills the room`() {
        let data = ChartFigures(
            title: Wording(verbatim: "起数"), unit: Wording(verbatim: "起"),
            points: (1...3).map { Wording(verbatim: "\($0)") },
            series: [.init(Wording(verbatim: "今年"), [40, 10, 0])], summary: Wording(verbatim: ""))
        let widths = BarChart(data).html.string().matches(of: /width="([\d.]+)" height="18"/).map {
            String($0.output.1)
        }
        #expect(widths == ["420", "105", "0"])
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1_284, "1,284"), (-1_000_000, "-1,000,000")])
    func `numbers are grouped by thousands`(number: Int, written: String) {
        #expect(number.grouped == written)
    }

    @Test func `choosing a region keeps the filters and begins at the first page`() {
        let html = ScopeSelector(
            [.init(code: "32", name: "某省")], chosen: "32",
            address: Link("l").adding("state", "open").adding("page", "3").adding("scope", "32")
        ).html.string()
        #expect(html.contains(#"<input type="hidden" name="state" value="open">"#))
        #expect(!html.contains(#"name="page""#))
        #expect(html.components(separatedBy: #"name="scope""#).count == 2)
    }

    @Test func `only the sections of the person are in the bar, and the current one says so`() {
        let html = String(decoding: Gallery(.chinese).board.rendered, as: UTF8.self)
        let bar = html.components(from: "<nav class=\"sections\"", to: "</nav>")
        #expect(bar.components(separatedBy: "<a ").count == 9)
        #expect(bar.components(separatedBy: "aria-current=\"page\"").count == 2)
        #expect(bar.contains(#"data-go="lights" aria-current="page">督办"#))
    }
}
