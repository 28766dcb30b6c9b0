"""The provincial clerk takes a document in, puts two owners right, leaves one clause out, publishes, and takes it back."""

import datetime

from journey import OFFICE, WITHOUT_SCRIPTS, Journey, choose

DOCUMENTS = "/l/policy-document"


def day(ahead):
    then = datetime.date.today() + datetime.timedelta(ahead)
    return f"{then.year}年{then.month}月{then.day}日"


def opinion():
    return f"""江苏省安全生产委员会关于加强冬季安全生产工作的意见
苏安〔{datetime.date.today().year}〕27号
各设区市人民政府，省有关部门：
入冬以来，火灾和中毒窒息事故风险上升。现提出以下意见。
一、压实责任
（一）开展隐患排查。对涉爆粉尘企业逐户排查，建立台账。组织专家复核排查结果。（省应急厅牵头，省工业和信息化厅配合，各设区市人民政府负责，{day(60)}前完成）
（二）规范动火作业。修订作业票样式，组织培训。（省应急厅牵头，省公安厅配合，{day(90)}前完成）
二、加强保障
（一）加强宣传教育。组织宣传咨询活动。（有关行业主管部门配合，{day(45)}前完成）
（二）完善统计制度。定期开展统计分析，找准薄弱环节。
江苏省安全生产委员会
{day(0)}
"""


class DocumentJourney(Journey):
    title = "A document"

    def walk(self):
        clerk = self.signed_in("zhou")
        document = self._receive(clerk)
        review = f"/policy-documents/{document}/review"
        self.examine(review, "review", clerk)
        self.examine(f"/policy-documents/{document}/drafts/1", "draft", clerk)
        self.examine(review + "?show=passed-over", "passed-over", clerk)
        self._not_theirs(review)
        self._put_right(clerk, document, review)
        self._publish(clerk, document, review)
        self.examine(f"/m/policy-document/{document}", "document", clerk)
        self._take_back(clerk, document)

    def _receive(self, clerk):
        with self.actor(OFFICE, clerk) as actor:
            actor.open("/m/policy-document/new/receive")
            self._send(actor.page, "扫描件.pdf", b"%PDF-1.4\n%%EOF\n")
            self.check("a file without text is refused by its name", "扫描件.pdf" in actor.page.locator("main").inner_text()
                       and "/receive" in actor.page.url)
            actor.open("/m/policy-document/new/receive")
            # As older programs write Chinese text.
            self._send(actor.page, "冬季意见.txt", opinion().encode("gb18030"))
            self.check("the document is taken in under its own title", "冬季安全生产" in actor.page.title())
            return actor.page.url.split("?")[0].rsplit("/", 1)[1]

    @staticmethod
    def _send(page, name, content):
        choose(page.locator("input[type=file]"), {"name": name, "mimeType": "application/octet-stream", "buffer": content})
        page.locator("form.command-form button.main").click()
        page.wait_for_load_state("load")

    def _not_theirs(self, review):
        with self.actor(OFFICE, self.signed_in("city3201")) as actor:
            self.check("another office does not see the review", actor.open(review).status == 404)

    def _put_right(self, clerk, document, review):
        """Without scripts, so that it is seen to work without."""
        with self.actor(WITHOUT_SCRIPTS, clerk) as actor:
            page = actor.page
            actor.open(review)
            self.check("four drafts are read from the text", page.locator("article.draft").count() == 4)
            self.check("the group of cities is thirteen units",
                       "配合单位（14）" in page.locator("#draft-1").inner_text())
            self.check("the unit nobody knows is flagged",
                       "有关行业主管部门" in page.locator("#draft-3 .tag.late").first.inner_text()
                       or "有关行业主管部门" in page.locator("#draft-3").inner_text())
            page.locator(".review-steps button").first.click()
            self.check("the complete ones are accepted at once", page.locator("article.draft.accepted").count() == 2)

            for draft, unit in (("3", "江苏省工业和信息化厅"), ("2", "江苏省公安厅")):
                actor.open(f"/policy-documents/{document}/drafts/{draft}")
                page.locator("select[name=lead]").select_option(label=unit)
                page.locator("form.command-form button.main").first.click()
                self.check(f"draft {draft} has the owner it was given",
                           unit in page.locator(f"#draft-{draft}").inner_text())

            actor.open(f"/policy-documents/{document}/drafts/4")
            form = page.locator("#leave-out form")
            form.locator("button").first.click()
            self.check("a clause is not left out without a reason", page.locator("#leave-out .problem").count() == 1)
            page.locator("#leave-out textarea").fill("已有统计制度，不另立任务。")
            page.locator("#leave-out form button").first.click()
            self.check("the reason stands beside what was left out",
                       "不另立任务" in page.locator("#draft-4").inner_text())

    def _publish(self, clerk, document, review):
        with self.actor(OFFICE, clerk) as actor:
            page = actor.page
            for command in ("finish-review", "publish"):
                actor.open(review)
                page.locator(f".review-steps a[href$='/{command}']").click()
                page.wait_for_load_state("load")
                page.locator("form.command-form button.main").click()
                page.wait_for_load_state("load")
            actor.open(f"/m/policy-document/{document}")
            self.check("three tasks are handed over", page.locator("#implementation").inner_text().count("RW-") >= 3
                       or "共 3 项任务" in page.locator("#implementation").inner_text())

    def _take_back(self, clerk, document):
        with self.actor(OFFICE, clerk) as actor:
            page = actor.page
            actor.open(f"/m/policy-document/{document}/withdraw")
            page.locator("textarea[name=reason]").fill("文件另行印发。")
            page.locator("form.command-form button.main").click()
            page.wait_for_load_state("load")
            self.check("nobody has signed, so everything is taken back", "已撤销" in page.locator("main").inner_text())
