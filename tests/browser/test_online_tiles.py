"""Pictures from the network: none before the visitor agrees, credited while on, gone when taken back."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from guarding import Guard
from playwright.sync_api import Page, Route, expect
from reader import Reader, until
from serving import Server

from evidence_site.viz.maps.leaflet_layers import TILE_HOST

pytestmark = pytest.mark.browser

_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@dataclass
class SlowScripts:
    """The scripts of the map's frame, which can be held back on their way."""

    holds: bool = False
    held: list[Route] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        """Let a script through, now or later."""
        if self.holds:
            self.held.append(route)
        else:
            _pass_on(route)

    def arrive(self) -> None:
        """Let through what is held, and all that follows."""
        self.holds, held, self.held = False, self.held, []
        for route in held:
            _pass_on(route)


def _pass_on(route: Route) -> None:
    """Let a script through that the browser will ask for again."""
    answer = route.fetch()
    route.fulfill(response=answer, headers={**answer.headers, "cache-control": "no-store"})


@dataclass
class Visit:
    """A visitor who may agree to pictures from the network, and what the network was asked for."""

    reader: Reader
    scripts: SlowScripts = field(default_factory=SlowScripts)
    asked: list[str] = field(default_factory=list)

    def agree(self) -> None:
        """Agree to the pictures, on a page with the map."""
        self.reader.page.get_by_text("Street map from the network: off").click()
        self.reader.page.get_by_role("button", name=f"Agree, and ask {TILE_HOST}").click()

    def take_back(self) -> None:
        """Take that back."""
        self.reader.page.get_by_text("Street map from the network: on").click()
        self.reader.page.get_by_role("button", name=f"Ask {TILE_HOST} no longer").click()
        expect(self.reader.page.get_by_text("Street map from the network: off")).to_be_visible()

    def network(self, route: Route) -> None:
        """Answer as the network does."""
        self.asked.append(route.request.url)
        route.fulfill(body=_PICTURE, content_type="image/png")


@pytest.fixture
def visit(new_tab: Callable[[], Page], server: Server) -> Iterator[Visit]:
    """A visitor with a page that is not open yet; a fault in it fails the test."""
    guard = Guard(allowed=frozenset({TILE_HOST}))
    page = guard.watch(new_tab())
    visit = Visit(Reader(page, server.address))
    page.route(lambda url: urlsplit(url).hostname == TILE_HOST, visit.network)
    page.route(lambda url: urlsplit(url).path.endswith("/leaflet.js"), visit.scripts.answer)
    yield visit
    page.close()
    assert guard.verdict() == ""


def test_pictures_are_asked_for_only_between_agreeing_and_taking_it_back(visit: Visit) -> None:
    reader, page, asked = visit.reader.open("map"), visit.reader.page, visit.asked
    marks = reader.map.locator("path.leaflet-interactive")
    expect(marks.nth(20)).to_be_attached()
    page.get_by_text("Street map from the network: off").click()
    expect(page.get_by_text(f"your browser asks {TILE_HOST} for pictures")).to_be_visible()
    assert asked == []

    page.get_by_role("button", name=f"Agree, and ask {TILE_HOST}").click()
    expect(reader.map.locator(".leaflet-tile-loaded").first).to_be_attached()
    expect(reader.map.get_by_role("link", name="OpenStreetMap contributors")).to_be_visible()
    expect(marks.nth(20)).to_be_attached()
    reader.has_parameters()
    reader.go_to("Timeline").go_to("Map")
    expect(reader.map.locator(".leaflet-tile-loaded").first).to_be_attached()

    visit.take_back()
    expect(reader.map.locator(".leaflet-tile")).to_have_count(0)
    expect(reader.map.get_by_role("link", name="OpenStreetMap contributors")).to_have_count(0)
    before = len(asked)
    expect(marks.nth(20)).to_be_attached()
    reader.map.get_by_role("button", name="Zoom in").click()
    reader.reload()
    expect(marks.nth(20)).to_be_attached()
    assert len(asked) == before


def test_what_is_taken_back_while_the_map_still_loads_is_never_asked_for(visit: Visit) -> None:
    reader = visit.reader.open("map")
    visit.agree()
    expect(reader.map.locator(".leaflet-tile-loaded").first).to_be_attached()
    reader.go_to("Timeline")
    before, visit.scripts.holds = len(visit.asked), True
    reader.go_to("Map")
    until(reader.page, lambda: bool(visit.scripts.held))
    assert visit.scripts.held
    visit.take_back()
    visit.scripts.arrive()
    expect(reader.map.locator("path.leaflet-interactive").nth(20)).to_be_attached()
    expect(reader.map.locator(".leaflet-tile")).to_have_count(0)
    assert len(visit.asked) == before


def test_a_click_while_the_map_still_loads_reaches_the_map(visit: Visit) -> None:
    visit.scripts.holds = True
    reader = visit.reader.open("map", cat="legal")
    until(reader.page, lambda: bool(visit.scripts.held))
    assert visit.scripts.held
    reader.chip("cat").click()
    reader.has_parameters()
    visit.scripts.arrive()
    expect(reader.map.locator("path.leaflet-interactive[aria-label]").nth(20)).to_be_attached()
