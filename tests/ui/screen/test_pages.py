"""Every page at every kind of address: no exception, one title, charts with words and a table."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path

import pytest
from addresses import NASTY, PARAMETERS, VIEW_PARAMETERS, View, queries, view_addresses
from breaking import DataCopy
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from visiting import PATHS, drawers_of, html_of, keys_of, open_page

from evidence_site.records.choose.choice import read_choice
from evidence_site.records.choose.filter_index import index_of
from evidence_site.records.choose.filters import CODE_FILTERS, FILTERS
from evidence_site.records.choose.selection import select
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import KINDS, record_name
from evidence_site.ui.state import store
from evidence_site.viz.pages.site import PAGES
from evidence_site.viz.words.filter_labels import labels_of

pytestmark = pytest.mark.every_folder

#: The kind of record whose absence empties a page.
SHOWS = {
    "timeline": "events",
    "map": "events",
    "casualties": "figures",
    "claims": "claims",
    "sources": "sources",
    "screenings": "screenings",
}

#: Filters that are tried one by one, and together on the charts of the shipped records.
TRIED = ("cat", "side", "period", "q")
FILTERED = {"cat": "attack_on_civilians.legal", "side": "independent", "period": "1992", "q": "1992"}


@pytest.fixture(autouse=True)
def served(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """One load for all pages of this process."""
    monkeypatch.setattr(store, "loaded", lambda: records)


def assert_sound(app: AppTest) -> None:
    assert [error.message for error in app.exception] == []
    assert len(app.title) + html_of(app).count("<h1") == 1
    assert "Showing " in html_of(app)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_opens_at_its_plain_address(path: str) -> None:
    app = open_page(path)
    assert_sound(app)
    assert not app.warning
    assert not [key for key in keys_of(app) if key.startswith(("lift-", "rescue-"))]


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", TRIED)
def test_a_page_opens_under_each_filter(path: str, name: str, records: Records) -> None:
    year = records.site.focus.when.text[:4]
    value = ".".join(sorted(index_of(records).known[name])[:2]) if name in ("cat", "side") else year
    app = open_page(path, **{name: value})
    assert_sound(app)
    assert not app.warning
    assert f"lift-{name}" in keys_of(app)
    assert app.query_params[name] == value, "the address stays what it was"


@pytest.mark.parametrize("path", PATHS)
def test_a_page_opens_under_all_filters_at_once(path: str, records: Records) -> None:
    known = index_of(records).known
    values = {entry.key: min(known[entry.key]) for entry in CODE_FILTERS if known[entry.key]}
    assert_sound(open_page(path, **values, period="1992", q="a"))


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("values", [{"q": "zzzz qqqq"}, {"period": "1700", "film": "none", "q": "xyzzy"}])
def test_a_page_opens_when_nothing_is_left(path: str, values: dict[str, str]) -> None:
    assert_sound(open_page(path, **values))


@pytest.mark.parametrize("path", SHOWS)
def test_an_empty_page_offers_to_lift_what_emptied_it_and_doing_so_helps(path: str, records: Records) -> None:
    table, category = SHOWS[path], sorted(index_of(records).known["cat"])[0]
    if not records.table(table):
        pytest.skip("there is nothing to bring back")
    app = open_page(path, q="zzzz qqqq", cat=category)
    assert any("No record of this kind" in info.value for info in app.info)
    rescue = f"rescue-{table}-q"
    assert rescue in keys_of(app)
    app.button(key=rescue).click().run()
    assert_sound(app)
    assert app.query_params == {"cat": category}
    choice, _ = read_choice(records, {"cat": category})
    assert select(records, choice).count(table)
    assert not [key for key in keys_of(app) if key.startswith("rescue-")]


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "x" * 10_000, "‮\0؁", "9999-12-31"])
def test_a_page_opens_at_a_garbage_address_and_says_what_it_ignored(path: str, value: str) -> None:
    app = open_page(path, **dict.fromkeys(PARAMETERS, value), surprise=value)
    assert_sound(app)
    assert any("was ignored" in warning.value for warning in app.warning)
    assert "<script>alert" not in html_of(app)


@pytest.mark.slow
@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize("path", ["casualties", "screenings"])
def test_a_view_that_does_not_exist_falls_back_to_the_usual_one(path: str, value: str) -> None:
    assert_sound(open_page(path, **dict.fromkeys(VIEW_PARAMETERS, value)))


@pytest.mark.slow
@pytest.mark.parametrize("value", NASTY)
def test_no_value_of_a_filter_breaks_the_frame(value: str) -> None:
    assert_sound(open_page("claims", **{entry.key: value for entry in FILTERS}))


@pytest.mark.slow
@settings(max_examples=500)
@given(data=st.data())
def test_no_address_of_any_page_raises(records: Records, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(PATHS))
    values = data.draw(queries(records))
    assert_sound(open_page(path, **values))


# --- charts ------------------------------------------------------------------------------------------

#: Pages with a chart in each view but the one that sets numbers side by side.
CHARTED = ("overview", "timeline", "casualties", "screenings")
VIEWS: tuple[View, ...] = (
    *[view for view in view_addresses() if view[0] in CHARTED and view[1].get("tab") != "compare"],
    ("timeline", FILTERED),
    ("casualties", {"side": "independent"}),
    ("casualties", {"tab": "elsewhere", "scale": "log"}),
    ("screenings", {"country": "US"}),
    ("screenings", {"scale": "near", "shown": "2016", "sel": "places.london"}),
)


def _twins(app: AppTest) -> dict[str, str]:
    named = drawers_of(app).items()
    return {name.removeprefix("twin-"): label for name, label in named if name.startswith("twin-")}


@pytest.mark.shipped_folder
@pytest.mark.parametrize(("path", "values"), VIEWS)
def test_every_chart_has_words_for_those_who_do_not_see_it_and_a_table_twin(
    path: str, values: dict[str, str]
) -> None:
    app = open_page(path, **values)
    assert_sound(app)
    charts = app.get("plotly_chart")
    assert charts
    keys = [chart.proto.id.partition("-chart-")[2] for chart in charts]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= _twins(app).keys()
    for chart in charts:
        assert len(chart.proto.alt) > 30
        assert json.loads(chart.proto.spec)["data"]
    assert html_of(app).count("How to read this: ") >= len(charts)
    assert html_of(app).count("Sources: ") >= len(charts)


def _numbers(label: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", label)]


@pytest.mark.shipped_folder
@pytest.mark.parametrize(("path", "values"), VIEWS)
def test_a_table_twin_holds_the_rows_that_its_label_and_its_download_count(
    path: str, values: dict[str, str]
) -> None:
    app = open_page(path, **values)
    downloads = re.findall(r"Download th\w+ (?:(\d[\d,]*) )?rows? \(CSV\)", html_of(app))
    counts = []
    for key, label in _twins(app).items():
        before = html_of(app).count("<tr>")
        app.session_state[f"twin-{key}"] = True
        app.run()
        assert_sound(app)
        rows = html_of(app).count("<tr>") - before - 1
        assert _numbers(label) == [rows], key
        counts.append(rows)
    assert len(downloads) == len(counts)
    assert sorted(counts) == sorted(int(count.replace(",", "") or 1) for count in downloads)


@pytest.mark.shipped_folder
@pytest.mark.parametrize(("path", "values"), VIEWS)
def test_charts_are_of_fixed_height_and_do_not_move(path: str, values: dict[str, str]) -> None:
    for chart in open_page(path, **values).get("plotly_chart"):
        spec = json.loads(chart.proto.spec)
        assert spec["layout"]["height"] >= 120
        assert not spec.get("frames")
        assert "updatemenus" not in spec["layout"]
        assert "sliders" not in spec["layout"]
        assert not {"paper_bgcolor", "plot_bgcolor"} & spec["layout"].keys()
        kinds = {trace["type"] for trace in spec["data"]}
        assert kinds <= {"scatter", "bar"}, "nothing three-dimensional, nothing that fetches tiles"


# --- records -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", KINDS)
def test_the_record_page_shows_a_record_of_every_kind(records: Records, table: str) -> None:
    row = next(iter(records.table(table)), None)
    if row is None:
        pytest.skip("the records have none")
    app = open_page("record", table=table, key=row.id)
    assert_sound(app)
    assert not app.warning
    assert f"table={table}&amp;key={row.id}" in html_of(app)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("events", "no-such-event"),
        ("evnts", "a"),
        ("citations", "a"),
        ("place_names", "khojaly"),
        ("", "a"),
        ("events", ""),
        ("__class__", "a"),
        ("events", "<script>alert(1)</script>"),
    ],
)
def test_an_unknown_record_is_said_to_be_none(table: str, key: str) -> None:
    app = open_page("record", table=table, key=key)
    assert_sound(app)
    assert [warning.value for warning in app.warning] == ["There is no published record at this address."]


def test_the_record_page_without_a_record_says_what_it_is_for() -> None:
    app = open_page("record")
    assert_sound(app)
    assert len(app.info) == 1


@pytest.mark.parametrize("path", ["overview", "timeline", "map", "casualties", "screenings"])
def test_the_chosen_record_stands_beside_every_view(records: Records, path: str) -> None:
    table = {"casualties": "figures", "screenings": "screenings"}.get(path, "events")
    row = next(iter(records.table(table)), None)
    if row is None:
        pytest.skip("the records have none")
    app = open_page(path, sel=f"{table}.{row.id}")
    assert_sound(app)
    assert f"key={row.id}" in html_of(app)
    assert "drawer-close" in keys_of(app)
    app.button(key="drawer-close").click().run()
    assert_sound(app)
    assert "sel" not in app.query_params


@pytest.mark.slow
@pytest.mark.parametrize("path", ["overview", "timeline", "map", "casualties", "screenings"])
@pytest.mark.parametrize(
    "sel", ["events.nope", "nope.nope", "citations.a", "place_names.a", "a", ".", "events.", "__class__.a"]
)
def test_a_chosen_record_that_does_not_exist_is_no_fault(path: str, sel: str) -> None:
    assert_sound(open_page(path, sel=sel))


def test_choosing_in_the_list_sets_the_address_and_shows_the_card(records: Records) -> None:
    app = open_page("timeline")
    chooser = next(box for box in app.selectbox if box.label == "Find an event")
    chooser.select_index(2).run()
    assert_sound(app)
    table, _, key = app.query_params["sel"].partition(".")
    assert table == "events"
    name = record_name(records, "events", records.tables.events[key])
    assert name.split("'")[0] in html_of(app)


# --- the bar -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("label", "key"), [("Category", "cat"), ("Perspective", "side"), ("Place", "place")])
def test_choosing_in_a_menu_writes_codes_and_a_chip_lifts_them(
    records: Records, label: str, key: str
) -> None:
    app = open_page("timeline")
    menu = next(box for box in app.multiselect if box.label == label)
    codes = {name: code for code, name in labels_of(records, key).items()}
    menu.set_value([codes[menu.options[0]]]).run()
    assert_sound(app)
    assert re.fullmatch(r"[A-Za-z0-9_-]+", app.query_params[key])
    app.button(key=f"lift-{key}").click().run()
    assert_sound(app)
    assert app.query_params == {}


@pytest.mark.parametrize(
    ("path", "view"),
    [("timeline", {}), ("screenings", {}), ("casualties", {"tab": "compare"}), ("explore", {})],
)
def test_no_menu_offers_all_that_match(path: str, view: dict[str, str]) -> None:
    """It would be the first option, and Enter after a few letters would choose every place with them."""
    menus = open_page(path, **view).multiselect
    assert len(menus) > 3
    assert [menu.label for menu in menus if menu.proto.select_all] == []


def test_resetting_lifts_every_filter_and_keeps_the_record() -> None:
    app = open_page("timeline", period="1992", q="the", sel="events.none")
    app.button(key="lift-all").click().run()
    assert app.query_params == {"sel": "events.none"}


def test_the_sentence_counts_what_is_left(records: Records) -> None:
    category = sorted(index_of(records).known["cat"])[0]
    selection = select(records, read_choice(records, {"cat": category})[0])
    sentence = f"Showing {selection.count('events')} of {selection.totals['events']} events"
    assert sentence in html_of(open_page("about", cat=category))


@pytest.mark.parametrize("name", ["side", "source"])
@pytest.mark.parametrize("path", ["timeline", "casualties", "sources"])
def test_a_one_sided_view_says_so(path: str, name: str) -> None:
    records = store.loaded()
    speaking = {row.id: row for row in records.tables.sources if records.links.resting_on[row.id]}
    values = {name: min(speaking) if name == "source" else speaking[min(speaking)].perspective}
    app = open_page(path, **values)
    assert_sound(app)
    [told] = [info.value for info in app.info if re.match(r"You see \d+ of \d+ sources: only ", info.value)]
    selection = select(records, read_choice(records, values)[0])
    cited = {
        citation.source_id
        for citation in records.tables.citations
        if citation.record_id in selection.ids.get(citation.table, ())
        and citation.table in ("events", "figures", "screenings")
    }
    others = len(cited - selection.ids["sources"])
    assert (f"also rest on {others} other source" in told) == (others > 0)


@pytest.mark.shipped_folder
def test_a_source_without_figures_says_so_where_figures_are_shown() -> None:
    records = store.loaded()
    resting = records.links.resting_on
    silent = next(key for key in resting if resting[key] and "figures" not in dict(resting[key]))
    app = open_page("casualties", source=silent)
    assert_sound(app)
    assert "Figures: none rests on this source." in html_of(app)
    assert f"table=sources&amp;key={silent}" in html_of(app)


def test_a_filter_that_does_not_apply_is_named() -> None:
    app = open_page("screenings", period="1992")
    assert_sound(app)
    assert "Screenings are not narrowed by: Period." in html_of(app)


@pytest.mark.shipped_folder
def test_menus_of_showings_stand_on_their_page_and_their_chips_everywhere() -> None:
    labels = {"Year shown", "Status of showing"}
    assert labels <= {box.label for box in open_page("screenings").multiselect}
    app = open_page("claims", shown="2015", held="announced")
    assert_sound(app)
    assert not labels & {box.label for box in app.multiselect}
    app.button(key="lift-held").click().run()
    assert app.query_params == {"shown": "2015"}


def test_the_menu_has_every_page_once_and_the_record_page_stays_out_of_it() -> None:
    assert len({page.path for page in PAGES}) == len(PAGES)
    assert [page.path for page in PAGES if not page.group] == ["record"]


# --- data that do not pass -----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_data_that_do_not_pass_give_a_plain_page_and_a_log(
    path: str,
    data_copy: DataCopy,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    data_copy.change("events", 2, date="yesterday")
    data_copy.change("sources", 2, url="nowhere")
    monkeypatch.undo()
    monkeypatch.setenv("DATA_DIR", str(data_copy.folder))
    store.restart()
    try:
        with caplog.at_level(logging.ERROR):
            app = open_page(path)
    finally:
        store.restart()
    assert not app.exception
    assert [title.value for title in app.title] == ["The data could not be loaded"]
    assert "yesterday" not in html_of(app) + " ".join(text.value for text in app.markdown)
    logged = [message for message in caplog.messages if ".csv:" in message]
    assert len(logged) == 2


@pytest.mark.parametrize("maintainer", ["0", "1"])
def test_without_data_a_page_names_the_folder_to_maintainers_alone(
    maintainer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "mistyped"))
    monkeypatch.setenv("MAINTAINER", maintainer)
    monkeypatch.setattr(store, "_standing", None)
    html = html_of(open_page("timeline"))
    assert (f"The folder is {tmp_path / 'mistyped'}." in html) == (maintainer == "1")


@pytest.mark.shipped_folder
def test_a_week_without_an_event_of_the_night_shows_no_empty_night() -> None:
    html = html_of(open_page("timeline", period="1992-02-27/1992-03-04", cat="media"))
    headings = [heading.value for heading in open_page("timeline", period="1992-02-27/1992-03-04").header]
    assert headings
    assert "0 of 0" not in " ".join([html, *headings])


@pytest.mark.parametrize("others", [{}, {"basis": "bodies.names"}, {"basis": "claim", "measure": "killed"}])
def test_whose_statements_are_shown_is_counted_as_choosing_them_shows(
    others: dict[str, str], records: Records
) -> None:
    (whose,) = (
        group
        for group in open_page("casualties", **others).get("button_group")
        if group.label == "Only stated by"
    )
    promised = dict(re.fullmatch(r"(.+) \((\d+)\)", option).groups() for option in whose.options)
    of_main_event = {row.id for row in records.links.figures_of[records.site.main_event]}
    labels = labels_of(records, "side")
    for side in records.package.code_lists["perspective"]:
        chosen = select(records, read_choice(records, {**others, "side": side})[0])
        shown = chosen.ids["figures"] & of_main_event
        assert int(promised.get(labels[side], 0)) == len(shown), side
