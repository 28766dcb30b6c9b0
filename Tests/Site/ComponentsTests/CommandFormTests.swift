import Foundation
import Markup
import Site
import Testing

/// A form sent back wrong loses nothing and says where it is wrong.
struct CommandFormTests {
    @Test func `what was typed stands in the form again`() {
        let html = form([
            Field("text", label("描述"), .longText()).value("</textarea><script>x</script>"),
            Field("due", label("期限"), .day).value("10月5日"),
            Field("grade", label("等级"), .list([Choice("1", label("重大")), Choice("2", label("一般"))])).value("2"),
            Field("kinds", label("类型"), .checkboxes([Choice("a", label("火灾")), Choice("b", label("中毒"))]))
                .values(["b"]),
        ])
        #expect(html.contains("&lt;/textarea&gt;&lt;script&gt;x&lt;/script&gt;</textarea>"))
        #expect(html.contains(#"value="10月5日""#))
        #expect(html.contains(#"<option value="2" selected>"#))
        #expect(html.contains(#"name="kinds" value="b" checked>"#))
        #expect(!html.contains(#"name="kinds" value="a" checked"#))
    }

    @Test func `a text that begins with an empty line keeps it`() {
        #expect(form([Field("text", label("描述"), .longText()).value("\n第二行")]).contains(">\n\n第二行</textarea>"))
    }

    @Test func `a password is never sent back`() {
        let field = Field.password(.password, label("密码"), autocomplete: "current-password").value("secret-1")
        #expect(!form([field]).contains("secret-1"))
    }

    @Test func `each problem stands at its field, and the summary leads there`() {
        let fields = [
            Field("text", label("描述")).problem(label("请填写描述")),
            Field("grade", label("等级"), .radios([Choice("1", label("重大"))])).problem(label("请选择等级")),
            Field("unit", label("单位"), .lookup(.init(found: []))).problem(label("请选择单位")),
            Field("due", label("期限"), .day),
        ]
        let html = form(fields)
        let summary = ErrorSummary(fields.problems).html.string()
        #expect(summary.contains(#"role="alert""#))
        for (id, message) in [
            ("field-text", "请填写描述"), ("field-grade-0", "请选择等级"), ("field-unit-query", "请选择单位"),
        ] {
            #expect(summary.contains("<a href=\"#\(id)\">\(message)</a>"))
            #expect(html.contains(" id=\"\(id)\""))
        }
        #expect(html.contains(##"aria-describedby="field-text-problem" aria-invalid="true""##))
        #expect(html.components(separatedBy: "<p class=\"problem\"").count == 4)
        #expect(!html.contains(#"id="field-due-problem""#))
    }

    @Test func `only what need not be answered is marked`() {
        #expect(form([Field("a", label("甲")).optional]).contains("（选填）"))
        #expect(!form([Field("a", label("甲"))]).contains("（选填）"))
    }

    @Test func `a form carries token, command and version, and turns multipart with a file`() {
        let plain = form([Field("a", label("甲"))])
        #expect(plain.contains(#"<input type="hidden" name="form-token" value="token-9">"#))
        #expect(plain.contains(#"<input type="hidden" name="command-id" value="c-1">"#))
        #expect(plain.contains(#"<input type="hidden" name="version" value="4">"#))
        #expect(!plain.contains("multipart"))
        let file = Field("photo", label("照片"), .file(.evidence, accept: "image/*", limit: label("最多 9 张")))
        #expect(form([file]).contains(#"enctype="multipart/form-data""#))
    }

    @Test(arguments: Field.FilePurpose.allCases)
    func `a file is never asked for without saying what it is for`(purpose: Field.FilePurpose) {
        let file = Field("photo", label("照片"), .file(purpose, accept: "image/*", limit: label("最多 9 张")))
        #expect(form([file]).contains("<span class=\"tag\">\(purpose.wording.chinese)</span>"))
    }

    @Test func `what is known is shown with its source and cannot be typed again`() {
        let html = form([
            Field(
                "enterprise", label("企业"),
                .known(.text("示例化工"), .init(label("登记"), date: "2026-08-11"), correction: Link("correct"))
            )
            .value("e-1")
        ])
        #expect(html.contains("有误，纠正"))
        #expect(html.contains(#"<time datetime="2026-08-11">"#))
        #expect(html.contains(#"<input type="hidden" name="enterprise" value="e-1">"#))
        #expect(!html.contains(#"type="text""#))
    }

    private func label(_ text: String) -> Wording { Wording(verbatim: text) }

    private func form(_ fields: [Field]) -> String {
        CommandForm(
            label("登记"), to: Link("l"), seal: .init(formToken: "token-9", commandID: "c-1", version: 4), fields: fields
        ).html.string()
    }
}
