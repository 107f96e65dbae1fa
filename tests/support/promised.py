"""What each recipe of ``docs/architecture.md`` promises: in which editions its part is found.

This runs in a process of its own, in which ``evidence_site`` is a copy of the project.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

#: What takes long to import and is the same in every copy.
LIBRARIES = (
    *(
        "streamlit.testing.v1",
        "streamlit_folium",
        "uvicorn",
        "plotly",
        "geopandas",
        "frictionless",
        "babel.dates",
    ),
    *("citeproc", "bibtexparser", "openpyxl", "PIL.ImageFont", "rapidfuzz", "edtf", "hypothesis"),
)
Editions = Mapping[str, bool]


def editions_in(folder: Path, titles: Iterable[str]) -> Mapping[str, Editions]:
    """Return for each recipe in which editions of a copy of the project its part is found."""
    sys.path[:0] = [str(folder), str(folder / "tests" / "support")]
    import evidence_site

    assert folder.resolve() == evidence_site.PROJECT, evidence_site.__file__
    return {title: PROMISES[title]() for title in titles}


def _chart() -> Editions:
    return {
        "screen": "Events by year" in _headings("timeline"),
        "paper": 'id="view-by-year"' in _paper("timeline"),
        "page without scripts": "<h2>Events by year</h2>" in _light("timeline"),
        "golden files": "by-year.json" in _golden(),
    }


def _choice() -> Editions:
    moments = {"scope": "moment"}
    return {
        "screen": "Scope" in _menus("timeline"),
        "pictures on the screen": _headings("timeline", **moments) != _headings("timeline"),
        "paper": _paper("timeline", **moments) != _paper("timeline"),
        "page without scripts": _light("timeline", **moments) != _light("timeline"),
        "golden files": "year-moment.json" in _golden(),
        "lessons": _is_known("timeline", **moments) and not _is_known("timeline", scope="moments"),
        "citations": _answers("api/cite", view="timeline", **moments),
    }


def _view() -> Editions:
    moments = {"tab": "moments"}
    return {
        "screen": "Moments" in _menus("map")["Show"],
        "pictures on the screen": _headings("map", **moments) != _headings("map"),
        "paper": 'id="view-map-moments"' in _paper("map", **moments),
        "page without scripts": _light("map", **moments) != _light("map"),
        "golden files": "map-moments.json" in _golden(),
        "lessons": _is_known("map", **moments),
    }


def _page() -> Editions:
    from evidence_site.ui.navigation import menu

    return {
        "screen": "Moments" in _headings("moments"),
        "menu": any(page.title == "Moments" for pages in menu().values() for page in pages),
        "paper": 'id="view-whole"' in _paper("moments"),
        "page without scripts": "<h1>Moments</h1>" in _light("moments"),
        "its document": _answers("moments"),
        "golden files": "whole-moments.json" in _golden(),
        "lessons": _is_known("moments"),
        "site map": "/moments</loc>" in _fetch("sitemap.xml").text,
        "citations": _answers("api/cite", view="moments"),
        "picture of a link": _answers("api/card.png", view="moments"),
    }


def _kind_of_part() -> Editions:
    from visiting import html_of

    words = "In the words of a source."
    return {
        "screen": f"<blockquote>{words}" in html_of(_opened("about")),
        "paper": words in _paper("about"),
        "page without scripts": words in _light("about"),
    }


def _filter() -> Editions:
    moments = {"scope": "moment"}
    return {
        "screen": "Scope" in _popovers("timeline"),
        "what is chosen, on the screen": "Scope · 1" in _popovers("timeline", **moments),
        "paper": "Scope: Moment" in _paper("timeline", **moments),
        "page without scripts": _light("timeline", **moments) != _light("timeline"),
        "lessons": _is_known("map", **moments) and not _is_known("map", scope="moments"),
        "citations": _answers("api/cite", view="timeline", **moments),
        "web routes": _answers("api/selection.json", **moments),
    }


def _route() -> Editions:
    answer = _fetch("api/events-by-year.json")
    counts = json.loads(answer.text) if answer.status == 200 else {}
    return {
        "answers": sum(counts.values()) == len(_records().tables.events),
        "refuses": _fetch("api/events-by-year.json", cat="unheard-of").status == 400,
    }


def _rule() -> Editions:
    from evidence_site.records.faults import Fault
    from evidence_site.records.files.text_files import Files
    from evidence_site.records.load.loading import DEFAULT_FOLDER, faults_of

    def told() -> list[Fault]:
        return [fault for fault in faults_of(Files(DEFAULT_FOLDER))[2] if fault.column == "summary"]

    assert not told()
    file = DEFAULT_FOLDER / "events.csv"
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace(_first_summary(), _first_summary().rstrip(".")), encoding="utf-8")
    found = told()
    file.write_text(whole, encoding="utf-8")
    return {"make check": any("full stop" in fault.problem and fault.remedy for fault in found)}


def _first_summary() -> str:
    return next(event.summary for event in _records().tables.events if '"' not in event.summary)


def _code() -> Editions:
    from visiting import html_of

    return {
        "columns": "weather" in _records().package.codes_of("events", "category"),
        "legend on the screen": "Weather" in html_of(_opened("timeline")),
        "documents": "Weather" in _data_document(),
    }


def _column() -> Editions:
    from visiting import html_of, open_all

    return {
        "rows": all(film.premiere is None for film in _records().tables.films),
        "web routes": "premiere" in _fetch("api/films.csv").text.partition("\n")[0],
        "documents": "First shown" in _data_document(),
        "screen": "First shown" in html_of(open_all(_opened("data"))),
    }


#: By the titles of the recipes.
PROMISES: Mapping[str, Callable[[], Editions]] = {
    "A chart": _chart,
    "A choice on a page": _choice,
    "A view of the map": _view,
    "A page": _page,
    "A kind of part": _kind_of_part,
    "A filter": _filter,
    "A web route": _route,
    "A rule for the data": _rule,
    "A code": _code,
    "A column": _column,
}


# --- the editions of the copy ------------------------------------------------------------------------------


def _records() -> Any:
    from evidence_site.ui.state import store

    return store.loaded()


@cache
def _golden() -> Mapping[str, str]:
    from tools.golden import golden_files

    return golden_files(_records())


def _opened(path: str, **parameters: str) -> Any:
    from visiting import open_page

    app = open_page(path, **parameters)
    assert not app.exception, path
    return app


def _headings(path: str, **parameters: str) -> list[str]:
    app = _opened(path, **parameters)
    return [heading.value for heading in (*app.title, *app.header, *app.subheader)]


def _menus(path: str) -> Mapping[str, list[str]]:
    return {menu.label: menu.options for menu in _opened(path).button_group}


def _popovers(path: str, **parameters: str) -> list[str]:
    return [block.proto.popover.label for block in _opened(path, **parameters).get("popover")]


def _paper(path: str, **parameters: str) -> str:
    from evidence_site.viz.pages.site import BY_PATH
    from evidence_site.viz.paper.static_html import DocumentLocation, parts_html
    from evidence_site.viz.paper.static_view import static_view

    if path not in BY_PATH:
        return ""
    view = static_view(_records(), path, parameters)
    return parts_html(_records(), view, "view", f"./{path}", DocumentLocation())


def _light(path: str, **parameters: str) -> str:
    from evidence_site.records.wording import _
    from evidence_site.viz.pages.site import BY_PATH
    from evidence_site.viz.paper.light_page import light_page

    page = BY_PATH.get(path)
    return light_page(_records(), page, _(page.title), parameters) if page else ""


def _is_known(path: str, **parameters: str) -> bool:
    from evidence_site.records.lessons.lessons import LessonView
    from evidence_site.viz.review.lesson_check import view_problems

    return not list(view_problems(_records(), LessonView(path, tuple(parameters.items()))))


def _fetch(path: str, **parameters: str) -> Any:
    from whole_site import fetch

    return fetch(f"/{path}", parameters)


def _answers(path: str, **parameters: str) -> bool:
    return bool(_fetch(path, **parameters).status == 200)


def _data_document() -> str:
    from evidence_site import PROJECT

    return (PROJECT / "docs" / "data.md").read_text(encoding="utf-8")
