"""One browser and one server for all browser tests; each test gets tabs of its own, and they are watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, Literal

import pytest
from guarding import Guard
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright
from reader import PATIENCE_SECONDS, Reader, ReaderMaker
from serving import Kind, Server, start

from tools.programs import ARGUMENTS, find_browser

_ARGUMENTS = [
    *ARGUMENTS,
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
PATIENCE_MS = PATIENCE_SECONDS * 1000
WIDE: ViewportSize = {"width": 1280, "height": 900}

TabMaker = Callable[[], Page]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The quick tests first: a browser keeps an event loop of its own, which others would find running.

    Of those in a browser, the ones that start servers come first. They take longest, and none shall run alone
    at the end.
    """
    items.sort(
        key=lambda item: (
            item.get_closest_marker("browser") is not None,
            "fresh_server" not in getattr(item, "fixturenames", ()),
        )
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the tests fail and say what to install."""
    path = find_browser()
    if path is None:
        pytest.fail(
            "No Chromium for the browser tests: `make test` installs one, or say which way failed with "
            "`python -m tools.programs`. By hand: `apt-get install chromium`, or "
            "`.venv/bin/python -m playwright install chromium`.",
            pytrace=False,
        )
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The site as ``streamlit run app.py`` serves it, on the data folder under test."""
    server = start("streamlit", tmp_path_factory.mktemp("server") / "log.txt")
    status, answer = server.fetch("/api/health")
    if status != 200:
        server.stop()
        pytest.fail(f"The site does not serve its data: {status} {answer}\n{server.said()}", pytrace=False)
    yield server
    server.stop()
    assert server.tried_network() == []


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts further servers that nobody has asked for anything yet; they must not try the network."""
    running: list[Server] = []
    number = count()

    def started(kind: Kind, data: Path | None = None, **environment: str) -> Server:
        running.append(start(kind, tmp_path / f"server-{next(number)}.txt", data, **environment))
        return running[-1]

    yield started
    for server in running:
        server.stop()
    assert [tried for server in running for tried in server.tried_network()] == []


def _context(browser: Browser, **settings: Any) -> BrowserContext:
    context = browser.new_context(**{"viewport": WIDE, "locale": "en-GB", **settings})
    context.set_default_timeout(PATIENCE_MS)
    return context


def _hurried(page: Page) -> Page:
    """Return a tab in which what moves arrives at once: no click is let through while a fold still opens."""
    session = page.context.new_cdp_session(page)
    session.send("Animation.enable")
    session.send("Animation.setPlaybackRate", {"playbackRate": 20})
    return page


@pytest.fixture(scope="session")
def new_tab(browser: Browser, server: Server) -> Iterator[TabMaker]:
    """Opens tabs beside an empty one of the site, which stays: in its process the scripts are ready to run.

    What a reader has chosen stands in the address alone, so a new tab is as good as a new browser, and a page
    stands in half the time.
    """
    context = _context(browser)
    first = context.new_page()
    empty = {
        "body": "",
        "content_type": "text/html",
        "headers": {"Cross-Origin-Opener-Policy": "same-origin"},
    }
    first.route("**/*", lambda route: route.fulfill(**empty))
    first.goto(server.address)

    def opened() -> Page:
        with first.expect_popup() as beside:
            first.evaluate("() => { window.open('about:blank').opener = null }")
        return _hurried(beside.value)

    yield opened
    context.close()


@pytest.fixture
def reader_with(new_tab: TabMaker, server: Server) -> Iterator[ReaderMaker]:
    """Makes readers, each in a new tab; a fault in any of them fails the test."""
    guard = Guard()
    pages: list[Page] = []

    def made(viewport: ViewportSize = WIDE, color_scheme: Literal["light", "dark"] = "light") -> Reader:
        page = guard.watch(new_tab())
        pages.append(page)
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=color_scheme)
        return Reader(page, server.address)

    yield made
    for page in pages:
        page.close()
    _fail_on(guard)


@pytest.fixture
def reader(reader_with: ReaderMaker) -> Reader:
    """A reader at a wide screen."""
    return reader_with()


@pytest.fixture
def stranger(browser: Browser, server: Server) -> Iterator[ReaderMaker]:
    """Makes readers whose browser has never been here; a fault in any of them fails the test.

    For tests in which that matters: all scripts are loaded anew, which takes twice as long as for a reader.
    """
    guard = Guard()
    contexts: list[BrowserContext] = []

    def made(site: str = "", **settings: Any) -> Reader:
        contexts.append(_context(browser, **settings))
        return Reader(guard.watch(_hurried(contexts[-1].new_page())), site or server.address)

    yield made
    for context in contexts:
        context.close()
    _fail_on(guard)


def _fail_on(guard: Guard) -> None:
    if faults := guard.verdict():
        pytest.fail(faults, pytrace=False)
