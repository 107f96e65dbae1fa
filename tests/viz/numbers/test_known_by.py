"""What was known when: nothing is known before it was stated, and the words name only what was."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from addresses import NASTY, choices
from hypothesis import given
from hypothesis import strategies as st
from visiting import html_of, open_page

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.dates import When, parse_when
from evidence_site.records.formatting import when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import range_text
from evidence_site.ui.state import store
from evidence_site.viz.chart import LATER, Chart
from evidence_site.viz.numbers.known_by import (
    KINDS,
    as_known,
    days_of,
    is_known,
    known_on,
    known_words,
    named_on,
    read_day,
)
from evidence_site.viz.numbers.shown_figures import shown_figures
from evidence_site.viz.numbers.toll import Toll, toll_charts, toll_of

FIRST, LAST = date(1992, 2, 20), date(2026, 1, 1)


def days() -> st.SearchStrategy[When]:
    """Any day around the statements, the days of many statements more often."""
    dense = st.dates(FIRST, date(1992, 7, 5))
    return st.one_of(dense, st.dates(FIRST, LAST)).map(lambda day: parse_when(day.isoformat()))


def toll_under(records: Records, choice: Choice) -> Toll:
    return toll_of(records, shown_figures(records, select(records, choice)))


class Site:
    """The records and their toll; hypothesis would print a data class in full."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.toll = toll_under(records, Choice())


@pytest.fixture(scope="module")
def site(records: Records) -> Site:
    return Site(records)


@pytest.fixture(scope="module")
def toll(site: Site) -> Toll:
    return site.toll


def words_of(html: str) -> str:
    return unescape(re.sub("<.*?>", "", html))


def named_in(html: str) -> list[str]:
    return re.findall(r"key=([\w-]+)", html)


def plain(day: str, **values: object) -> Figure:
    base = {
        "id": "a", "reported_by": "Somebody", "via": None, "perspective": "independent", "group": "all",
        "best": 5.0, "low": None, "high": None, "qualifier": "exact", "basis": "bodies",
        "stated": parse_when(day) if day else None,
    }  # fmt: skip
    return Figure(**dict.fromkeys(Figure._fields) | base | values)  # type: ignore[arg-type]


# --- known or not ----------------------------------------------------------------------------------------


@given(day=days(), later=st.integers(0, 12_000))
def test_what_is_known_on_a_day_is_known_on_every_later_day(site: Site, day: When, later: int) -> None:
    after = parse_when((day.end + timedelta(days=later)).isoformat())
    for row in site.records.tables.figures:
        assert is_known(row, after) or not is_known(row, day)


@given(day=days())
def test_nobody_can_say_when_an_undated_figure_was_known(site: Site, day: When) -> None:
    undated = {row.id for row in site.records.tables.figures if row.stated is None}
    assert undated
    assert not [row for row in site.records.tables.figures if row.id in undated and is_known(row, day)]
    assert undated.isdisjoint(named_in(known_words(site.records, site.toll.stated, day)))
    for chart in toll_charts(site.records, site.toll, day=day):
        assert undated.isdisjoint(row.id for row in chart.rows)
        assert undated.isdisjoint(drawn(chart))


@pytest.mark.parametrize(
    ("stated", "day", "known"),
    [
        ("1992-03-02", "1992-03-01", False),
        ("1992-03-02", "1992-03-02", True),
        ("1992-03", "1992-03-30", False),
        ("1992-03", "1992-03-31", True),
        ("1992", "1992-12-30", False),
        ("1992", "1992-12-31", True),
        ("1992~", "1992-12-31", True),
        ("1992-03-02/1992-03-05", "1992-03-04", False),
        ("1992-03-02/1992-03-05", "1992-03-05", True),
        ("", "2026-01-01", False),
    ],
)
def test_an_imprecise_statement_is_known_from_the_last_day_that_it_can_mean(
    stated: str, day: str, known: bool
) -> None:
    assert is_known(plain(stated), parse_when(day)) is known


def test_the_steps_are_the_days_on_which_something_became_known(toll: Toll) -> None:
    steps = days_of(toll.stated)
    assert list(steps) == sorted(steps, key=lambda day: day.end)
    assert sum(steps.values()) == len(toll.stated)
    before: set[str] = set()
    for day, count in steps.items():
        known = {row.id for row in toll.stated if is_known(row, day)}
        assert len(known) == len(before) + count
        assert before < known
        before = known
    assert before == {row.id for row in toll.stated}


@pytest.mark.parametrize("text", ["1992-03-03", "1992-02-25", "2024-12-31"])
def test_a_day_of_the_axes_is_read(toll: Toll, text: str) -> None:
    day = read_day(text, toll.windows)
    assert day
    assert day.text == text


@pytest.mark.parametrize("text", [*NASTY, "1992", "1992-03", "1992-02-24", "1992-02-30", "٣٣٣٣-03-03", ""])
def test_anything_else_is_no_day(toll: Toll, text: str) -> None:
    assert read_day(text, toll.windows) is None


# --- drawn -----------------------------------------------------------------------------------------------


def drawn(chart: Chart) -> dict[str, float]:
    """Id of every mark to the strength with which it is drawn."""
    return {
        key: trace["opacity"]
        for trace in chart.figure.get("data", [])
        for (key,) in trace.get("customdata", [])
    }


def axes(chart: Chart) -> dict[str, Any]:
    return {name: held for name, held in chart.figure.get("layout", {}).items() if "axis" in name}


def people(chart: Chart) -> dict[str, list[Any]]:
    """Id to the numbers that are drawn for it."""
    found: dict[str, list[Any]] = {}
    for trace in chart.figure.get("data", []):
        for (key,), value in zip(trace.get("customdata", []), trace["y"], strict=False):
            found.setdefault(key, []).append(value)
    return found


@pytest.mark.parametrize("log", [False, True])
@given(day=days())
def test_stepping_changes_only_how_strongly_a_mark_is_drawn(site: Site, log: bool, day: When) -> None:
    stepped_charts = toll_charts(site.records, site.toll, log=log, day=day)
    plain_charts = toll_charts(site.records, site.toll, log=log)
    for plain_chart, chart in zip(plain_charts, stepped_charts, strict=True):
        assert chart.key == plain_chart.key
        assert chart.height == plain_chart.height
        assert axes(chart) == axes(plain_chart)
        assert list(chart.rows) == list(plain_chart.rows)
        assert people(chart) == people(plain_chart)
        full, stepped = drawn(plain_chart), drawn(chart)
        for row in chart.rows:
            assert stepped[row.id] == (full[row.id] if is_known(row, day) else LATER)


@given(data=st.data(), day=days())
def test_under_any_filter_the_days_words_and_charts_agree(site: Site, data: st.DataObject, day: When) -> None:
    toll = toll_under(site.records, data.draw(choices(site.records)))
    named = named_in(known_words(site.records, toll.stated, day))
    assert set(named) <= {row.id for row in toll.stated}
    for chart in toll_charts(site.records, toll, day=day):
        for key, strength in drawn(chart).items():
            assert (strength == LATER) is not is_known(site.records.tables.figures[key], day)


@given(day=days())
def test_titles_and_labels_give_no_number_that_was_not_known(site: Site, day: When) -> None:
    for chart in toll_charts(site.records, site.toll, day=day):
        known = [row for row in chart.rows if is_known(row, day)]
        own = {range_text(row) for row in known} | {str(count) for count in range(len(known) + 1)}
        title = re.sub(r"\b\d{1,2} [A-Z][a-z]+ \d{4}", "", chart.title)
        for number in re.findall(r"\d+(?:,\d+)*", title):
            assert any(number in text for text in own), chart.title
        for note in chart.figure["layout"]["annotations"]:
            if note.get("xshift"):
                assert unescape(note["text"]) in own


# --- said ------------------------------------------------------------------------------------------------


@given(day=days())
def test_the_words_name_only_what_had_been_stated(site: Site, day: When) -> None:
    html = known_words(site.records, site.toll.stated, day)
    named = [site.records.tables.figures[key] for key in named_in(html)]
    assert named == named_on(site.records, site.toll.stated, day)
    assert len(set(named)) == len(named)
    assert all(is_known(row, day) for row in named)
    new = [row for row in site.toll.stated if row.stated and row.stated.end == day.end]
    assert {row.id for row in named[: len(new)]} == {row.id for row in new}, "the new ones stand first"


@given(day=days())
def test_the_words_give_each_number_as_its_source_does_and_no_other(site: Site, day: When) -> None:
    html = known_words(site.records, site.toll.stated, day)
    for key, text in re.findall(r'key=([\w-]+)"[^>]*>(.*?)</a>', html):
        row = site.records.tables.figures[key]
        assert re.match(rf"{re.escape(range_text(row))}( \(.*\))?$", unescape(text))
    said = words_of(re.sub(r"<a .*?</a>", "", html))
    named = named_on(site.records, site.toll.stated, day)
    assert all(row.reported_by in said for row in named), "every number is attributed"
    data = {text for row in named for text in (row.reported_by, row.via, when_text(row.stated)) if text}
    left = said
    for text in sorted({*data, when_text(day)}, key=len, reverse=True):
        left = left.replace(text, "")
    counts = [kind.earlier for kind in known_on(site.records, site.toll.stated, day) if kind.earlier]
    assert sorted(map(int, re.findall(r"\((\d+) earlier statements?\)", left))) == sorted(counts)
    assert not re.search(r"\d", re.sub(r"\(\d+ earlier", "", left)), left


@given(day=days())
def test_no_statement_is_lost_in_the_words(site: Site, day: When) -> None:
    kinds = known_on(site.records, site.toll.stated, day)
    said = sum(len(kind.named) + kind.earlier for kind in kinds)
    assert said == sum(is_known(row, day) for row in site.toll.stated)


@given(day=days())
def test_counted_and_claimed_are_never_in_one_breath(site: Site, day: When) -> None:
    for kind in known_on(site.records, site.toll.stated, day):
        assert len({row.basis == "bodies" for row in kind.named}) <= 1
        if {row.basis for row in kind.named} & {"claim", "later"}:
            assert len({row.perspective for row in kind.named}) == 1


def test_every_basis_has_a_kind(records: Records) -> None:
    assert {basis for _, bases in KINDS for basis in bases} == set(records.package.code_lists["basis"])


def test_before_the_first_statement_there_is_nothing(records: Records, toll: Toll) -> None:
    first = next(iter(days_of(toll.stated)))
    day = parse_when((first.end - timedelta(days=1)).isoformat())
    assert "nothing of this selection had been stated" in known_words(records, toll.stated, day)
    for chart in toll_charts(records, toll, day=day):
        assert set(drawn(chart).values()) == {LATER}
    assert as_known(toll.early, None) is toll.early


def test_text_from_data_is_never_markup(records: Records) -> None:
    rows = (plain("1992-03-01", reported_by="<a href='javascript:x'>Evil</a>", via="<b>"),)
    html = known_words(records, rows, parse_when("1992-03-01"))
    assert "<a href='javascript" not in html
    assert "&lt;b&gt;" in html


# --- on the page -----------------------------------------------------------------------------------------


@pytest.fixture
def served(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "loaded", lambda: records)


@pytest.mark.usefixtures("served")
def test_the_buttons_step_through_the_days_and_back_to_all_of_them(toll: Toll) -> None:
    app = open_page("casualties")
    assert app.button(key="known-day-previous").disabled
    steps = [day.text for day in days_of(toll.stated)]
    for day in steps[:3]:
        app.button(key="known-day-next").click().run()
        assert app.query_params["day"] == day
        assert when_text(parse_when(day)) in html_of(app)
    for day in steps[1::-1]:
        app.button(key="known-day-previous").click().run()
        assert app.query_params["day"] == day
    app.button(key="known-day-previous").click().run()
    assert "day" not in app.query_params
    assert not app.exception


@pytest.mark.usefixtures("served")
def test_the_last_day_has_no_next_one(toll: Toll) -> None:
    app = open_page("casualties", day=list(days_of(toll.stated))[-1].text)
    assert app.button(key="known-day-next").disabled


@pytest.mark.usefixtures("served")
def test_a_day_without_a_statement_stands_between_its_neighbours() -> None:
    app = open_page("casualties", day="1992-03-08")
    assert "Nothing was first stated on 8 March 1992" in html_of(app)
    app.button(key="known-day-next").click().run()
    assert app.query_params["day"] == "1992-03-09"


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("value", ["nonsense", "1700-01-01", "<script>alert(1)</script>", "x" * 5000])
def test_a_day_that_means_nothing_is_said_to_be_ignored(value: str) -> None:
    app = open_page("casualties", day=value)
    assert not app.exception
    assert "and was ignored: all dates are shown" in html_of(app)
    assert "<script>alert" not in html_of(app)
    for chart in app.get("plotly_chart"):
        assert all(trace.get("opacity") != LATER for trace in json.loads(chart.proto.spec)["data"])
