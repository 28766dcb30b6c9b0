"""一张图: a county is opened, enterprises stand in their places as shapes with words, the list says the same, and each leads
to its rows; and where an enterprise stands is said, refused when it cannot be so, and shown."""

import re

from journey import OFFICE, PHONE, Journey


class MapJourney(Journey):
    title = "The map"
    county = "320116000000"
    enterprise = "长芦示范化工有限公司"

    def walk(self):
        state = self.signed_in("county320116")
        self.examine("/map", "map", state)
        with self.actor(OFFICE, state) as actor:
            self._province_has_no_points(actor)
            self._county(actor, "map-county")
            self._place(actor)
        with self.actor(PHONE, state) as actor:
            self._county(actor, "map-county")

    def _told(self, actor, path):
        return actor.page.evaluate(
            "address => fetch(address, {headers: {Accept: 'application/json'}}).then(answer => answer.json())", path)

    def _province_has_no_points(self, actor):
        actor.open("/map?scope=320100000000")
        told = self._told(actor, "/map?scope=320100000000")
        self.check("above a county there are divisions and no enterprises in their places", told["points"] == [])

    def _county(self, actor, name):
        page = actor.page
        actor.open(f"/map?scope={self.county}")
        told = self._told(actor, f"/map?scope={self.county}")
        self.check("an opened county has enterprises in their places", len(told["points"]) > 0)
        self.check("each stands in the list as well, with the same figures",
                   sorted((one["major"], one["overdue"]) for one in told["points"])
                   == sorted((one["major"], one["overdue"]) for one in told["enterprises"]))
        page.locator("#map-open").click()
        page.wait_for_selector("html[data-map=ready]", state="attached")
        labels = page.locator(".map-label")
        self.check("there is a mark for each", labels.count() == len(told["points"]))
        words = [text.strip() for text in labels.all_inner_texts()]
        self.check("a mark is a shape and words, not only a colour",
                   all(re.match(r"^[⬢▲] .*(重大|超期) \d+", text) for text in words))
        labels.first.press("Enter")
        popup = page.locator(".leaflet-popup-content")
        popup.wait_for()
        self.check("it tells the name and leads to the file", popup.get_by_text("看这家企业的档案").count() == 1)
        page.wait_for_timeout(400)
        actor.screenshot(name)
        rows = popup.get_by_text(re.compile("重大未销号|超期")).first
        amount = int(re.search(r"\d+", rows.inner_text())[0])
        target = rows.get_attribute("href")
        self.check("its number opens into as many rows", self._told(actor, target)["total"] == amount)

    def _place(self, actor):
        page = actor.page
        found = self._told(actor, "/enterprises?q=" + self.enterprise)["enterprises"][0]
        path = f"/e/{found['id']}/edit"
        for typed, words in [("32.2, 118.8", "写反了"), ("118.79, 32.05", "不在南京市六合区"), ("路口", "先写经度")]:
            actor.open(path)
            page.locator("[name=source][value=supervisor]").check()
            page.locator("[name=location]").fill(typed)
            page.locator(".command-form button.main").click()
            page.wait_for_load_state("load")
            self.check(f"“{typed}” is refused with what to do, and stays in the form",
                       words in page.content() and page.locator("[name=location]").input_value() == typed)
        actor.screenshot("location-refused")
        longitude, latitude = found["location"].split(",")
        page.locator("[name=location]").fill(f"东经{float(longitude) + 0.001:.4f}°，北纬{latitude}°")
        page.locator(".command-form button.main").click()
        page.wait_for_load_state("load")
        self.check("what is right is taken, with its source", "监管部门登记" in page.locator("#facts").inner_text())
        actor.screenshot("location")
