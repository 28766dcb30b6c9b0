"""An officer of the provincial office looks at the day's work: workbench, register, one task."""

from journey import OFFICE, Journey

REGISTER = "/l/supervised-task"


class OfficeJourney(Journey):
    title = "The office"

    def walk(self):
        officer = self.signed_in("zhou")
        self.examine("/", "workbench", officer)
        self.examine(REGISTER, "register", officer)
        with self.actor(OFFICE, officer) as actor:
            actor.open(REGISTER)
            rows = actor.page.locator("main table tbody tr")
            self.check("the register has rows", rows.count() > 0)
            task = rows.first.locator("a[href*='/m/supervised-task/']").first.get_attribute("href")
        self.examine(task, "task", officer)
        self._not_yours(task)

    def _not_yours(self, task):
        county = self.signed_in("county320104")
        with self.actor(OFFICE, county) as actor:
            hidden = actor.open(task)
            absent = actor.open("/m/supervised-task/018f4e2a-0000-7000-8000-000000000000")
            same = hidden.status == absent.status == 404
            self.check("another county's task and one that never was look alike", same)
