"""Asking the addresses of sources: what is told of each answer, and that no host is pressed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Source
from tools.source_links import Answer, ask_all


class _Host(BaseHTTPRequestHandler):
    """Answers what the path asks for, and keeps what it was asked."""

    asked: list[tuple[str, str, str]]

    def do_HEAD(self) -> None:
        """No whole page for /whole."""
        self._answer(405 if self.path == "/whole" else self._status())

    def do_GET(self) -> None:
        """Rules, an archive, pages."""
        if self.path == "/robots.txt":
            self._answer(200, "User-agent: *\nDisallow: /forbidden")
        elif self.path.startswith("/archive"):
            copies = {"closest": {"url": "http://copy"}} if "200" in self.path else {}
            self._answer(200, json.dumps({"archived_snapshots": copies}))
        else:
            self._answer(self._status())

    def _status(self) -> int:
        last = self.path.strip("/")
        return int(last) if last.isdigit() else 200

    def _answer(self, status: int, text: str = "") -> None:
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/200")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    _Host.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Host)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def source(records: Records) -> Source:
    return next(iter(records.tables.sources))._replace(archive_url=None)


def answers(source: Source, *addresses: str, **settings: Any) -> dict[str, Answer]:
    sources = [source._replace(id=f"s-{number}", url=url) for number, url in enumerate(addresses)]
    return {answer.url: answer for answer in ask_all(sources, pause=0.0, patience=2.0, **settings)}


@pytest.mark.parametrize(
    ("path", "verdict", "status"),
    [
        ("/200", "ok", "200"),
        ("/301", "moved", "200"),
        ("/whole", "ok", "200"),
        ("/404", "gone", "404"),
        ("/403", "refused", "403"),
        ("/429", "busy", "429"),
        ("/500", "error", "500"),
        ("/forbidden/page", "not asked", "robots.txt"),
    ],
)
def test_what_became_of_an_address(host: str, source: Source, path: str, verdict: str, status: str) -> None:
    answer = answers(source, host + path)[host + path]
    assert (answer.verdict, answer.status) == (verdict, status)
    assert answer.moved_to == (f"{host}/200" if verdict == "moved" else "")
    assert answer.asked_at.endswith("+00:00")


def test_a_host_that_is_not_there_is_unreachable_and_the_others_are_asked(host: str, source: Source) -> None:
    found = answers(source, "http://127.0.0.1:9/x", f"{host}/200")
    assert [answer.verdict for answer in found.values()] == ["unreachable", "ok"]


def test_a_host_that_wants_us_to_wait_is_left_alone_and_we_say_who_asks(host: str, source: Source) -> None:
    answers(source, f"{host}/429", f"{host}/forbidden/page")
    assert [path for _method, path, _agent in _Host.asked].count("/429") == 2, "head, then page, no more"
    assert not [path for _method, path, _agent in _Host.asked if path.startswith("/forbidden")]
    assert all(agent.startswith("links-of-sources/") for _method, _path, agent in _Host.asked)


def test_copies_are_asked_for_only_on_request_and_only_where_none_is_known(host: str, source: Source) -> None:
    assert answers(source, f"{host}/200")[f"{host}/200"].archive_url == ""
    assert not [path for _method, path, _agent in _Host.asked if path.startswith("/archive")]
    found = answers(source, f"{host}/200", f"{host}/404", archive=f"{host}/archive")
    assert [answer.archive_url for answer in found.values()] == ["http://copy", ""]
    known = source._replace(archive_url="http://known")
    assert (
        answers(known, f"{host}/200", archive=f"{host}/archive")[f"{host}/200"].archive_url == "http://known"
    )


def test_a_host_is_asked_again_only_after_a_pause_while_others_are_asked(
    host: str, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("tools.source_links.time.sleep", waits.append)
    other = host.replace("127.0.0.1", "localhost")
    addresses = [f"{host}/200", f"{host}/301", f"{other}/200"]
    rows = [source._replace(id=str(number), url=url) for number, url in enumerate(addresses)]
    order = [answer.url for answer in ask_all(rows, pause=60.0, patience=2.0)]
    assert order == [f"{host}/200", f"{other}/200", f"{host}/301"]
    assert [wait > 50 for wait in waits] == [False, False, True]
