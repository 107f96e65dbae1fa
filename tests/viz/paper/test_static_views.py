"""What stands on a view is the same on the page and without Streamlit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from addresses import View, full_addresses, queries, view_addresses
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loaded import shipped_records
from visiting import html_of, open_all, open_page

from evidence_site.records.load.loading import Records
from evidence_site.ui.screen import maps as screen_maps
from evidence_site.ui.screen import pictures
from evidence_site.viz.chart import Chart
from evidence_site.viz.maps.map_marks import MapMark, MarkedMap
from evidence_site.viz.pages.parts import Words
from evidence_site.viz.pages.run import Run
from evidence_site.viz.pages.site import PAGES
from evidence_site.viz.paper.static_view import StaticView, static_view

pytestmark = pytest.mark.every_folder

#: What only the shipped records can hold: filters, something chosen, a step.
CHOSEN: Sequence[View] = [
    ("overview", {"side": "independent"}),
    ("timeline", {"cat": "legal.military", "period": "1992"}),
    ("timeline", {"sel": "places.khojaly"}),
    ("map", {"sel": "events.khojaly-1992"}),
    ("map", {"tab": "night", "hour": "1992-02-26T01:00"}),
    ("map", {"tab": "displaced", "year": "1994"}),
    ("map", {"tab": "population", "year": "1989"}),
    ("map", {"tab": "no such tab"}),
    ("casualties", {"day": "1992-03-03", "scale": "log"}),
    ("casualties", {"tab": "sides", "side": "azerbaijani"}),
    ("casualties", {"tab": "made-of", "set": "kh-k-064"}),
    ("casualties", {"tab": "compare", "vs": "independent.armenian"}),
    ("casualties", {"sel": "figures.kh-k-064"}),
    ("claims", {"by": "contested"}),
    ("sources", {"by": "type", "side": "armenian"}),
    ("explore", {"lens": "screenings", "sel": "places.london"}),
    ("explore", {"sel": "places.khojaly"}),
    ("explore", {"period": "1992", "scale": "weeks"}),
    ("screenings", {"scale": "near", "shown": "2015", "sel": "places.baku"}),
    ("record", {"table": "events", "key": "khojaly-1992"}),
]
#: An open lesson stands on paper as a handout.
HELD = [address for address in full_addresses(shipped_records()) if address[0] != "lessons"]
ADDRESSES = [*view_addresses(), *HELD, *CHOSEN]
#: Pages and views without a picture.
OF_WORDS = {
    ("claims", ""),
    ("casualties", "compare"),
    ("sources", ""),
    ("record", ""),
    ("about", ""),
    ("data", ""),
}


class Seen:
    """What a page has drawn: figures, and the marks on its map."""

    def __init__(self) -> None:
        self.figures: list[Any] = []
        self.maps: list[list[MapMark]] = []
        self.cited: dict[str, str] = {}


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    noted = Seen()
    ready, layer = pictures.ReadyFigure, screen_maps.ready_marks

    def note_figure(figure: Any) -> Any:
        noted.figures.append(figure)
        return ready(figure)

    def note_map(records: Records, marks: list[MapMark], *more: Any) -> str:
        noted.maps.append(list(marks))
        return layer(records, marks, *more)

    def note_citation(_run: Run, chart: Chart) -> None:
        noted.cited[chart.key] = chart.title

    monkeypatch.setattr(pictures, "chart_citation", note_citation)
    monkeypatch.setattr(pictures, "ReadyFigure", note_figure)
    monkeypatch.setattr(screen_maps, "ready_marks", note_map)
    return noted


def figures_of(view: StaticView) -> list[Any]:
    return [part.figure for part in view.parts if isinstance(part, Chart) and part.figure]


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def maps_of(view: StaticView) -> list[list[MapMark]]:
    return [list(part.marks) for part in view.parts if isinstance(part, MarkedMap)]


@pytest.mark.shipped_folder
@pytest.mark.parametrize(("path", "parameters"), ADDRESSES)
def test_a_page_draws_what_the_static_view_holds(
    path: str, parameters: dict[str, str], seen: Seen, records: Records
) -> None:
    app = open_page(path, **parameters)
    assert not app.exception
    view = static_view(records, path, parameters)
    assert seen.figures == figures_of(view)
    assert seen.maps == maps_of(view)
    assert seen.cited.items() <= {chart.key: chart.title for chart in view.charts}.items(), (
        "/api/cite asks here"
    )


@pytest.mark.shipped_folder
@pytest.mark.parametrize(
    ("path", "parameters"),
    [(path, held) for path, held in [*view_addresses(), *CHOSEN] if (path, held.get("tab", "")) in OF_WORDS],
)
def test_a_page_of_words_says_what_the_static_view_says(
    path: str, parameters: dict[str, str], records: Records
) -> None:
    page = html_of(open_all(open_page(path, **parameters)))
    view = static_view(records, path, parameters)
    words = [part for part in view.parts if isinstance(part, Words)]
    assert words
    for part in words:
        if part.key != "about":  # the page leaves its Markdown to the browser
            assert text_of(part.text) in text_of(page), part.key


@pytest.mark.shipped_folder
def test_a_view_of_one_side_says_so(records: Records) -> None:
    assert "only Armenian" in static_view(records, "casualties", {"side": "armenian"}).caution
    assert not static_view(records, "casualties", {"period": "1992"}).caution


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_address_breaks_a_view(data: st.DataObject, records: Records) -> None:
    path = data.draw(st.sampled_from([page.path for page in PAGES]))
    view = static_view(records, path, data.draw(queries(records)))
    assert view.path == path
