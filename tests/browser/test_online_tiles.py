"""Pictures from the network: none before the visitor agrees, credited while on, gone when taken back."""

from __future__ import annotations

import base64
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from guarding import Guard
from playwright.sync_api import Page, Route, expect
from reader import Reader
from serving import Server

from viz.leaflet_layers import TILE_HOST

pytestmark = pytest.mark.browser

_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_pictures_are_asked_for_only_between_agreeing_and_taking_it_back(
    new_tab: Callable[[], Page], server: Server
) -> None:
    guard = Guard(allowed=frozenset({TILE_HOST}))
    asked: list[str] = []
    page = guard.watch(new_tab())

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=_PICTURE, content_type="image/png")

    page.route(lambda url: urlsplit(url).hostname == TILE_HOST, answer)
    reader = Reader(page, server.address).open("map")
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

    page.get_by_text("Street map from the network: on").click()
    page.get_by_role("button", name=f"Ask {TILE_HOST} no longer").click()
    expect(reader.map.locator(".leaflet-tile")).to_have_count(0)
    expect(reader.map.get_by_role("link", name="OpenStreetMap contributors")).to_have_count(0)
    before = len(asked)
    reader.map.get_by_role("button", name="Zoom in").click()
    reader.reload()
    expect(marks.nth(20)).to_be_attached()
    assert len(asked) == before
    page.close()
    assert guard.verdict() == ""
