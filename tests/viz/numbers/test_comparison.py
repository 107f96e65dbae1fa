"""Side by side: every statement once, no number of ours, differences and silence in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import unescape
from itertools import pairwise

import pytest
from addresses import VIEW_PARAMETERS
from hostile import ATTACK, hostile
from hypothesis import given
from hypothesis import strategies as st
from loaded import records_in
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Multiselect
from visiting import html_of, open_page

from evidence_site import PROJECT
from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.formatting import when_text
from evidence_site.records.load.loading import Records, data_folder
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.citing import full_name, reading_note, short_name
from evidence_site.records.names.naming import dated_name, range_text
from evidence_site.viz.numbers.comparison import comparison
from evidence_site.viz.numbers.comparison_columns import (
    MOST,
    NOBODY,
    ComparedColumn,
    column_labels,
    comparable_events,
    comparable_sources,
    compared_columns,
    first_columns,
    read_columns,
    write_columns,
)
from evidence_site.viz.numbers.contradictions import (
    after_the_night,
    at_odds,
    contradiction_list,
    different_numbers,
    same_numbers,
)
from evidence_site.viz.numbers.shown_figures import shown_figures
from evidence_site.viz.words.cards import record_card

RECORDS = records_in(data_folder())
MAIN = RECORDS.site.main_event
STYLE = (PROJECT / "src" / "ui" / "browser" / "style.css").read_text(encoding="utf-8")


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, list[str]]:
    """An event and two to four columns: of those that speak of it, or of any source at all."""
    events = [event.id for event in comparable_events(RECORDS)]
    event = draw(st.one_of(st.just(MAIN), st.sampled_from(events)))
    code = st.one_of(
        st.sampled_from(comparable_sources(RECORDS, event)),
        st.sampled_from(sorted(RECORDS.package.code_lists["perspective"])),
        st.sampled_from(sorted(RECORDS.tables.sources.ids())),
    )
    return event, draw(st.lists(code, min_size=2, max_size=MOST, unique=True))


def cells_of(html: str, columns: int) -> list[list[str]]:
    """The cells of each column, from the top down."""
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", html)]
    found: list[list[str]] = [[] for _ in range(columns)]
    for row in rows:
        assert len(row) in (0, columns)
        for position, cell in enumerate(row):
            found[position].append(cell)
    return found


def stated_in(cells: Iterable[str]) -> list[tuple[str, str]]:
    """Id and number of each statement in some cells."""
    pattern = r'<strong><a href="\./record\?table=figures&amp;key=([^"]+)"[^>]*>([^<]*)</a></strong>'
    return [(key, unescape(text)) for cell in cells for key, text in re.findall(pattern, cell)]


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", html))


def digits(texts: Iterable[str | None]) -> set[str]:
    return {number for text in texts if text for number in re.findall(r"\d[\d.,]*\d|\d", text)}


def spoken(records: Records, column: ComparedColumn) -> list[str | None]:
    """Every text of the records that may stand in a column."""
    figures = [
        text
        for row in column.figures
        for text in (
            range_text(row), row.definition, row.note, row.reported_by, row.via, when_text(row.stated),
            when_text(row.describes),
        )
    ]  # fmt: skip
    accounts = [text for row in column.accounts for text in (row.holder, row.text)]
    sources = {
        source
        for table, rows in (("figures", column.figures), ("accounts", column.accounts))
        for row in rows
        for source in records.links.sources_of[table, row.id]
    } | ({column.source} if column.source else set())
    names = [text for source in sources for text in (short_name(source), full_name(source), source.title)]
    return [column.name, *figures, *accounts, *names]


@given(questions())
def test_no_number_appears_that_nobody_states(question: tuple[str, list[str]]) -> None:
    event, columns = question
    html = comparison(RECORDS, event, columns)
    compared = compared_columns(RECORDS, event, columns)
    title = dated_name(RECORDS, "events", RECORDS.tables.events[event])
    assert digits([text_of(html)]) <= digits(
        [title, *(text for column in compared for text in spoken(RECORDS, column))]
    )
    for column, cells in zip(compared, cells_of(html, len(columns)), strict=True):
        own = {row.id: row for row in column.figures}
        for key, number in stated_in(cells):
            assert number.startswith(range_text(own[key]))
            values = {value for value in (own[key].low, own[key].best, own[key].high) if value is not None}
            assert {float(value.replace(",", "")) for value in digits([number])} <= values


@given(questions())
def test_every_statement_of_a_column_stands_in_it_exactly_once(question: tuple[str, list[str]]) -> None:
    event, columns = question
    found = cells_of(comparison(RECORDS, event, columns), len(columns))
    for code, cells in zip(columns, found, strict=True):
        stated = [row for row in RECORDS.tables.figures if row.event_id == event]
        if code in RECORDS.tables.sources:
            own = {
                row.id
                for row in stated
                if code in {source.id for source in RECORDS.links.sources_of["figures", row.id]}
            }
        else:
            own = {row.id for row in stated if row.perspective == code}
        assert Counter(key for key, _number in stated_in(cells)) == Counter(own)


@given(questions(), st.randoms(use_true_random=False))
def test_the_order_of_columns_does_not_change_what_they_say(question: tuple[str, list[str]], random) -> None:  # type: ignore[no-untyped-def]
    event, columns = question
    turned = random.sample(columns, len(columns))
    one, other = (
        dict(zip(order, cells_of(comparison(RECORDS, event, order), len(order)), strict=True))
        for order in (columns, turned)
    )
    for code in columns:
        assert [sorted(text_of(cell).split()) for cell in one[code]] == [
            sorted(text_of(cell).split()) for cell in other[code]
        ]


@given(questions(), st.lists(st.text(max_size=20), max_size=3))
def test_codes_that_mean_nothing_are_left_out(question: tuple[str, list[str]], nonsense: list[str]) -> None:
    event, columns = question
    unknown = [code for code in nonsense if code not in {*columns, *comparable_sources(RECORDS, event)}]
    assert comparison(RECORDS, event, [*unknown, *columns]) == comparison(RECORDS, event, columns)


@given(questions())
def test_every_cell_speaks_or_says_that_it_is_silent(question: tuple[str, list[str]]) -> None:
    event, columns = question
    for cells in cells_of(comparison(RECORDS, event, columns), len(columns)):
        for cell in cells:
            said = re.sub(r'<div class="whose">.*?</div>', "", cell)
            silent = bool(
                re.fullmatch(r'<span class="silent">not stated(; other rows have: [^<]*)?</span>', said)
            )
            assert silent != ('class="statement"' in said or "<li>" in said)


@given(questions())
def test_a_mark_of_difference_stands_exactly_where_numbers_differ(question: tuple[str, list[str]]) -> None:
    event, columns = question
    html = comparison(RECORDS, event, columns)
    compared = compared_columns(RECORDS, event, columns)
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", html):
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row)
        numbers = [
            {
                (figure.low, figure.best, figure.high)
                for key, _number in stated_in([cell])
                if (figure := RECORDS.tables.figures[key])
            }
            for cell in cells
        ]
        for position, cell in enumerate(cells):
            marks = re.findall(r'<span class="badge differs">(.*?)</span>', cell)
            expected = [
                column.name
                for other, column in enumerate(compared)
                if other != position
                and numbers[position]
                and numbers[other]
                and numbers[position] != numbers[other]
            ]
            assert len(marks) == len(expected)
            for mark, name in zip(marks, expected, strict=True):
                assert unescape(mark).startswith("≠")
                assert f"differs from {name}" in unescape(mark)


@given(questions())
def test_every_source_says_how_it_was_read_and_on_whose_site(question: tuple[str, list[str]]) -> None:
    event, columns = question
    found = cells_of(comparison(RECORDS, event, columns), len(columns))
    for column, cells in zip(compared_columns(RECORDS, event, columns), found, strict=True):
        for citation in column.citations:
            assert reading_note(RECORDS, citation) in text_of(cells_reading(cells))


def cells_reading(cells: Sequence[str]) -> str:
    """The cell about how sources were read: the last one that lists perspectives."""
    return next(cell for cell in reversed(cells) if "Perspective: " in cell)


def test_each_number_stands_with_what_belongs_to_it() -> None:
    html = comparison(RECORDS, MAIN, first_columns(RECORDS, MAIN))
    blocks = re.findall(r'<div class="statement">(.*?)</dl>', html)
    assert blocks
    for block in blocks:
        ((key, number),) = stated_in([block])
        figure = RECORDS.tables.figures[key]
        text = text_of(block)
        assert number.startswith(range_text(figure))
        for part in (
            figure.definition,
            figure.reported_by,
            when_text(figure.stated),
            figure.via,
            figure.note,
        ):
            assert (part or "") in text


def test_a_source_without_figures_says_so_in_its_column() -> None:
    silent = next(row.id for row in RECORDS.tables.sources if not RECORDS.links.resting_on[row.id])
    speaking = next(
        code
        for code in comparable_sources(RECORDS, MAIN)
        if code in RECORDS.tables.sources and not next(iter(compared_columns(RECORDS, MAIN, [code]))).figures
    )
    head = text_of(comparison(RECORDS, MAIN, ["independent", silent, speaking]).partition("</thead>")[0])
    assert head.count("Says nothing about this event") == 1
    assert head.count("States no figures about this event") == 1


def test_independent_ones_come_first_where_the_reader_has_not_chosen() -> None:
    sides = list(RECORDS.package.code_lists["perspective"])
    assert sides[0] == "independent"
    for event in comparable_events(RECORDS):
        codes = comparable_sources(RECORDS, event.id)
        of = [code if code in sides else RECORDS.tables.sources[code].perspective for code in codes]
        ends = [
            position
            for position, (one, two) in enumerate(pairwise(of))
            if sides.index(one) > sides.index(two)
        ]
        assert len(ends) <= 1, "sides in their order, then sources in the same order"
        assert set(column_labels(RECORDS, event.id)) == set(codes)
        assert set(first_columns(RECORDS, event.id)) <= set(codes)
    assert comparable_events(RECORDS)[0].id == MAIN


@pytest.mark.parametrize("event", [event.id for event in comparable_events(RECORDS)])
def test_columns_go_into_an_address_and_come_back(event: str) -> None:
    codes = comparable_sources(RECORDS, event)
    for chosen in ((), codes[:1], codes[:2], tuple(reversed(codes[:4])), first_columns(RECORDS, event)):
        assert read_columns(RECORDS, event, write_columns(RECORDS, event, chosen)).known == tuple(chosen)


def test_an_address_asks_for_unknown_repeated_and_too_many_columns() -> None:
    codes = comparable_sources(RECORDS, MAIN)[: MOST + 2]
    columns = read_columns(RECORDS, MAIN, ".".join(["nobody", codes[0], *codes, "", "<b>"]))
    assert columns.known == codes[:MOST]
    assert columns.beyond == codes[MOST:]
    assert columns.unknown == ("nobody", "<b>")
    assert comparison(RECORDS, MAIN, ["nobody"]) == ""


def test_no_text_of_the_records_becomes_markup() -> None:
    broken = hostile(RECORDS)
    for event in (MAIN, *(event.id for event in comparable_events(RECORDS)[1:6])):
        codes = comparable_sources(broken, event)
        for columns in pairwise(codes):
            html = comparison(broken, event, columns)
            assert "<script" not in html
            assert ATTACK not in html
    figures = [row for row in broken.tables.figures if row.event_id == MAIN]
    assert ATTACK not in contradiction_list(broken, figures)


def test_no_column_is_written_smaller_than_another() -> None:
    html = comparison(RECORDS, MAIN, first_columns(RECORDS, MAIN))
    assert "style=" not in html
    assert "quiet" not in html
    sizes = re.findall(r"(?:^|\n)\s*(?:table)?\.compared[^{\n]*\{[^}]*font-size: ([^;}]*)", STYLE)
    assert set(sizes) <= {"0.9rem", "inherit"}


def section(**parameters: str) -> AppTest:
    """The page with the columns of an address."""
    app = open_page("casualties", tab="compare", **parameters)
    assert not app.exception
    return app


def columns_of(app: AppTest) -> Multiselect[str]:
    return next(box for box in app.multiselect if box.label.startswith("Sources or perspectives"))


def test_the_section_opens_with_perspectives_side_by_side() -> None:
    app = section()
    assert {"vs", "of"} <= set(VIEW_PARAMETERS)
    assert columns_of(app).value == list(first_columns(RECORDS, MAIN))
    assert 'class="comparison' in html_of(app)


def test_unknown_codes_are_named_and_ignored() -> None:
    codes = first_columns(RECORDS, MAIN)[:2]
    html = html_of(section(vs=".".join([*codes, "no-such-source", "<b>x"]), of="no-such-event"))
    assert "“no-such-source”, “&lt;b&gt;x”" in html
    assert "“no-such-event”" in html
    assert comparison(RECORDS, MAIN, codes) in html


@pytest.mark.parametrize("text", [NOBODY, "independent", "no-such-source", "." * 10_000, "x" * 10_000])
def test_fewer_than_two_columns_say_what_to_choose(text: str) -> None:
    app = section(vs=text)
    assert 'class="comparison' not in html_of(app)
    assert "at least 2" in app.info[0].value


def test_more_than_four_columns_are_cut_with_a_word() -> None:
    codes = comparable_sources(RECORDS, MAIN)[: MOST + 1]
    app = section(vs=".".join(codes))
    assert columns_of(app).value == list(codes[:MOST])
    assert "no more than 4 of them stand side by side" in html_of(app)


def test_choosing_writes_the_address_and_another_event_has_its_own_columns() -> None:
    app = section()
    codes = comparable_sources(RECORDS, MAIN)
    columns_of(app).set_value([codes[1], codes[0]]).run()
    assert app.query_params["vs"] == f"{codes[1]}.{codes[0]}"
    assert comparison(RECORDS, MAIN, [codes[1], codes[0]]) in html_of(app)
    columns_of(app).set_value([]).run()
    assert app.query_params["vs"] == NOBODY
    app = section()
    event = next(
        row.id
        for row in comparable_events(RECORDS)
        if first_columns(RECORDS, row.id) != first_columns(RECORDS, MAIN)
    )
    next(box for box in app.selectbox if "Compare" in box.label).set_value(event).run()
    assert app.query_params["of"] == event
    assert columns_of(app).value == list(first_columns(RECORDS, event))


@pytest.mark.parametrize("event", [event.id for event in RECORDS.tables.events])
def test_a_record_shows_all_accounts_of_an_event_by_what_is_disputed(event: str) -> None:
    accounts = RECORDS.links.accounts_of[event]
    card = record_card(RECORDS, ("events", event))
    beside = card.partition("Accounts side by side")[2]
    assert bool(beside) == bool(accounts)
    labels = RECORDS.package.code_lists["about"]
    groups = re.findall(r'<p>Disputed: ([^<]*)</p><div class="accounts">(.*?</div>)</div>', beside)
    assert [name for name, _boxes in groups] == [
        labels[about].label for about in dict.fromkeys(row.about for row in accounts)
    ]
    for name, boxes in groups:
        held = [row for row in accounts if labels[row.about].label == name]
        texts = [unescape(text) for text in re.findall(r"</span></p><p>(.*?)</p>", boxes)]
        assert texts == [row.text for row in held]
        independent = [row.perspective == "independent" for row in held]
        assert independent == sorted(independent, reverse=True)


def test_denial_is_labelled_as_a_claim_wherever_it_stands() -> None:
    denials = [row for row in RECORDS.tables.accounts if row.about == "denial"]
    assert denials
    assert "claim" in RECORDS.package.code_lists["about"]["denial"].label.lower()
    label = RECORDS.package.code_lists["about"]["denial"].label
    for account in denials:
        card = record_card(RECORDS, ("events", account.event_id))
        assert card.index(f"Disputed: {label}") > card.index("Accounts side by side")
        html = comparison(RECORDS, account.event_id, [account.perspective, "independent"])
        assert f">{label}</th>" in html
        assert html.rindex(f">{label}</th>") > max(
            html.rfind(f">{heading}</th>") for heading in ("Who is named responsible", "On other points")
        )


def test_accounts_have_one_type_size() -> None:
    sizes = re.findall(r"\.accounts?\b[^{]*\{[^}]*font-size", STYLE)
    assert sizes == []


@pytest.fixture(scope="module")
def fates() -> tuple[Figure, ...]:
    return after_the_night(RECORDS, shown_figures(RECORDS, select(RECORDS, Choice())))


def values_of(rows: Iterable[Figure]) -> set[float]:
    return {value for row in rows for value in (row.low, row.best, row.high) if value is not None}


def test_one_number_in_different_words_is_found(fates: Sequence[Figure]) -> None:
    found = same_numbers(fates)
    by_value = {value: rows for rows in found for value in values_of(rows)}
    assert {487, 1275} <= set(by_value)
    words = " ".join(row.definition for row in by_value[487])
    assert all(word in words for word in ("wounded", "disabled", "mutilated"))
    for rows in found:
        assert len(values_of(rows)) == 1
        assert len({(row.measure, row.group, row.definition) for row in rows}) > 1


def test_one_thing_with_different_numbers_is_found(fates: Sequence[Figure]) -> None:
    found = {rows[0].measure: rows for rows in different_numbers(RECORDS, fates)}
    assert {150, 195} <= values_of(found["missing"])
    assert {1275, 300, 600} <= values_of(found["captured"])
    for rows in found.values():
        assert len({(row.measure, row.unit) for row in rows}) == 1
        assert all(row.part_of is None for row in rows)


def test_only_what_leaves_no_room_is_at_odds(fates: Sequence[Figure]) -> None:
    base = fates[0]._replace(part_of=None, cause=None, group="all", unit="people", qualifier="exact")
    day = next(row.describes for row in fates if row.describes)
    other_day = next(row.describes for row in fates if row.describes and not row.describes.overlaps(day))

    def row(key: str, number: float, **changes: object) -> Figure:
        stated = base._replace(id=key, low=None, best=number, high=None, describes=day)
        return stated._replace(**changes)  # type: ignore[arg-type]

    assert len(at_odds([row("a", 5), row("b", 6)])) == 2
    assert at_odds([row("a", 5), row("b", 5)]) == []
    assert at_odds([row("a", 5), row("b", 6, describes=other_day)]) == []
    assert at_odds([row("a", 5), row("b", 6, describes=None)]) == []
    assert at_odds([row("a", 5), row("b", 0, best=None, low=3, qualifier="at_least")]) == []
    assert len(at_odds([row("a", 5), row("b", 0, best=None, low=7, qualifier="at_least")])) == 2
    assert at_odds([row("a", 5), row("b", 0, best=None, high=7, qualifier="up_to")]) == []
    assert at_odds([row("a", 5), row("b", 4, group="children")]) == []
    assert len(at_odds([row("a", 5), row("b", 6, group="children")])) == 2


def test_the_dead_and_who_was_there_before_are_no_part_of_it(fates: Sequence[Figure]) -> None:
    assert fates
    assert not {"killed", "population", "defenders"} & {row.measure for row in fates}
    assert {row.event_id for row in fates} == {MAIN}


@given(st.sets(st.sampled_from(sorted(row.id for row in RECORDS.tables.figures if row.event_id == MAIN))))
def test_contradictions_say_no_number_that_nobody_states(ids: set[str]) -> None:
    figures = [row for row in RECORDS.tables.figures if row.id in ids]
    html = contradiction_list(RECORDS, figures)
    said = [
        text
        for row in figures
        for text in (range_text(row), row.definition, row.reported_by, when_text(row.stated))
    ]
    names = [short_name(source) for row in figures for source in RECORDS.links.sources_of["figures", row.id]]
    assert digits([text_of(html).replace("h3", "")]) <= digits([*said, *names])
    for key in re.findall(r"table=figures&amp;key=([^\"]+)", html):
        assert key in ids


def test_every_number_of_a_contradiction_leads_to_its_record_and_names_its_source(
    fates: Sequence[Figure],
) -> None:
    html = contradiction_list(RECORDS, fates)
    rows = [row for group in (*same_numbers(fates), *different_numbers(RECORDS, fates)) for row in group]
    assert Counter(re.findall(r"table=figures&amp;key=([^\"]+)", html)) == Counter(row.id for row in rows)
    for row in rows:
        for source in RECORDS.links.sources_of["figures", row.id]:
            assert f"table=sources&amp;key={source.id}" in html


def test_without_contradictions_the_list_says_so() -> None:
    html = contradiction_list(RECORDS, [])
    assert "No number stands here under two different descriptions." in html
    assert "No two different numbers stand here for one thing." in html
