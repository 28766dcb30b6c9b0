"""A PIN locks what the phone keeps. It is set without a network; a wrong one opens nothing, the right one sends each record
once; nothing typed can be read off the phone; a forgotten PIN loses nothing; a lost phone forgets everything."""

import tempfile
from pathlib import Path

from field_journey import picture
from journey import OFFICE, PHONE, Journey, choose
from server import Server

RAW = """async () => {
    const database = await new Promise((resolve) => {
        const request = indexedDB.open("anlan-field");
        request.onsuccess = () => resolve(request.result);
    });
    const texts = [];
    const told = (value) => {
        if (value instanceof ArrayBuffer) value = new Uint8Array(value);
        if (ArrayBuffer.isView(value)) return texts.push(new TextDecoder("utf-8").decode(value));
        if (value instanceof Blob) return texts.push(`a picture of ${value.size} bytes`);
        if (value && typeof value === "object") return Object.entries(value).forEach(([name, one]) => (texts.push(name), told(one)));
        texts.push(String(value));
    };
    for (const store of database.objectStoreNames) {
        for (const all of ["getAll", "getAllKeys"]) {
            told(await new Promise((resolve) => {
                const request = database.transaction(store).objectStore(store)[all]();
                request.onsuccess = () => resolve(request.result);
            }));
        }
    }
    for (const name of await caches.keys()) {
        const shelf = await caches.open(name);
        for (const request of await shelf.keys()) texts.push(await (await shelf.match(request)).text());
    }
    database.close();
    return texts.join("\\n");
}"""

LOCK = """() => new Promise((resolve) => {
    const request = indexedDB.open("anlan-field");
    request.onsuccess = () => {
        const lock = request.result.transaction("kept").objectStore("kept").get("lock");
        lock.onsuccess = () => (request.result.close(), resolve(lock.result.pin));
    };
})"""


class PinJourney(Journey):
    title = "The PIN"
    words = ["H 管线腐蚀穿孔", "I 警示标识脱落"]
    enterprise = "长芦示范化工有限公司"
    pin, other = "482915", "73018264"

    def walk(self):
        inspector = self.signed_in("town320116005a")
        context = self.browser.new_context(**PHONE, storage_state=inspector)
        try:
            self._lock(context)
            self._open(context)
            self._forget(context)
            self._lose(context)
        finally:
            context.close()

    def _page(self, context, state="ready"):
        page = context.new_page()
        page.goto(self.server.address + "/field")
        page.wait_for_selector(f"html[data-field={state}]", state="attached")
        return page

    def _write(self, page, words, shade):
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            file.write(picture((shade, 90, 160)))
            file.flush()
            page.locator("#photos").set_input_files(file.name)
            page.locator("#field-photos li").wait_for()
        page.locator("#category label", has_text="消防安全").tap()
        page.locator("#area label", has_text="仓库").tap()
        page.locator("#description").fill(words)
        page.locator("#field-save").tap()
        page.locator("#field-items > li", has_text=words).wait_for()

    def _set(self, page, pin, again=None):
        if not page.locator("#field-pin").evaluate("one => one.open"):
            page.locator("#field-pin summary").tap()
        page.locator("#field-pin-new").fill(pin)
        page.locator("#field-pin-again").fill(again or pin)
        page.locator("#field-pin-save").tap()

    def _known(self, page, words):
        listed = page.evaluate(
            "() => fetch('/l/hidden-danger?size=200', {headers: {Accept: 'application/json'}}).then(answer => answer.json())")
        return sum(words in one["title"] for one in listed["matters"])

    def _shoot(self, page, name):
        place = Path(__file__).resolve().parents[2] / ".anlan/screenshots"
        place.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=place / f"{name}-360.png", full_page=True)

    def _lock(self, context):
        page = self._page(context)
        page.locator("#field-status", has_text="离线可用").wait_for()
        page.wait_for_timeout(500)
        context.set_offline(True)
        page.reload()
        page.wait_for_selector("html[data-field=ready]", state="attached")
        self.check("the page that the phone keeps is filled out of the package",
                   page.locator("#enterprise option", has_text=self.enterprise).count() == 1)
        self._write(page, self.words[0], 10)
        page.locator("#description").fill("J 还没写完的草稿")
        page.wait_for_timeout(600)
        readable = page.evaluate(RAW)
        self.check("without a PIN what is typed can be read off the phone, so the reading works",
                   all(words in readable for words in (self.words[0], "J 还没写完的草稿", self.enterprise)))
        self._set(page, "123456")
        self.check("a PIN that anybody would try first is refused", "太容易猜到" in page.locator("#field-pin-words").inner_text())
        self._set(page, self.pin, "482916")
        self.check("so is one that was typed differently the second time",
                   "不一样" in page.locator("#field-pin-words").inner_text())
        self._set(page, self.pin)
        page.locator("#field-pin-words", has_text="PIN 已设").wait_for()
        self.number = page.locator("#field-phone").inner_text()
        self._shoot(page, "pin-set")
        sealed = page.evaluate(RAW)
        self._write(page, self.words[1], 60)
        page.locator("#description").fill("L 又一份草稿")
        page.wait_for_timeout(600)
        sealed += page.evaluate(RAW)
        self.check("with a PIN none of it can, nor who works where",
                   not any(words in sealed for words in (*self.words, "J 还没写完的草稿", "L 又一份草稿", self.enterprise, "a picture of")))
        page.close()

    def _open(self, context):
        page = self._page(context, "locked")
        self.check("when the page opens again everything is hidden", page.locator("#field-open").is_hidden())
        self._shoot(page, "pin-locked")
        self._try(page, "482916", "还可以试 9 次")
        self.check("a wrong PIN opens nothing", page.locator("#field-open").is_hidden())
        page.locator("#field-pin-try").fill(self.pin)
        page.locator("#field-unlock").tap()
        page.wait_for_selector("html[data-field=ready]", state="attached")
        self.check("the right one shows what waits", page.locator("#field-items > li").count() == 1 + 1)
        self.check("and pictures can be seen",
                   page.evaluate("() => document.querySelectorAll('#field-items li').length") == 2)
        with page.expect_download() as export:
            page.locator("#field-export").tap()
        self.rescue = Path(export.value.path()).read_bytes()
        self.check("the rescue file can be read by nobody on the way",
                   not any(words in self.rescue.decode() for words in self.words))
        context.set_offline(False)
        page.locator("#field-queue").wait_for(state="hidden")
        for words in self.words:
            self.check(f"“{words}” is on the server once", self._known(page, words) == 1)
        page.close()

    def _try(self, page, pin, told):
        page.locator("#field-pin-try").fill(pin)
        page.locator("#field-unlock").tap()
        page.locator("#field-lock-words", has_text=told).wait_for()

    def _forget(self, context):
        page = self._page(context, "locked")
        page.locator("#field-pin-try").fill(self.pin)
        page.locator("#field-unlock").tap()
        page.wait_for_selector("html[data-field=ready]", state="attached")
        context.set_offline(True)
        self._write(page, "K 忘记 PIN 之前记下的", 90)
        page.close()
        page = self._page(context, "locked")
        for left in range(9, 0, -1):
            self._try(page, "000000", f"还可以试 {left} 次")
        self._try(page, "000000", "已输错 10 次")
        self._shoot(page, "pin-spent")
        self._try(page, self.pin, "已输错 10 次")
        self.check("after ten wrong tries not even the right PIN opens it", page.locator("#field-open").is_hidden())
        self.check("and what the PIN could open is gone from the phone, whatever is asked of it", page.evaluate(LOCK) is None)
        page.get_by_text("忘记 PIN，或已输错 10 次").tap()
        with page.expect_download() as export:
            page.locator("#field-export-locked").tap()
        rescue = Path(export.value.path()).read_bytes()
        context.set_offline(False)
        self._bring(rescue)
        page.get_by_text("① 重新登录").tap()
        page.locator("input[autocomplete~=username]").fill("town320116005a")
        password = page.locator("input[autocomplete~=current-password]")
        password.fill(self.server.password)
        password.press("Enter")
        page.wait_for_url("**/field")
        page.wait_for_selector("html[data-field=locked]", state="attached")
        page.get_by_text("忘记 PIN，或已输错 10 次").tap()
        page.locator("#field-unlock-online").tap()
        page.locator("#field-pin-words", has_text="请另设一个 PIN").wait_for()
        page.locator("#field-queue").wait_for(state="hidden")
        self.check("whoever set the PIN signs in again, and what was written down is sent, once although its file was brought too",
                   self._known(page, "K 忘记 PIN 之前记下的") == 1)
        self._set(page, self.other)
        page.locator("#field-pin-words", has_text="PIN 已设").wait_for()
        page.close()
        page = self._page(context, "locked")
        page.locator("#field-pin-try").fill(self.other)
        page.locator("#field-unlock").tap()
        page.wait_for_selector("html[data-field=ready]", state="attached")
        self.check("another PIN is set, and opens it", page.locator("#field-open").is_visible())
        page.close()

    def _bring(self, rescue):
        for login, told in [("town320116005b", "设 PIN 的人"), ("town320116005a", "收下 1 条")]:
            with self.actor(OFFICE, self.signed_in(login)) as desk:
                desk.open("/field/rescue")
                choose(desk.page.locator("[name=file]"),
                       {"name": "rescue.json", "mimeType": "application/json", "buffer": rescue})
                desk.page.locator(".command-form button.main").click()
                desk.page.wait_for_load_state("load")
                self.check(f"the encrypted file, exported while locked, says to {login}: {told}", told in desk.page.content())

    def _lose(self, context):
        with self.actor(OFFICE, self.signed_in("town320116005a")) as desk:
            desk.open("/account")
            desk.screenshot("account-phones")
            listed = desk.page.locator("#phones li", has_text=f"编号 {self.number}")
            self.check("the account's page lists the phone by the number that it shows", listed.count() == 1)
            desk.tap(listed.get_by_text("作废", exact=True))
            self.check("what revoking a phone means is said before", "平台收不到" in desk.page.content())
            desk.screenshot("revoke-phone")
            desk.tap(desk.page.locator("form.command-form button.main"))
            self.check("the person's own page says that it is revoked", "已作废" in listed.inner_text())
        page = self._page(context, "revoked")
        self.check("the lost phone says so at its next contact, still locked", "已作废" in page.locator("#field-status").inner_text())
        self._shoot(page, "phone-revoked")
        self.check("and nothing is left on it", page.evaluate("() => indexedDB.databases().then(all => all.length)") == 0
                   and page.evaluate("() => caches.keys().then(all => all.length)") == 0)
        page.close()


class DemandedPinJourney(PinJourney):
    """Where the administrator demands a PIN, nothing is kept on the phone before there is one."""
    title = "The PIN that is demanded"

    def walk(self):
        with Server(environment={"ANLAN_FIELD_PIN": "true"}) as self.server:
            context = self.browser.new_context(**PHONE, storage_state=self.signed_in("town320116005a"))
            try:
                page = self._page(context)
                self.check("the page asks for a PIN before anything can be written down",
                           page.locator("#field-open").is_hidden() and page.locator("#field-pin-new").is_visible())
                self.check("and nothing of the day is kept until then", self.enterprise not in page.evaluate(RAW))
                self._set(page, self.pin)
                page.locator("#description").wait_for()
                self._write(page, "M 先设 PIN 再记", 120)
                page.locator("#field-queue").wait_for(state="hidden")
                self.check("with a PIN it works as always", self._known(page, "M 先设 PIN 再记") == 1)
                self.check("and what is kept is encrypted", self.enterprise not in page.evaluate(RAW))
            finally:
                context.close()
