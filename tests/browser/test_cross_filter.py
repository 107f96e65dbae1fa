"""The cross-filter: stroke, mark, bar and chip each narrow everything in one rerun, and can be undone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, WebSocket, expect
from reader import MARKS, PHONE, Mark, Reader, ReaderMaker, until
from streamlit.proto.BackMsg_pb2 import BackMsg

from evidence_site.records.choose.choice import read_choice
from evidence_site.records.choose.selection import Selection, facet, resting_sources, select
from evidence_site.records.load.loading import Records

pytestmark = pytest.mark.browser

PERIOD = "1990/1992"


@dataclass
class Reruns:
    """Counts how often a page asks the server to run it again."""

    asked: list[str] = field(default_factory=list)

    def watch(self, reader: Reader) -> Reader:
        """Listen to the reader's tab."""
        reader.page.on("websocket", lambda socket: self._listen(socket))
        return reader

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: self._sent(frame))

    def _sent(self, frame: str | bytes) -> None:
        message = BackMsg()
        message.ParseFromString(frame.encode() if isinstance(frame, str) else frame)
        if message.WhichOneof("type") == "rerun_script":
            self.asked.append(message.rerun_script.query_string)

    def since_last(self) -> int:
        """Return how many there were since the last look."""
        count = len(self.asked)
        self.asked.clear()
        return count


@pytest.fixture
def reruns() -> Reruns:
    """Counts the reruns of one reader."""
    return Reruns()


def counted(records: Records, **asked: str) -> str:
    """Return how the page begins to say what a selection holds."""
    selection: Selection = select(records, read_choice(records, asked)[0])
    sources = len(resting_sources(records, selection))
    figures = f"{selection.count('figures'):,} figure"
    return rf"^{selection.count('events'):,} events?, {figures}s?, .*, resting on {sources:,} sources?\.$"


def says(reader: Reader, records: Records, **asked: str) -> None:
    """The address is the selection, and so are the words."""
    reader.has_parameters(**asked)
    expect(reader.page.locator("p.counted")).to_have_text(re.compile(counted(records, **asked)))


def bar(reader: Reader, label: str) -> Locator:
    """Return a bar by the beginning of its label."""
    return reader.page.get_by_role("button", name=re.compile(rf"^(✓ )?{label} · [\d,]+$"))


def brush(reader: Reader, start: str, end: str) -> None:
    """Draw over the strip from one date to another."""
    strip = reader.page.locator(".st-key-explore-strip .js-plotly-plot")
    expect(strip.locator(".main-svg").first).to_be_visible()
    ends = [
        strip.evaluate(
            "(chart, day) => chart.getBoundingClientRect().x + chart._fullLayout.xaxis._offset"
            " + chart._fullLayout.xaxis.d2p(day)",
            day,
        )
        for day in (start, end)
    ]
    box = strip.bounding_box()
    assert box is not None
    middle = box["y"] + 50
    mouse = reader.page.mouse
    mouse.move(ends[0], middle)
    mouse.down()
    mouse.move(sum(ends) / 2, middle + 4, steps=4)
    mouse.move(ends[1], middle, steps=4)
    mouse.up()


def test_every_view_narrows_all_the_others_in_one_rerun_and_back_undoes_it(
    reader: Reader, records: Records, reruns: Reruns
) -> None:
    reruns.watch(reader).open("explore")
    says(reader, records)
    assert reruns.since_last() == 1

    brush(reader, "1990-03-01", "1992-10-01")
    says(reader, records, period=PERIOD)
    assert reruns.since_last() == 1

    bar(reader, "Attack on civilians").click()
    says(reader, records, period=PERIOD, cat="attack_on_civilians")
    assert reruns.since_last() == 1

    mark = reader.map.locator('path.leaflet-interactive[fill-opacity="0.6"]:visible').first
    mark.click()
    table, key = reader.chosen()
    says(reader, records, period=PERIOD, cat="attack_on_civilians", sel=f"{table}.{key}")
    assert reruns.since_last() == 1, "a click opens what lies there and narrows nothing"
    reader.close_record()
    says(reader, records, period=PERIOD, cat="attack_on_civilians")
    assert reruns.since_last() == 1

    reader.chip("period").click()
    says(reader, records, cat="attack_on_civilians")
    assert reruns.since_last() == 1

    reader.page.go_back()
    says(reader, records, period=PERIOD, cat="attack_on_civilians")
    reader.page.go_forward()
    says(reader, records, cat="attack_on_civilians")

    reruns.since_last()
    reader.page.locator(".st-key-row-0 button").click()
    first = reader.chosen()
    assert reruns.since_last() == 1
    reader.page.get_by_role("button", name="Next", exact=True).click()
    reader.page.wait_for_url(lambda url: "sel=" in url and first[1] not in url)
    assert reader.chosen() != first
    assert reruns.since_last() == 1
    reader.close_record()
    says(reader, records, cat="attack_on_civilians")
    reruns.since_last()
    reader.page.get_by_text("Figures", exact=True).click()
    says(reader, records, cat="attack_on_civilians", lens="figures")
    assert reruns.since_last() == 1
    source = reader.page.locator(".st-key-bar-source-0 button")
    source.click()
    reader.page.wait_for_url(lambda url: "source=" in url)
    asked = {"cat": "attack_on_civilians", "lens": "figures", "source": reader.parameters()["source"]}
    says(reader, records, **asked)
    assert reruns.since_last() == 1
    expect(reader.page.get_by_text("You see 1 of ")).to_be_visible()


def test_the_map_stays_where_it_is_while_filters_come_and_go(reader: Reader) -> None:
    reader.open("explore")
    zoom = reader.map.get_by_role("button", name="Zoom in")
    zoom.click()
    frame = next(frame for frame in reader.page.frames if "folium" in frame.url)
    frame.evaluate("window.never_loaded_anew = true")
    bar(reader, "Military").click()
    reader.has_parameters(cat="military")
    bar(reader, "Military").click()
    reader.has_parameters()
    assert frame.evaluate("[window.never_loaded_anew, window.map.getZoom() > 10]") == [True, True]


def test_a_shared_link_shows_a_stranger_the_same(
    reader: Reader, stranger: ReaderMaker, records: Records
) -> None:
    asked = {"lens": "figures", "cat": "attack_on_civilians", "measure": "killed"}
    reader.open("explore", **asked)
    reader.page.locator(".st-key-share summary").click()
    link = reader.page.locator(".st-key-share code").first
    expect(link).to_contain_text("/explore?")
    expect(reader.page.get_by_text("No code: this site was opened as 127.0.0.1")).to_be_visible()
    friend = stranger().open_address(link.inner_text())
    says(friend, records, **asked)
    expect(friend.sentence).to_have_text(reader.sentence.inner_text())
    framed = friend.open_address(f"{link.inner_text()}&embed=true")
    expect(framed.page.locator("p.counted")).to_have_text(reader.page.locator("p.counted").inner_text())
    expect(framed.page.locator(".st-key-filter-bar")).to_have_count(0)
    expect(framed.page.get_by_role("link", name="Open the whole view")).to_be_visible()


def test_the_same_powers_on_a_phone_with_the_keyboard_alone(
    reader_with: ReaderMaker, records: Records
) -> None:
    reader = reader_with(viewport=PHONE).open("explore")
    assert set(facet(records, select(records, read_choice(records, {})[0]), "cat", "events")) >= {"legal"}
    bar(reader, "Legal").focus()
    reader.page.keyboard.press("Enter")
    says(reader, records, cat="legal")
    row = reader.page.locator(".st-key-row-0 button")
    row.focus()
    reader.page.keyboard.press("Enter")
    table, first = reader.chosen()
    following = reader.page.get_by_role("button", name="Next", exact=True)
    following.focus()
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url(lambda url: "sel=" in url and first not in url)
    assert table == "events"
    expect(reader.card_title).to_be_visible()


def world(reader: Reader) -> Locator:
    """Return the map of the world, when it is drawn."""
    chart = reader.page.locator("[class*='st-key-chart-world'] .js-plotly-plot")
    expect(chart.locator(".main-svg").first).to_be_visible()
    until(reader.page, lambda: chart.evaluate("chart => Boolean(chart._fullData)"))
    return chart


def click_city(reader: Reader) -> str:
    """Click the mark of a place on the map of the world that stands alone."""
    chart = world(reader)
    chart.scroll_into_view_if_needed()
    found = [Mark(**mark) for mark in chart.evaluate(MARKS)]
    mark = max(found, key=lambda mark: mark.apart)
    reader.page.mouse.move(mark.x, mark.y)
    expect(chart.locator(".hoverlayer .hovertext").first).to_be_visible()
    reader.page.mouse.click(mark.x, mark.y)
    return mark.record


@pytest.mark.parametrize(
    ("path", "view"),
    [
        ("explore", {"lens": "screenings"}),
        ("explore", {"lens": "screenings", "embed": "true"}),
        ("lessons", {"lesson": "film", "step": "3"}),
    ],
)
def test_a_mark_of_the_world_opens_its_place_and_the_card_narrows_to_what_was_shown_there(
    reader: Reader, records: Records, path: str, view: dict[str, str]
) -> None:
    reader.open(path, **view)
    words = reader.page.locator("p.counted")
    place = click_city(reader)
    assert reader.chosen() == ("places", place)
    expect(words).to_have_text(re.compile(counted(records)))
    reader.card.locator(".what-else a").filter(has_text="screening").click()
    reader.page.wait_for_url(lambda url: "place=" in url)
    reader.stands()
    assert {**view, "place": place}.items() <= reader.parameters().items()
    expect(words).to_have_text(re.compile(counted(records, place=place)))


def test_each_view_has_an_address_of_its_own(reader: Reader) -> None:
    reader.open("explore")
    anchors = reader.page.locator("h2.view-of").evaluate_all("all => all.map(one => one.id)")
    assert anchors == ["dates", "where", "what", "list"]
