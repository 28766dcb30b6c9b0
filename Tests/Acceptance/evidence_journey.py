"""A city's officer says how far a task is, with a photograph chosen in a form that is wrong at first; the city sees it small."""

import struct
import zlib

from journey import OFFICE, WITHOUT_SCRIPTS, Journey

OFFICER, FOREIGN = "city3201", "city3205"


class EvidenceJourney(Journey):
    title = "Evidence"

    def walk(self):
        officer = self.signed_in(OFFICER)
        with self.actor(WITHOUT_SCRIPTS, officer) as actor:
            form = self._form(actor)
            if not self.check("an officer has a task on which progress is noted", form is not None):
                return
            task, picture = self._hand_in(actor, form)
        with self.actor(OFFICE, officer) as actor:
            self._send_ahead(actor, form)
        self.examine(task, "task-with-evidence", officer)
        with self.actor(OFFICE, self.signed_in(FOREIGN)) as actor:
            for end in ("", "/thumbnail"):
                hidden = actor.open(picture + end)
                absent = actor.open("/attachments/" + "0" * 64 + end)
                self.check(f"another city's officer sees nothing of it ({end or 'whole'})",
                           hidden.status == absent.status == 404)

    def _form(self, actor):
        """The address of a form that takes a photograph, after signing for the task where that is still to do."""
        actor.open("/?size=200")
        links = actor.page.locator("main table a[href*='/m/supervised-task/']")
        tasks = [link.get_attribute("href") for link in links.all()]
        for task in tasks:
            actor.open(task)
            if actor.page.locator("a[href$='/sign-for']").count():
                actor.tap(actor.page.locator("a[href$='/sign-for']").first)
                actor.tap(actor.page.locator("main form.command-form button.main").first)
                actor.open(task)
            note = actor.page.locator("a[href$='/note-progress']")
            if note.count():
                return note.first.get_attribute("href")
        return None

    def _hand_in(self, actor, form):
        page = actor.page
        actor.open(form)
        page.locator("input[type=file]").set_input_files(
            {"name": "现场 照片.png", "mimeType": "image/png", "buffer": picture_bytes()})
        actor.tap(page.locator("main form.command-form button.main").first)
        self.check("the form is shown again since the words are missing", page.locator(".error-summary").count() == 1)
        self.check("the photograph stands in it by its name",
                   page.locator(".held-files .file-name").all_inner_texts() == ["现场 照片.png"])
        actor.screenshot("form-with-evidence")
        page.locator("textarea[name=note]").fill("已完成三分之一，见照片。")
        actor.tap(page.locator("main form.command-form button.main").first)
        shown = page.locator(".step-attachments img").first
        self.check("the timeline shows the photograph small",
                   shown.count() == 1 and shown.evaluate("image => image.complete && image.naturalWidth > 0"))
        self.check("with what it is for", "证据" in page.locator(".step-attachments .picture").first.inner_text())
        picture = page.locator(".step-attachments a.file-link").first.get_attribute("href")
        whole = page.request.get(self.server.address + picture)
        self.check("it comes back byte for byte", whole.body() == picture_bytes())
        return page.url.removeprefix(self.server.address).split("?")[0], picture


    def _send_ahead(self, actor, form):
        """With scripts a file is sent while the form is filled in; what does not arrive goes along with the form."""
        page = actor.page
        files, links = page.locator("input[type=file]"), page.locator(".held-files a.file-link")
        actor.open(form)
        files.set_input_files({"name": "先传.png", "mimeType": "image/png", "buffer": picture_bytes(1, 40, 30)})
        links.first.wait_for()
        self.check("a file is there before the form is sent, and is not sent again",
                   links.count() == 1 and files.evaluate("input => input.files.length") == 0)
        actor.screenshot("form-with-file-sent-ahead")
        page.route("**/attachments?**", lambda route: route.abort())
        files.set_input_files({"name": "断网.png", "mimeType": "image/png", "buffer": picture_bytes(2, 40, 30)})
        page.get_by_role("alert").wait_for()
        self.check("one that did not arrive says so and stays chosen",
                   "断网.png" in page.locator(".held-files").inner_text()
                   and files.evaluate("input => input.files.length") == 1)
        actor.screenshot("form-with-file-not-sent")
        page.unroute("**/attachments?**")
        with page.expect_request("**/attachments?**"):
            files.set_input_files({"name": "后传.png", "mimeType": "image/png", "buffer": picture_bytes(3, 40, 30)})
        page.locator("textarea[name=note]").fill("三张照片，一张没有先传上。")
        page.locator("main form.command-form button.main").first.click()
        page.wait_for_url(lambda url: "/note-progress" not in url)
        names = page.locator(".step-attachments").first.locator(".file-name").all_inner_texts()
        self.check("all three are handed in, each once", names if sorted(names) != sorted(["先传.png", "断网.png", "后传.png"]) else ())


def picture_bytes(mark=0, width=320, height=240):
    """A PNG made here; another for each mark."""
    lines = b"".join(
        b"\0" + bytes(value for x in range(width) for value in (x % 256, y, (x * y + mark) % 256)) for y in range(height))
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(lines)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts)
