"""What a reader does and sees, against the true server."""

from __future__ import annotations

import csv
import io
import json
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Opening, serving

from ui.site_pages import PAGES

PATHS = [
    *("" if page.path == "overview" else page.path for page in PAGES if page.path != "record"),
    "record?table=events&key=khojaly-1992",
]
IN_MENU = [page.title for page in PAGES if page.group]
SECTIONS = ["sides", "made-of", "afterwards", "elsewhere"]


@pytest.mark.parametrize("kind", ["streamlit", "uvicorn"])
def test_a_deep_link_as_the_very_first_request_shows_page_menu_and_filters(
    reader: Opening, kind: str
) -> None:
    with serving(kind) as address:
        one = reader(address).open("screenings?country=US&film=running-from-the-darkness")
        assert one.page.title().startswith("Screenings")
        assert one.page.get_by_test_id("stTopNavSection").count() == 4
        assert one.page.locator("[class*=st-key-lift-country]").is_visible()
        assert "of 132 screenings" in one.sentence()
        assert "132 of 132 screenings" not in one.sentence()


def test_broken_data_give_a_plain_page_and_an_unhealthy_answer(reader: Opening, data_copy: object) -> None:
    folder = Path(data_copy.folder)  # type: ignore[attr-defined]
    (folder / "figures.csv").write_text("half a file", encoding="utf-8")
    with serving(data=folder) as address:
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(f"{address}/api/health")
        assert refusal.value.code == 503
        assert json.loads(refusal.value.read())["faults"] > 0
        one = reader(address)
        one.page.goto(address)
        one.page.get_by_role("heading", name="The data could not be loaded").wait_for()


def test_every_page_fits_a_phone_and_has_one_title(reader: Opening) -> None:
    one = reader(width=360)
    for path in PATHS:
        one.open(path)
        wide, seen = one.page.evaluate(
            "(() => { const m = document.querySelector('[data-testid=stMain]');"
            " return [m.scrollWidth, m.clientWidth]; })()"
        )
        assert wide <= seen + 1, f"{path} scrolls sideways"
        assert one.page.locator("h1").count() == 1, path


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(reader: Opening, theme: str) -> None:
    one = reader(theme=theme)
    found = []
    for path in PATHS + [f"casualties?tab={section}" for section in SECTIONS]:
        one.open(path)
        one.page.wait_for_timeout(600)
        found += [
            (path, fault["id"], [node["target"] for node in fault["nodes"]])
            for fault in Axe().run(one.page).response["violations"]
        ]
    assert found == []


def test_a_filter_holds_across_all_pages_reload_back_and_a_link_to_a_stranger(reader: Opening) -> None:
    one = reader().open("timeline")
    before = one.sentence()
    one.choose_filter("Category", "cat", "Legal", "Military")
    assert "cat=legal.military" in one.query()
    narrowed = one.sentence()
    assert narrowed != before
    for title in IN_MENU:
        one.menu(title)
        assert "cat=legal.military" in one.query()
        assert one.sentence() == narrowed
    one.page.reload()
    one.page.wait_for_selector(".foot")
    assert one.settle().sentence() == narrowed
    stranger = reader().open(one.page.url.removeprefix(one.address + "/"))
    assert stranger.sentence() == narrowed
    one.page.go_back()
    one.settle()
    assert "cat=legal.military" in one.query()
    assert one.sentence() == narrowed


def test_a_lifted_filter_stays_lifted_when_its_menu_is_closed(reader: Opening) -> None:
    one = reader().open("timeline")
    everything = one.sentence()
    one.choose_filter("Category", "cat", "Legal")
    one.page.locator(".st-key-lift-cat button").click()
    assert one.settle().sentence() == everything
    _find(one, "events", "Khojaly massacre")
    assert "cat=" not in one.query()
    assert one.sentence() == everything


def test_an_empty_view_names_the_filter_that_emptied_it_and_lifts_it(reader: Opening) -> None:
    one = reader().open("timeline?cat=legal&period=1990-01-19")
    one.page.get_by_role("button", name="Lift “Category”").click()
    one.settle()
    assert "cat=" not in one.query()
    assert one.page.locator("[data-testid=stPlotlyChart]").count() > 0


def test_what_means_nothing_in_an_address_is_said(reader: Opening) -> None:
    one = reader().open("map?cat=nonsense&colour=blue")
    notice = one.page.get_by_role("alert").inner_text()
    assert "nonsense" in notice
    assert "colour" in notice


def _find(one: object, table: str, name: str) -> None:
    box = one.page.locator(f"[class*=st-key-menu-{table}-] input").first  # type: ignore[attr-defined]
    box.click()
    one.page.keyboard.type(name)  # type: ignore[attr-defined]
    one.page.get_by_role("option", name=name).first.click()  # type: ignore[attr-defined]
    one.settle()  # type: ignore[attr-defined]


def test_a_click_on_the_timeline_opens_the_record_and_the_map_shows_the_same(reader: Opening) -> None:
    one = reader().open("timeline")
    point = one.page.locator(".st-key-chart-year .scatterlayer .point").nth(5)
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box
    one.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    one.page.wait_for_selector("article.record")
    one.settle()
    assert "sel=events." in one.query()
    heading = one.page.locator("article.record .card-title").inner_text()
    one.menu("Map")
    assert one.page.locator("article.record .card-title").inner_text() == heading


def test_a_click_on_the_map_sets_the_address_without_the_network(reader: Opening) -> None:
    one = reader().open("map")
    frame = one.page.frame_locator("iframe[title*=folium]")
    marks = frame.locator('path.leaflet-interactive[fill-opacity="0.6"]')
    marks.first.wait_for()
    one.page.wait_for_timeout(1000)
    assert frame.locator("path").count() > 60, "the layers of the basemap are drawn"
    box = marks.first.bounding_box()
    assert box
    one.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    one.page.wait_for_selector("article.record")
    assert "sel=places.khojaly" in one.settle().query()


def test_the_list_chooses_what_a_click_chooses_and_the_record_has_an_address(reader: Opening) -> None:
    one = reader().open("casualties")
    _find(one, "figures", "at least 200")
    assert "sel=figures." in one.query()
    card = one.page.locator("article.record").first
    heading = card.locator(".card-title").inner_text()
    address = card.get_by_role("link", name="Permanent address").get_attribute("href")
    stranger = reader().open(str(address).removeprefix("./"))
    assert stranger.page.locator("article.record .card-title").first.inner_text() == heading
    assert "How do we know this?" in stranger.page.locator("article.record").first.inner_text()
    one.page.get_by_role("button", name="Close this record").click()
    assert "sel=" not in one.settle().query()


def test_the_table_twin_and_the_download_hold_exactly_the_rows_of_the_chart(reader: Opening) -> None:
    one = reader().open("casualties")
    twin = one.page.locator(".st-key-twin-toll-first")
    twin.locator("summary").click()
    one.settle()
    rows = twin.locator("tbody tr").count()
    assert f"{rows} rows" in twin.locator("summary").inner_text()
    link = one.page.get_by_role("link", name=f"Download these {rows} rows").first.get_attribute("href")
    answer = (
        urllib.request.urlopen(f"{one.address}/{str(link).removeprefix('./')}").read().decode("utf-8-sig")
    )
    assert len(list(csv.DictReader(io.StringIO(answer)))) == rows


def test_the_keyboard_reaches_filters_list_and_twin_and_shows_where_it_is(reader: Opening) -> None:
    one = reader().open("timeline")
    seen = set()
    for _ in range(60):
        one.page.keyboard.press("Tab")
        seen.add(
            one.page.evaluate(
                "(() => { const e = document.activeElement; const s = getComputedStyle(e);"
                " return (e.innerText || e.getAttribute('aria-label') || e.tagName).trim().slice(0, 60)"
                " + '|' + (s.outlineStyle !== 'none' || s.boxShadow !== 'none'); })()"
            )
        )
    names = {entry.split("|")[0].strip() for entry in seen}
    assert {"Period", "Category"} <= names
    assert any("As a table" in name for name in names)
    assert not [
        entry for entry in seen if entry.startswith(("Period", "Category")) and entry.endswith("|false")
    ]
