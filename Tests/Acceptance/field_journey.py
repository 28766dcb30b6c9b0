"""An inspector without a network writes three dangers down on the phone; back online each is on the server, once."""

import re
import struct
import tempfile
import zlib
from pathlib import Path

from journey import OFFICE, PHONE, Journey, choose


def picture(colour, side=48):
    """A PNG of one colour."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    rows = b"".join(b"\0" + bytes(colour) * side for _ in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class FieldJourney(Journey):
    title = "On site, without a network"
    seen = ["A 护栏缺失一段", "B 灭火器过期", "C 电线裸露"]

    def walk(self):
        inspector = self.signed_in("town320116005a")
        self.examine("/hidden-dangers", "dangers", inspector)
        self.examine("/field", "field", inspector)
        context = self.browser.new_context(**PHONE, storage_state=inspector)
        try:
            self._write_down(context)
        finally:
            context.close()

    def _write_down(self, context):
        page = context.new_page()
        page.goto(self.server.address + "/field")
        page.wait_for_selector("html[data-field=ready]", state="attached")
        page.locator("#field-status", has_text="离线可用").wait_for()
        before = self._known(page)

        context.set_offline(True)
        page.reload()
        page.wait_for_selector("html[data-field=ready]", state="attached")
        self.check("without a network the page opens", page.locator("#field-form").count() == 1)
        page.locator("#field-save").tap()
        self.check("what is missing is said without a network",
                   "请填写看到了什么。" in page.locator("#field-problems").inner_text())
        for number, words in enumerate(self.seen):
            self.taps = self.typed = 0
            self._danger(page, words, number)
            self.check("a danger takes at most five taps and one typed field", self.taps <= 5 and self.typed == 1)
        self.check("three wait on the phone", page.locator("#field-items > li").count() == 3)
        page.locator("#description").fill("D 还没写完")
        page.wait_for_timeout(600)
        page.close()

        page = context.new_page()
        page.goto(self.server.address + "/field")
        page.wait_for_selector("html[data-field=ready]", state="attached")
        self.check("after the tab was closed they still wait", page.locator("#field-items > li").count() == 3)
        self.check("and the draft is as it was typed", page.locator("#description").input_value() == "D 还没写完")
        with page.expect_download() as export:
            page.locator("#field-export").tap()
        rescued = Path(export.value.path()).read_text()
        self.check("what waits can be taken off the phone", all(words in rescued for words in self.seen))

        context.set_offline(False)
        page.locator("#field-queue").wait_for(state="hidden")
        found = self._known(page)
        fresh = [one for one in found if one not in before]
        self.check("three are on the server", len(fresh) == 3)
        for words in self.seen:
            self.check(f"“{words}” is there once", sum(words in title for _, title in fresh) == 1)
        page.reload()
        page.wait_for_selector("html[data-field=ready]", state="attached")
        self.check("nothing is sent again", len(self._known(page)) == len(found))
        entries = page.evaluate(
            "address => fetch(address, {headers: {Accept: 'application/json'}}).then(answer => answer.json())",
            f"/m/hidden-danger/{fresh[0][0]}/history")
        self.check("the ledger says that it was written on a phone, and when",
                   entries[0]["channel"] == "phone" and entries[0]["writtenAt"] is not None)
        self.check("the photograph hangs on it", len(entries[0]["attachments"]) == 1)

    def _danger(self, page, words, number):
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            file.write(picture((40 * number, 90, 160)))
            file.flush()
            self.taps += 1
            page.locator("#photos").set_input_files(file.name)
            page.locator("#field-photos li").wait_for()
        self._tap(page.locator("#category label", has_text="消防安全"))
        self._tap(page.locator("#area label", has_text="仓库"))
        self.typed += 1
        page.locator("#description").fill(words)
        self._tap(page.locator("#field-save"))
        page.locator("#field-items > li").nth(number).wait_for()

    def _tap(self, target):
        self.taps += 1
        target.tap()

    def _known(self, page):
        listed = page.evaluate(
            "() => fetch('/l/hidden-danger?size=200', {headers: {Accept: 'application/json'}}).then(answer => answer.json())")
        return [(one["id"], re.sub(r"^.*?：", "", one["title"])) for one in listed["matters"]]


class RecheckJourney(Journey):
    """What was put right is looked at again without a network, by someone else than graded it; an enterprise without an
    account answers by a link; and what a phone could not send is brought in from its file, once."""
    title = "Looking again on site"

    def walk(self):
        first, second = self.signed_in("town320116005a"), self.signed_in("town320116005b")
        with self.actor(PHONE, first) as inspector:
            dangers = [self._found(inspector, words) for words in ("E 灭火器过期", "F 通道堵塞", "G 阀门锈蚀")]
            links = [self._link(inspector, danger) for danger in dangers]
        for danger, link in zip(dangers, links):
            self._answer(link)
        self._answer_again(links[0])
        context = self.browser.new_context(**PHONE, storage_state=second)
        try:
            self._look_again(context, dangers, second)
        finally:
            context.close()

    def _found(self, actor, words):
        """Written down, graded as a general danger; to be put right by the enterprise."""
        actor.open("/m/hidden-danger/new/report")
        page = actor.page
        page.get_by_label("监督检查").check()
        page.get_by_label("长芦示范化工有限公司").check()
        page.locator("[name=category]").select_option(label="消防安全")
        page.locator("[name=area]").select_option(label="仓库")
        page.locator("[name=description]").fill(words)
        page.locator("[name=harm][value=yes]").check()
        page.locator("[name=breach][value=yes]").check()
        page.locator(".command-form button.main").click()
        page.wait_for_load_state("load")
        danger = re.search(r"/m/hidden-danger/([0-9a-f-]+)", page.url)[1]
        actor.open(f"/m/hidden-danger/{danger}/grade")
        page.locator("[name=grade][value=general]").check()
        page.locator("[name=handling][value=by-order]").check()
        page.locator("[name=reason]").fill("能够立即整改")
        page.locator(".command-form button.main").click()
        page.wait_for_load_state("load")
        return danger

    def _link(self, actor, danger):
        actor.open(f"/m/hidden-danger/{danger}/offer-link")
        page = actor.page
        page.locator("[name=contact]").fill("安全员 李某")
        page.locator("[name=phone]").fill("13900000000")
        page.locator("[name=days]").fill("7")
        page.locator(".command-form button.main").click()
        page.wait_for_load_state("load")
        return page.locator(".answer-link").input_value()

    def _answer(self, link):
        with self.actor(PHONE) as enterprise:
            page = enterprise.page
            page.goto(link)
            page.locator("[name=note]").fill("已整改")
            page.locator("[name=name]").fill("李某")
            page.locator("[name=phone]").fill("13900000000")
            with tempfile.NamedTemporaryFile(suffix=".png") as file:
                file.write(picture((9, 90, 9)))
                file.flush()
                page.locator("[name=evidence]").set_input_files(file.name)
                page.locator(".command-form button.main").click()
                page.wait_for_load_state("load")
            self.check("the enterprise answers by its link, without an account", "已收到" in page.content())
            enterprise.screenshot("answered")

    def _answer_again(self, link):
        with self.actor(PHONE) as enterprise:
            enterprise.page.goto(link)
            self.check("the link offers nothing once it is answered", enterprise.page.locator("[name=note]").count() == 0)
            enterprise.page.goto(link[:-3] + "AAA")
            self.check("another link opens nothing", "无效或已过期" in enterprise.page.content())

    def _look_again(self, context, dangers, state):
        page = context.new_page()
        page.goto(self.server.address + "/field")
        page.wait_for_selector("html[data-field=ready]", state="attached")
        page.locator("#field-status", has_text="离线可用").wait_for()
        details = [page.locator(f"details[data-danger='{danger}']") for danger in dangers]
        self.check("what waits for this inspector is in the package", all(one.count() == 1 for one in details))

        context.set_offline(True)
        page.reload()
        page.wait_for_selector("html[data-field=ready]", state="attached")
        page.on("dialog", lambda dialog: dialog.accept())
        taps = 0
        taps += self._tap(page.locator(".field-parts a", has_text="复查："))
        taps += self._tap(details[0].locator("summary"))
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            file.write(picture((200, 90, 9)))
            file.flush()
            page.evaluate("() => { navigator.storage.estimate = async () => ({ quota: 60e6, usage: 50e6 }) }")
            details[0].locator("input[type=file]").set_input_files(file.name)
            details[0].locator("p.field-wrong", has_text="不足 50 MB").wait_for()
            self.check("with too little room left a photograph is refused before it is lost",
                       details[0].locator(".field-photos li").count() == 0)
            page.evaluate("() => { delete navigator.storage.estimate }")
            taps += 1
            details[0].locator("input[type=file]").set_input_files(file.name)
            details[0].locator(".field-photos li").wait_for()
        taps += self._tap(details[0].get_by_text("复查合格"))
        page.locator("#field-items > li").first.wait_for()
        self.check("looking again takes at most four taps and no typing", taps <= 4)
        self._tap(details[1].locator("summary"))
        self._tap(details[1].get_by_text("不合格，退回整改"))
        self.check("a return without words is refused on the phone", "请写明哪里不合格" in details[1].inner_text())
        details[1].locator("textarea").fill("通道仍有杂物")
        self._tap(details[1].get_by_text("不合格，退回整改"))
        self._tap(details[2].locator("summary"))
        self._tap(details[2].get_by_text("复查合格"))
        page.locator("#field-items > li").nth(2).wait_for()
        self.check("three wait on the phone", page.locator("#field-items > li").count() == 3)
        with page.expect_download() as export:
            page.locator("#field-export").tap()
        rescued = export.value.path()

        # Meanwhile someone at a desk looks at the third.
        with self.actor(OFFICE, state) as desk:
            desk.open(f"/m/hidden-danger/{dangers[2]}/return")
            desk.page.locator("[name=day]").fill("2099-01-01")
            desk.page.locator("[name=reason]").fill("阀门还没有换")
            day = desk.page.evaluate("new Date(Date.now() + 5 * 86400e3).toISOString().slice(0, 10)")
            desk.page.locator("[name=day]").fill(day)
            desk.page.locator(".command-form button.main").click()
            desk.page.wait_for_load_state("load")
            desk.open("/field/rescue")
            choose(desk.page.locator("[name=file]"), {
                "name": "rescue.json", "mimeType": "application/json", "buffer": Path(rescued).read_bytes()})
            desk.page.locator(".command-form button.main").click()
            desk.page.wait_for_load_state("load")
            self.check("the file from the phone is taken in", "收下 2 条" in desk.page.content())
            self.check("and what has changed meanwhile is not", "没有收下 1 条" in desk.page.content())
            desk.screenshot("rescue")

        context.set_offline(False)
        page.locator("#field-items > li", has_text="没有收下").wait_for()
        self.check("the phone keeps only what the server could not take", page.locator("#field-items > li").count() == 1)
        told = page.locator("#field-items").inner_text()
        self.check("both versions stand side by side", "现场查看，已整改到位" in told and "平台上现在：整改中" in told)
        histories = [self._history(page, danger) for danger in dangers]
        self.check("each was done once", [history.count("verify") + history.count("return") for history in histories] == [1, 1, 1])
        page.get_by_text("以平台上的为准，不再上报").tap()
        page.locator("#field-queue").wait_for(state="hidden")
        self.check("the person decides, and nothing is left over", page.locator("#field-items > li").count() == 0)

    def _history(self, page, danger):
        return page.evaluate(
            "address => fetch(address, {headers: {Accept: 'application/json'}}).then(answer => answer.json())"
            ".then(entries => entries.map(entry => entry.command))", f"/m/hidden-danger/{danger}/history")

    def _tap(self, target):
        target.tap()
        return 1
