"""Filters: what an address asks for is what is shown, and nothing in an address can do harm."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from addresses import PERIODS, choices, garbage
from hypothesis import given
from hypothesis import strategies as st
from visiting import open_page

from evidence_site.records.choose.choice import MAX_QUERY, Choice, read_choice, write_choice
from evidence_site.records.choose.filter_index import index_of
from evidence_site.records.choose.filters import BY_KEY, CODE_FILTERS, FILTERED, FILTERS
from evidence_site.records.choose.selection import emptied_by, select
from evidence_site.records.dates import parse_when
from evidence_site.records.load.loading import Records
from evidence_site.records.search import beginning, folded, matches, meant_by, searchable

KEYS = [entry.key for entry in FILTERS]


def draw_choice(data: st.DataObject, records: Records) -> Choice:
    return data.draw(choices(records))


@given(data=st.data())
def test_reading_what_was_written_gives_the_same_choice(records: Records, data: st.DataObject) -> None:
    choice = draw_choice(data, records)
    assert read_choice(records, write_choice(choice)) == (choice, ())


@given(data=st.data())
def test_an_address_holds_only_filters_in_use(records: Records, data: st.DataObject) -> None:
    choice = draw_choice(data, records)
    written = write_choice(choice)
    assert tuple(written) == choice.active
    assert all(written.values())


@given(data=st.data())
def test_adding_a_filter_never_adds_records(records: Records, data: st.DataObject) -> None:
    choice = draw_choice(data, records)
    narrow = select(records, choice)
    for key in choice.active:
        wide = select(records, choice.without(key))
        for table in FILTERED:
            assert narrow.ids[table] <= wide.ids[table], (key, table)


@given(data=st.data())
def test_adding_a_code_to_a_filter_never_takes_records_away(records: Records, data: st.DataObject) -> None:
    choice = draw_choice(data, records)
    entry = data.draw(st.sampled_from(CODE_FILTERS))
    codes = sorted(index_of(records).known[entry.key])
    held = choice.by_key.get(entry.key) or (codes[0],)
    more = tuple(sorted({*held, data.draw(st.sampled_from(codes))}))
    others = choice.without(entry.key)
    few, many = (
        read_choice(records, write_choice(others) | {entry.key: ".".join(chosen)})[0]
        for chosen in (held, more)
    )
    for table in FILTERED:
        assert select(records, few).ids[table] <= select(records, many).ids[table]


@given(data=st.data())
def test_the_order_and_number_of_codes_do_not_matter(records: Records, data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(CODE_FILTERS))
    known = sorted(index_of(records).known[entry.key])
    codes = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=5))
    shuffled = data.draw(st.permutations([*codes, codes[0]]))
    one, other = (read_choice(records, {entry.key: ".".join(order)})[0] for order in (codes, shuffled))
    assert one == other


@given(data=st.data())
def test_lifting_every_filter_restores_everything(records: Records, data: st.DataObject) -> None:
    choice = draw_choice(data, records)
    for key in choice.active:
        choice = choice.without(key)
    assert choice == Choice()
    selection = select(records, choice)
    assert all(selection.ids[table] == records.table(table).ids() for table in FILTERED)


@given(data=st.data())
def test_between_filters_all_must_hold(records: Records, data: st.DataObject) -> None:
    choice = draw_choice(data, records)
    alone = []
    for key in choice.active:
        single = choice
        for other in choice.active:
            single = single if other == key else single.without(other)
        alone.append(select(records, single))
    for table in FILTERED:
        ids = records.table(table).ids().intersection(*(selection.ids[table] for selection in alone))
        assert select(records, choice).ids[table] == ids


@given(values=st.dictionaries(st.sampled_from([*KEYS, "sel", "zzz", ""]), garbage()))
def test_no_address_raises(records: Records, values: dict[str, str]) -> None:
    choice, ignored = read_choice(records, values)
    selection = select(records, choice)
    assert read_choice(records, write_choice(choice)) == (choice, ())
    assert all(entry.key in KEYS for entry in ignored)
    for table in FILTERED:
        assert selection.ids[table] <= records.table(table).ids()
        emptied_by(records, choice, table)


@given(key=st.sampled_from([entry.key for entry in CODE_FILTERS]), value=garbage())
def test_codes_that_mean_nothing_are_ignored_and_reported(records: Records, key: str, value: str) -> None:
    choice, ignored = read_choice(records, {key: value})
    codes = [code for code in dict.fromkeys(value.split(".")) if code]
    known = index_of(records).known[key]
    assert [entry.value for entry in ignored] == [code for code in codes if code not in known]
    assert set(choice.by_key.get(key, ())) == {code for code in codes if code in known}


def test_a_known_code_beside_an_unknown_one_still_counts(records: Records) -> None:
    choice, ignored = read_choice(records, {"side": "independent.martian"})
    assert choice.by_key == {"side": ("independent",)}
    assert [(entry.key, entry.value) for entry in ignored] == [("side", "martian")]


@pytest.mark.parametrize("period", ["1992-02-26/1992-02-25", "soon", "1992-13", "1992/", "0000", "1" * 300])
def test_a_period_that_is_none_is_ignored_and_reported(records: Records, period: str) -> None:
    choice, ignored = read_choice(records, {"period": period})
    assert choice == Choice()
    assert [(entry.key, entry.value) for entry in ignored] == [("period", period)]


def test_words_are_trimmed_and_very_long_ones_ignored(records: Records) -> None:
    assert read_choice(records, {"q": "  a \n b "})[0].query == "a b"
    choice, ignored = read_choice(records, {"q": "x" * (MAX_QUERY + 1)})
    assert choice.query == ""
    assert [entry.key for entry in ignored] == ["q"]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("table", FILTERED)
def test_a_filter_applies_to_a_kind_of_record_or_leaves_it_whole(
    records: Records, key: str, table: str
) -> None:
    entry = BY_KEY[key]
    everything = records.table(table).ids()
    narrowed = False
    for code in sorted(index_of(records).known.get(key, {"1992-02-26", "zzz"})):
        values = {key: code}
        choice, _ = read_choice(records, values)
        ids = select(records, choice).ids[table]
        if not entry.applies_to(table):
            assert ids == everything
        narrowed = narrowed or ids != everything
    assert narrowed == entry.applies_to(table)


@pytest.mark.parametrize("period", PERIODS)
def test_a_period_does_not_empty_screenings(records: Records, period: str) -> None:
    selection = select(records, Choice(period=period))
    for table in ("screenings", "films", "places", "sources", "claims"):
        assert selection.count(table) == selection.totals[table]


@pytest.mark.parametrize("period", ["1992-02-26", "1992", "1988/1991", "2001~"])
def test_a_period_leaves_the_events_that_share_a_day_with_it(records: Records, period: str) -> None:
    ids = select(records, Choice(period=period)).ids["events"]
    when = parse_when(period)
    assert ids == {event.id for event in records.tables.events if event.date.overlaps(when)}


@pytest.mark.parametrize("code", ["independent", "azerbaijani", "armenian", "russian", "other"])
def test_a_perspective_is_that_of_who_states_a_number_and_of_any_source_of_an_event(
    records: Records, code: str
) -> None:
    selection = select(records, Choice(codes=(("side", (code,)),)))
    assert selection.ids["figures"] == {
        figure.id for figure in records.tables.figures if figure.perspective == code
    }
    for event in records.tables.events:
        sides = {source.perspective for source in records.links.sources_of["events", event.id]}
        assert (event.id in selection.ids["events"]) == (code in sides)


def test_a_place_brings_its_events_figures_and_screenings(records: Records) -> None:
    screened = next(row.place_id for row in records.tables.screenings if row.place_id)
    event = records.tables.events[records.site.main_event]
    for place in filter(None, (screened, event.place_id)):
        selection = select(records, Choice(codes=(("place", (place,)),)))
        events = {row.id for row in records.tables.events if row.place_id == place}
        assert selection.ids["events"] == events
        assert selection.ids["screenings"] == {r.id for r in records.tables.screenings if r.place_id == place}
        assert selection.ids["figures"] == {r.id for r in records.tables.figures if r.event_id in events}
        assert selection.ids["places"] == {place}


def test_a_year_shown_is_any_year_that_the_date_of_a_showing_can_mean(records: Records) -> None:
    years = index_of(records).known["shown"]
    screenings = records.tables.screenings
    assert years == {str(row.date.start.year) for row in screenings} | {
        str(row.date.end.year) for row in screenings
    }
    for year in years:
        selection = select(records, Choice(codes=(("shown", (year,)),)))
        kept = {row.id for row in screenings if row.date.overlaps(parse_when(year))}
        assert selection.ids["screenings"] == kept
        assert selection.ids["films"] == {screenings[key].film_id for key in kept} - {None}
        assert selection.ids["places"] == {screenings[key].place_id for key in kept} - {None}


def test_the_status_of_showings_parts_them(records: Records) -> None:
    parts = [select(records, Choice(codes=(("held", (code,)),))).ids for code in ("confirmed", "announced")]
    assert parts[0]["screenings"] | parts[1]["screenings"] == records.tables.screenings.ids()
    assert not parts[0]["screenings"] & parts[1]["screenings"]
    assert all(records.tables.screenings[key].status == "announced" for key in parts[1]["screenings"])


def test_what_concerns_showings_leaves_events_and_figures_whole(records: Records) -> None:
    for key, code in (("shown", "2015"), ("held", "announced")):
        selection = select(records, read_choice(records, {key: code})[0])
        for table in ("events", "figures", "claims", "sources"):
            assert selection.count(table) == selection.totals[table]


def test_a_source_brings_all_that_rests_on_it(records: Records) -> None:
    for source in list(records.tables.sources)[::25]:
        if not records.links.resting_on[source.id]:
            continue
        choice, _ = read_choice(records, {"source": source.id})
        selection = select(records, choice)
        for table in ("events", "figures", "places", "films", "screenings", "claims"):
            resting = {key for name, key in records.links.resting_on[source.id] if name == table}
            assert selection.ids[table] == resting
        assert selection.ids["sources"] == {source.id}


@given(data=st.data())
def test_lifting_what_is_named_brings_records_back(records: Records, data: st.DataObject) -> None:
    choice = draw_choice(data, records)
    for table in FILTERED:
        gains = emptied_by(records, choice, table)
        assert [gain for _, gain in gains] == sorted((gain for _, gain in gains), reverse=True)
        for key, gain in gains:
            assert gain == select(records, choice.without(key)).count(table) > 0
        if select(records, choice).count(table):
            assert {key for key, _ in gains} == set(choice.active)


def test_an_impossible_pair_names_both_of_its_filters(records: Records) -> None:
    category = next(event.category for event in records.tables.events)
    choice = Choice("1700", (("cat", (category,)),))
    assert select(records, choice).count("events") == 0
    assert [key for key, _ in emptied_by(records, choice, "events")] == ["period"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ağdam", "AGDAM"),
        ("ŞUŞA", "susa"),
        ("Xankəndi", "xankendi"),
        ("Ġ", "g"),
        ("Łódź", "lodz"),
        ("Ходжалы", "ХОДЖАЛЫ"),
        ("Խոջալու", "ԽՈՋԱԼՈՒ"),
        ("İstanbul", "istanbul"),
        ("people’s", "people's"),
    ],
)
def test_search_does_not_mind_case_and_accents(one: str, other: str) -> None:
    assert folded(one) == folded(other)
    query = tuple(tuple(map(beginning, words)) for words in meant_by(one, []))
    assert matches(query, searchable(f"before {other} after"))


def test_a_place_is_found_by_each_of_its_names_in_any_case(records: Records) -> None:
    for name in list(records.tables.place_names)[::7]:
        for query in (name.name, name.name.upper(), folded(name.name)):
            selection = select(records, Choice(query=" ".join(query.split())))
            assert name.place_id in selection.ids["places"], query


def test_all_words_must_be_found_in_any_order(records: Records) -> None:
    event = records.tables.events[records.site.main_event]
    words = [word for word in event.title.split() if word.isalpha()]
    query = " ".join(reversed(words))
    assert event.id in select(records, Choice(query=query)).ids["events"]
    assert event.id not in select(records, Choice(query=f"{query} zzzz")).ids["events"]


def test_every_filter_has_a_name_a_question_and_a_kind() -> None:
    assert len(set(KEYS)) == len(KEYS)
    for entry in FILTERS:
        assert entry.label
        assert entry.help.endswith(".")
        assert set(entry.reach) <= set(FILTERED)
        assert all(entry.applies_to(table) for table in entry.reach)


def test_every_known_code_finds_something(records: Records) -> None:
    for entry in CODE_FILTERS:
        for code in index_of(records).known[entry.key]:
            selection = select(records, Choice(codes=((entry.key, (code,)),)))
            assert any(selection.count(table) for table in entry.reach), (entry.key, code)


def test_choices_are_values(records: Records) -> None:
    made: list[Any] = [read_choice(records, {"side": "armenian", "q": "a"})[0] for _ in range(2)]
    assert made[0] == made[1]
    assert hash(made[0]) == hash(made[1])
    assert select(records, made[0]) is select(records, made[1])


def test_from_alone_means_from_that_day_on_and_to_alone_up_to_it() -> None:
    app = open_page("timeline")
    app.date_input[0].set_value(date(1992, 2, 26)).run()
    assert app.query_params["period"] == "1992-02-26/.."
    assert any("from 26 February 1992 on" in button.label for button in app.button)
    assert app.date_input[1].value is None
    app.date_input[0].set_value(None)
    app.date_input[1].set_value(date(1992, 2, 26)).run()
    assert app.query_params["period"] == "../1992-02-26"
    assert any("up to 26 February 1992" in button.label for button in app.button)


def test_a_season_in_an_address_is_named_with_what_to_write_instead() -> None:
    app = open_page("timeline", period="1992-21")
    assert not app.exception
    [notice] = [warning.value for warning in app.warning if "1992" in warning.value]
    assert "and a season as its months" in notice
