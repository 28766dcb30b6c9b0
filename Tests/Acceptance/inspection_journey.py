"""An enterprise is inspected: within the cap that the bureau published, beyond it only on a lead, approved by somebody else,
announced, recorded; what is found becomes hidden dangers; and its page says n of m and opens into the rows."""

import re
from datetime import datetime, timedelta, timezone

from journey import PHONE, WITHOUT_SCRIPTS, OfficeJourney, pick

INSPECTOR, OTHER, HEAD, ENTERPRISE = "inspector320104a", "inspector320104b", "head320104", "safety5"
NAME = "光华示例印刷有限公司"
SITE = "demo-site-320104011-1"
BUREAU = "南京市秦淮区应急管理局"
FORM = f"/m/inspection/new/apply?enterprise={SITE}"


def today():
    return datetime.now(timezone(timedelta(hours=8))).date()


class InspectionJourney(OfficeJourney):
    title = "An enterprise is inspected"

    def walk(self):
        self._forbid()
        used, cap = self._read_page(INSPECTOR)
        self.check("the bureau published a cap", cap > 0)
        inspection = None
        while used < cap:
            inspection = self._apply()
            used += 1
        self.check("the page counts what was applied for", self._read_page(INSPECTOR) == (cap, cap))
        self._refuse_beyond(cap)
        led = self._apply_on_lead()
        self._approve(inspection or led)
        self._announce(inspection or led)
        self._visit(inspection or led)
        self._open_rows(cap)
        self._read_as_enterprise()
        for path, name, login in (
                (inspection or led, "inspection", INSPECTOR), (FORM, "inspection-apply", INSPECTOR),
                (f"/e/{SITE}", "inspection-enterprise", INSPECTOR), ("/l/inspection", "inspections", HEAD),
                ("/l/inspection-cap", "inspection-caps", HEAD), ("/m/inspection-cap/new/publish", "inspection-cap-new", HEAD)):
            self.examine(path, name, self._state(login))

    def _forbid(self):
        with self._as("county320104") as office:
            self.check("the committee's office may read inspections", office.open("/l/inspection").ok)
            self.check("and applies for none", office.open("/m/inspection/new/apply").status == 404)
        with self._as(INSPECTOR) as officer:
            self.check("an inspector publishes no cap", officer.open("/m/inspection-cap/new/publish").status == 404)

    def _read_page(self, login):
        """How often this year, and how often at most, by the page of the enterprise."""
        with self._as(login) as reader:
            reader.open(f"/e/{SITE}")
            line = reader.page.locator("#inspections .fact", has_text=BUREAU).inner_text()
            found = re.search(r"(\d+)/上限 (\d+)", line)
            return (int(found[1]), int(found[2])) if found else (0, 0)

    def _fill(self, officer, ground, clue=None, people="孙一 执法证 320101、吕二 执法证 320102"):
        page = officer.page
        pick(page, "ground", ground)
        if clue is not None:
            page.locator("input[name=clue]").fill(clue)
        page.locator("textarea[name=content]").fill("特殊作业、消防设施和应急准备")
        page.locator("input[name=inspectors]").fill(people)
        page.locator("input[name=day]").fill(today().isoformat())
        self._send(officer)

    def _apply(self):
        with self._as(INSPECTOR, WITHOUT_SCRIPTS) as officer:
            officer.open(FORM)
            self.check("the form knows the enterprise it was opened from", NAME in officer.page.locator("form.command-form").inner_html())
            self._fill(officer, "计划内检查", people="孙一 执法证 320101")
            alerts = officer.page.locator("main").inner_text()
            self.check("one inspector alone is refused, and what was typed is there", "不少于 2 人" in alerts
                       and officer.page.locator("textarea[name=content]").input_value().startswith("特殊作业"))
            self._fill(officer, "计划内检查")
            text = officer.page.locator("main").inner_text()
            self.check("within the cap it is applied for, without scripts",
                       [word for word in ("待审批", "计入", "年度频次", BUREAU) if word not in text])
            return officer.page.url.split("?")[0].removeprefix(self.server.address)

    def _refuse_beyond(self, cap):
        with self._as(INSPECTOR) as officer:
            officer.open(FORM)
            self._fill(officer, "计划内检查")
            text = officer.page.locator("main").inner_text()
            self.check("beyond the cap a planned one is refused: by which cap, what counts and what can be done",
                       [word for word in (f"检查 {cap} 次", "演示应急", "申请后即计入", "写明线索") if word not in text])
            self.check("nothing typed is lost", officer.page.locator("input[name=inspectors]").input_value().startswith("孙一"))
            officer.screenshot("inspection-refused")

    def _apply_on_lead(self):
        with self._as(INSPECTOR) as officer:
            officer.open(FORM)
            self._fill(officer, "投诉举报")
            self.check("a lead has to be named", "写明线索" in officer.page.locator("main").inner_text())
            self._fill(officer, "投诉举报", clue="12350 举报件 2026-118，反映消防通道堵塞")
            text = officer.page.locator("main").inner_text()
            self.check("on a lead it is let through and marked as such",
                       [word for word in ("待审批", "不受上限限制", "12350 举报件 2026-118") if word not in text])
            return officer.page.url.split("?")[0].removeprefix(self.server.address)

    def _approve(self, inspection):
        with self._as(INSPECTOR) as officer:
            officer.open(inspection)
            self.check("who applied does not approve",
                       officer.page.locator("nav.commands").get_by_text("批准检查", exact=True).count() == 0)
        with self._as(ENTERPRISE) as works:
            self.check("the enterprise does not see it yet", works.open(inspection).status == 404)
        with self._as(HEAD, PHONE) as head:
            head.open(inspection)
            text = head.page.locator("#frequency").inner_text()
            self.check("the head sees n of m before deciding, and that the cap is reached",
                       [word for word in ("/上限", "已达上限", "演示应急") if word not in text])
            head.screenshot("inspection-approve")
            self._begin(head, inspection, "批准检查")
            self._send(head)
            self.check("and approves on a phone", "待通知" in head.page.locator("main").inner_text())

    def _announce(self, inspection):
        with self._as(OTHER) as officer:
            self._begin(officer, inspection, "通知企业")
            pick(officer.page, "manner", "到场时出示通知书")
            self._send(officer)
            self.check("the enterprise is notified", "待检查" in officer.page.locator("main").inner_text())
        with self._as(ENTERPRISE) as works:
            works.open("/messages")
            text = works.page.locator("main").inner_text()
            self.check("who comes, when, for what and the how manieth time",
                       [word for word in ("行政检查通知", "执法证 320101", BUREAU) if word not in text])
            self.check("and now it can be read", works.open(inspection).ok)
            self.check("and nothing can be done there",
                       works.page.locator("nav.commands a", has_text="记录现场检查").count() == 0)

    def _visit(self, inspection):
        with self._as(INSPECTOR, PHONE) as officer:
            page = officer.page
            self._begin(officer, inspection, "记录现场检查")
            page.locator("input[name=visitedOn]").fill(today().isoformat())
            page.get_by_label("发现问题", exact=True).check()
            page.locator("textarea[name=record]").fill("油墨间静电接地松动，其余未见异常。")
            page.locator("input[name=representative]").fill("车间主任 秦峰")
            self._send(officer)
            self._begin(officer, inspection, "办结")
            page.locator("textarea[name=conclusion]").fill("责令限期整改")
            self._send(officer)
            self.check("with problems found and none written down it is not concluded",
                       "逐条登记" in page.locator("main").inner_text())
            self._begin(officer, inspection, "登记发现的问题")
            page.locator("input[name=place]").fill("油墨间")
            pick(page, "nature", "设备设施和工艺")
            page.locator("textarea[name=what]").fill("静电接地线松动脱落")
            self._send(officer)
            danger = page.get_by_role("link", name=re.compile("静电接地线松动脱落")).first
            self.check("the problem is a hidden danger, listed with the inspection", danger.count() == 1)
            officer.tap(danger)
            text = page.locator("main").inner_text()
            self.check("which names its inspection and waits for the authority to grade it",
                       [word for word in ("待核定", "监督检查", f"检查{NAME}") if word not in text])
            self._begin(officer, inspection, "办结")
            page.locator("textarea[name=conclusion]").fill("责令限期整改")
            self._send(officer)
            self.check("then it is concluded", "已办结" in page.locator("main").inner_text())
            officer.screenshot("inspection-concluded")

    def _open_rows(self, cap):
        with self._as(INSPECTOR) as officer:
            officer.open(f"/e/{SITE}")
            line = officer.page.locator("#inspections .fact", has_text=BUREAU)
            self.check("the enterprise's page says that the cap is reached, and what went beside it",
                       [word for word in (f"{cap}/上限 {cap}", "已达上限", "凭线索或申请另有") if word not in line.inner_text()])
            officer.tap(line.locator("a", has_text="/上限"))
            rows = officer.page.locator("table.register tbody tr")
            self.check("and n opens into as many rows", rows.count() == cap)
            answer = officer.page.request.get(
                officer.page.url, headers={"Accept": "application/json"})
            self.check("for programs as well", answer.ok and answer.json().get("total") == cap)

        with self._as(INSPECTOR, PHONE) as officer:
            officer.open("/field")
            call = officer.page.locator("#visits li", has_text=NAME)
            self.check("on the phone, whoever is about to call there reads it too",
                       call.count() == 1 and f"{BUREAU} {cap}/上限 {cap}（已达上限）" in call.inner_text())
            officer.screenshot("inspection-field")

    def _read_as_enterprise(self):
        with self._as(ENTERPRISE) as works:
            works.open(f"/e/{SITE}")
            text = works.page.locator("#inspections").inner_text()
            self.check("the enterprise reads how often it was inspected, and which cap was published",
                       [word for word in ("/上限", BUREAU) if word not in text])
            self.check("and applies for nothing", works.page.locator("#inspections a", has_text="拟检查").count() == 0)
