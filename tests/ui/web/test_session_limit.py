"""Above the limit of open pages newcomers get the facts at once, whoever is here stays, nobody hangs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from answering import ask_app
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from whole_site import fetch

from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import range_text
from evidence_site.ui.routes.document_routes import busy_page
from evidence_site.ui.server import SETTINGS
from evidence_site.ui.web import session_limit
from evidence_site.ui.web.measures import REGISTRY
from evidence_site.ui.web.messages import Messages
from evidence_site.ui.web.session_limit import SessionLimit

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


#: What a reader hears whose page is drawn.
OPENED = ["websocket.accept", "websocket.send"]
#: What the browser says when a page is opened, and with every click.
ASKS = BackMsg(rerun_script=ClientState()).SerializeToString()


class Visitor:
    """One connection, which is an open page if it asks for one."""

    def __init__(self, app: ASGIApp, *, asks: bool = True) -> None:
        self.heard: list[Mapping[str, Any]] = []
        self._said: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        self._said.put_nowait({"type": "websocket.connect"})
        if asks:
            self.say({"bytes": ASKS})
        self.deaf = asyncio.Event()
        self.task = asyncio.create_task(self._run(app))

    async def _run(self, app: ASGIApp) -> None:
        async def send(message: Mapping[str, Any]) -> None:
            if self.deaf.is_set():
                await asyncio.sleep(3600)
            self.heard.append(message)

        await app({"type": "websocket", "path": "/_stcore/stream"}, self._said.get, send)

    def say(self, said: Mapping[str, Any]) -> None:
        self._said.put_nowait({"type": "websocket.receive", **said})

    async def click(self) -> None:
        self.say({"bytes": ASKS})
        await asyncio.sleep(0.01)

    async def leave(self) -> None:
        self._said.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await self.task

    @property
    def types(self) -> list[str]:
        return [message["type"] for message in self.heard]


def crowded(most: int, test: Callable[[ASGIApp], Awaitable[None]]) -> None:
    asyncio.run(test(SessionLimit(page, replace(SETTINGS, most_sessions=most), busy_page)))  # type: ignore[arg-type]


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
        assert here[0].types == [*OPENED, "websocket.send"]
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

    asyncio.run(story(SessionLimit(page, replace(SETTINGS, most_sessions=1, base="/evidence"), busy_page)))  # type: ignore[arg-type]


def test_a_reader_who_takes_nothing_any_more_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_limit, "SLOW_SECONDS", 0.05)

    async def story(app: ASGIApp) -> None:
        slow, quick = Visitor(app), Visitor(app)
        await asyncio.sleep(0.01)
        slow.deaf.set()
        await slow.click()
        await asyncio.wait({slow.task}, timeout=2)
        assert slow.task.done()
        await quick.click()
        assert quick.types == [*OPENED, "websocket.send"]
        await quick.leave()
        assert await asked(app, "/timeline") == (200, "the page")

    crowded(1, story)


def test_who_reads_slowly_while_nothing_is_said_stays() -> None:
    async def story(app: ASGIApp) -> None:
        visitor = Visitor(app)
        await asyncio.sleep(0.05)
        await visitor.click()
        assert visitor.types == [*OPENED, "websocket.send"]
        await visitor.leave()

    crowded(1, story)


async def rest() -> None:
    """Let everybody else go on until nobody has anything to do."""
    await asyncio.sleep(0.01)


def test_a_connection_that_asks_for_nothing_takes_no_place() -> None:
    async def story(app: ASGIApp) -> None:
        before = REGISTRY.get_sample_value("site_sessions")
        quiet = [Visitor(app, asks=False) for _ in range(2)]
        await rest()
        assert [visitor.types for visitor in quiet] == [["websocket.accept"]] * 2
        assert await asked(app, "/timeline") == (200, "the page")
        assert REGISTRY.get_sample_value("site_sessions") == before
        await quiet[0].click()
        assert (await asked(app, "/timeline"))[0] == 503
        for visitor in quiet:
            await visitor.leave()
        assert await asked(app, "/timeline") == (200, "the page")

    crowded(1, story)


def test_a_connection_that_asks_for_nothing_is_closed_and_a_reader_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(session_limit, "QUIET_SECONDS", 0.05)

    async def story(app: ASGIApp) -> None:
        reader, quiet = Visitor(app), Visitor(app, asks=False)
        await asyncio.wait({quiet.task}, timeout=30)
        assert quiet.heard[-1] == {"type": "websocket.close", "code": 1013}
        await reader.click()
        assert reader.types == [*OPENED, "websocket.send"]
        await reader.leave()

    crowded(1, story)


def test_when_very_many_wait_the_one_that_has_waited_longest_makes_room() -> None:
    async def story(app: ASGIApp) -> None:
        quiet = [Visitor(app, asks=False) for _ in range(4)]
        await rest()
        late = Visitor(app, asks=False)
        await asyncio.wait({quiet[0].task}, timeout=30)
        assert quiet[0].heard[-1] == {"type": "websocket.close", "code": 1013}
        assert not any(visitor.task.done() for visitor in quiet[1:])
        await late.click()
        assert late.types == OPENED
        for visitor in (*quiet[1:], late):
            await visitor.leave()

    crowded(2, story)


def test_of_those_who_waited_only_as_many_are_drawn_for_as_the_house_takes() -> None:
    async def story(app: ASGIApp) -> None:
        first = Visitor(app)
        await rest()
        second, third = Visitor(app, asks=False), Visitor(app, asks=False)
        await second.click()
        await third.click()
        await third.task
        assert [first.types, second.types] == [OPENED] * 2
        assert third.heard == [{"type": "websocket.accept"}, {"type": "websocket.close", "code": 1013}]
        for visitor in (first, second):
            await visitor.leave()

    crowded(1, story)


@pytest.mark.parametrize(
    "said", [{"text": "a text"}, {"bytes": b""}, {"bytes": b"\xff broken"}, {"bytes": b"", "text": None}]
)
def test_what_is_no_message_of_a_page_ends_the_connection(said: Mapping[str, Any]) -> None:
    async def story(app: ASGIApp) -> None:
        visitor = Visitor(app)
        visitor.say(said)
        await visitor.task
        assert visitor.types == [*OPENED, "websocket.close"]
        assert visitor.heard[-1]["code"] == 1002

    asyncio.run(story(Messages(page)))  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/", "/timeline", "/casualties", "/about"])
def test_the_busy_page_has_the_facts_and_a_way_to_try_again(path: str, records: Records) -> None:
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


def test_the_busy_page_of_a_record_is_that_record(records: Records) -> None:
    key = records.site.main_event
    answer = fetch("/record", {"table": "events", "key": key}, settings=FULL)
    assert records.tables.events[key].title in answer.text


def test_tables_and_health_are_given_out_in_a_full_house() -> None:
    for path in ("/api/health", "/api/events.csv", "/robots.txt"):
        assert fetch(path, settings=FULL).status == 200
