"""What is typed is not lost: kept while typing, kept by a button without scripts, and kept when the session runs out."""

import sqlite3
import time

from journey import PHONE, WITHOUT_SCRIPTS, Journey

FORM = "/m/supervised-task/new/establish"
WORDS = "核查危险化学品仓库"


class DraftJourney(Journey):
    title = "Drafts"

    def walk(self):
        clerk = self.signed_in("zhou")
        self._while_typing(clerk)
        self._without_scripts(clerk)
        self._session_runs_out()
        self._session_is_gone()

    def _while_typing(self, clerk):
        with self.actor(state=clerk) as actor:
            actor.open(FORM)
            page = actor.page
            page.locator("[name=title]").fill(WORDS)
            page.locator(".draft-status").wait_for()
            self.check("typing is kept after a moment", "自动保存" in page.locator(".draft-status").inner_text())
        with self.actor(PHONE, clerk) as actor:
            actor.open(FORM)
            page = actor.page
            self.check("another screen shows the form as it was left", page.locator("[name=title]").input_value() == WORDS)
            self.check("and says so", "还没有提交" in page.locator(".draft-note").inner_text())
            page.wait_for_load_state("networkidle")
        self.examine(FORM, "draft-form", clerk)
        self.examine("/?tab=drafts", "drafts", clerk)

    def _without_scripts(self, clerk):
        with self.actor(WITHOUT_SCRIPTS, clerk) as actor:
            actor.open("/?tab=drafts")
            page = actor.page
            self.check("the tab counts the draft", "1" in page.locator("a[href='/?tab=drafts']").first.inner_text())
            actor.tap(page.locator("table.register tbody a").first)
            page.locator("[name=title]").fill(WORDS + "二")
            actor.tap("存草稿")
            self.check("the button keeps it and shows the form again",
                       page.locator("[name=title]").input_value() == WORDS + "二")
            actor.tap("丢弃草稿")
            self.check("thrown away, the form stands blank", page.locator("[name=title]").input_value() == "")
            actor.open("/?tab=drafts")
            self.check("and the tab is empty", page.locator("table.register tbody tr").count() == 0)

    def _session_runs_out(self):
        for screen, how in ((WITHOUT_SCRIPTS, "without scripts"), (PHONE, "with scripts on a phone")):
            with self.actor(screen) as actor:
                actor.sign_in("zhou", self.server.password)
                actor.open(FORM)
                page = actor.page
                page.locator("[name=title]").fill(WORDS + how)
                self._end_sessions()
                actor.tap(page.locator("form.command-form button.main"))
                self.check(f"{how}, the door says that nothing is lost", "接着填写" in page.locator("main").inner_text())
                self._sign_in_here(page, self.server.password)
                self.check(f"{how}, the form stands filled again after signing in",
                           page.url.endswith(FORM) and page.locator("[name=title]").input_value() == WORDS + how)
                actor.tap("丢弃草稿")
                page.wait_for_load_state("networkidle")

    def _session_is_gone(self):
        """As when the browser was closed, or somebody signed out in another window."""
        for screen, how in ((WITHOUT_SCRIPTS, "without scripts"), (PHONE, "with scripts on a phone")):
            with self.actor(screen) as actor:
                actor.sign_in("zhou", self.server.password)
                actor.open(FORM)
                page = actor.page
                page.context.clear_cookies()
                page.locator("[name=title]").fill(WORDS + how)
                actor.tap(page.locator("form.command-form button.main"))
                self.check(f"{how} and without a session, the door says that nothing was submitted and nothing is lost",
                           "没有丢失" in page.locator("main").inner_text())
                self.check(f"{how}, the door does not show what was typed", WORDS not in page.content())
                actor.screenshot("left-form")
                self._read_in_another_language(actor, how)
                self._sign_in_here(page, "wrong")
                self.check(f"{how}, a mistyped password is said", "有 1 处需要改正" in page.locator("main").inner_text())
                self._sign_in_here(page, self.server.password)
                self.check(f"{how}, the form stands filled again, as a draft",
                           page.url.endswith(FORM) and page.locator("[name=title]").input_value() == WORDS + how
                           and "还没有提交" in page.locator(".draft-note").inner_text())
                actor.screenshot("left-form-brought-back")
                actor.tap("丢弃草稿")
                page.wait_for_load_state("networkidle")

    def _read_in_another_language(self, actor, how):
        """Whoever needs the other language at the door does not pay for it with what they typed."""
        page = actor.page
        for language, words in (("English", "Sign in within an hour"), ("中文", "没有丢失")):
            page.locator(".user-menu summary").click()
            actor.tap(page.get_by_role("button", name=language))
            self.check(f"{how}, the door still keeps what was typed in {language}", words in page.locator("main").inner_text())

    def _sign_in_here(self, page, password):
        page.locator("input[autocomplete~=username]").fill("zhou")
        page.locator("input[autocomplete~=current-password]").fill(password)
        page.locator("input[autocomplete~=current-password]").press("Enter")
        page.wait_for_load_state("load")

    def _end_sessions(self):
        """As twenty minutes without a sign of life do."""
        with sqlite3.connect(self.server.data / "anlan.db", timeout=10) as database:
            database.execute("UPDATE session SET idle_until = ?", (int(time.time() * 1000) - 1000,))
