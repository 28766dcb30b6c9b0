"""An officer imports enterprises from a workbook, mends the error workbook with openpyxl and sends it again."""

import io
import re
import sqlite3
import tempfile
import time
from pathlib import Path

import openpyxl

from journey import OFFICE, PHONE, WITHOUT_SCRIPTS, Journey, choose

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
REGISTER = "/enterprises"
IMPORT = "/imports/enterprises"
MARK = "导入旅程"


def credit_code(number):
    """A code with its check character (GB 32100-2015), reckoned here and not by the program."""
    body = f"91320102ZZ{number:06d}0"
    body = body.replace("Z", "Y")[:17]
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


def rows():
    for number in range(1, 6):
        yield {
            "企业名称": f"{MARK}{number}号化工有限公司", "统一社会信用代码": credit_code(number), "所属区划": "320102",
            "行业类别": "C2614", "监管行业": "危险化学品", "经营状态": "在产（营业）", "从业人数": 10 * number,
        }


class ImportJourney(Journey):
    title = "Import"

    def walk(self):
        officer = self.signed_in("county320102")
        self.examine(REGISTER, "enterprises", officer)
        self.examine(IMPORT, "import", officer)
        with tempfile.TemporaryDirectory() as folder, self.actor(WITHOUT_SCRIPTS, officer) as actor:
            folder = Path(folder)
            filled = folder / "企业.xlsx"
            book = openpyxl.load_workbook(io.BytesIO(self._fetch(actor, IMPORT + "/template.xlsx")))
            wrong = list(rows())
            wrong[3]["统一社会信用代码"] = wrong[3]["统一社会信用代码"].replace("0", "O", 1)
            wrong[4]["所属区划"] = "320583"
            self._fill(book.worksheets[0], wrong)
            book.save(filled)

            job = self._send(actor, filled)
            self.check("three rows pass and two are bad", self._counts(actor) == [3, 0, 0, 2])
            self.check("nothing is written before it is said so", self._found(actor) == 0)
            self._say(actor, job, re.compile("导入通过的 3 行"))
            self.check("the three are in the register", self._found(actor) == 3)

            errors = folder / "错误.xlsx"
            errors.write_bytes(self._fetch(actor, job + "/errors.xlsx"))
            book = openpyxl.load_workbook(errors)
            sheet = book.worksheets[0]
            reasons = [row[0].value for row in sheet.iter_rows(min_row=2) if row[0].value]
            self.check("the error workbook has the two rows, each with its reason",
                       len(reasons) == 2 and "字母 O" in reasons[0] and "辖区" in reasons[1])
            places = {cell.value: cell.column for cell in sheet[1]}
            right = list(rows())[3:]
            for row, values in zip(range(2, 4), right):
                for title in ("统一社会信用代码", "所属区划"):
                    sheet.cell(row, places[title]).value = values[title]
            book.save(errors)

            second = self._send(actor, errors)
            self.check("the mended workbook passes as it is", self._counts(actor) == [2, 0, 0, 0])
            self._say(actor, second, re.compile("导入通过的 2 行"))
            self.check("all five are in the register", self._found(actor) == 5)
            self._send(actor, filled)
            self.check("the first file sent again enters nothing twice", self._counts(actor) == [0, 0, 3, 2])
            self.check("there are still five", self._found(actor) == 5)
            self._say(actor, second, re.compile("撤销本批次"))
            self.check("the second batch is taken back", self._found(actor) == 3)
            self._kept(actor, filled)
            self._merger_kept(actor)
        self._nobody_elses(job)
        for screen in (OFFICE, PHONE):
            with self.actor(screen, officer) as actor:
                actor.open(job)
                actor.screenshot("import-job")

    def _kept(self, actor, file):
        page = actor.page
        actor.open(IMPORT)
        page.locator("input[type=file]").set_input_files(file)
        actor.tap("存草稿")
        held = page.locator("ul.held-files")
        self.check("a file kept as a draft stands in the form again", file.name in held.inner_text())
        actor.tap(page.get_by_role("button", name="上传并检查"))
        self.check("and still does when the source is missing",
                   "请选择信息来源" in page.locator("main").inner_text() and file.name in held.inner_text())
        actor.screenshot("import-kept")
        page.locator("input[name=source][value=supervisor]").check()
        page.get_by_role("button", name="上传并检查").click()
        page.wait_for_url(re.compile("/import/"))
        page.get_by_text("已检查，待确认").wait_for(timeout=30_000)
        self.check("and is imported without being chosen again", self._counts(actor) == [0, 0, 3, 2])
        actor.open(IMPORT)
        self.check("after which the form stands blank", held.count() == 0)
        with sqlite3.connect(self.server.data / "anlan.db", timeout=10) as database:
            [[until]] = database.execute("SELECT max(kept_until) FROM upload WHERE name = ?", (file.name,)).fetchall()
        self.check("and the file stays for its thirty days", until / 1000 - time.time() > 29 * 86_400)

    def _merger_kept(self, actor):
        page = actor.page
        actor.open(f"{REGISTER}?q={MARK}")
        actor.open(page.locator("table.register tbody a").first.get_attribute("href") + "/merge")
        page.locator("[name=into]").fill(credit_code(2))
        actor.tap("存草稿")
        self.check("a merger that was begun stands in its form again, and nothing has been merged",
                   page.url.endswith("/merge") and page.locator("[name=into]").input_value() == credit_code(2)
                   and "还没有提交" in page.locator(".draft-note").inner_text())
        actor.screenshot("merger-kept")
        actor.tap("丢弃草稿")
        self.check("until it is thrown away", page.locator("[name=into]").input_value() == "")

    def _fill(self, sheet, values):
        places = {cell.value: cell.column for cell in sheet[1]}
        for number, row in enumerate(values, start=3):
            for title, value in row.items():
                sheet.cell(number, places[title]).value = value

    def _fetch(self, actor, path):
        answer = actor.page.context.request.get(self.server.address + path)
        self.check(f"{path.rsplit('/', 1)[1]} comes as a workbook", answer.ok and answer.body()[:2] == b"PK")
        return answer.body()

    def _send(self, actor, file):
        actor.open(IMPORT)
        actor.page.locator("input[name=source][value=supervisor]").check()
        choose(actor.page.locator("input[type=file]"), file)
        actor.page.get_by_role("button", name="上传并检查").click()
        actor.page.wait_for_url(re.compile("/import/"))
        actor.page.get_by_text("已检查，待确认").wait_for(timeout=30_000)
        return "/" + actor.page.url.split("/", 3)[3]

    def _say(self, actor, job, button):
        actor.open(job)
        actor.page.get_by_role("button", name=button).click()
        actor.page.get_by_text(re.compile("^(已导入|已撤销)$")).first.wait_for(timeout=30_000)

    def _counts(self, actor):
        return [int(text) for text in actor.page.locator("#result dd .value").all_inner_texts()]

    def _found(self, actor):
        actor.open(f"{REGISTER}?q={MARK}")
        return int(re.search(r"共 (\d+) 条", actor.page.locator(".result-count").inner_text())[1])

    def _nobody_elses(self, job):
        with self.actor(OFFICE, self.signed_in("county320104")) as actor:
            self.check("somebody else's import is not there", actor.open(job).status == 404)
            self.check("nor are its errors", actor.open(job + "/errors.xlsx").status == 404)
