"""What two to four sources or sides say about one event, in columns: nothing added, nothing averaged.

Rows are what is compared: numbers by what they count, then accounts by what is disputed, then how all
of it was read. Where columns differ, a mark and words say so; where one is silent, that is said too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from records.filters import CODE_SEPARATOR
from records.loading import Records
from records.memory import remembered
from records.rows import Figure
from records.wording import N_, _
from viz.comparison_cells import account_cell, perspective_badge, reading_cell, statements
from viz.markup import Markup, join, record_link, tag
from viz.naming import code_label, code_word, dated_name
from viz.voices import Voice, voices

#: What is disputed, in the order of the rows; what is not named here, such as denial, comes after it.
_DISPUTES: Mapping[str, str] = {
    "responsibility": N_("Who is named responsible"),
    "number": N_("On the number, in words"),
    "date": N_("On the date"),
    "other": N_("On other points"),
}

#: More things than these, of which only one column speaks, are folded below the others.
_UNFOLDED_ROWS = 3

#: What a number counts: measure, group, cause and unit.
_Thing = tuple[str, str, str, str]


@dataclass(frozen=True, eq=False)
class _Numbers:
    """One row of numbers: what is counted, and the figures in each column."""

    thing: _Thing
    cells: tuple[tuple[Figure, ...], ...]


def comparison(records: Records, event_id: str, columns: Sequence[str]) -> Markup:
    """Return the comparison of sources or sides about an event; columns stand in the order given.

    Args:
        columns: Ids of sources and codes of perspectives; what is neither is left out.
    """
    return _comparison(records, event_id, CODE_SEPARATOR.join(columns))


@remembered
def _comparison(records: Records, event_id: str, columns: str) -> Markup:
    compared = voices(records, event_id, columns.split(CODE_SEPARATOR))
    if not compared:
        return Markup("")
    event = records.tables.events[event_id]
    caption = _("What is said about: %(event)s") % {"event": dated_name(records, "events", event)}
    numbers = _numbers(records, compared)
    alone = [row for row in numbers if sum(map(bool, row.cells)) == 1]
    if len(alone) <= _UNFOLDED_ROWS:
        alone = []
    rows = [
        *(_number_row(records, row, compared) for row in numbers if row not in alone),
        *_account_rows(records, compared),
        _reading_row(records, compared),
    ]
    return tag(
        "div",
        tag("p", tag("strong", _found(records, numbers))),
        _table(records, compared, caption, rows),
        _stated_once(records, compared, alone) if alone else None,
        class_=f"comparison across-{len(compared)}",
    )


def _table(records: Records, compared: Sequence[Voice], caption: str, rows: Iterable[Markup]) -> Markup:
    head = _head(records, compared)
    return tag("table", tag("caption", caption), head, *rows, role="table", class_="compared")


def _stated_once(records: Records, compared: Sequence[Voice], rows: Sequence[_Numbers]) -> Markup:
    """Return what only one column gives a number for: named in words, with the numbers folded."""
    heading = _("Numbers that only one of the columns states")
    things = "; ".join(_thing_text(records, row.thing) for row in rows)
    summary = _("%(heading)s: %(things)s") % {"heading": heading, "things": things}
    written = [_number_row(records, row, compared) for row in rows]
    return tag("details", tag("summary", summary), _table(records, compared, heading, written))


def _numbers(records: Records, compared: Sequence[Voice]) -> list[_Numbers]:
    things = {_thing(figure) for voice in compared for figure in voice.figures}
    return [
        _Numbers(
            thing,
            tuple(tuple(row for row in voice.figures if _thing(row) == thing) for voice in compared),
        )
        for thing in sorted(things, key=lambda thing: _place(records, thing))
    ]


def _thing(figure: Figure) -> _Thing:
    return figure.measure, figure.group, figure.cause or "", figure.unit


def _place(records: Records, thing: _Thing) -> tuple[int, ...]:
    """Things stand in the order of the code lists; what has no cause stands before its causes."""
    lists = records.package.code_lists
    orders = (list(lists["measure"]), list(lists["group"]), ["", *lists["cause"]], list(lists["unit"]))
    return tuple(codes.index(code) for codes, code in zip(orders, thing, strict=True))


def _thing_text(records: Records, thing: _Thing) -> str:
    measure, group, cause, unit = thing
    details = [
        "" if group == "all" else code_word(records, "figures", "group", group),
        code_word(records, "figures", "cause", cause),
        "" if unit == "people" else code_word(records, "figures", "unit", unit),
    ]
    words = {
        "measure": code_word(records, "figures", "measure", measure),
        "details": ", ".join(detail for detail in details if detail),
    }
    return _("%(measure)s (%(details)s)") % words if words["details"] else words["measure"]


def _number(figure: Figure) -> tuple[str, float | None, float | None, float | None]:
    return figure.qualifier, figure.low, figure.best, figure.high


def _found(records: Records, rows: Iterable[_Numbers]) -> str:
    """Return the finding: what the columns give different numbers for."""
    things = "; ".join(_thing_text(records, row.thing) for row in rows if _parted(row))
    if not things:
        return _("No two columns give different numbers for the same thing.")
    return _("The columns give different numbers for: %(things)s.") % {"things": things}


def _parted(row: _Numbers) -> bool:
    found = {frozenset(_number(figure) for figure in cell) for cell in row.cells if cell}
    return len(found) > 1


def _head(records: Records, compared: Sequence[Voice]) -> Markup:
    cells = [tag("th", _heading(records, voice), scope="col", role="columnheader") for voice in compared]
    return tag("thead", tag("tr", *cells, role="row"), role="rowgroup")


def _heading(records: Records, voice: Voice) -> Markup:
    source = voice.source
    lines: list[str] = [
        record_link(voice.name, "sources", source.id) if source else voice.name,
        source.title if source else _("Everybody of this perspective, whoever prints it"),
        perspective_badge(records, source.perspective if source else voice.code),
    ]
    if not voice.speaks:
        lines.append(_("Says nothing about this event in these records."))
    elif not voice.figures:
        lines.append(_("States no figures about this event in these records."))
    return join([tag("div", line) for line in lines])


def _body(heading: str, compared: Sequence[Voice], cells: Iterable[Markup | None]) -> Markup:
    """Return one thing that is compared: its heading across all columns, and a cell for each of them."""
    top = tag("th", heading, scope="rowgroup", colspan=str(len(compared)), role="rowheader")
    silent = tag("span", _("not stated"), class_="silent")
    written = [
        tag("td", tag("div", voice.name, class_="whose"), cell or silent, role="cell")
        for voice, cell in zip(compared, cells, strict=True)
    ]
    return tag("tbody", tag("tr", top, role="row"), tag("tr", *written, role="row"), role="rowgroup")


def _number_row(records: Records, row: _Numbers, compared: Sequence[Voice]) -> Markup:
    heading = _thing_text(records, row.thing)
    cells = [_number_cell(records, row, place, compared) for place in range(len(compared))]
    return _body(heading[:1].upper() + heading[1:], compared, cells)


def _number_cell(records: Records, row: _Numbers, place: int, compared: Sequence[Voice]) -> Markup | None:
    own = row.cells[place]
    if not own:
        return None
    differences = [
        _difference(own, others, voice.name)
        for voice, others in zip(compared, row.cells, strict=True)
        if others is not own
    ]
    marks = [tag("div", tag("span", words, class_="badge differs")) for words in differences if words]
    return join([*marks, *statements(records, compared[place], own)])


def _difference(own: Sequence[Figure], others: Sequence[Figure], name: str) -> str:
    """Return in words how the numbers of two cells differ; empty if they do not, or if one is silent."""
    mine, theirs = {_number(row) for row in own}, {_number(row) for row in others}
    if not theirs or mine == theirs:
        return ""
    words = {"name": name, "why": "; ".join(_reasons(own, others))}
    if mine & theirs:
        return _("≠ partly differs from %(name)s") % words
    if not words["why"]:
        return _("≠ differs from %(name)s") % words
    return _("≠ differs from %(name)s (%(why)s)") % words


def _reasons(own: Sequence[Figure], others: Sequence[Figure]) -> Iterable[str]:
    """Return what else sets every two figures of two cells apart, besides the number."""
    pairs = [(one, other) for one in own for other in others]
    if all(a.describes and b.describes and not a.describes.overlaps(b.describes) for a, b in pairs):
        yield _("speaks of another day")
    if all(a.basis and b.basis and a.basis != b.basis for a, b in pairs):
        yield _("rests on something else")
    if all(a.part_of or b.part_of for a, b in pairs):
        yield _("part of another number")


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
