"""The cross-filter: each view counts under all the others, and every choice can be undone."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from addresses import choices
from answering import ask
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from visiting import html_of, open_page

from evidence_site.records.choose.choice import Choice, read_choice, write_choice
from evidence_site.records.choose.filters import BY_KEY
from evidence_site.records.choose.selection import LENSES, facet, resting_sources, select, toggled
from evidence_site.records.dates import parse_when
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import record_name
from evidence_site.ui.cards import share_panel
from evidence_site.ui.cards.selection_list import PAGE
from evidence_site.ui.cards.share_panel import frame
from evidence_site.ui.routes.data_routes import ROUTES
from evidence_site.ui.state import store
from evidence_site.viz.chronology.strip import (
    as_period,
    bins_of,
    brushed,
    chosen_spans,
    outside_domain,
    strip_bins,
    strip_figure,
)
from evidence_site.viz.words import lenses
from evidence_site.viz.words.filter_labels import labels_of, shortened

BARS = [(lens.table, key) for lens in lenses.LENSES.values() for key in lens.bars]
TABLES = sorted(LENSES)


@pytest.fixture(autouse=True)
def served(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """One load for all pages of this process."""
    monkeypatch.setattr(store, "loaded", lambda: records)


# --- facets ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("table", "key"), BARS)
@given(data=st.data())
def test_a_bar_promises_what_choosing_it_gives(
    records: Records, data: st.DataObject, table: str, key: str
) -> None:
    choice = data.draw(choices(records))
    counts = facet(records, select(records, choice), key, table)
    for code, count in list(counts.items())[:4]:
        alone = read_choice(records, {**write_choice(choice.without(key)), key: code})[0]
        assert select(records, alone).count(table) == count


@given(data=st.data())
def test_the_order_in_which_codes_are_chosen_does_not_matter(records: Records, data: st.DataObject) -> None:
    steps = data.draw(st.lists(st.sampled_from(["military", "legal", "media"]), max_size=6))
    choice, others = Choice(), Choice()
    for code in steps:
        choice = _with(records, choice, "cat", toggled(choice, "cat", code))
    for code in reversed(steps):
        others = _with(records, others, "cat", toggled(others, "cat", code))
    assert choice == others


@given(data=st.data())
def test_choosing_twice_restores(records: Records, data: st.DataObject) -> None:
    choice = data.draw(choices(records))
    code = data.draw(st.sampled_from(sorted(facet(records, select(records, Choice()), "cat", "events"))))
    once = _with(records, choice, "cat", toggled(choice, "cat", code))
    assert _with(records, once, "cat", toggled(once, "cat", code)) == choice


def _with(records: Records, choice: Choice, key: str, codes: tuple[str, ...]) -> Choice:
    return read_choice(records, {**write_choice(choice.without(key)), key: ".".join(codes)})[0]


@given(data=st.data())
def test_narrowing_never_adds_a_source(records: Records, data: st.DataObject) -> None:
    choice = data.draw(choices(records))
    narrow = resting_sources(records, select(records, choice))
    for key in choice.active:
        assert narrow <= resting_sources(records, select(records, choice.without(key)))


# --- the strip -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("span", ["1988/2026", "1992", "1992-02-01/1992-03-31"])
def test_every_record_is_in_the_strip_or_outside_it(records: Records, table: str, span: str) -> None:
    domain, ids = parse_when(span), records.table(table).ids()
    dates = lenses.dates_of(records, table)
    bins = strip_bins(records, ids, table, domain)
    sure = sum(entry.sure for entry in bins)
    spread = {key for key in ids if dates[key].overlaps(domain)}
    assert sure <= len(spread) == len(ids) - outside_domain(records, ids, table, domain)
    for entry in bins:
        touching = [key for key in ids if dates[key].overlaps(entry.when)]
        assert entry.sure + entry.possible == len(touching)


@pytest.mark.parametrize(
    ("span", "count", "first"),
    [("1988/2026", 39, "1988"), ("1992", 12, "1992-01"), ("1992-02-01/1992-03-31", 60, "1992-02-01")],
)
def test_the_bars_are_years_months_or_days(span: str, count: int, first: str) -> None:
    bins = bins_of(parse_when(span))
    assert (len(bins), bins[0].text) == (count, first)
    assert all(before.end + timedelta(days=1) == after.start for before, after in pairwise(bins))


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [
        ("1990-06-01 12:00", "1992-01-01", "1990/1992"),
        ("1992-12-01", "1990-06-01 12:00:00.5", "1990/1992"),
        ("1992-03-01", "1992-03-02", "1992"),
        ("1970-01-01", "1988-01-05", "1988"),
        ("2026-12-31", "2040-01-01", "2026"),
        ("1970-01-01", "1971-01-01", ""),
        ("2030-01-01", "2031-01-01", ""),
    ],
)
def test_a_stroke_chooses_the_bars_that_it_touches(start: str, end: str, period: str) -> None:
    assert as_period(brushed(parse_when("1988/2026"), start, end)) == period


def test_what_is_chosen_is_drawn_where_it_lies(records: Records) -> None:
    selection = select(
        records, read_choice(records, {"shown": "2012.2013.2014.2017", "period": "1992-02"})[0]
    )
    assert [when.text for when in chosen_spans(selection, "shown")] == ["2012/2014", "2017"]
    chosen = chosen_spans(selection, "period")
    nothing: frozenset[str] = frozenset()
    figure = strip_figure(records, nothing, "events", parse_when("1988/2026"), chosen, nothing, "light")
    assert [(box["x0"], box["x1"]) for box in figure["layout"]["selections"]] == [
        ("1992-02-01", "1992-03-01")
    ]


# --- the page --------------------------------------------------------------------------------------------


def _click(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label.replace("\\", "") == label).click().run()


def test_a_bar_narrows_everything_and_a_second_click_lets_go(records: Records) -> None:
    app = open_page("explore")
    whole = _counted(app)
    count = facet(records, select(records, Choice()), "cat", "events")["legal"]
    narrowed = _click(app, f"Legal · {count}")
    assert narrowed.query_params["cat"] == "legal"
    assert _counted(narrowed).startswith(f"{count} events, ")
    assert _counted(_click(narrowed, f"✓ Legal · {count}")) == whole


def test_a_source_is_chosen_by_its_bar_or_found_by_its_name(records: Records) -> None:
    counts = list(facet(records, select(records, Choice()), "source", "events").items())
    most, rare = counts[0], counts[-1]
    name = shortened(labels_of(records, "source")[most[0]], 80)
    narrowed = _click(open_page("explore"), f"{name} · {most[1]}")
    assert narrowed.query_params["source"] == most[0]
    assert _counted(narrowed).startswith(f"{most[1]} events, ")
    assert "You see 1 of " in " ".join(notice.value for notice in narrowed.info)
    narrowed.session_state["more-source"] = True
    found = narrowed.run().selectbox(key=f"find-source-{most[0]}")
    both = found.select(rare[0]).run()
    assert both.query_params["source"] == ".".join(sorted((most[0], rare[0])))
    assert not both.exception


def test_the_years_of_showings_are_chosen_without_a_stroke_too(records: Records) -> None:
    app = open_page("explore", lens="screenings")
    menu = next(menu for menu in app.multiselect if menu.label == BY_KEY["shown"].label)
    narrowed = menu.select("2015").run()
    assert narrowed.query_params["shown"] == "2015"
    left = select(records, read_choice(records, {"shown": "2015"})[0]).count("screenings")
    assert f" {left} screenings, resting on" in _counted(narrowed)


def _counted(app: AppTest) -> str:
    return html_of(app).partition('class="counted">')[2].partition("</p>")[0]


@pytest.mark.parametrize("table", TABLES)
def test_what_is_counted_is_listed_and_rests_on_sources(records: Records, table: str) -> None:
    choice = {"q": "report"}
    app = open_page("explore", lens=table, **choice)
    selection = select(records, read_choice(records, choice)[0])
    sources = resting_sources(records, selection)
    assert f"{selection.count(table)} " in _counted(app)
    assert f"resting on {len(sources)} sources" in _counted(app)
    rows = [button for button in app.button if (button.key or "").startswith("row-")]
    assert len(rows) == min(PAGE, selection.count(table))


def test_the_steps_go_through_the_selection_in_its_order(records: Records) -> None:
    ids = lenses.in_order(records, select(records, read_choice(records, {"cat": "legal"})[0]), "events")
    app = open_page("explore", cat="legal", sel=f"events.{ids[0]}")
    for following in ids[1:]:
        app = _click(app, "Next")
        assert app.query_params["sel"] == f"events.{following}"
        assert record_name(records, "events", records.tables.events[following]) in _plain(app)
    assert app.button(key="selection-next").disabled
    assert _click(app, "Previous").query_params["sel"] == f"events.{ids[-2]}"


def _plain(app: AppTest) -> str:
    return unescape(html_of(app))


def test_the_list_turns_its_pages_and_opens_at_the_open_record(records: Records) -> None:
    ids = lenses.in_order(records, select(records, Choice()), "events")
    app = open_page("explore", sel=f"events.{ids[3 * PAGE]}")
    assert "Page 4 of " in " ".join(caption.value for caption in app.caption)
    app = _click(app, "Later")
    assert app.query_params["page"] == "5"
    assert "Page 5 of " in " ".join(caption.value for caption in app.caption)


@pytest.mark.parametrize("page", ["0", "-1", "9999999", "x", "٣", "1e9", "²"])
def test_a_page_that_does_not_exist_is_the_first(page: str) -> None:
    app = open_page("explore", page=page)
    assert not app.exception
    assert "Page 1 of " in " ".join(caption.value for caption in app.caption)


def test_an_empty_selection_says_so_and_offers_the_way_back() -> None:
    app = open_page("explore", q="zzzzqq")
    assert not app.exception
    assert "No record of this kind" in app.info[0].value
    assert any((button.key or "").startswith("rescue-") for button in app.button)


# --- sharing ---------------------------------------------------------------------------------------------


def test_the_shared_view_carries_link_square_frame_citation_and_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(share_panel, "site_base", lambda _run: "https://evidence.example")
    app = open_page("explore", cat="legal")
    app.session_state["share"] = True
    app = app.run()
    codes = [code.value for code in app.code]
    assert any(code.endswith("/explore?cat=legal") for code in codes)
    assert any(code.startswith("<iframe") and "embed=true" in code for code in codes)
    text = html_of(app)
    assert "data:image/svg+xml" in text
    assert "./api/events.csv?cat=legal" in text
    assert "./api/selection.json?cat=legal" in text


@pytest.mark.parametrize(
    ("link", "source"),
    [
        ("https://site/explore", "https://site/explore?embed=true"),
        ("https://site/explore?cat=a#b", "https://site/explore?cat=a&amp;embed=true#b"),
    ],
)
def test_the_frame_shows_the_view_alone(link: str, source: str) -> None:
    assert f'src="{source}"' in frame(link, "<Name>")
    assert 'title="&lt;Name&gt;"' in frame(link, "<Name>")


@pytest.mark.parametrize(("given", "only"), [({"side": "armenian"}, "Armenian"), ({"cat": "legal"}, "")])
def test_files_of_a_one_sided_selection_say_so(given: dict[str, str], only: str) -> None:
    about = json.loads(ask(ROUTES, "/api/selection.json", given).text)["about"]
    rows = list(csv.DictReader(io.StringIO(ask(ROUTES, "/api/events.csv", given).text)))
    assert rows
    assert {row.get("selection_note") for row in rows} == {about["selection_note"]}
    assert bool(only) == bool(about["selection_note"])
    assert f"only {only}" in (about["selection_note"] or "only ")


def test_the_json_holds_exactly_the_selection_with_its_sources(records: Records) -> None:
    answer = ask(ROUTES, "/api/selection.json", {"cat": "legal"})
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    told: dict[str, Any] = json.loads(answer.text)
    selection = select(records, read_choice(records, {"cat": "legal"})[0])
    for table in LENSES:
        assert {row["id"] for row in told[table]} == selection.ids[table]
        assert told["about"]["shown"][table] == [selection.count(table), selection.totals[table]]
    assert {source["id"] for source in told["sources"]} == resting_sources(records, selection)
    assert told["about"]["filters"] == {"cat": "legal"}
    assert told["about"]["note"] == records.site.content_note
    columns = {field.name for field in records.package.tables["events"].fields}
    assert all(columns <= set(row) for row in told["events"])
    assert all(row["sources"] for table in LENSES for row in told[table])


@pytest.mark.parametrize("values", [{"zzz": "1"}, {"cat": "no-such"}, {"period": "x"}])
def test_an_address_that_means_nothing_is_refused_with_a_remedy(values: dict[str, str]) -> None:
    answer = ask(ROUTES, "/api/selection.json", values)
    assert answer.status == 400
    assert next(iter(values)) in answer.text


def test_every_filter_of_a_bar_has_a_name() -> None:
    assert {key for _table, key in BARS} <= set(BY_KEY)
