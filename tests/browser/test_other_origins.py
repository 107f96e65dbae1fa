"""Other sites: who is named may frame this one, with its maps; nobody's messages reach the frame of a map."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, Route, expect
from reader import PATIENCE_SECONDS, until
from serving import Server, start

pytestmark = pytest.mark.browser

#: This site under a name that browsers do not trust without TLS: no header cuts a popup off its opener there.
UNTRUSTED = "http://site.test"
MAP_FRAME = "/component/streamlit_folium.st_folium/index.html"

#: Runs a script where no map stands yet, and where one does.
_ATTACK = json.dumps(
    {
        "type": "streamlit:render",
        "args": {
            "script": "window.attacked = true; //",
            "feature_group": "window.attacked = true; //",
            "html": "",
            "header": "",
            "js_links": [],
            "css_links": [],
            "default": {},
            "returned_objects": [],
        },
    }
)
#: Counts what other sites say to a window, before any script of its page may stop it.
_COUNTING = """window.heard = 0
addEventListener("message", event => { window.heard += event.origin !== location.origin }, true)"""
#: Whether a message was obeyed. What follows from one waits for nothing but its turn.
_OBEYED = """async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(done => { setTimeout(done) })
  return Boolean(window.attacked)
}"""


@dataclass
class OtherSite:
    """A site of somebody else, with one page."""

    address: str
    body: str = ""

    def frames(self, *addresses: str) -> None:
        """Let the page show others in frames."""
        self.body = "".join(f'<iframe src="{one}" width="900" height="900"></iframe>' for one in addresses)


@contextmanager
def other_site() -> Iterator[OtherSite]:
    """Run a site of somebody else: another port is another origin."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Another site</title>{site.body}".encode())

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        site = OtherSite(f"http://localhost:{server.server_port}/")
        Thread(target=server.serve_forever, daemon=True).start()
        yield site
        server.shutdown()


@dataclass(frozen=True)
class Web:
    """This site, a school that may frame it, and a stranger."""

    here: Server
    school: OtherSite
    stranger: OtherSite


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """The site as somebody runs it who lets a school frame it."""
    log = tmp_path_factory.mktemp("framed") / "log.txt"
    with ExitStack() as running:
        school, stranger = (running.enter_context(other_site()) for _site in range(2))
        here = start("uvicorn", log, FRAME_ANCESTORS=f"'self' {school.address.rstrip('/')}")
        running.callback(here.stop)
        yield Web(here, school, stranger)
    assert here.tried_network() == []


@pytest.fixture
def opened(browser: Browser, web: Web) -> Iterator[Callable[[OtherSite], Page]]:
    """Opens the page of another site; every window counts what others say to it."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    context.add_init_script(_COUNTING)

    def untrusted(route: Route) -> None:
        route.fulfill(response=route.fetch(url=f"{web.here.address}{urlsplit(route.request.url).path}"))

    context.route(f"{UNTRUSTED}/**", untrusted)

    def opened(site: OtherSite) -> Page:
        page = context.new_page()
        page.goto(site.address)
        return page

    yield opened
    context.close()


def map_frame(page: Page) -> Frame:
    """Wait until the frame of a map is there and has loaded its scripts."""
    until(page, lambda: any(MAP_FRAME in frame.url for frame in page.frames))
    frame = next(frame for frame in page.frames if MAP_FRAME in frame.url)
    frame.wait_for_load_state()
    return frame


def is_not_obeyed(window: Page | Frame, page: Page) -> None:
    """Wait until a window has got a message, and hold that nothing follows from it."""
    until(page, lambda: bool(window.evaluate("window.heard")))
    assert not window.evaluate(_OBEYED)


def test_a_site_that_is_named_shows_the_map_of_a_page_and_has_no_say_in_it(
    web: Web, opened: Callable[[OtherSite], Page]
) -> None:
    web.school.frames(f"{web.here.address}/map?embed=true")
    page = opened(web.school)
    drawn = page.frame_locator("iframe").frame_locator('iframe[src*="folium"]')
    expect(drawn.locator("path.leaflet-interactive[role=button]").nth(5)).to_be_attached()
    page.evaluate(f"frames[0].frames[0].postMessage({_ATTACK}, '*')")
    is_not_obeyed(map_frame(page), page)


def test_a_site_that_is_named_has_no_say_in_the_frame_of_a_map_by_itself(
    web: Web, opened: Callable[[OtherSite], Page]
) -> None:
    web.school.frames(f"{web.here.address}{MAP_FRAME}")
    page = opened(web.school)
    frame = map_frame(page)
    page.evaluate(f"frames[0].postMessage({_ATTACK}, '*')")
    is_not_obeyed(frame, page)


def test_a_site_that_is_not_named_gets_neither_the_page_nor_the_map(
    web: Web, opened: Callable[[OtherSite], Page]
) -> None:
    web.stranger.frames(f"{web.here.address}/map?embed=true", f"{web.here.address}{MAP_FRAME}")
    page = opened(web.stranger)
    until(page, lambda: [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"] * 2)


def test_a_site_that_opens_the_frame_of_a_map_as_a_window_has_no_say_in_it(
    web: Web, opened: Callable[[OtherSite], Page]
) -> None:
    page = opened(web.stranger)
    with page.expect_popup() as opening:
        page.evaluate(f"window.other = open('{UNTRUSTED}{MAP_FRAME}')")
    window = opening.value
    window.wait_for_load_state()
    page.evaluate(f"other.postMessage({_ATTACK}, '*')")
    is_not_obeyed(window, page)
