"""When the house is full: newcomers get the facts at once, whoever is here stays, nobody hangs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from answering import ask_app
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from whole_site import fetch

from records.formatting import range_text
from records.loading import Records
from ui.server import SETTINGS
from ui.web import crowd
from ui.web.crowd import Crowd
from ui.web.document_routes import light_page

FULL = replace(SETTINGS, most_sessions=0)


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    """Streamlit in small: an answer to every request, and connections that live until they are closed."""
    if scope["type"] == "http":
        await PlainTextResponse("the page")(scope, receive, send)
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (await receive())["type"] != "websocket.disconnect":
        await send({"type": "websocket.send", "bytes": b"drawn"})


class Visitor:
    """One open page."""

    def __init__(self, app: ASGIApp) -> None:
        self.heard: list[Mapping[str, Any]] = []
        self._said: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        self._said.put_nowait({"type": "websocket.connect"})
        self.deaf = asyncio.Event()
        self.task = asyncio.create_task(self._run(app))

    async def _run(self, app: ASGIApp) -> None:
        async def send(message: Mapping[str, Any]) -> None:
            if self.deaf.is_set():
                await asyncio.sleep(3600)
            self.heard.append(message)

        await app({"type": "websocket", "path": "/_stcore/stream"}, self._said.get, send)

    async def click(self) -> None:
        self._said.put_nowait({"type": "websocket.receive", "bytes": b"click"})
        await asyncio.sleep(0.01)

    async def leave(self) -> None:
        self._said.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await self.task

    @property
    def types(self) -> list[str]:
        return [message["type"] for message in self.heard]


def crowded(most: int, test: Callable[[ASGIApp], Awaitable[None]]) -> None:
    asyncio.run(test(Crowd(page, replace(SETTINGS, most_sessions=most), light_page)))  # type: ignore[arg-type]


async def asked(app: ASGIApp, path: str, referer: str = "") -> tuple[int, str]:
    headers = {"referer": referer} if referer else {}
    answer = await asyncio.to_thread(ask_app, app, path, {}, headers)
    return answer.status, answer.text


def test_a_newcomer_is_let_in_until_the_house_is_full_and_again_when_somebody_leaves() -> None:
    async def story(app: ASGIApp) -> None:
        first, second = Visitor(app), Visitor(app)
        await asyncio.sleep(0.01)
        assert (await asked(app, "/timeline"))[0] == 503
        assert await asked(app, "/api/health") == (200, "the page")
        assert await asked(app, "/static/js/index.js") == (200, "the page")
        await first.leave()
        assert await asked(app, "/timeline") == (200, "the page")
        await second.leave()

    crowded(2, story)


def test_whoever_is_here_goes_on_reading_and_may_come_back_when_the_house_is_full() -> None:
    async def story(app: ASGIApp) -> None:
        here = [Visitor(app) for _ in range(4)]
        await here[0].click()
        assert here[0].types == ["websocket.accept", "websocket.send"]
        assert all(visitor.types[0] == "websocket.accept" for visitor in here)
        late = Visitor(app)
        await late.task
        assert late.heard == [{"type": "websocket.close", "code": 1013}]
        for visitor in here:
            await visitor.leave()

    crowded(2, story)


def test_whoever_is_here_may_go_on_to_another_page_up_to_a_quarter_above_the_limit() -> None:
    async def story(app: ASGIApp) -> None:
        here = [Visitor(app) for _ in range(4)]
        await asyncio.sleep(0.01)
        for referer in ("http://localhost/map?q=a", "https://localhost/"):
            assert await asked(app, "/timeline", referer) == (200, "the page")
        for referer in (
            "",
            "null",
            "http://elsewhere.example/localhost",
            "http://localhost.example/",
            "//[",
            "x",
        ):
            assert (await asked(app, "/timeline", referer))[0] == 503, referer
        here.append(Visitor(app))
        await asyncio.sleep(0.01)
        assert (await asked(app, "/timeline", "http://localhost/map"))[0] == 503
        for visitor in here:
            await visitor.leave()

    crowded(4, story)


def test_one_open_page_may_lead_to_the_next() -> None:
    async def story(app: ASGIApp) -> None:
        visitor = Visitor(app)
        await asyncio.sleep(0.01)
        assert await asked(app, "/timeline", "http://localhost/") == (200, "the page")
        assert (await asked(app, "/timeline"))[0] == 503
        await visitor.leave()

    crowded(1, story)


def test_another_site_on_the_same_host_is_not_here() -> None:
    async def story(app: ASGIApp) -> None:
        visitor = Visitor(app)
        await asyncio.sleep(0.01)
        for referer, status in {"/evidence": 200, "/evidence/map": 200, "/evidences": 503, "/": 503}.items():
            assert (await asked(app, "/evidence/timeline", f"http://localhost{referer}"))[0] == status, (
                referer
            )
        await visitor.leave()

    asyncio.run(story(Crowd(page, replace(SETTINGS, most_sessions=1, base="/evidence"), light_page)))  # type: ignore[arg-type]


def test_a_reader_who_takes_nothing_any_more_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "SLOW_SECONDS", 0.05)

    async def story(app: ASGIApp) -> None:
        slow, quick = Visitor(app), Visitor(app)
        await asyncio.sleep(0.01)
        slow.deaf.set()
        await slow.click()
        await asyncio.wait({slow.task}, timeout=2)
        assert slow.task.done()
        await quick.click()
        assert quick.types == ["websocket.accept", "websocket.send"]
        await quick.leave()
        assert await asked(app, "/timeline") == (200, "the page")

    crowded(1, story)


def test_who_reads_slowly_while_nothing_is_said_stays() -> None:
    async def story(app: ASGIApp) -> None:
        visitor = Visitor(app)
        await asyncio.sleep(0.05)
        await visitor.click()
        assert visitor.types == ["websocket.accept", "websocket.send"]
        await visitor.leave()

    crowded(1, story)


@pytest.mark.parametrize("path", ["/", "/timeline", "/casualties", "/about"])
def test_the_light_page_has_the_facts_and_a_way_to_try_again(path: str, records: Records) -> None:
    answer = fetch(path, {"period": "1992", "q": '"><script>alert(1)</script>'}, settings=FULL)
    assert answer.status == 503
    assert answer.headers["retry-after"] == "60"
    assert answer.headers["cache-control"] == "no-store"
    assert '<meta http-equiv="refresh" content="60">' in answer.text
    assert '<meta name="referrer" content="no-referrer">' in answer.text
    assert "<script" not in answer.text
    for key in records.site.key_figures:
        figure = records.tables.figures[key]
        assert range_text(figure) in answer.text
        assert figure.reported_by in answer.text
    assert f'href="./{path.removeprefix("/")}?period=1992' in answer.text
    assert "frame-ancestors" in answer.headers["content-security-policy"]


def test_the_light_page_of_a_record_is_that_record(records: Records) -> None:
    key = records.site.main_event
    answer = fetch("/record", {"table": "events", "key": key}, settings=FULL)
    assert records.tables.events[key].title in answer.text


def test_tables_and_health_are_given_out_in_a_full_house() -> None:
    for path in ("/api/health", "/api/events.csv", "/robots.txt"):
        assert fetch(path, settings=FULL).status == 200
