import Foundation
import Markup
import Testing

/// What people typed must never become markup, and what stands in the source must come out as written.
struct RenderingTests {
    @Test func `text and attributes are escaped`() {
        let html = p(.class("a\"b")) { "<script>alert('x')</script> & 隐患" }
        #expect(
            html.string()
                == #"<p class="a&quot;b">&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; 隐患</p>"#)
    }

    @Test func `a label is escaped in text and in attributes`() {
        let label = Wording(zh: "<甲>", en: "\"A\"")
        #expect(p(.title(label)) { label }.string() == #"<p title="&lt;甲&gt;">&lt;甲&gt;</p>"#)
        #expect(p(.title(label)) { label }.string(in: .english) == #"<p title="&quot;A&quot;">&quot;A&quot;</p>"#)
    }

    @Test func `void elements have no end tag`() {
        #expect(input(.name("grade"), .required).string() == #"<input name="grade" required>"#)
        #expect(br().string() == "<br>")
    }

    @Test func `attributes that are nil are left out`() {
        let isCurrent = false
        #expect(
            a(.href(Link("map")), isCurrent ? .ariaCurrent("page") : nil) { "图" }.string() == #"<a href="/map">图</a>"#)
    }

    @Test func `conditions and loops keep the order`() {
        let names = ["甲", "乙"]
        let html = ul {
            li { "始" }
            for name in names { li { name } }
            if names.isEmpty { li { "无" } } else { li { names.count } }
        }
        #expect(html.string() == "<ul><li>始</li><li>甲</li><li>乙</li><li>2</li></ul>")
    }

    @Test func `a piece placed twice or later stands where it is placed`() {
        let mark = strong { "急" }
        let html = div {
            "前"
            mark
            "后"
            mark
        }
        #expect(html.string() == "<div>前<strong>急</strong>后<strong>急</strong></div>")
    }

    @Test func `large content comes out whole and in order`() {
        let rows = (0..<500).map { row in tr { td { "第 \(row) 行" } } }
        let html = section {
            table {
                caption { Wording(zh: "表", en: "Table") }
                tbody { rows }
            }
            p { "尾" }
        }
        let expected =
            "<section><table><caption>Table</caption><tbody>"
            + (0..<500).map { "<tr><td>第 \($0) 行</td></tr>" }.joined() + "</tbody></table><p>尾</p></section>"
        #expect(html.string(in: .english) == expected)
    }

    @Test func `each language shows its own words only`() {
        let html = button(.ariaLabel(Wording(zh: "关闭提示", en: "Close notice"))) { Wording(zh: "关闭", en: "Close") }
        #expect(html.string(in: .chinese) == #"<button aria-label="关闭提示">关闭</button>"#)
        #expect(html.string(in: .english) == #"<button aria-label="Close notice">Close</button>"#)
    }

    @Test func `trusted markup is written as it stands`() {
        #expect(div { HTML.trusted(TrustedMarkup("<b>&nbsp;</b>")) }.string() == "<div><b>&nbsp;</b></div>")
    }

    @Test(arguments: [(1.0, "1"), (0.25, "0.3"), (-0.5, "-0.5"), (12.04, "12"), (.infinity, "0"), (-7.96, "-8")])
    func `drawings write short numbers`(number: Double, written: String) {
        #expect(number.svg == written)
    }

    @Test func `names shared with the C library still work beside Foundation`() {
        let html = div(.class("x")) {
            time(.datetime("2026-09-30")) { "9月30日" }
            select(.name("grade")) { option(.value("1"), .selected) { "重大" } }
        }
        #expect(
            html.string()
                == #"<div class="x"><time datetime="2026-09-30">9月30日</time>"#
                + #"<select name="grade"><option value="1" selected>重大</option></select></div>"#)
    }
}
