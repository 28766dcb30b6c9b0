"""What every page is held to. Each gate answers with what it found wrong; an empty list is a pass."""

from axe_playwright_python.sync_playwright import Axe

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGE_BYTES = 60_000
TOUCH_PIXELS = 44

_axe = Axe()


def accessibility(page):
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}}
    violations = _axe.run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['target']} ({len(v['nodes'])})" for v in violations]


def overflow(page):
    """Compared with the screen: in a phone's emulation the inner width grows with the page."""
    extra = page.evaluate("document.documentElement.scrollWidth - screen.width")
    return [f"{extra} px wider than the screen"] if extra > 0 else []


def squeezed_text(page):
    """Text pressed into a column of one or two characters; neither axe nor overflow sees it."""
    return page.evaluate("""() => {
        const found = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const text = node.textContent.trim();
            if (text.length < 6 || !node.parentElement.checkVisibility()) continue;
            const style = getComputedStyle(node.parentElement);
            if (style.writingMode !== "horizontal-tb") continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            const box = range.getBoundingClientRect();
            const size = parseFloat(style.fontSize);
            if (box.width > 2 && box.width < size * 2.4 && box.height > size * 3) found.push(text.slice(0, 20));
        }
        return found;
    }""")


def small_controls(page):
    """Controls a thumb cannot hit. A link inside running text is exempt, as in WCAG."""
    return page.evaluate("""minimum => {
        const selector = "button, input:not([type=hidden]), select, textarea, summary, a";
        return [...document.querySelectorAll(selector)].filter(control => {
            if (!control.checkVisibility() || control.matches("[type=checkbox], [type=radio]")) return false;
            const style = getComputedStyle(control);
            if (control.tagName === "A" && style.display === "inline") return false;
            const box = control.getBoundingClientRect();
            const hidden = box.width <= 1 || box.bottom <= 0 || box.right <= 0;
            return !hidden && box.height < minimum - 0.5;
        }).map(control => `${control.tagName} ${(control.innerText || control.name || "").slice(0, 20)} `
            + `${control.getBoundingClientRect().height} px`);
    }""", TOUCH_PIXELS)


def outline(page):
    """One first-level heading, a title, and the language said."""
    found = []
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{headings} h1")
    if not page.title().strip():
        found.append("no title")
    language = page.locator("html").get_attribute("lang")
    if language not in ("zh-CN", "en"):
        found.append(f"language {language}")
    return found


def traffic(seen):
    """What the page fetched: only from its own server, and not much."""
    found = [f"fetched from {host}" for host in sorted(seen.foreign)]
    if seen.bytes > PAGE_BYTES:
        found.append(f"{seen.bytes} bytes, {PAGE_BYTES} allowed")
    return found


def complaints(seen):
    """Errors in the browser's console: a blocked script, a missing file, an exception."""
    return list(seen.complaints)
