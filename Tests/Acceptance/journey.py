"""A journey through the running program in a real browser, told as checks."""

import re
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error

import gates

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / ".anlan/screenshots"

OFFICE = dict(viewport={"width": 1366, "height": 768}, locale="zh-CN")
PHONE = dict(viewport={"width": 360, "height": 740}, screen={"width": 360, "height": 740}, locale="zh-CN",
             is_mobile=True, has_touch=True, device_scale_factor=2)
NARROW = {**PHONE, "viewport": {"width": 320, "height": 640}, "screen": {"width": 320, "height": 640}}
WITHOUT_SCRIPTS = {**OFFICE, "java_script_enabled": False}


class Tally:
    """Counts the checks of all journeys and prints a line for each."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, sentence, found=()):
        """`found` is what is wrong: a list, or a truth that should hold."""
        wrong = [] if found is True else ["it is not so"] if found is False else list(found)
        if wrong:
            self.failed += 1
            print(f"✘ {sentence}: " + "; ".join(map(str, wrong[:5])), flush=True)
        else:
            self.passed += 1
            print(f"✔ {sentence}", flush=True)
        return not wrong


def choose(field, files):
    """Chooses files and waits until they were sent ahead, where the page does that."""
    field.set_input_files(files)
    field.page.wait_for_function("() => !document.querySelector('.held-files progress:not([hidden])')")


def pick(page, name, words):
    """A choice is a list or a row of buttons, as many as there are."""
    lists = page.locator(f"select[name={name}]")
    if lists.count():
        lists.select_option(label=words)
    else:
        page.locator(f"input[name={name}]").locator("xpath=ancestor::label[1] | ..").filter(has_text=words).first.click()


class Seen:
    """What a page fetched and complained about since it was last cleared."""

    def __init__(self, page, own_host):
        self.own_host = own_host
        self.clear()
        page.on("requestfinished", self._count)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def clear(self):
        self.foreign, self.bytes, self.complaints = set(), 0, []

    def _listen(self, message):
        if message.type == "error":
            self.complaints.append(f"{message.text} {message.location.get('url', '')}")

    def _count(self, request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.netloc != self.own_host:
            self.foreign.add(address.netloc)
        try:
            sizes = request.sizes()
        except Error:
            return  # The page was closed while it was still loading something.
        self.bytes += sizes["responseBodySize"] + sizes["responseHeadersSize"]


class Actor:
    """Someone at a screen. Counts what their hands do: taps, typed fields, keys."""

    def __init__(self, journey, page, seen):
        self.journey, self.page, self.seen = journey, page, seen
        self.taps = self.typed = self.keys = 0

    def open(self, path):
        self.seen.clear()
        return self.page.goto(self.journey.server.address + path, wait_until="load")

    def tap(self, target):
        """Taps what carries this name, or the locator given."""
        self.taps += 1
        locator = self.page.get_by_text(target, exact=True).first if isinstance(target, str) else target
        locator.click()
        self.page.wait_for_load_state("load")

    def type(self, label, text):
        self.typed += 1
        field = self.page.get_by_label(label) if isinstance(label, str) else label
        field.fill(text)

    def press(self, key):
        self.keys += 1
        self.page.keyboard.press(key)

    def sign_in(self, account, password):
        """By the fields' purpose, as a password keeper finds them, so the wording may change."""
        self.open("/sign-in")
        self.page.locator("input[autocomplete~=username]").fill(account)
        password_field = self.page.locator("input[autocomplete~=current-password]")
        password_field.fill(password)
        password_field.press("Enter")
        self.page.wait_for_load_state("load")

    def start_counting(self):
        self.taps = self.typed = self.keys = 0
        self.started = time.monotonic()

    def screenshot(self, name):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        width = self.page.viewport_size["width"]
        self.page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)


class Journey:
    """Subclasses tell one journey in `walk`. Checks are sentences; `check` takes what was found wrong."""

    title = ""

    def __init__(self, server, browser, tally):
        self.server, self.browser, self.tally = server, browser, tally

    def walk(self):
        raise NotImplementedError

    def check(self, sentence, found=()):
        return self.tally.check(f"{self.title}: {sentence}", found)

    def signed_in(self, login):
        """The cookies of one of the demo people, for `actor` and `examine`."""
        with self.actor() as actor:
            actor.sign_in(login, self.server.password)
            self.check(f"{login} signs in", "/sign-in" not in actor.page.url)
            return actor.page.context.storage_state()

    @contextmanager
    def actor(self, screen=OFFICE, state=None):
        """A fresh browser profile. `state` carries the cookies of one that has signed in."""
        context = self.browser.new_context(**screen, storage_state=state)
        context.set_default_timeout(15_000)
        page = context.new_page()
        try:
            yield Actor(self, page, Seen(page, urlsplit(self.server.address).netloc))
        finally:
            context.close()

    def examine(self, path, name, state=None):
        """Holds one page to every gate at three widths and without scripts, and keeps its screenshots."""
        for screen in (OFFICE, PHONE, NARROW):
            with self.actor(screen, state) as actor:
                actor.open(path)
                width = screen["viewport"]["width"]
                self._examine_at(actor, f"{name} at {width} px", phone=screen is not OFFICE)
                if screen is not NARROW:
                    actor.screenshot(name)
        with self.actor(WITHOUT_SCRIPTS, state) as actor:
            answer = actor.open(path)
            self.check(f"{name} is there without scripts", answer.ok and actor.page.locator("h1").count() == 1)

    def _examine_at(self, actor, where, phone):
        page = actor.page
        self.check(f"{where} has one heading, a title and a language", gates.outline(page))
        self.check(f"{where} is accessible", gates.accessibility(page))
        self.check(f"{where} squeezes no text", gates.squeezed_text(page))
        self.check(f"{where} fetches little, and only from here", gates.traffic(actor.seen))
        self.check(f"{where} gives the browser nothing to complain about", gates.complaints(actor.seen))
        if phone:
            self.check(f"{where} does not overflow", gates.overflow(page))
            self.check(f"{where} has controls that a thumb can hit", gates.small_controls(page))


class OfficeJourney(Journey):
    """One in which many people come back again and again: each signs in once."""

    def __init__(self, server, browser, tally):
        super().__init__(server, browser, tally)
        self._states = {}

    def _state(self, login):
        if login not in self._states:
            self._states[login] = self.signed_in(login)
        return self._states[login]

    def _as(self, login, screen=OFFICE):
        return self.actor(screen, self._state(login))

    def _begin(self, actor, matter, command):
        actor.open(matter)
        actor.tap(actor.page.locator("nav.commands").get_by_text(command, exact=True))

    def _send(self, actor):
        actor.tap(actor.page.locator("form.command-form button.main"))


def contains_chinese(text):
    return re.search(r"[\u4e00-\u9fff]", text) is not None
