"""Several tasks are reminded at once, without scripts, and a list is kept under a name."""

from journey import WITHOUT_SCRIPTS, Journey

LIST = "/l/supervised-task?open=1"


class BatchJourney(Journey):
    title = "Several at once"

    def walk(self):
        clerk = self.signed_in("zhou")
        self.examine(LIST, "register-batch", clerk)
        with self.actor(WITHOUT_SCRIPTS, clerk) as actor:
            self._remind(actor)
            self._keep_view(actor)

    def _remind(self, actor):
        page = actor.page
        actor.open(LIST)
        actor.tap(page.locator("button[name=action]").first)
        self.check("nothing ticked is said, not passed over", "没有勾选任何事项" in page.locator("main").inner_text())
        actor.open(LIST)
        for box in page.locator("input[name=selected]").all()[:4]:
            box.check()
        actor.tap(page.locator("button[name=action][value=remind]"))
        ready = page.locator("#ready li").count()
        self.check("the rows are named before anything is done", ready >= 1)
        actor.screenshot("batch-confirm")
        actor.tap(page.locator("form.command-form button.main"))
        self.check("the result counts what was done", f"已办理 {ready} 件" in page.locator("main").inner_text())
        self.check("and says it for each row", page.locator("table.register tbody tr").count() == ready)
        actor.screenshot("batch-result")

    def _keep_view(self, actor):
        page = actor.page
        actor.open("/l/supervised-task?light=red")
        page.locator("summary", has_text="保存为视图").click()
        page.locator("#view-name").fill("本省红灯")
        actor.tap(page.locator("#view-name ~ button"))
        view = page.locator("nav.views a", has_text="本省红灯")
        self.check("a list kept under a name stands above it", view.count() == 1)
        actor.open("/l/supervised-task")
        actor.tap(view)
        self.check("and leads back to its conditions", page.url.endswith("/l/supervised-task?light=red"))
        page.locator("summary", has_text="保存为视图").click()
        actor.tap(page.get_by_role("button", name="删除“本省红灯”"))
        self.check("until it is let go of", view.count() == 0)
