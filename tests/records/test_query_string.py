"""What an address means does not hang on how it came: pages, routes, pictures and lessons read it alike."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlencode

import pytest
from addresses import APPENDED, NASTY, PARAMETERS, choices, on_the_way
from answering import Answer, ask
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_labels import shown_words
from streamlit.testing.v1 import AppTest
from visiting import PATHS, html_of, open_page

from evidence_site.records.choose.choice import write_choice
from evidence_site.records.choose.filters import CODE_FILTERS
from evidence_site.records.lessons.lessons import read_view
from evidence_site.records.load.loading import Records
from evidence_site.records.query_string import as_written, is_tracking, parse_query
from evidence_site.ui.routes.lesson_routes import ANSWERS
from evidence_site.ui.server import ROUTES
from evidence_site.ui.state import store
from evidence_site.viz.pages.site import HOME, PAGES

LISTS = {*(entry.key for entry in CODE_FILTERS), "vs"}
#: Names that a page, a route or the platform understands.
OURS = {*PARAMETERS, "view", "chart", "title", "style", ANSWERS, "embed", "embed_options", "lang"}
NARROWED = {"cat": "legal.military", "period": "1992"}


@pytest.fixture(autouse=True)
def served(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """One load for all pages and routes of this process."""
    monkeypatch.setattr(store, "loaded", lambda: records)


def fetch(path: str, query: str) -> Answer:
    return ask(ROUTES, path, query)


def visit(path: str, query: str) -> AppTest:
    return open_page(path, **parse_qs(query, keep_blank_values=True))


# --- what was appended, split or escaped on the way ------------------------------------------------------


def test_nothing_of_the_site_has_the_name_of_what_others_append(records: Records) -> None:
    columns = {column for table in records.package.tables.values() for column in table.by_name}
    assert [name for name in OURS | columns if is_tracking(name)] == []


@given(data=st.data())
def test_an_address_means_the_same_however_it_came(records: Records, data: st.DataObject) -> None:
    meant = {**write_choice(data.draw(choices(records))), "vs": "a.b.c", "sel": "events.x", "hour": "1&2;3"}
    query = parse_query(data.draw(on_the_way(meant, LISTS)))
    assert query.parameters == meant
    assert query.repeated == ()


@pytest.mark.slow
@settings(max_examples=30)
@given(data=st.data())
def test_a_page_shows_the_same_however_its_address_came(records: Records, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(PATHS))
    meant = write_choice(data.draw(choices(records)))
    plain, came = open_page(path, **meant), visit(path, data.draw(on_the_way(meant, LISTS)))
    assert html_of(came) == html_of(plain)
    assert [one.value for one in came.warning] == [one.value for one in plain.warning]


@pytest.mark.slow
@settings(max_examples=60)
@given(data=st.data())
def test_a_route_answers_the_same_however_its_address_came(records: Records, data: st.DataObject) -> None:
    choice = write_choice(data.draw(choices(records)))
    path, meant = data.draw(
        st.sampled_from(
            [
                ("/api/figures.csv", {**choice, "qualifier": "exact.approx"}),
                ("/api/places.csv", {"precision": "exact.district"}),
                ("/api/selection.json", choice),
                ("/api/cite", {"view": "timeline", "style": "csl", **choice}),
                ("/timeline", choice),
                ("/record", {"table": "events", "key": records.site.main_event}),
                (f"/api/lessons/{records.lessons[0].id}.html", {ANSWERS: "1"}),
            ]
        )
    )
    plain = ask(ROUTES, path, meant)
    came = fetch(path, data.draw(on_the_way(meant, {*LISTS, "qualifier", "precision"})))
    assert plain.status == 200
    assert (came.status, came.body) == (plain.status, plain.body)


@pytest.mark.slow
@settings(max_examples=5)
@given(data=st.data())
def test_a_picture_is_the_same_however_its_address_came(data: st.DataObject) -> None:
    meant = {"view": "timeline", **NARROWED}
    came = fetch("/api/card.png", data.draw(on_the_way(meant, LISTS)))
    assert came.status == 200
    assert came.body == ask(ROUTES, "/api/card.png", meant).body


@given(data=st.data())
def test_the_view_of_a_lesson_is_the_same_however_its_address_came(
    records: Records, data: st.DataObject
) -> None:
    choice = write_choice(data.draw(choices(records)))
    plain, _ = read_view(f"/timeline?{urlencode(choice)}")
    came, problem = read_view(f"/timeline?{data.draw(on_the_way(choice, LISTS))}")
    assert problem is None
    assert plain is not None
    assert came is not None
    assert came.values == plain.values


@pytest.mark.parametrize("name", APPENDED)
def test_no_reader_is_told_of_what_others_appended(name: str) -> None:
    app = open_page("claims", **{name: "x"})
    assert [one.value for one in app.warning] == []
    assert fetch("/api/claims.csv", f"{name}=x").status == 200


def test_a_list_that_is_split_narrows_by_all_of_it_and_stands_joined_in_the_address(records: Records) -> None:
    rows = [event for event in records.tables.events if event.category in ("legal", "military")]
    assert len(rows) > sum(event.category == "military" for event in rows)
    app = open_page("timeline", cat=["legal", "military"], fbclid="x")
    assert f"Showing {len(rows)} of {len(records.tables.events)} events" in html_of(app)
    assert app.query_params["cat"] == "legal.military"
    assert fetch("/api/events.csv", "cat=legal&cat=military").text.count("\r\n") == len(rows) + 1
    document = fetch("/timeline", "cat=legal&cat=military&fbclid=x").text
    assert "api/card.png?view=timeline&amp;cat=legal.military" in document
    told = json.loads(fetch("/api/selection.json", "cat=military&cat=legal&gclid=x").text)
    assert told["about"]["address"].endswith("/explore?cat=legal.military")


# --- what is named ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "label"), [("period", "Period"), ("q", "Search"), ("tab", "tab")])
def test_a_single_value_that_stands_twice_is_named_with_the_one_that_counts(name: str, label: str) -> None:
    app = open_page("map", **{name: ["1992", "1993"]})
    told = [one.value.replace("\\", "") for one in app.warning]
    assert told == [
        f"“{label}” stands more than once in the address, with different values. The last one counts: “1993”."
    ]
    assert app.query_params.get(name) in ("1993", ["1993"])


@pytest.mark.parametrize("query", ["period=1992&period=1992", "period=1992&period=", "period=&period=1992"])
def test_a_value_that_stands_twice_and_says_the_same_is_no_fault(query: str) -> None:
    assert parse_query(query).repeated == ()
    assert parse_query(query).parameters == {"period": "1992"}
    assert [one.value for one in visit("timeline", query).warning] == []
    assert fetch("/api/events.csv", query).body == fetch("/api/events.csv", "period=1992").body


@pytest.mark.parametrize(
    "path",
    [
        "/api/events.csv?period=1992&period=1993",
        "/api/selection.json?q=a&amp;q=b",
        "/api/cite?view=timeline&view=map",
        "/api/card.png?table=events&table=places&key=x",
        "/api/lesson.html?build=a&build=b",
    ],
)
def test_a_route_refuses_a_single_value_that_stands_twice(path: str) -> None:
    answer = fetch(*path.split("?"))
    assert answer.status == 400
    assert "stands more than once in the address, with different values. Keep one of them." in answer.text


def test_a_lesson_refuses_a_single_value_that_stands_twice() -> None:
    view, problem = read_view("/timeline?period=1992&period=1993")
    assert view is None
    assert problem == ('has "period" twice, with different values.', "Keep one of them.")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "label"), [("surprise", "surprise"), ("cat", "Category")])
@pytest.mark.parametrize("value", [*NASTY, "a\nb", "a\r\n\r\n# b", "\u2066x\u2069", "\u200bx", "two words"])
def test_what_means_nothing_is_named_with_its_value_shortened_and_escaped(
    name: str, label: str, value: str
) -> None:
    [told] = [one.value for one in open_page("claims", **{name: value}).warning] or [""]
    words = shown_words(told)
    if name == "surprise":
        assert words.endswith(f"{label} “{as_written(value)}”.")
    assert len(told) < 900
    assert all(letter.isprintable() for letter in words)


def test_a_frame_names_what_means_nothing_too() -> None:
    told = [one.value for one in open_page("timeline", embed="true", cat="nonsense").warning]
    assert len(told) == 1
    assert "nonsense" in told[0]


# --- the case of a path ----------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [page.path for page in PAGES if page is not HOME])
@pytest.mark.parametrize("ending", ["", "/"])
def test_a_page_is_found_in_capitals_too_and_keeps_what_is_asked_of_it(page: str, ending: str) -> None:
    for written in (page.upper(), page.title(), page.swapcase()):
        answer = fetch(f"/{written}{ending}", "cat=legal&q=%C4%99%20%26")
        assert answer.status == 301
        assert answer.headers["location"] == f"/{page}?cat=legal&q=%C4%99%20%26"
    assert fetch(f"/{page.upper()}", "").headers["location"] == f"/{page}"


@pytest.mark.parametrize("path", ["/Timelines", "/X/Timeline", "/Timeline/x", "//Timeline", "/TIMELINE.html"])
def test_what_is_no_page_in_any_case_stays_none(path: str) -> None:
    assert fetch(path, "").status == 404
