"""An enterprise grades a risk: an officer writes it down, two assess it differently, the head decides, and what follows from it
follows by itself: colour, chart, card, report, appeal."""

import csv
import io
import re
import subprocess
import tempfile
from datetime import datetime, timedelta, timezone

from journey import PHONE, ROOT, WITHOUT_SCRIPTS, OfficeJourney, pick
from pypdf import PdfReader

NAME = "油墨间静电爆燃"
# L 3, E 6, C 15 and L 1, E 6, C 15 by the tables of the method; its bands begin at 160 for orange and at 70 for yellow.
GRAVE = {"likelihood": "可能，但不经常", "exposure": "每天工作时间内暴露", "consequence": "1至2人死亡"}
MILD = {**GRAVE, "likelihood": "可能性小，完全意外"}


def today():
    return datetime.now(timezone(timedelta(hours=8))).date()


def working_days_after(start, count):
    """Counted from the calendar itself; beyond its years only weekends are free."""
    with open(ROOT / "Resources/calendar/china-2007-2026.csv", encoding="utf-8") as file:
        special = {row["date"]: row["kind"] for row in csv.DictReader(file)}
    day = start
    while count:
        day += timedelta(days=1)
        kind = special.get(day.isoformat(), "workday" if day.weekday() < 5 else "holiday")
        count -= kind == "workday"
    return day


class RiskJourney(OfficeJourney):
    title = "A risk is graded"

    def walk(self):
        profile = self._find_profile()
        point = self._write_down(profile)
        self._assess(point)
        self._decide(point)
        self._colour(profile)
        self._chart(profile)
        self._card(profile)
        report = self._report(profile)
        self._appeal(profile)
        for path, name in ((f"/m/risk-profile/{profile}", "risk-profile"), (point, "risk-point"), (report, "risk-report"),
                           (f"/risk-profiles/{profile}/forms/identify", "risk-identify"),
                           (f"/risk-profiles/{profile}/chart", "risk-chart"),
                           (f"/risk-profiles/{profile}/cards", "risk-cards"), ("/risks", "risks")):
            self.examine(path, name, self._state("safety5"))

    def _find_profile(self):
        with self._as("safety5") as officer:
            officer.open("/l/risk-profile")
            links = officer.page.locator("table.register tbody a[href^='/m/risk-profile/']")
            self.check("an officer sees the profile of one enterprise, the own", links.count() == 1)
            return links.first.get_attribute("href").split("?")[0].split("/")[-1]

    def _write_down(self, profile):
        page_of_profile = f"/m/risk-profile/{profile}"
        with self._as("head5") as head:
            head.open(page_of_profile)
            self.check("who decides about grades does not write risks down",
                       head.page.locator("nav.commands").get_by_text("登记风险点", exact=True).count() == 0)
        with self._as("safety5", WITHOUT_SCRIPTS) as officer:
            self._begin(officer, page_of_profile, "登记风险点")
            officer.page.get_by_label("风险点名称").fill(NAME)
            officer.page.get_by_label("危险源和危险有害因素").fill("油墨溶剂蒸气积聚，人体静电放电")
            self._send(officer)
            self.check("without a place and a kind of accident it is refused, and what was typed is there",
                       officer.page.locator("[role=alert]").count() == 1
                       and officer.page.get_by_label("风险点名称").input_value() == NAME)
            officer.page.get_by_label("场所").select_option(label="厂区 / 油墨间")
            officer.page.get_by_label("可燃液体蒸气爆炸").check()
            self._send(officer)
            officer.tap(officer.page.get_by_role("link", name=NAME).first)
            self.check("the risk is written down, without scripts", officer.page.get_by_role("heading", name=NAME).count() == 1)
            return officer.page.url.split("?")[0].removeprefix(self.server.address)

    def _assess(self, point):
        for login, factors in (("safety5", GRAVE), ("safety5b", MILD)):
            with self._as(login) as assessor:
                self._begin(assessor, point, "评估（LEC 法）")
                for name, words in factors.items():
                    pick(assessor.page, name, words)
                self._send(assessor)
                self.check(f"{login} assesses", "已评估" in assessor.page.locator("main").inner_text()
                           or assessor.page.locator("#assessments .assessment").count() > 0)
        with self._as("head5") as head:
            head.open(point)
            cards = head.page.locator("#assessments .assessment")
            self.check("two assessments stand side by side", cards.count() == 2)
            for card, words in ((cards.nth(0), ("较大", "D = 270")), (cards.nth(1), ("一般", "D = 90"))):
                text = card.inner_text()
                self.check(f"one comes to {words[1]}", [word for word in words if word not in text])
            self.check("that they differ is said", "不同等级" in head.page.locator("#assessments").inner_text())
            cards.nth(0).locator("summary").click()
            text = cards.nth(0).inner_text()
            self.check("how it was worked out can be read: the product, and the table and row of each factor",
                       [word for word in ("D = L 3 × E 6 × C 15 = 270", "符合判定表", "运行约定") if word not in text])

    def _decide(self, point):
        with self._as("safety5b") as officer:
            officer.open(point)
            self.check("who assessed does not decide",
                       officer.page.locator("nav.commands").get_by_text("确定风险等级", exact=True).count() == 0)
        self._confirm(point)
        self.check("a considerable risk needs a control that someone high enough owns", self._problem and "管控措施" in self._problem)
        with self._as("safety5") as officer:
            self._begin(officer, point, "登记管控措施")
            for name, words in (("kind", "工程技术"), ("level", "车间"), ("interval", "每班")):
                pick(officer.page, name, words)
            officer.page.get_by_label("措施内容").fill("静电接地并设可燃气体报警联锁")
            officer.page.get_by_label("责任人（姓名和职务）").fill("车间主任 秦峰")
            self._send(officer)
        self._confirm(point)
        self.check("then the head decides", self._problem is None)
        with self._as("safety5") as officer:
            officer.open(point)
            text = officer.page.locator("main").inner_text()
            self.check("and the grade rests upon the assessment that was taken, not the one that came last",
                       [] if re.search(r"评估值\s*D = 270", text) else [text[:400]])
            boxes = [card.bounding_box() for card in officer.page.locator("#assessments .assessment").all()]
            self.check("the two lie beside each other", len(boxes) == 2 and boxes[0]["y"] == boxes[1]["y"])

    def _confirm(self, point):
        with self._as("head5", PHONE) as head:
            self._begin(head, point, "确定风险等级")
            pick(head.page, "grade", "较大风险")
            head.page.get_by_label("确定理由").fill("夜班无人监护，采用较严的评估")
            self._send(head)
            alerts = head.page.locator("main [role=alert]")
            self._problem = alerts.first.inner_text() if alerts.count() else None

    def _colour(self, profile):
        with self._as("safety5") as officer:
            page = officer.page
            for _ in range(30):
                officer.open(f"/m/risk-profile/{profile}")
                if "较大" in page.locator("#colour .status-line").inner_text():
                    break
                page.wait_for_timeout(500)
            self.check("the enterprise turns orange by itself",
                       [] if "橙色" in page.locator("#colour .status-line").inner_text() else
                       [page.locator("#colour .status-line").inner_text()])
            page.locator("#colour summary").click()
            text = page.locator("#colour").inner_text()
            self.check("and says why, by which counts, and what would change it",
                       [word for word in ("较大风险点 1 个", "符合判定表", "怎样会变", "黄色") if word not in text])
            count = page.locator("#colour a[href*='grade=considerable']")
            self.check("one considerable point is counted", count.inner_text() == "1")
            officer.tap(count)
            self.check("and the count opens into it", page.locator("table.register tbody tr").count() == 1
                       and page.get_by_role("link", name=NAME).count() == 1)

    def _chart(self, profile):
        with self._as("safety5") as officer:
            officer.open(f"/risk-profiles/{profile}/chart")
            tile = officer.page.locator(".site-tile", has_text="油墨间")
            self.check("on the chart the place has the colour, the shape and the word of its gravest risk",
                       tile.count() == 1 and "tile-considerable" in tile.get_attribute("class")
                       and tile.locator("svg").count() > 0 and "较大" in tile.inner_text())
            legend = officer.page.locator(".risk-legend").inner_text()
            self.check("all four colours are explained", [one for one in "红橙黄蓝" if one not in legend])

    def _card(self, profile):
        with self._as("safety5") as officer:
            officer.open(f"/risk-profiles/{profile}/cards")
            card = officer.page.locator("article.card", has_text="油墨间")
            text = card.inner_text()
            self.check("the card of the place names the risk, what is done about it and who answers for it",
                       [word for word in (NAME, "静电接地", "车间主任 秦峰", "应会") if word not in text])
            officer.page.emulate_media(media="print")
            box = card.locator(".qr svg").bounding_box()
            self.check("and carries a code that a phone can read: square, two centimetres or more on paper",
                       box is not None and abs(box["width"] - box["height"]) < 1 and box["width"] / 96 * 25.4 >= 20)
            paper = PdfReader(io.BytesIO(officer.page.pdf(prefer_css_page_size=True)))
            sizes = {tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) for page in paper.pages}
            self.check("printed, each card is a sheet of A4", [] if sizes == {(210, 297)} and len(paper.pages) ==
                       officer.page.locator("article.card").count() else [sizes, len(paper.pages)])

            worst = self._scanned(card)
        with self._as("safety5") as officer:
            officer.open(f"/risk-profiles/{profile}/notice-board")
            board = self._scanned(officer.page.locator("article.board"))
            title = officer.page.locator("article.board h2").inner_text().split()[0]
        for said, address, place, told in (("of the card", worst, "/m/risk-point/", NAME),
                                           ("of the notice board", board, f"/m/risk-profile/{profile}", title)):
            self.check(f"the code {said} holds one address, of this platform",
                       len(address) == 1 and address[0].startswith(self.server.address + place))
            with self._as("safety5", PHONE) as officer:
                officer.page.goto(address[0])
                self.check(f"scanned with a phone, the code {said} leads to what it says",
                           told in officer.page.locator("h1").inner_text())
            with self.actor(PHONE) as passer:
                passer.page.goto(address[0])
                self.check(f"whoever is not signed in and scans the code {said} is asked to, and told nothing",
                           "/sign-in" in passer.page.url and told not in passer.page.content())

    def _scanned(self, paper):
        """What a camera reads off the printed sheet."""
        with tempfile.NamedTemporaryFile(suffix=".png") as picture:
            paper.locator("figure.qr").screenshot(path=picture.name)
            read = subprocess.run(["zbarimg", "-q", "--raw", picture.name], capture_output=True, text=True)
            return read.stdout.split()

    def _report(self, profile):
        with self._as("safety5", PHONE) as officer:
            officer.open("/l/risk-report?open=1")
            officer.tap(officer.page.locator("a[href^='/m/risk-report/']").first)
            report = officer.page.url.split("?")[0].removeprefix(self.server.address)
            term = officer.page.locator("#term").inner_text()
            self.check("a report is owed because of it, and by which rule until when",
                       [word for word in (NAME, "15日", "变更") if word not in term])
            due = today() + timedelta(days=15)
            self.check("fifteen days are given", due.isoformat() in officer.page.locator("main").inner_text())
            self._begin(officer, report, "提交风险报告")
            fields = officer.page.locator("form.command-form").locator("input[type=text], textarea")
            filled = [field for field in fields.all() if field.input_value().strip()]
            self.check(f"{len(filled)} of {fields.count()} answers stand there from last time, four fifths or more",
                       fields.count() > 0 and len(filled) >= fields.count() * 0.8)
            officer.page.get_by_label("与上次报告相比的变化").fill(f"新增{NAME}，较大风险")
            self._send(officer)
            text = officer.page.locator("main").inner_text()
            self.check("it is sent in with the risks and controls that the platform knows",
                       [word for word in ("已报告待接收", f"较大风险：{NAME}", "D = 270", "静电接地") if word not in text])
            return report

    def _appeal(self, profile):
        place = f"/m/risk-profile/{profile}"
        with self._as("safety5") as officer:
            self._begin(officer, place, "对企业等级提出异议")
            officer.page.get_by_label("异议和理由").fill("报警联锁已投用，夜班已安排监护")
            self._send(officer)
            self.check("the enterprise appeals", officer.page.get_by_text("异议待答复").count() > 0)
            self.check("and does not answer itself",
                       officer.page.locator("nav.commands").get_by_text("异议不成立", exact=True).count() == 0)
        due = working_days_after(today(), 5)
        with self._as("county320104") as county:
            county.open("/")
            county.tap(county.page.get_by_role("link", name="光华示例印刷有限公司").first)
            county.tap("怎么算的")
            text = county.page.locator("main").inner_text()
            self.check("the authority finds it among what it has to do, due after five working days and by which rule",
                       [word for word in (due.isoformat(), "5个工作日", "夜班已安排监护") if word not in text])
            county.screenshot("risk-appeal")
            self._begin(county, place, "异议不成立")
            self._send(county)
            self.check("without a reason it is not dismissed", county.page.locator("main [role=alert]").count() == 1)
            county.page.get_by_label("理由").fill("联锁尚未验收，验收后再评估")
            self._send(county)
            self.check("with one it is", county.page.get_by_text("管控中").count() > 0)
        with self._as("safety5") as officer:
            officer.open("/messages")
            self.check("and the enterprise is told why", officer.page.get_by_text("联锁尚未验收").count() > 0)
