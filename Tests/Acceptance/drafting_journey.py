"""A document is drafted: a topic is given out, a version goes to two departments, one comments, another version is refused until the
comment has its answer, and then shows what became of the clauses."""

import io
from datetime import date, timedelta

import openpyxl
from journey import PHONE, WITHOUT_SCRIPTS, OfficeJourney, choose
from pypdf import PdfReader

TITLE = "关于规范特殊作业安全管理的意见"
FIRST = """关于规范特殊作业安全管理的意见
一、规范作业管理
（一）实行作业票制度。对动火、有限空间作业实行作业票管理。
（二）加强现场监护。作业期间监护人不得离开现场。
二、加强保障
（一）组织培训。每年对作业人员开展培训。
"""
SECOND = """关于规范特殊作业安全管理的意见
一、规范作业管理
（一）实行作业票制度。对动火、有限空间、高处作业实行作业票管理。
（二）建立奖励制度。对举报违规作业的给予奖励。
二、加强保障
（一）组织培训。每年对作业人员开展培训。
"""
COMMENT = "高处作业也应当纳入作业票管理。"


def ahead(days):
    return (date.today() + timedelta(days=days)).isoformat()


def shown(days):
    """A day as registers and pages write it."""
    day = date.today() + timedelta(days=days)
    return day.isoformat(), f"{day.month}月{day.day}日", f"{day.month:02}-{day.day:02}"


class DraftingJourney(OfficeJourney):
    title = "Drafting"

    def walk(self):
        project = self._project()
        self._topics(project)
        topic = self._postpone(project)
        self._pass_on(topic)
        self._first_version(project)
        round_page, asked = self._consult(project)
        consultation = self._comment()
        self._nothing_to_say()
        self._refused(project)
        self._answer(round_page)
        self._second_version(project)
        self._table(round_page, consultation)
        for path, name in ((f"{project}", "drafting-project"), (round_page, "comments"), (consultation, "consultation"),
                           (self._compare, "compare"), (f"/consultation-rounds/{asked}/table", "comment-table")):
            self.examine(path, name, self._state("dept1" if name == "consultation" else "zhou"))

    def _project(self):
        with self._as("zhou") as clerk:
            clerk.open("/m/drafting-project/new/start")
            clerk.type("文件名称", TITLE)
            clerk.type("起草依据和要求", "年度文件计划")
            clerk.type(clerk.page.locator("input[name=day]"), ahead(120))
            self._send(clerk)
            return clerk.page.url.split("?")[0].removeprefix(self.server.address)

    def _topics(self, project):
        with self._as("zhou") as clerk:
            self._begin(clerk, project, "批量布置课题")
            field = clerk.page.get_by_label("课题清单")
            field.fill(f"监护人的资格\t省应急厅\t{ahead(30)}\n外包作业的管理\t某某协会\t{ahead(30)}")
            self._send(clerk)
            self.check("a line with a unit that nobody knows is named, and what was pasted is still there",
                       clerk.page.locator("[role=alert]").get_by_text("第 2 行").count() > 0
                       and "监护人的资格" in clerk.page.get_by_label("课题清单").input_value())
            clerk.page.get_by_label("课题清单").fill(f"监护人的资格\t省应急厅\t{ahead(30)}\n外包作业的管理\t省应急厅\t{ahead(40)}")
            self._send(clerk)
            self.check("two topics are given out", clerk.page.locator("#topics tbody tr").count() == 2)
        with self._as("dept16") as department:
            department.open("/l/research-topic?open=1&sort=-opened")
            department.tap(department.page.get_by_role("link", name="监护人的资格").first)
            department.tap(department.page.locator("nav.commands").get_by_text("提交调研报告", exact=True))
            department.type("主要结论和建议", "监护人应当持证上岗。")
            self._send(department)
            self.check("the department reports on its topic", department.page.get_by_text("已报告待验收").count() > 0)

    def _postpone(self, project):
        with self._as("dept16", PHONE) as department:
            department.open("/l/research-topic?open=1&sort=-opened")
            department.tap(department.page.get_by_role("link", name="外包作业的管理").first)
            topic = department.page.url.split("?")[0].removeprefix(self.server.address)
            offered = department.page.locator("nav.commands").inner_text()
            self.check("a department gives itself no more time and passes nothing on",
                       [word for word in ("课题延期", "转办") if word in offered])
        with self._as("zhou", WITHOUT_SCRIPTS) as clerk:
            self._begin(clerk, topic, "课题延期")
            clerk.type(clerk.page.locator("input[name=day]"), ahead(40))
            clerk.type("延期原因", "调研对象停产检修")
            self._send(clerk)
            self.check("a topic is not put off to the day on which it is due anyway; what was typed is there",
                       "应晚于" in clerk.page.locator("main [role=alert]").inner_text()
                       and clerk.page.get_by_label("延期原因").input_value() == "调研对象停产检修")
            clerk.type(clerk.page.locator("input[name=day]"), ahead(60))
            self._send(clerk)
            self.check("it is put off, without scripts", ahead(60) in clerk.page.locator(".page-head, main").first.inner_text())
            clerk.open(project)
            line = clerk.page.locator("#topics tbody tr", has_text="外包作业的管理")
            self.check("and among the topics of the project it has its other day",
                       [] if any(day in line.inner_text() for day in shown(60)) else [line.inner_text()])
        with self._as("dept16") as department:
            department.open(topic)
            text = department.page.locator("main").inner_text()
            self.check("the department sees until when, and why",
                       [word for word in (ahead(60), "调研对象停产检修") if word not in text])
        return topic

    def _pass_on(self, topic):
        with self._as("dept1") as stranger:
            self.check("who has nothing to do with a topic does not find it", stranger.open(topic).status == 404)
        with self._as("zhou", PHONE) as clerk:
            self._begin(clerk, topic, "转办")
            receiver = clerk.page.locator("[name=organisation]")
            receiver.select_option("dept-32-16")
            clerk.page.locator("textarea[name=reason]").fill("改由主管部门研究")
            self._send(clerk)
            self.check("a topic is not passed on to whoever has it; what was typed is there",
                       "已经由" in clerk.page.locator("main [role=alert]").inner_text()
                       and clerk.page.locator("textarea[name=reason]").input_value() == "改由主管部门研究")
            clerk.page.locator("[name=organisation]").select_option("dept-32-1")
            self._send(clerk)
        with self._as("dept1") as receiver:
            receiver.open("/")
            receiver.tap(receiver.page.get_by_role("link", name="外包作业的管理").first)
            text = receiver.page.locator("main").inner_text()
            self.check("whoever it is passed on to finds it among what is to be done, with its day and the reason",
                       [word for word in (ahead(60), "改由主管部门研究", "调研中") if word not in text])
            receiver.tap(receiver.page.locator("nav.commands").get_by_text("提交调研报告", exact=True))
            receiver.type("主要结论和建议", "外包单位纳入统一管理。")
            self._send(receiver)
            self.check("and reports on it", receiver.page.get_by_text("已报告待验收").count() > 0)
        with self._as("dept16") as former:
            former.open("/l/research-topic?open=1&sort=-opened")
            self.check("it is gone from the list of the department that had it",
                       former.page.get_by_role("link", name="外包作业的管理").count() == 0)
        with self._as("zhou") as clerk:
            clerk.open(topic)
            self.check("what was reported is neither put off nor passed on",
                       [word for word in ("课题延期", "转办") if word in clerk.page.locator("nav.commands").inner_text()])
        self.examine(topic, "research-topic", self._state("zhou"))

    def _first_version(self, project):
        with self._as("zhou") as clerk:
            self._begin(clerk, project, "发出新一稿")
            clerk.page.get_by_label("征求意见稿").check()
            choose(clerk.page.locator("input[type=file]"), {
                "name": "征求意见稿.txt", "mimeType": "text/plain", "buffer": FIRST.encode("gb18030")})
            self._send(clerk)
            self.check("the first version is read out of its file",
                       clerk.page.locator("#versions").get_by_text("第1稿（征求意见稿）").count() == 1)
            clerk.tap(clerk.page.locator("#versions a").first)
            self.check("and its text stands there by clauses",
                       clerk.page.locator(".clause-text").get_by_text("监护人不得离开现场").count() == 1)

    def _consult(self, project):
        with self._as("zhou") as clerk:
            self._begin(clerk, project, "征求意见")
            for unit in ("dept-32-1", "dept-32-16"):
                clerk.page.locator(f"input[value={unit}]").check()
            clerk.type(clerk.page.locator("input[name=day]"), ahead(10))
            self._send(clerk)
            page = clerk.page.locator("#rounds a[href*='/comments']").first.get_attribute("href")
            return page, page.split("/")[2]

    def _comment(self):
        with self._as("dept1", WITHOUT_SCRIPTS) as department:
            department.open("/")
            department.tap(department.page.get_by_role("link", name=f"对《{TITLE}》第1稿的意见").first)
            department.tap("对照稿件提意见")
            page = department.page.url.split("?")[0].removeprefix(self.server.address)
            marks = department.page.locator("a.button", has_text="提意见").filter(has_text="一、（一）")
            department.tap(marks.first)
            department.page.locator("textarea[name=text]").fill(COMMENT)
            self._send(department)
            self.check("a comment stands beside its clause",
                       department.page.locator("#written").get_by_text(COMMENT).count() == 1
                       and department.page.locator(".clause-marks").get_by_text("意见 1").count() == 1)
            department.tap(department.page.locator("#written a.button.main"))
            self._send(department)
            self.check("the comments are sent in", department.page.get_by_text("待答复").count() > 0)
            return page

    def _nothing_to_say(self):
        with self._as("dept16", PHONE) as department:
            department.open("/l/consultation?open=1&sort=-opened")
            department.tap(department.page.get_by_role("link", name=f"对《{TITLE}》第1稿的意见").first)
            here = department.page.url.split("?")[0].removeprefix(self.server.address)
            table = department.page.request.get(self.server.address + here.replace("/m/consultation/", "/consultations/") + "/table")
            self.check("until the round is concluded a unit does not see what another said", COMMENT not in table.text())
            department.tap(department.page.locator("nav.commands").get_by_text("无意见", exact=True))
            self._send(department)
            self.check("a unit that has nothing to say says so on the phone", department.page.get_by_text("无意见").count() > 0)

    def _refused(self, project):
        with self._as("zhou") as clerk:
            self._issue(clerk, project)
            alert = clerk.page.locator("[role=alert]").inner_text()
            self.check("another version is refused while a comment has no answer, and the comment is named",
                       [] if COMMENT[:10] in alert and "没有答复" in alert else [alert])
            self.check("what was pasted is still there", "建立奖励制度" in clerk.page.get_by_label("稿件正文").input_value())

    def _answer(self, round_page):
        with self._as("zhou") as clerk:
            clerk.open(round_page)
            clerk.page.get_by_label("不采纳").check()
            self._send(clerk)
            self.check("not adopted without a reason is refused",
                       clerk.page.locator("[role=alert]").get_by_text("写明理由").count() > 0)
            clerk.open(round_page)
            clerk.page.get_by_label("采纳", exact=True).check()
            self._send(clerk)
            self.check("the comment is answered", clerk.page.locator("#comments .tag").get_by_text("采纳", exact=True).count() == 1)
            clerk.open(round_page.replace("/consultation-rounds/", "/m/consultation-round/").removesuffix("/comments"))
            clerk.tap(clerk.page.locator("nav.commands").get_by_text("汇总本轮意见", exact=True))
            self._send(clerk)

    def _second_version(self, project):
        with self._as("zhou") as clerk:
            self._issue(clerk, project)
            self.check("then the version is issued", clerk.page.locator("#versions").get_by_text("第2稿（修改稿）").count() == 1)
            clerk.tap(clerk.page.locator("#versions").get_by_text("与上一稿比较"))
            self._compare = clerk.page.url.removeprefix(self.server.address)
            page = clerk.page
            self.check("the difference names clauses that came, went and changed",
                       page.locator("article.compared.added").count() == 1 and page.locator("article.compared.removed").count() == 1
                       and page.locator("article.compared.changed").count() == 1)
            self.check("and the words within a changed one",
                       "、高处" in page.locator("article.compared.changed ins").first.inner_text())

    def _table(self, round_page, consultation):
        table = round_page.replace("/comments", "/table")
        with self._as("zhou") as clerk:
            answer = clerk.page.request.get(self.server.address + table + ".xlsx")
            sheet = openpyxl.load_workbook(io.BytesIO(answer.body())).active
            cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
            self.check("the table is a workbook with the comment, its unit and its answer",
                       [word for word in (COMMENT, "江苏省发展和改革委员会", "采纳", "一、（一）") if word not in cells])
            clerk.open(table)
            paper = PdfReader(io.BytesIO(clerk.page.pdf(prefer_css_page_size=True))).pages
            wide = float(paper[0].mediabox.width) > float(paper[0].mediabox.height)
            self.check("and one sheet of A4 on its side", len(paper) == 1 and wide)
        with self._as("dept16") as other:
            other.open("/l/consultation?sort=-opened")
            other.tap(other.page.get_by_role("link", name=f"对《{TITLE}》第1稿的意见").first)
            other.tap("采纳情况表（可打印）")
            self.check("once it is concluded every unit asked sees the whole table", other.page.get_by_text(COMMENT).count() == 1)

    # Hands

    def _issue(self, clerk, project):
        self._begin(clerk, project, "发出新一稿")
        clerk.page.get_by_label("修改稿").check()
        clerk.page.get_by_label("稿件正文").fill(SECOND)
        self._send(clerk)
