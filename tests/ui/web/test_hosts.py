"""For which host the site is asked is no sentence of ours, and nothing is remembered by it."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whole_site import fetch, site

from evidence_site.records.load.loading import Records
from evidence_site.ui.server import SETTINGS
from evidence_site.ui.state import store
from evidence_site.ui.web.request_limits import RequestLimits
from evidence_site.ui.web.settings import read_settings
from evidence_site.viz.pages.site import HOME, PAGES

PUBLIC = "https://evidence.example"
PATHS = ["/" if page is HOME else f"/{page.path}" for page in PAGES]
NAMED = [
    *PATHS, "/sitemap.xml", "/robots.txt", "/api/selection.json", "/api/corrections.atom",
    "/api/cite?view=map", "/api/lessons/film.html",
]  # fmt: skip

#: How many hosts a stranger makes up, and how much memory that may take.
STRANGERS, MOST_GROWTH = 1000, 20_000_000


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "localhost:8501", "LOCALHOST:1", "evidence.example", "site-1:8501", "site_1:8501",
        "192.0.2.2:65535", "[::1]", "[2001:db8::7]:8501", "xn--80ak6aa92e.example", "a" * 255,
    ],
)  # fmt: skip
def test_a_name_and_a_port_are_a_host(host: str) -> None:
    assert fetch("/timeline", headers={"host": host}).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "", "a" * 256, "localhost:", "localhost:123456", "localhost:" + "0" * 60_000 + "1", "localhost:x",
        "a b", "a/b", "a?b", "user@evidence.example", 'evil"><script>', "%41", "[::1", "::1", "a,b", "a\tb",
        "é.example",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "path", ["/timeline", "/api/health", "/api/cite", "/no-such-page", "/_stcore/health"]
)
def test_anything_else_is_refused_and_not_repeated(host: str, path: str) -> None:
    answer = fetch(path, headers={"host": host})
    assert (answer.status, answer.headers["cache-control"]) == (400, "no-store")
    assert answer.text == "The header Host names no host, or not in the form name:port.\n"


@given(host=st.text(st.characters(max_codepoint=255), max_size=40))
def test_no_host_stands_in_a_page_but_in_the_form_of_a_host(host: str) -> None:
    asked = f"host.example{host}"
    answer = fetch("/", headers={"host": asked.encode("latin-1").decode("utf-8", "ignore")})
    assert answer.status in (200, 400)
    for named in re.findall(r"http://(host\.example[^/]*)/", answer.text):
        assert re.fullmatch(r"[a-z0-9._-]+(:[0-9]{1,5})?", named, re.IGNORECASE)


def test_two_hosts_are_none() -> None:
    assert heard_by([(b"host", b"localhost"), (b"host", b"evidence.example")])[0]["status"] == 400


def heard_by(headers: list[tuple[bytes, bytes]], kind: str = "http") -> list[Mapping[str, Any]]:
    """What a request with these headers is told by the limits of requests, if it comes no further."""
    heard: list[Mapping[str, Any]] = []

    async def send(message: Mapping[str, Any]) -> None:
        heard.append(message)

    async def inside(*_: Any) -> None:
        heard.append({"type": "let in"})

    scope = {
        "type": kind, "path": "/_stcore/stream", "method": "GET", "query_string": b"", "headers": headers,
    }  # fmt: skip
    if kind == "http":
        scope["path"] = "/"
    asyncio.run(RequestLimits(inside, SETTINGS)(scope, None, send))  # type: ignore[arg-type]
    return heard


@pytest.mark.parametrize(
    ("host", "origin", "let_in"),
    [
        (b"evidence.example", None, True),
        (b"evidence.example", b"https://evidence.example", True),
        (b"evidence.example:8080", b"http://Evidence.example:8080", True),
        (b"localhost:8501", b"http://localhost:8501", True),
        (b"[::1]:8501", b"http://[::1]:8501", True),
        (b"evidence.example", b"http://localhost:3000", False),
        (b"evidence.example", b"http://127.0.0.1", False),
        (b"evidence.example", b"https://evil.example", False),
        (b"evidence.example", b"null", False),
        (b"evidence.example", b"", False),
        (b"evi dence", None, False),
    ],
)
def test_a_page_connects_to_the_host_that_it_came_from(
    host: bytes, origin: bytes | None, let_in: bool
) -> None:
    headers = [(b"host", host), *([] if origin is None else [(b"origin", origin)])]
    heard = heard_by(headers, "websocket")
    assert heard == ([{"type": "let in"}] if let_in else [{"type": "websocket.close", "code": 1008}])


@pytest.mark.slow
@pytest.mark.parametrize("path", NAMED)
def test_where_the_address_is_set_no_answer_depends_on_the_host(
    path: str, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = replace(records, site=replace(records.site, address=PUBLIC))
    monkeypatch.setattr(store, "loaded", lambda: public)
    path, _, query = path.partition("?")
    answers = [fetch(path, query, {"host": host}) for host in ("localhost", "stranger.example:81")]  # type: ignore[arg-type]
    assert answers[0].status == 200
    assert answers[0].body == answers[1].body
    assert "stranger" not in answers[1].text
    assert "host.invalid" not in answers[1].text


@pytest.mark.parametrize("path", NAMED)
def test_where_it_is_not_the_host_that_was_asked_for_is_named(path: str) -> None:
    path, _, query = path.partition("?")
    text = fetch(path, query, {"host": "evidence.example:81"}).text  # type: ignore[arg-type]
    assert "host.invalid" not in text
    if path != "/record":
        assert "http://evidence.example:81" in text
    assert "http://localhost" not in text


def test_the_hosts_that_are_answered_follow_from_the_address_of_the_site() -> None:
    assert read_settings({}).allowed_hosts == ()
    named = read_settings({"SITE_ADDRESS": f"{PUBLIC}:8443/evidence"})
    for host, status in {
        "evidence.example": 200, "evidence.example:8443": 200, "localhost:8501": 200, "127.0.0.1": 200,
        "[::1]:8501": 200, "elsewhere.example": 400, "www.evidence.example": 400,
    }.items():  # fmt: skip
        assert fetch("/api/health", headers={"host": host}, settings=named).status == status, host
    both = {"SITE_ADDRESS": PUBLIC, "ALLOWED_HOSTS": "other.example"}
    assert read_settings(both).allowed_hosts == ("other.example",)


GROWTH = f"""
import resource
from whole_site import fetch

def largest():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

def ask(number):
    host = f"127.0.0.1:{{number}}"
    assert f"http://{{host}}/" in fetch("/sources", headers={{"host": host}}).text

for number in range(20):
    ask(number)
before = largest()
for number in range(20, 20 + {STRANGERS}):
    ask(number)
print(largest() - before)
"""


@pytest.mark.slow
def test_thousands_of_hosts_that_are_made_up_take_no_memory(repository: Path) -> None:
    here = [str(repository / part) for part in ("tests/support", ".")]
    told = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {here!r}\n{GROWTH}"],
        cwd=repository, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert int(told.split()[-1]) < MOST_GROWTH


def test_the_whole_site_is_behind_these_limits() -> None:
    assert any(middleware.cls is RequestLimits for middleware in site().user_middleware)
