"""The night, hour by hour: every step is reported, its strip, map and words agree, all is attributed."""

from __future__ import annotations

import json
import re
from datetime import datetime, time, timedelta
from html import escape, unescape
from typing import Any

import pytest
from addresses import NASTY, choices
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from visiting import html_of, open_page

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.dates import When, parse_when
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Event
from evidence_site.records.names.citing import short_name
from evidence_site.records.names.naming import code_label
from evidence_site.ui.state import store
from evidence_site.viz.chart import FAINT, LATER, Chart
from evidence_site.viz.chronology.night import night_chart
from evidence_site.viz.chronology.night_hours import (
    band,
    event_words,
    hour_code,
    hour_text,
    hour_words,
    hours_of,
    is_reported_for,
    night_events,
    places_title,
    read_hour,
    reported_at,
    reported_start,
    without_hour,
)
from evidence_site.viz.maps.event_map import event_marks, place_marks
from evidence_site.viz.maps.map_marks import mark_features
from evidence_site.viz.words.prose import prose

FULL = {"report": 0.9, "recollection": 0.5}


def span_of(records: Records) -> When:
    return records.tables.events[records.site.main_event].date


def night_under(records: Records, choice: Choice) -> tuple[Event, ...]:
    return night_events(select(records, choice).rows["events"], span_of(records))


@pytest.fixture(scope="module")
def night(records: Records) -> tuple[Event, ...]:
    return night_under(records, Choice())


@pytest.fixture(scope="module")
def steps(night: tuple[Event, ...]) -> list[datetime]:
    return list(hours_of(night))


def named_in(html: str) -> list[str]:
    """Ids of the events that words link to."""
    return re.findall(r"table=events&amp;key=([\w-]+)", html)


def words_of(html: str) -> str:
    return unescape(re.sub("<.*?>", "", html))


def plain(**values: object) -> Event:
    base = {
        "id": "a", "date": parse_when("1992-02-25/1992-02-26"), "scope": "moment", "category": "military",
        "title": "Something", "summary": "Somebody says so.",
    }  # fmt: skip
    return Event(**dict.fromkeys(Event._fields) | base | values)  # type: ignore[arg-type]


@st.composite
def timed(draw: st.DrawFn) -> Event:
    """Any event with a clock time, of one night or one day."""
    clocks = st.times().map(lambda clock: clock.strftime("%H:%M"))
    return plain(
        date=parse_when(draw(st.sampled_from(["1992-02-25", "1992-02-26", "1992-02-25/1992-02-26"]))),
        time_from=draw(clocks),
        time_to=draw(st.one_of(st.none(), clocks)),
        time_basis=draw(st.sampled_from(sorted(FULL))),
    )


# --- the steps -------------------------------------------------------------------------------------------


def test_every_step_is_a_reported_moment_and_every_reported_moment_is_a_step(
    night: tuple[Event, ...], steps: list[datetime]
) -> None:
    reported = {
        datetime.combine(day, time.fromisoformat(event.time_from))
        for event in night
        if event.time_from
        for day in (event.date.start, event.date.end)
    }
    assert steps
    assert set(steps) <= reported
    assert steps == sorted(set(steps))
    assert {reported_start(event) for event in night if event.time_from} == set(steps)


@given(event=timed())
def test_an_event_is_reported_for_its_own_start_and_for_no_hour_outside_its_band(event: Event) -> None:
    first, last = band(event)
    assert is_reported_for(event, reported_start(event))
    assert is_reported_for(event, first)
    assert is_reported_for(event, last)
    minute = timedelta(minutes=1)
    assert not is_reported_for(event, first - minute)
    assert not is_reported_for(event, last + minute)


def test_what_has_no_hour_is_reported_for_none(night: tuple[Event, ...], steps: list[datetime]) -> None:
    untimed = without_hour(night)
    assert untimed
    assert not [event for event in untimed for hour in steps if is_reported_for(event, hour)]


def test_an_address_holds_an_hour_and_gives_it_back(steps: list[datetime]) -> None:
    for hour in steps:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", hour_code(hour))
        assert read_hour(hour_code(hour), steps) == hour
    assert hour_code(None) == ""


@pytest.mark.parametrize(
    "text", [*NASTY, "", "1992-02-25", "20:30", "1992-02-25T20:31", "1992-02-25T20:30:00"]
)
def test_anything_else_is_no_hour(steps: list[datetime], text: str) -> None:
    assert read_hour(text, steps) is None


# --- the words -------------------------------------------------------------------------------------------


def test_an_event_is_named_at_exactly_the_steps_that_its_band_overlaps(
    records: Records, night: tuple[Event, ...], steps: list[datetime]
) -> None:
    for hour in steps:
        named = named_in(hour_words(records, night, hour))
        assert len(named) == len(set(named))
        overlapping = {
            event.id for event in night if event.time_from and band(event)[0] <= hour <= band(event)[1]
        }
        assert set(named) == overlapping
        assert len(named) == hours_of(night)[hour]
        assert hour_text(hour) in words_of(hour_words(records, night, hour))


@given(data=st.data())
def test_under_any_filter_words_strip_and_map_tell_of_the_same_events(
    records: Records, data: st.DataObject
) -> None:
    events = night_under(records, data.draw(choices(records)))
    hour = data.draw(st.sampled_from(list(hours_of(night_under(records, Choice())))))
    told = {event.id for event in reported_at(events, hour)}
    assert set(named_in(hour_words(records, events, hour))) == told
    strengths = bands(night_chart(records, events, span_of(records), hour))
    assert {key for key, strength in strengths.items() if strength > LATER} == told
    for mark in place_marks(records, events, told):
        assert mark.told == len([event for event in mark.events if event.id in told])


def test_the_words_give_hour_basis_summary_and_sources_of_every_event(
    records: Records, night: tuple[Event, ...]
) -> None:
    for event in night:
        html = event_words(records, event)
        said = words_of(html)
        assert event.title in said
        assert event.summary in said
        for source in records.links.sources_of["events", event.id]:
            assert escape(short_name(source), quote=True) in html
        if event.time_from:
            assert event.time_from in said
            basis = code_label(records, "events", "time_basis", event.time_basis).lower()
            assert f"({basis})" in said
        else:
            assert "Hour not known" in said


def test_the_words_name_every_account_with_holder_side_and_sources(
    records: Records, night: tuple[Event, ...]
) -> None:
    disputed = [event for event in night if records.links.accounts_of[event.id]]
    assert disputed
    for event in disputed:
        html = event_words(records, event)
        said = words_of(html)
        for account in records.links.accounts_of[event.id]:
            side = code_label(records, "accounts", "perspective", account.perspective)
            assert f"{account.holder} ({side}): {account.text}" in said
            for source in records.links.sources_of["accounts", account.id]:
                assert f"key={source.id}" in html
        assert said.count("Accounts differ") == len(
            {account.about for account in records.links.accounts_of[event.id]}
        )


def test_accounts_that_differ_stand_at_the_hour_itself(
    records: Records, night: tuple[Event, ...], steps: list[datetime]
) -> None:
    for hour in steps:
        said = words_of(hour_words(records, night, hour))
        for event in reported_at(night, hour):
            assert all(account.text in said for account in records.links.accounts_of[event.id])


def test_the_whole_night_names_every_event_with_an_hour_in_order(
    records: Records, night: tuple[Event, ...]
) -> None:
    assert named_in(hour_words(records, night, None)) == [event.id for event in night if event.time_from]


def test_an_hour_of_which_a_filter_leaves_nothing_says_so(records: Records, steps: list[datetime]) -> None:
    assert "No event of this selection" in hour_words(records, (), steps[0])
    assert "No hour is reported" in hour_words(records, (), None)


def test_text_from_data_is_never_markup(records: Records) -> None:
    row = plain(title="<img src=x onerror=alert(1)>", summary="<b>", place_text="<i>", time_from="01:00")
    html = event_words(records, row)
    assert "<img" not in html
    assert "&lt;b&gt;" in html
    assert "&lt;i&gt;" in html


# --- the strip -------------------------------------------------------------------------------------------


def bands(chart: Chart) -> dict[str, float]:
    """Id of every event with an hour to the strength of its band."""
    if not chart.figure:
        return {}
    trace = chart.figure["data"][0]
    keys = [key for (key,) in trace["customdata"]]
    return dict(zip(keys, trace["marker"]["opacity"], strict=True))


def without_strength(chart: Chart) -> Any:
    figure = json.loads(json.dumps(chart.figure))
    for trace in figure["data"]:
        trace["marker"].pop("opacity", None)
    del figure["layout"]["shapes"]
    return figure


def test_stepping_changes_only_the_strength_of_the_bands_and_the_line(
    records: Records, night: tuple[Event, ...], steps: list[datetime]
) -> None:
    whole = night_chart(records, night, span_of(records))
    assert not whole.figure["layout"]["shapes"]
    assert set(bands(whole).values()) == {1}
    fills = whole.figure["data"][0]["marker"]["color"]
    told = [event for event in night if event.time_from]
    assert [float(fill.rpartition(",")[2].rstrip(")")) for fill in fills] == [
        FULL[event.time_basis] for event in sorted(told, key=lambda one: list(bands(whole)).index(one.id))
    ], "what one person recalls is paler"
    for hour in steps:
        chart = night_chart(records, night, span_of(records), hour)
        assert (chart.key, chart.title, chart.height) == (whole.key, whole.title, whole.height)
        assert list(chart.rows) == list(whole.rows)
        assert without_strength(chart) == without_strength(whole)
        (line,) = chart.figure["layout"]["shapes"]
        assert line["x0"] == line["x1"] == hour.isoformat()
        for event in night:
            if event.time_from:
                assert event.time_basis
                full = 1 if is_reported_for(event, hour) else LATER
                assert bands(chart)[event.id] == full


def test_the_strip_says_in_words_what_the_line_crosses(
    records: Records, night: tuple[Event, ...], steps: list[datetime]
) -> None:
    for hour in steps:
        alt = night_chart(records, night, span_of(records), hour).alt
        said = alt.partition(f"Reported for {hour:%H:%M}: ")[2]
        assert said
        assert {event.title for event in night if event.title in said} == {
            event.title for event in reported_at(night, hour)
        }


# --- the map ---------------------------------------------------------------------------------------------


def features(records: Records, events: tuple[Event, ...], told: set[str] | None) -> list[dict[str, Any]]:
    marks = event_marks(records, events, "light", told)
    return [one for one in mark_features(records, marks, "light") if one["properties"].get("record")]


def test_places_of_the_hour_are_at_full_strength_and_the_others_faint(
    records: Records, night: tuple[Event, ...], steps: list[datetime]
) -> None:
    whole = {one["properties"]["record"]: one for one in features(records, night, None)}
    assert {one["properties"]["style"]["fillOpacity"] for one in whole.values()} == {0.6}
    for hour in steps:
        told = {event.id for event in reported_at(night, hour)}
        lit = {mark.place.id for mark in place_marks(records, night, told) if mark.told}
        assert lit == {event.place_id for event in reported_at(night, hour) if event.place_id}
        stepped = features(records, night, told)
        assert [one["properties"]["record"] for one in stepped] == list(whole)
        faint = [one for one in stepped if one["properties"]["style"]["opacity"] == FAINT]
        assert len(faint) == len(whole) - len(lit)
        for one in stepped:
            assert one["geometry"] == whole[one["properties"]["record"]]["geometry"]


def test_the_title_of_the_map_counts_the_places_of_the_hour(
    records: Records, night: tuple[Event, ...], steps: list[datetime]
) -> None:
    count = len(place_marks(records, night))
    assert places_title(records, night, None) == f"Places named for the night: {count}"
    for hour in steps:
        told = len(place_marks(records, reported_at(night, hour)))
        assert places_title(records, night, hour) == f"Places named for {hour:%H:%M}: {told} of {count}"


# --- on the page -----------------------------------------------------------------------------------------


@pytest.fixture
def served(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "loaded", lambda: records)


def strip_of(app: AppTest) -> dict[str, Any]:
    (chart,) = app.get("plotly_chart")
    spec: dict[str, Any] = json.loads(chart.proto.spec)
    return spec


@pytest.mark.usefixtures("served")
def test_the_map_shows_all_events_until_the_night_is_chosen() -> None:
    app = open_page("map")
    assert not app.get("plotly_chart")
    assert "night-hour-next" not in [button.key for button in app.button]


@pytest.mark.usefixtures("served")
def test_the_content_note_and_the_way_past_it_stand_before_the_night(records: Records) -> None:
    app = open_page("map", tab="night")
    text = records.site.texts["night"]
    assert prose(records, text, "night") in html_of(app)
    assert 'href="#sources"' in html_of(app)
    assert "Sources of this page" in [heading.value for heading in app.header]


@pytest.mark.usefixtures("served")
def test_the_buttons_step_through_the_hours_and_back_to_the_whole_night(
    records: Records, night: tuple[Event, ...], steps: list[datetime]
) -> None:
    app = open_page("map", tab="night")
    assert app.button(key="night-hour-previous").disabled
    for hour in steps:
        app.button(key="night-hour-next").click().run()
        assert app.query_params["hour"] == hour_code(hour)
        assert hour_words(records, night, hour) in html_of(app)
        assert strip_of(app)["layout"]["shapes"][0]["x0"] == hour.isoformat()
        assert places_title(records, night, hour) in [heading.value for heading in app.header]
    assert app.button(key="night-hour-next").disabled
    for hour in reversed(steps[:-1]):
        app.button(key="night-hour-previous").click().run()
        assert app.query_params["hour"] == hour_code(hour)
    app.button(key="night-hour-previous").click().run()
    assert "hour" not in app.query_params
    assert not strip_of(app)["layout"].get("shapes")
    assert not app.exception


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("value", ["nonsense", "1992-02-25T20:31", "<script>alert(1)</script>", "x" * 5000])
def test_an_hour_that_means_nothing_is_named_and_ignored(value: str) -> None:
    app = open_page("map", tab="night", hour=value)
    assert not app.exception
    assert "and was ignored: the whole night is shown" in html_of(app)
    assert escape(value[:40]) in html_of(app)
    assert "<script>alert" not in html_of(app)
    assert not strip_of(app)["layout"].get("shapes")


@pytest.mark.usefixtures("served")
def test_an_hour_stays_when_a_filter_leaves_nothing_of_it(night: tuple[Event, ...]) -> None:
    timed_codes = {event.category for event in night if event.time_from}
    other = next(event.category for event in night if event.category not in timed_codes)
    hour = hour_code(next(iter(hours_of(night))))
    app = open_page("map", tab="night", hour=hour, cat=other)
    assert not app.exception
    assert "was ignored" not in html_of(app)
    assert "No event of this selection" in html_of(app)
    assert app.query_params["hour"] == hour


@pytest.mark.usefixtures("served")
def test_a_filter_without_any_event_of_the_night_leaves_a_page_that_stands() -> None:
    app = open_page("map", tab="night", period="2010/2020")
    assert not app.exception
    assert "No hour is reported" in html_of(app)


@pytest.mark.usefixtures("served")
def test_what_has_no_hour_is_folded_and_told_in_full_when_opened(
    records: Records, night: tuple[Event, ...]
) -> None:
    app = open_page("map", tab="night")
    untimed = without_hour(night)
    label = f"Hour not known: {len(untimed)} events of this night"
    assert label in [box.label for box in app.expander]
    assert event_words(records, untimed[0]) not in html_of(app)
    app.session_state["hour-unknown"] = True
    app.run()
    for event in untimed:
        assert event_words(records, event) in html_of(app)
