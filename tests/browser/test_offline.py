"""Nothing leaves the machine, and everything is drawn without a network.

The fixtures fail a test on any request to another host; the browser could not resolve its name anyway,
and the server runs unplugged.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import ReaderMaker
from playwright.sync_api import expect
from serving import KINDS, NETWORK_TRIED, Kind, Server

from ui.site_pages import PAGES, SitePage

pytestmark = pytest.mark.browser

#: What else a page shows on request, and what must then be drawn without a network.
VIEWS = (
    *[("casualties", {"tab": tab}) for tab in ("sides", "made-of", "afterwards", "elsewhere")],
    ("screenings", {"scale": "near"}),
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_a_page_and_all_that_opens_on_it_needs_no_network(reader_with: ReaderMaker, page: SitePage) -> None:
    reader = reader_with().open(page.path)
    for drawer in reader.page.locator("details:not([open]) > summary:visible").all()[:4]:
        drawer.click()
        reader.stands()
    assert not reader.page.locator("[data-testid=stException]").count()


@pytest.mark.parametrize(("path", "values"), VIEWS)
def test_every_view_of_a_page_needs_no_network(
    reader_with: ReaderMaker, path: str, values: dict[str, str]
) -> None:
    reader = reader_with().open(path, **values)
    expect(reader.page.locator(".js-plotly-plot .main-svg").first).to_be_visible()


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


@pytest.mark.parametrize("kind", KINDS)
def test_the_server_itself_asks_nothing_of_the_network(
    fresh_server: Callable[..., Server], stranger: ReaderMaker, kind: Kind
) -> None:
    server = fresh_server(kind)
    stranger(server.address).open("timeline")
    assert [line for line in server.said().splitlines() if line.startswith(NETWORK_TRIED)] == []
