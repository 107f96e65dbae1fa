"""Nothing leaves the machine, no cookie stays in the browser, and the map is drawn without a network.

The other views are in test_every_view.

The fixtures fail a test on any request to another host; the browser could not resolve its name anyway.
However a server was started, it runs unplugged, and its fixture fails if it wanted to leave the machine.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from reader import ReaderMaker

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_map_is_drawn_from_our_own_files(reader_with: ReaderMaker, theme: str) -> None:
    asked: list[str] = []
    reader = reader_with(color_scheme=theme)
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.open("map")
    paths = reader.map.locator("path")
    expect(paths.nth(20)).to_be_attached()
    expect(reader.map.locator("path.leaflet-interactive").nth(20)).to_be_attached()
    expect(reader.map.locator(".place-label").first).to_be_visible()
    assert any("/assets/leaflet/leaflet.js" in url for url in asked)
    assert any("/assets/geo/" in url for url in asked)
    expect(reader.map.locator(".leaflet-tile")).to_have_count(0)
    assert reader.page.context.cookies() == []
