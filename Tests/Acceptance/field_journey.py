"""An inspector without a network writes three dangers down on the phone; back online each is on the server, once."""

import re
import struct
import tempfile
import zlib
from pathlib import Path

from journey import PHONE, Journey


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
