"""The program is up, says so, and lets nobody in who has not signed in."""

from journey import Journey, contains_chinese


class SmokeJourney(Journey):
    title = "The door"

    def walk(self):
        self.check("/healthz answers", self.server.get("/healthz")[0] == 200)
        self.check("/readyz answers", self.server.get("/readyz")[0] == 200)
        self._headers()
        self._stranger()
        self.examine("/sign-in", "sign-in")
        self._wrong_password()

    def _headers(self):
        _, headers, _ = self.server.get("/sign-in")
        policy = headers.get("Content-Security-Policy", "")
        self.check("pages carry a policy for contents", "default-src" in policy)
        self.check("the policy forbids inline scripts and styles", "unsafe-inline" not in policy)
        self.check("nobody can frame a page", "frame-ancestors 'none'" in policy)
        self.check("types are not guessed", headers.get("X-Content-Type-Options") == "nosniff")

    def _stranger(self):
        status, headers, _ = self.server.get("/")
        self.check("a stranger is sent to sign in", status in (302, 303) and "/sign-in" in headers.get("Location", ""))
        status, _, body = self.server.get("/", {"Accept": "application/json"})
        self.check("a stranger's program is refused", status == 401 and body.lstrip().startswith("{"))

    def _wrong_password(self):
        with self.actor() as actor:
            actor.sign_in("nobody", "wrong-password-0")
            page = actor.page
            self.check("a wrong password leads nowhere", "/sign-in" in page.url)
            summary = page.locator("[role=alert]").first
            self.check("and is answered in Chinese", summary.count() == 1 and contains_chinese(summary.inner_text()))
            account = page.locator("input[autocomplete~=username]")
            self.check("with what was typed kept", account.input_value() == "nobody")
