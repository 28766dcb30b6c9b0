"""A document becomes duties that are seen through to the end: taken in, two owners put right, published; signed for, split, reported
with a photo, sent back, closed. One runs overdue, turns red, and a letter goes out; the leader goes from the red light to a name. The
clock is moved by restarting the program."""

import io
import tempfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from journey import OFFICE, OfficeJourney, choose
from pypdf import PdfReader
from server import Server

TITLE = "开展液氨制冷企业专项检查"
LATE = "报送重大事故隐患清单"
DAYS_LATER = 30
CITY = "南京市安全生产委员会办公室"
PHOTO = Path(__file__).with_name("photo.png")


def day(ahead):
    then = date.today() + timedelta(days=ahead)
    return f"{then.year}年{then.month}月{then.day}日"


def plan():
    return f"""江苏省安全生产委员会关于开展涉氨制冷专项行动的通知
苏安〔{date.today().year}〕31号
各设区市人民政府，省有关部门：
为防范涉氨制冷企业事故，现就开展专项行动通知如下。
一、{TITLE}。逐户排查，建立台账，发现隐患立即整改。（有关行业主管单位负责，{day(60)}前完成）
二、{LATE}。对排查出的重大事故隐患汇总上报。（有关承担单位负责，{day(3)}前完成）
三、组织专家指导。选派专家指导企业整改。（省应急厅牵头，省工业和信息化厅配合，{day(80)}前完成）
江苏省安全生产委员会
{day(0)}
"""


class TasksJourney(OfficeJourney):
    title = "Tasks"

    def walk(self):
        with tempfile.TemporaryDirectory(prefix="anlan-tasks-") as folder:
            demo = ["demo", "--data", folder, "--port", "0"]
            with Server(demo) as self.server:
                self._states = {}
                task, late = self._publish()
                self._county_and_city(task)
                self._province(task)
                self._timeline(task)
            with Server(demo, {"ANLAN_CLOCK_OFFSET": str(DAYS_LATER * 24)}) as self.server:
                self._states = {}
                self._red(late)
                self._letter(late)
                self._leader(late)
                self._papers()

    def _publish(self):
        """The document comes in as a file; two of its clauses name nobody that the register knows."""
        with self._as("zhou") as clerk:
            clerk.open("/m/policy-document/new/receive")
            choose(clerk.page.locator("input[type=file]"), {
                "name": "专项行动方案.txt", "mimeType": "text/plain", "buffer": plan().encode()})
            self._send(clerk)
            document = clerk.page.url.split("?")[0].rsplit("/", 1)[1]
            review = f"/policy-documents/{document}/review"
            clerk.open(review)
            page = clerk.page
            self.check("the clauses stand beside the text as drafts", page.locator("article.draft").count() == 3)
            for draft in ("1", "2"):
                clerk.open(f"/policy-documents/{document}/drafts/{draft}")
                page.locator("select[name=lead]").select_option(label=CITY)
                page.locator("form.command-form button.main").first.click()
                page.wait_for_load_state("load")
                self.check(f"the owner of draft {draft} is put right", CITY in page.locator(f"#draft-{draft}").inner_text())
            page.locator(".review-steps button").first.click()
            page.wait_for_load_state("load")
            for command in ("finish-review", "publish"):
                clerk.open(review)
                clerk.tap(page.locator(f".review-steps a[href$='/{command}']"))
                self._send(clerk)
            clerk.open(f"/m/policy-document/{document}")
            tasks = {title: page.locator("#implementation a", has_text=title).first.get_attribute("href") for title in (TITLE, LATE)}
            self.check("published, its clauses are tasks", all("/m/supervised-task/" in task for task in tasks.values()))
        for task in tasks.values():
            self._give("city3201", task, "签收")
        return tasks[TITLE], tasks[LATE]

    def _county_and_city(self, task):
        with self._as("city3201") as city:
            self._begin(city, task, "分解下达")
            for county in ("awb-320102", "awb-320104"):
                city.page.locator(f"input[value={county}]").check()
            city.page.locator("input[name=day]").fill((date.today() + timedelta(days=30)).isoformat())
            self._send(city)
            rows = city.page.locator("table.tree tbody tr")
            self.check("the city splits the task to two counties", rows.count() == 2)
            parts = [row.locator("a").first.get_attribute("href") for row in rows.all()]
        for login, part in zip(("county320102", "county320104"), parts):
            self._give(login, part, "签收")
            with self._as(login) as county:
                self._begin(county, part, "反馈办结")
                county.page.get_by_label("完成情况").fill("12 户全部排查完毕，隐患已整改。")
                self._attach(county)
                self._send(county)
                self.check(f"{login} reports", county.page.get_by_text("已反馈待复核").count() > 0)
                self.check(f"the photo of {login} stands in the record", county.page.locator("ol.timeline .step-attachments img").count() == 1)
        with self._as("city3201") as city:
            self._begin(city, task, "反馈办结")
            city.page.get_by_label("完成情况").fill("两区均已完成。")
            self._send(city)
            self.check("the city cannot report before its counties' parts are checked",
                       city.page.locator("[role=alert]").get_by_text("分办事项没有办结").count() > 0)
            self.check("and what was typed is still there",
                       city.page.get_by_label("完成情况").input_value() == "两区均已完成。")
        for part in parts:
            self._give("city3201", part, "复核办结")
        with self._as("city3201") as city:
            self._begin(city, task, "反馈办结")
            city.page.get_by_label("完成情况").fill("两区均已完成，台账齐全。")
            self._send(city)
            self.check("then it feeds back", city.page.get_by_text("已反馈待复核").count() > 0)

    def _attach(self, actor):
        """A photo as evidence."""
        choose(actor.page.locator("input[type=file]").first, PHOTO)

    def _province(self, task):
        self._give("zhou", task, "退回重办", ("退回原因", "缺少现场照片，请补充。"))
        with self._as("city3201") as city:
            city.open(task)
            self.check("the city reads why it was sent back", city.page.get_by_text("缺少现场照片").count() > 0)
            self._begin(city, task, "反馈办结")
            city.page.get_by_label("完成情况").fill("已补充现场照片。")
            self._send(city)
        self._give("shen", task, "复核办结")

    def _timeline(self, task):
        with self._as("zhou") as clerk:
            clerk.open(task)
            steps = clerk.page.locator("ol.timeline .step-head strong").all_inner_texts()
            told = list(reversed(steps))
            wanted = ["分办", "签收", "分解下达", "反馈办结", "退回重办", "反馈办结", "复核办结"]
            self.check("every step is in the timeline, in order", [step for step in wanted if step not in told]
                       or ([] if told == wanted else [str(told)]))
            nodes = clerk.page.locator("ol.nodes li.is-done").count()
            self.check("all eight nodes are done", [] if nodes == 8 else [f"{nodes} done"])
            clerk.screenshot("task-closed")

    def _red(self, late):
        with self._as("zhou") as clerk:
            for _ in range(20):
                clerk.open(late)
                if clerk.page.locator(".badge.light-red").count():
                    break
                clerk.page.wait_for_timeout(1000)
            self.check("the task that ran overdue turned red", clerk.page.locator(".badge.light-red").count() > 0)
        self.check("the moved clock is loud in the log", "CLOCK IS PUT FORWARD" in self.server.log.read_text())

    def _letter(self, late):
        with self._as("zhou") as clerk:
            clerk.open(late)
            clerk.start_counting()
            clerk.tap("发督办函")
            clerk.tap(clerk.page.locator("form.command-form button.main"))
            clerk.tap("打印函件")
            self.check("a letter from an overdue task takes few taps and nothing typed",
                       [] if clerk.taps <= 5 and clerk.typed == 0 else [f"{clerk.taps} taps, {clerk.typed} typed"])
            paper = clerk.page.pdf(prefer_css_page_size=True)
            letter = clerk.page.url.removeprefix(self.server.address)
            number = clerk.page.locator(".letter-number span").first.inner_text()
            pages = PdfReader(io.BytesIO(paper)).pages
            size = pages[0].mediabox
            self.check("the letter is one sheet of A4", len(pages) == 1 and abs(float(size.width) - 595) < 2)
            self.check("and has its number and addressee", "督〔" in number and clerk.page.get_by_text("南京市安全生产委员会办公室：").count() == 1)
        self.examine(letter, "letter", self._state("zhou"))
        with self._as("city3201") as city:
            city.open(late)
            city.tap(city.page.locator("#escalations a[href*='/m/supervision-letter/']").first)
            city.tap(city.page.locator("nav.commands").get_by_text("签收", exact=True))
            city.tap(city.page.locator("form.command-form button.main"))
            self.check("the city signs for the letter", city.page.get_by_text("已签收").count() > 0)

    def _leader(self, late):
        leader = self._state("lu")
        self.examine("/lights", "lights", leader)
        with self.actor(OFFICE, leader) as actor:
            actor.open("/lights")
            page = actor.page
            height = page.evaluate("document.documentElement.scrollHeight")
            self.check("13 cities and 16 departments fit one screen", [] if height <= 768 else [f"{height} px"])
            reds = page.locator("table tbody tr.is-red")
            first = page.locator(".boards .board").first.locator("tbody tr").first
            self.check("reds come first, with reason, name and what turns them green",
                       reds.count() > 0 and "is-red" in first.get_attribute("class")
                       and "超期" in first.inner_text() and "办结或获准延期" in first.inner_text())
            actor.start_counting()
            row = page.locator("tbody tr.is-red").filter(has_text="南京市")
            actor.tap(row.locator(".row-actions a").first)
            actor.tap(page.locator("main table tbody tr").filter(has_text=LATE).locator("a").first)
            self.check("from a red light to the responsible name in two taps",
                       [] if actor.taps == 2 and page.get_by_text("王建国").count() else [f"{actor.taps} taps"])
            actor.start_counting()
            actor.tap(page.locator("nav.commands").get_by_text("批示"))
            actor.type("批示内容", "请南京市一周内办结，并举一反三。")
            actor.tap(page.locator("form.command-form button.main"))
            self.check("an instruction takes two taps and one sentence",
                       [] if actor.taps <= 3 and actor.typed == 1 else [f"{actor.taps} taps, {actor.typed} typed"])
            actor.open("/instructions")
            self.check("what became of it is one tap away", page.get_by_text("请南京市一周内办结").count() > 0)
        self.examine("/instructions", "instructions", leader)
        self.examine(late, "task-overdue", leader)

    def _papers(self):
        with self._as("zhou") as clerk:
            clerk.open("/lights/brief")
            pages = len(PdfReader(io.BytesIO(clerk.page.pdf(prefer_css_page_size=True))).pages)
            self.check("the brief is one sheet", [] if pages == 1 else [f"{pages} pages"])
            answer = clerk.page.request.get(self.server.address + "/l/supervised-task/export.xlsx?light=red")
            sheet = openpyxl.load_workbook(io.BytesIO(answer.body())).active
            rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
            heads = next((row for row in rows if "牵头单位" in row), [])
            self.check("the exported ledger has the columns offices use",
                       heads[:6] == ["序号", "任务", "牵头单位", "配合单位", "完成时限", "进展"] and "状态" in heads)
            self.check("and says on top what it is, its conditions and its time",
                       "台账" in str(rows[0]) and "筛选条件" in str(rows[1]) and "导出时间" in str(rows[2]))
        self.examine("/lights/brief", "brief", self._state("zhou"))

    # Hands

    def _give(self, login, matter, command, field=None):
        with self._as(login) as actor:
            self._begin(actor, matter, command)
            if field:
                actor.page.get_by_label(field[0]).fill(field[1])
            self._send(actor)
            done = actor.page.locator(".notice").get_by_text("已办理").count() == 1
            self.check(f"{login}: {command}", done)
