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
from whole_site import fetch, site

from ui.server import SETTINGS
from ui.site_pages import HOME, PAGES
from ui.web.doors import LONGEST_ADDRESS, SHUT, Doors
from ui.web.settings import LARGEST_HEADERS, VARIABLES, read_settings

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


@pytest.mark.parametrize("path", [*SHUT, *CORE])
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
    asyncio.run(Doors(site(), SETTINGS)(scope, None, send))  # type: ignore[arg-type]
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
