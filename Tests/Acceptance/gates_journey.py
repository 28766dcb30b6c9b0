"""Negative control: a page with one fault of each kind, made for this test. A gate that lets it pass is broken."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import gates
from journey import PHONE, Journey

SOUND = """<!doctype html><html lang="zh-CN"><meta name="viewport" content="width=device-width"><title>好</title>
<link rel="icon" href="data:,"><main><h1>好页面</h1><p>这一段文字放得下，也看得清。</p></main></html>"""

FAULTY = """<!doctype html><html><meta name="viewport" content="width=device-width"><title></title>
<link rel="icon" href="data:,"><style>
.wide { width: 900px } .narrow { width: 1.2em; overflow-wrap: anywhere } button { height: 20px; padding: 0 }
</style><h1>一</h1><h1>二</h1>
<p style="color: #ccc">看不清的字</p><img src="data:,"><input name="unlabelled">
<div class="wide">太宽</div><div class="narrow">一个字一行的说明</div><button>小</button>
<script>console.error("出错")</script><script>document.body.dataset.x = "x".repeat(10); missing()</script>
<!-- PADDING --></html>""".replace("PADDING", "x" * 70_000)


class GatesJourney(Journey):
    title = "The gates"

    def walk(self):
        with served({"/sound": SOUND, "/faulty": FAULTY}) as address:
            own_server, self.server = self.server, SimpleNamespace(address=address)
            with self.actor(PHONE) as actor:
                for path, passes in (("/sound", True), ("/faulty", False)):
                    actor.open(path)
                    self._hold(actor, passes)
            self.server = own_server

    def _hold(self, actor, passes):
        page, verb = actor.page, "lets a sound page pass" if passes else "finds the fault"
        for name, found in {
            "outline": gates.outline(page),
            "accessibility": gates.accessibility(page),
            "overflow": gates.overflow(page),
            "squeezed text": gates.squeezed_text(page),
            "small controls": gates.small_controls(page),
            "traffic": gates.traffic(actor.seen),
            "complaints": gates.complaints(actor.seen),
        }.items():
            self.check(f"{name} {verb}", found if passes else bool(found))


class served:
    """Serves a few pages on a free port of this machine."""

    def __init__(self, pages):
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                body = pages.get(self.path, "").encode()
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
