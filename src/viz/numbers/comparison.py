"""What two to four sources or sides say about one event, in columns: nothing added, nothing averaged.

Rows are what is compared: numbers by what they count, then accounts by what is disputed, then how all
of it was read. Where columns differ, a mark and words say so; where one is silent, that is said too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evidence_site.records.choose.filters import CODE_SEPARATOR
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered_large
from evidence_site.records.names.naming import code_label, dated_name
from evidence_site.records.wording import N_, _
from evidence_site.viz.markup import Markup, join, record_link, tag
from evidence_site.viz.numbers.comparison_cells import (
    account_cell,
    perspective_badge,
    reading_cell,
    statement_lines,
    statements,
)
from evidence_site.viz.numbers.comparison_numbers import (
    NumberRow,
    difference,
    is_parted,
    number_rows,
    spoken_alone,
    thing_text,
)
from evidence_site.viz.numbers.voices import Voice, voices
from evidence_site.viz.symbols import symbol

#: What is disputed, in the order of the rows; what is not named here, such as denial, comes after it.
_DISPUTES: Mapping[str, str] = {
    "responsibility": N_("Who is named responsible"),
    "number": N_("On the number, in words"),
    "date": N_("On the date"),
    "other": N_("On other points"),
}


#: Things counted whose numbers stand on a sheet of paper.
_ON_A_SHEET = 3


def comparison(records: Records, event_id: str, columns: Sequence[str]) -> Markup:
    """Return the comparison of sources or sides about an event; columns stand in the order given.

    Args:
        columns: Ids of sources and codes of perspectives; what is neither is left out.
    """
    return _comparison(records, event_id, CODE_SEPARATOR.join(columns))


@remembered_large
def _comparison(records: Records, event_id: str, columns: str) -> Markup:
    compared = voices(records, event_id, columns.split(CODE_SEPARATOR))
    if not compared:
        return Markup("")
    numbers = number_rows(records, compared)
    alone = spoken_alone(records, numbers)
    rows = [
        *(_number_row(records, row, numbers, compared) for row in numbers if row not in alone),
        *_account_rows(records, compared),
        _reading_row(records, compared),
    ]
    return tag(
        "div",
        tag("p", tag("strong", _found(records, numbers))),
        _table(records, compared, _caption(records, event_id), rows),
        _stated_once(records, compared, numbers, alone) if alone else None,
        class_=f"comparison across-{len(compared)}",
    )


def comparison_in_brief(records: Records, event_id: str, columns: Sequence[str]) -> Markup:
    """Return the comparison for a sheet of paper: numbers that differ, and the accounts."""
    compared = voices(records, event_id, columns)
    if not compared:
        return Markup("")
    numbers = number_rows(records, compared)
    parted = [row for row in numbers if is_parted(row)]
    rows = [
        _body(_heading_of(records, row), compared, [statement_lines(records, cell) for cell in row.cells])
        for row in parted[:_ON_A_SHEET]
    ]
    others = "; ".join(thing_text(records, row.thing) for row in parted[_ON_A_SHEET:])
    words = _("The numbers for these stand on the site: %(things)s.") % {"things": others}
    table = _table(records, compared, _caption(records, event_id), [*rows, *_account_rows(records, compared)])
    return tag(
        "div",
        tag("p", tag("strong", _found(records, numbers)), f" {words}" if others else None),
        table,
        class_="comparison",
    )


def _caption(records: Records, event_id: str) -> str:
    event = records.tables.events[event_id]
    return _("What is said about: %(event)s") % {"event": dated_name(records, "events", event)}


def _table(records: Records, compared: Sequence[Voice], caption: str, rows: Iterable[Markup]) -> Markup:
    head = _head(records, compared)
    return tag("table", tag("caption", caption), head, *rows, role="table", class_="compared")


def _stated_once(
    records: Records, compared: Sequence[Voice], numbers: Sequence[NumberRow], rows: Sequence[NumberRow]
) -> Markup:
    """Return what only one column gives a number for: named in words, with the numbers folded."""
    heading = _("Numbers that only one of the columns states")
    things = "; ".join(thing_text(records, row.thing) for row in rows)
    summary = _("%(heading)s: %(things)s") % {"heading": heading, "things": things}
    written = [_number_row(records, row, numbers, compared) for row in rows]
    return tag("details", tag("summary", summary), _table(records, compared, heading, written))


def _found(records: Records, rows: Iterable[NumberRow]) -> str:
    """Return the finding: what the columns give different numbers for."""
    things = "; ".join(thing_text(records, row.thing) for row in rows if is_parted(row))
    if not things:
        return _("No two columns give different numbers for the same thing.")
    return _("The columns give different numbers for: %(things)s.") % {"things": things}


def _head(records: Records, compared: Sequence[Voice]) -> Markup:
    cells = [tag("th", _heading(records, voice), scope="col", role="columnheader") for voice in compared]
    return tag("thead", tag("tr", *cells, role="row"), role="rowgroup")


def _heading(records: Records, voice: Voice) -> Markup:
    source = voice.source
    if source:
        lines: list[str] = [
            record_link(voice.name, "sources", source.id),
            source.title,
            perspective_badge(records, source.perspective),
        ]
    else:
        mark = symbol(records.package.code_lists["perspective"][voice.code])
        lines = [join([mark, " ", voice.name]), _("Everybody of this perspective, whoever prints it")]
    if not voice.speaks:
        lines.append(_("Says nothing about this event in these records."))
    elif not voice.figures:
        lines.append(_("States no figures about this event in these records."))
    return join([tag("div", line) for line in lines])


def _body(heading: str, compared: Sequence[Voice], cells: Iterable[Markup | None]) -> Markup:
    """Return one thing that is compared: its heading across all columns, and a cell for each of them."""
    top = tag("th", heading, scope="rowgroup", colspan=str(len(compared)), role="rowheader")
    silent = _silent(_("not stated"))
    written = [
        tag("td", tag("div", voice.name, class_="whose"), cell or silent, role="cell")
        for voice, cell in zip(compared, cells, strict=True)
    ]
    return tag("tbody", tag("tr", top, role="row"), tag("tr", *written, role="row"), role="rowgroup")


def _silent(words: str) -> Markup:
    return tag("span", words, class_="silent")


def _number_row(
    records: Records, row: NumberRow, numbers: Sequence[NumberRow], compared: Sequence[Voice]
) -> Markup:
    cells = [
        _number_cell(records, row, place, compared) or _silence(records, row, numbers, place)
        for place in range(len(compared))
    ]
    return _body(_heading_of(records, row), compared, cells)


def _heading_of(records: Records, row: NumberRow) -> str:
    words = thing_text(records, row.thing)
    return words[:1].upper() + words[1:]


def _silence(records: Records, row: NumberRow, numbers: Iterable[NumberRow], place: int) -> Markup | None:
    """Return for whom a column counts the same fate, where it does not count it for this group."""
    others = [other.thing for other in numbers if other.thing[0] == row.thing[0] and other.cells[place]]
    if not others:
        return None
    things = "; ".join(thing_text(records, thing) for thing in others)
    return _silent(_("not stated; other rows have: %(things)s") % {"things": things})


def _number_cell(records: Records, row: NumberRow, place: int, compared: Sequence[Voice]) -> Markup | None:
    own = row.cells[place]
    if not own:
        return None
    differences = [
        difference(own, others, voice.name)
        for voice, others in zip(compared, row.cells, strict=True)
        if others is not own
    ]
    marks = [tag("div", tag("span", words, class_="badge differs")) for words in differences if words]
    return join([*marks, *statements(records, compared[place], own)])


def _account_rows(records: Records, compared: Sequence[Voice]) -> Iterable[Markup]:
    known = records.package.codes_of("accounts", "about")
    for about in (*_DISPUTES, *(code for code in known if code not in _DISPUTES)):
        cells = [[row for row in voice.accounts if row.about == about] for voice in compared]
        if any(cells):
            named = code_label(records, "accounts", "about", about)
            heading = _(_DISPUTES[about]) if about in _DISPUTES else named
            yield _body(heading, compared, [account_cell(records, accounts) for accounts in cells])


def _reading_row(records: Records, compared: Sequence[Voice]) -> Markup:
    heading = _("How it was read, and on whose site")
    return _body(heading, compared, [reading_cell(records, voice) for voice in compared])
