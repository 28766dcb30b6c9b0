"""Personal data goes by law: one administrator asks, another confirms, the text is gone and every proof stays true."""

import json
import subprocess
import sys
from pathlib import Path

from journey import OFFICE, WITHOUT_SCRIPTS, Journey
from server import PROGRAM, ROOT

JSON = {"Accept": "application/json"}
LAW, ARTICLE = "中华人民共和国个人信息保护法", "第四十七条第一款第三项"


class ErasureJourney(Journey):
    title = "Erasing"

    def walk(self):
        auditor, security, clerk = self.signed_in("audit"), self.signed_in("security"), self.signed_in("zhou")
        entry, number = self._remark(auditor)
        place = f"/audit/erasures?matter={number}"
        self.examine(place, "erasure-asking", auditor)
        self._ask(auditor, place, entry)
        self._decide(security, entry)
        page = f"/m/{entry['kind']}/{entry['matter']}"
        self._gone(auditor, clerk, entry, place, page)
        self.examine(page, "erased-matter", clerk)
        self._proved(clerk, entry)

    def _remark(self, auditor):
        """The reason given for a hidden danger's grade, and the number of that matter."""
        with self.actor(state=auditor) as actor:
            before = ""
            while True:
                answer = actor.page.request.get(f"{self.server.address}/audit?before={before}", headers=JSON)
                entries = json.loads(answer.text())
                for entry in entries:
                    if entry["reason"] and entry["kind"] == "hidden-danger" and entry["command"] == "grade":
                        actor.open(f"/audit/erasures?matter={entry['matter']}")
                        return entry, actor.page.locator("input[name=matter]").last.input_value()
                before = entries[-1]["id"]

    def _ask(self, auditor, place, entry):
        with self.actor(WITHOUT_SCRIPTS, auditor) as actor:
            actor.open(place)
            page = actor.page
            page.get_by_label("条款").fill(ARTICLE)
            actor.tap(page.locator("form.command-form button.main"))
            self.check("what is missing is said, and what was typed stays",
                       page.locator("[role=alert]").count() >= 1 and page.get_by_label("条款").input_value() == ARTICLE)
            page.locator("label", has_text=entry["reason"]).first.click()
            page.get_by_label("依据的法律或文件").fill(LAW)
            page.get_by_label("为什么应当抹除").fill("本人撤回同意")
            actor.tap(page.locator("form.command-form button.main"))
            self.check("the request waits", page.locator("table.register tbody tr").count() == 1)
            self.check("the auditor has no page to confirm it on", actor.open("/admin/erasures").status == 404)

    def _decide(self, security, entry):
        with self.actor(WITHOUT_SCRIPTS, security) as actor:
            actor.open("/admin/erasures")
            page = actor.page
            actor.tap(page.locator("table.register tbody a").first)
            place = page.url.removeprefix(self.server.address)
            self.check("whoever decides reads what goes, and by which law",
                       all(words in page.inner_text("main") for words in (entry["reason"], LAW, ARTICLE)))
        self.examine(place, "erasure-deciding", security)
        with self.actor(WITHOUT_SCRIPTS, security) as actor:
            actor.open(place)
            actor.tap(actor.page.locator("form[action='/admin/erasures/confirm'] button"))
            self.check("confirmed, nothing waits any more", actor.page.locator("table.register tbody tr").count() == 0)

    def _gone(self, auditor, clerk, entry, place, page):
        for state, path in ((auditor, place), (clerk, page), (clerk, f"/log/proof/{entry['id']}")):
            with self.actor(OFFICE, state) as actor:
                actor.open(path)
                self.check(f"the text is gone from {path.split('?')[0].split('/')[1]}",
                           entry["reason"] not in actor.page.content())
        with self.actor(OFFICE, clerk) as actor:
            actor.open(page)
            self.check("the history says that it was erased by law", "已依法删除：" in actor.page.inner_text(".timeline"))

    def _proved(self, clerk, entry):
        with self.actor(OFFICE, clerk) as actor:
            proof = actor.page.request.get(f"{self.server.address}/log/proof/{entry['id']}/file").text()
            key = actor.page.request.get(self.server.address + "/log/key").text().strip()
        file = Path(self.server.folder.name) / "erased.json"
        file.write_text(proof)
        self.check("the proof does not hold the text", entry["reason"] not in proof)
        for command in ([sys.executable, str(ROOT / "Tests/Verifier/verify.py"), str(file), key],
                        [str(PROGRAM), "verify", str(file), "--key", key],
                        [str(PROGRAM), "verify", "--data", str(self.server.data)]):
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
            self.check(f"everything is in order to {' '.join(Path(part).name for part in command[:2])}",
                       done.returncode == 0)
