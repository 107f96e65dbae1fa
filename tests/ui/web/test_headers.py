"""What every answer says to the browser: what it may load, who may frame it, and what is not offered."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from answering import Answer, ask_app
from starlette.responses import PlainTextResponse, Response
from whole_site import fetch, site

from evidence_site.ui.seams.served import NOT_OFFERED
from evidence_site.ui.server import SETTINGS
from evidence_site.ui.state import store
from evidence_site.ui.web.headers import SecurityHeaders
from evidence_site.ui.web.request_limits import LONGEST_ADDRESS, RequestLimits
from evidence_site.ui.web.settings import LARGEST_HEADERS, VARIABLES, read_settings
from evidence_site.viz.pages.site import HOME, PAGES

ADDRESSES = [f"/{page.path}" if page is not HOME else "/" for page in PAGES]
MAP_FRAME = "/component/streamlit_folium.st_folium/index.html"
DATA = ["/api/events.csv", "/api/cite", "/api/corrections.atom", "/api/health", "/assets/leaflet/leaflet.js"]


def policy(path: str, **named: object) -> dict[str, list[str]]:
    """The content security policy of an answer, by what it governs."""
    written = fetch(path, **named).headers["content-security-policy"]  # type: ignore[arg-type]
    return {words[0]: words[1:] for part in written.split(";") if (words := part.split())}


@pytest.mark.parametrize("path", [*ADDRESSES, *DATA, "/no-such-page", "/static/no-such-file.js"])
def test_every_answer_carries_the_headers(path: str) -> None:
    headers = fetch(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "geolocation=()" in headers["permissions-policy"]
    assert "frame-ancestors" in headers["content-security-policy"]


@pytest.mark.parametrize("path", [*ADDRESSES, MAP_FRAME, *DATA])
def test_no_policy_lets_everything_in(path: str) -> None:
    for governed, sources in policy(path).items():
        for source in sources:
            assert "*" not in source, governed
            assert source not in {"http:", "https:", "ws:", "wss:"}, governed
    assert policy(path)["default-src"] == ["'none'"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_runs_our_own_scripts_and_no_others(path: str) -> None:
    scripts = policy(path)["script-src"]
    assert scripts[0] == "'self'"
    assert all(source.startswith("'sha256-") for source in scripts[1:])
    assert policy(path)["connect-src"] == ["'self'"]


def test_only_the_frame_of_the_map_may_show_tiles_and_only_those_that_are_set() -> None:
    other = replace(SETTINGS, tile_hosts=("https://tiles.example",))
    assert "https://tile.openstreetmap.org" in policy(MAP_FRAME)["img-src"]
    assert policy("/map")["img-src"] == ["'self'", "data:", "blob:"]
    assert policy(MAP_FRAME, settings=other)["img-src"] == ["'self'", "data:", "https://tiles.example"]


def test_the_map_may_use_the_type_of_the_page() -> None:
    assert policy(MAP_FRAME)["font-src"] == ["'self'"]


def test_whoever_runs_the_site_says_who_may_frame_it() -> None:
    assert policy("/")["frame-ancestors"] == ["'self'"]
    school = replace(SETTINGS, frame_ancestors=("'self'", "https://school.example"))
    assert policy("/", settings=school)["frame-ancestors"] == ["'self'", "https://school.example"]
    nobody = read_settings({"FRAME_ANCESTORS": ""})
    assert policy("/", settings=nobody)["frame-ancestors"] == ["'none'"]


@pytest.mark.parametrize(
    ("named", "around"),
    [
        ("'self'", []),
        ("", []),
        ("https://a.example", ["https://a.example"]),
        ("'self' https://*.b", ["https://*.b"]),
    ],
)
def test_the_frame_of_a_map_may_stand_where_its_page_may(named: str, around: list[str]) -> None:
    ours = read_settings({"FRAME_ANCESTORS": named})
    assert policy(MAP_FRAME, settings=ours)["frame-ancestors"] == ["'self'", *around]


def test_browsers_are_told_to_come_back_over_tls_only_where_there_is_tls() -> None:
    assert "strict-transport-security" not in fetch("/").headers
    assert "max-age=" in fetch("/", scheme="https").headers["strict-transport-security"]


CORE = [
    f"/_stcore/{name}" for name in ("metrics", "agent", "upload_file", "script-health-check", "stream", "any")
]


@pytest.mark.parametrize("path", [*NOT_OFFERED, *CORE])
def test_what_streamlit_would_answer_and_we_do_not_offer_is_shut(path: str) -> None:
    assert fetch(path).status == 404
    assert fetch(f"{path}/anything").status == 404
    assert fetch(path, method="POST").status == 404


def test_the_site_is_read_not_written_to() -> None:
    answer = fetch("/api/events.csv", method="POST")
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_a_lesson_link_of_six_kilobytes_is_read_and_an_endless_one_is_not() -> None:
    assert fetch("/api/health", {"steps": "x" * 6000}).status == 200
    assert fetch("/api/health", {"steps": "x" * LONGEST_ADDRESS}).status == 414


def test_headers_are_read_up_to_what_is_written_down() -> None:
    assert fetch("/api/health", headers={"referer": "x" * (LARGEST_HEADERS - 1000)}).status == 200
    assert fetch("/api/health", headers={"referer": "x" * LARGEST_HEADERS}).status == 431


def test_a_connection_with_endless_headers_is_refused() -> None:
    heard: list[Mapping[str, Any]] = []

    async def send(message: Mapping[str, Any]) -> None:
        heard.append(message)

    headers = [(b"cookie", b"x" * LARGEST_HEADERS)]
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": headers}
    asyncio.run(RequestLimits(site(), SETTINGS)(scope, None, send))  # type: ignore[arg-type]
    assert heard == [{"type": "websocket.close", "code": 1008}]


def test_only_the_hosts_that_are_set_are_answered() -> None:
    ours = replace(SETTINGS, allowed_hosts=("evidence.example", "localhost"))
    assert fetch("/api/health", headers={"host": "evidence.example"}, settings=ours).status == 200
    assert fetch("/api/health", headers={"host": "elsewhere.example"}, settings=ours).status == 400
    assert fetch("/api/health", headers={"host": "elsewhere.example"}).status == 200


def test_below_a_path_everything_is_where_streamlit_has_its_own() -> None:
    below = replace(SETTINGS, base="/evidence")
    assert fetch("/evidence/api/health", settings=below).status == 200
    assert fetch("/evidence/assets/geo/countries.geojson", settings=below).status == 200
    assert fetch("/api/health", settings=below).status == 404
    assert fetch("/evidence/_stcore/metrics", settings=below).status == 404
    assert "'unsafe-eval'" in policy(f"/evidence{MAP_FRAME}", settings=below)["script-src"]


@pytest.mark.parametrize(
    "path",
    ["/api/selection.json", "/api/corrections.atom", "/api/cite?view=timeline", "/sitemap.xml", "/timeline"],
)
def test_addresses_that_leave_the_site_name_the_path_below_which_it_is_served(path: str) -> None:
    path, _, query = path.partition("?")
    below = replace(SETTINGS, base="/evidence")
    text = fetch(f"/evidence{path}", dict(parse_qsl(query)), settings=below).text
    found = set(re.findall(r"http://localhost[^\s\"<>]*", text))
    assert found
    assert all(address.startswith("http://localhost/evidence") for address in found), found


@pytest.mark.parametrize("base", ["/base", "/two/parts"])
@pytest.mark.parametrize("page", [page.path for page in PAGES if page is not HOME])
def test_below_a_path_a_page_in_capitals_leads_to_its_own_letters_below_that_path(
    base: str, page: str
) -> None:
    below = replace(SETTINGS, base=base)
    for written in (page.upper(), page.title(), f"{page.swapcase()}/"):
        moved = fetch(f"{base}/{written}", {"cat": "legal"}, settings=below)
        assert (moved.status, moved.headers["location"]) == (301, f"{base}/{page}?cat=legal")
    assert fetch(f"{base}/{page}", settings=below).status == 200
    assert fetch(f"/{page.title()}", settings=below).status == 404
    assert fetch(f"{base.upper()}/{page.title()}", settings=below).status == 404, (
        "only pages have any letters"
    )


def test_every_setting_of_the_environment_is_written_down(repository: Path) -> None:
    text = (repository / "docs" / "running.md").read_text(encoding="utf-8")
    for name, variable in VARIABLES.items():
        assert f"`{name}`" in text, name
        assert variable.meaning in text, name
        assert not variable.default or f"`{variable.default}`" in text, name


@pytest.mark.parametrize("path", ["/timeline", "/api/events.csv"])
def test_a_page_that_the_browser_still_has_keeps_its_policy(path: str) -> None:
    """A browser takes the headers of "not modified" over into what it holds."""
    tag = fetch(path).headers["etag"]
    again = fetch(path, headers={"If-None-Match": tag})
    assert again.status == 304
    assert "content-security-policy" not in again.headers
    assert again.headers["x-content-type-options"] == "nosniff"


def answer_of(reply: Response, path: str = "/api/any") -> Answer:
    """What leaves the site of an answer that something inside gives."""
    return ask_app(SecurityHeaders(reply, SETTINGS, ""), path)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 410, 414, 429, 431, 500, 503])
def test_no_refusal_is_kept_and_whoever_is_not_let_in_is_told_when_to_come_again(status: int) -> None:
    kept = {"Cache-Control": "public, max-age=86400"}
    answer = answer_of(PlainTextResponse("no", status_code=status, headers=kept))
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers.get("retry-after") == ("60" if status == 503 else None)
    assert answer_of(PlainTextResponse("yes", headers=kept)).headers["cache-control"] == kept["Cache-Control"]
    again = answer_of(PlainTextResponse("no", status_code=503, headers={"Retry-After": "5"}))
    assert again.headers["retry-after"] == "5"


@pytest.mark.parametrize(
    ("path", "status", "named"),
    [
        ("/api/events.csv?sied=x", 400, {}),
        ("/api/selection.json?sied=x", 400, {}),
        ("/api/cite", 404, {}),
        ("/api/card.png", 404, {}),
        ("/api/lessons/none.html", 404, {}),
        ("/api/lesson.html?build=x", 400, {}),
        ("/assets/geo/none.geojson", 404, {}),
        ("/assets/leaflet/none.js", 404, {}),
        ("/record?table=events&key=none", 404, {}),
        ("/no-such-page", 404, {}),
        ("/_stcore/metrics", 404, {}),
        (f"/api/lesson.md?build={'x' * 16_001}", 414, {}),
        ("/timeline", 405, {"method": "POST"}),
        ("/timeline", 400, {"headers": {"host": "a b"}}),
        ("/timeline", 431, {"headers": {"referer": "x" * LARGEST_HEADERS}}),
        ("/timeline", 503, {"settings": replace(SETTINGS, most_sessions=0)}),
        ("/", 400, {"settings": replace(SETTINGS, allowed_hosts=("evidence.example",))}),
    ],
)  # fmt: skip
def test_refusals_of_every_kind_are_not_kept(path: str, status: int, named: dict[str, Any]) -> None:
    path, _, query = path.partition("?")
    answer = fetch(path, query, **named)  # type: ignore[arg-type]
    assert (answer.status, answer.headers["cache-control"]) == (status, "no-store")


def test_no_answer_sets_a_cookie() -> None:
    reply = PlainTextResponse("ok")
    reply.set_cookie("_streamlit_xsrf", "a")
    reply.set_cookie("another", "b")
    assert "set-cookie" in ask_app(reply, "/").headers
    assert "set-cookie" not in answer_of(reply, "/_stcore/health").headers


def test_files_are_for_the_pages_of_all_and_pages_for_frames_alone() -> None:
    for path in ("/", "/timeline", "/no-such-page", MAP_FRAME):
        assert fetch(path).headers["cross-origin-resource-policy"] == "same-origin", path
    for path in (
        "/api/events.csv",
        "/api/card.png?view=map",
        "/assets/icon.svg",
        "/assets/geo/lakes.geojson",
    ):
        path, _, query = path.partition("?")
        answer = fetch(path, query)  # type: ignore[arg-type]
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin", path


@pytest.mark.parametrize("base", ["", "/evidence"])
@pytest.mark.parametrize(
    "path",
    [
        "/\n/x/", "/x/", "/x/y/", "/api/health/", "/api/events.csv/", "/timeline/", "/robots.txt/", "/a//",
        "/assets/site.js/", "/assets/leaflet/", "/static/", "/component/", "/component/x/",
        "/_stcore/health/", "//", "//evil.example/", "",
    ],
)  # fmt: skip
def test_no_answer_leads_to_the_host_that_was_asked_for(base: str, path: str) -> None:
    asked = {"host": "evil.example"}
    answer = fetch(f"{base}{path}" or "/", headers=asked, settings=replace(SETTINGS, base=base))
    assert "evil.example" not in answer.headers.get("location", "")
    assert path or not base or (answer.status, answer.headers["location"]) == (301, f"{base}/")


@pytest.mark.parametrize("path", [*ADDRESSES, "/record?table=events&key=x", *DATA[:3], "/sitemap.xml"])
def test_without_data_every_page_says_so_with_its_status_and_names_no_folder(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "mistyped"))
    monkeypatch.setattr(store, "_standing", None)
    path, _, query = path.partition("?")
    answer = fetch(path, query)  # type: ignore[arg-type]
    assert (answer.status, answer.headers["retry-after"]) == (503, "60")
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert "mistyped" not in answer.text
    assert path == "/sitemap.xml" or "The data could not be loaded." in answer.text
    (told,) = [line for line in caplog.messages if "mistyped" in line]
    assert told == f"no data are served: the folder {tmp_path / 'mistyped'} does not pass the check"


def test_the_page_in_the_frame_of_a_map_is_asked_for_each_time_and_its_scripts_are_kept() -> None:
    """An upgrade takes the scripts away that an older page names."""
    page = fetch(MAP_FRAME)
    assert page.headers["cache-control"] == "no-cache"
    (script,) = re.findall(r'src="\./(static/js/main\.[0-9a-f]+\.js)"', page.text)
    assert "max-age=" in fetch(f"{MAP_FRAME.removesuffix('index.html')}{script}").headers["cache-control"]
