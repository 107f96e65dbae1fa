"""What two to four sources or sides say about one event, in columns: nothing added, nothing averaged.

Rows are what is compared: numbers by what they count, then accounts by what is disputed, then how all
of it was read. Where columns differ, a mark and words say so; where one is silent, that is said too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evidence_site.records.choose.filters import CODE_SEPARATOR
from evidence_site.records.formatting import when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Account, Figure, Source
from evidence_site.records.names.citing import full_name, reading_note, short_name
from evidence_site.records.names.naming import code_label, code_word, counted_words, dated_name, range_text
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.markup import Markup, facts, join, listing, record_link, tag
from evidence_site.viz.numbers.comparison_columns import (
    ComparedColumn,
    NumberRow,
    compared_columns,
    difference,
    is_parted,
    number_rows,
    stated_alone,
    thing_text,
)
from evidence_site.viz.symbols import symbol
from evidence_site.viz.words.cited_sources import source_links

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


@remembered(most=64)
def _comparison(records: Records, event_id: str, columns: str) -> Markup:
    compared = compared_columns(records, event_id, columns.split(CODE_SEPARATOR))
    if not compared:
        return Markup("")
    numbers = number_rows(records, compared)
    alone = stated_alone(records, numbers)
    reading = [_reading_cell(records, column) for column in compared]
    rows = [
        *(_number_row(records, row, numbers, compared) for row in numbers if row not in alone),
        *_account_rows(records, compared),
        _body(_("How it was read, and on whose site"), compared, reading),
    ]
    return tag(
        "div",
        tag("p", tag("strong", _finding(records, numbers))),
        _table(records, compared, _caption(records, event_id), rows),
        _stated_once(records, compared, numbers, alone) if alone else None,
        class_=f"comparison across-{len(compared)}",
    )


def comparison_in_brief(records: Records, event_id: str, columns: Sequence[str]) -> Markup:
    """Return the comparison for a sheet of paper: numbers that differ, and the accounts."""
    compared = compared_columns(records, event_id, columns)
    if not compared:
        return Markup("")
    numbers = number_rows(records, compared)
    parted = [row for row in numbers if is_parted(row)]
    rows = [
        _body(_heading_of(records, row), compared, [_statement_lines(records, cell) for cell in row.cells])
        for row in parted[:_ON_A_SHEET]
    ]
    others = "; ".join(thing_text(records, row.thing) for row in parted[_ON_A_SHEET:])
    words = _("The numbers for these stand on the site: %(things)s.") % {"things": others}
    table = _table(records, compared, _caption(records, event_id), [*rows, *_account_rows(records, compared)])
    return tag(
        "div",
        tag("p", tag("strong", _finding(records, numbers)), f" {words}" if others else None),
        table,
        class_="comparison",
    )


def _caption(records: Records, event_id: str) -> str:
    event = records.tables.events[event_id]
    return _("What is said about: %(event)s") % {"event": dated_name(records, "events", event)}


def _table(
    records: Records, compared: Sequence[ComparedColumn], caption: str, rows: Iterable[Markup]
) -> Markup:
    cells = [tag("th", _heading(records, column), scope="col", role="columnheader") for column in compared]
    head = tag("thead", tag("tr", *cells, role="row"), role="rowgroup")
    return tag("table", tag("caption", caption), head, *rows, role="table", class_="compared")


def _stated_once(
    records: Records,
    compared: Sequence[ComparedColumn],
    numbers: Sequence[NumberRow],
    rows: Sequence[NumberRow],
) -> Markup:
    """Return what only one column gives a number for: named in words, with the numbers folded."""
    heading = _("Numbers that only one of the columns states")
    things = "; ".join(thing_text(records, row.thing) for row in rows)
    summary = _("%(heading)s: %(things)s") % {"heading": heading, "things": things}
    written = [_number_row(records, row, numbers, compared) for row in rows]
    return tag("details", tag("summary", summary), _table(records, compared, heading, written))


def _finding(records: Records, rows: Iterable[NumberRow]) -> str:
    """Return the finding: what the columns give different numbers for."""
    things = "; ".join(thing_text(records, row.thing) for row in rows if is_parted(row))
    if not things:
        return _("No two columns give different numbers for the same thing.")
    return _("The columns give different numbers for: %(things)s.") % {"things": things}


def _heading(records: Records, column: ComparedColumn) -> Markup:
    source = column.source
    if source:
        lines: list[str] = [
            record_link(column.name, "sources", source.id),
            source.title,
            perspective_badge(records, source.perspective),
        ]
    else:
        mark = symbol(records.package.code_lists["perspective"][column.code])
        lines = [join([mark, " ", column.name]), _("Everybody of this perspective, whoever prints it")]
    if not column.figures and not column.accounts:
        lines.append(_("Says nothing about this event in these records."))
    elif not column.figures:
        lines.append(_("States no figures about this event in these records."))
    return join([tag("div", line) for line in lines])


def _body(heading: str, compared: Sequence[ComparedColumn], cells: Iterable[Markup | None]) -> Markup:
    """Return one thing that is compared: its heading across all columns, and a cell for each of them."""
    top = tag("th", heading, scope="rowgroup", colspan=str(len(compared)), role="rowheader")
    silent = tag("span", _("not stated"), class_="silent")
    written = [
        tag("td", tag("div", column.name, class_="whose"), cell or silent, role="cell")
        for column, cell in zip(compared, cells, strict=True)
    ]
    return tag("tbody", tag("tr", top, role="row"), tag("tr", *written, role="row"), role="rowgroup")


def _number_row(
    records: Records, row: NumberRow, numbers: Sequence[NumberRow], compared: Sequence[ComparedColumn]
) -> Markup:
    cells = [
        _number_cell(records, row, position, compared)
        if row.cells[position]
        else _silence(records, row, numbers, position)
        for position in range(len(compared))
    ]
    return _body(_heading_of(records, row), compared, cells)


def _heading_of(records: Records, row: NumberRow) -> str:
    words = thing_text(records, row.thing)
    return words[:1].upper() + words[1:]


def _silence(records: Records, row: NumberRow, numbers: Iterable[NumberRow], position: int) -> Markup | None:
    """Return for whom a column counts the same fate, where it does not count it for this group."""
    others = [other.thing for other in numbers if other.thing[0] == row.thing[0] and other.cells[position]]
    if not others:
        return None
    things = "; ".join(thing_text(records, thing) for thing in others)
    words = _("not stated; other rows have: %(things)s") % {"things": things}
    return tag("span", words, class_="silent")


def _number_cell(
    records: Records, row: NumberRow, position: int, compared: Sequence[ComparedColumn]
) -> Markup:
    own = row.cells[position]
    differences = [
        difference(own, others, column.name)
        for column, others in zip(compared, row.cells, strict=True)
        if others is not own
    ]
    marks = [tag("div", tag("span", words, class_="badge differs")) for words in differences if words]
    return join([*marks, *_statements(records, compared[position], own)])


def _account_rows(records: Records, compared: Sequence[ComparedColumn]) -> Iterable[Markup]:
    known = records.package.codes_of("accounts", "about")
    for about in (*_DISPUTES, *(code for code in known if code not in _DISPUTES)):
        cells = [[row for row in column.accounts if row.about == about] for column in compared]
        if any(cells):
            named = code_label(records, "accounts", "about", about)
            heading = _(_DISPUTES[about]) if about in _DISPUTES else named
            written = [join([_account(records, row) for row in rows]) if rows else None for rows in cells]
            yield _body(heading, compared, written)


#: More statements, or more sources, than these are folded in their cell.
_UNFOLDED = 4
#: Statements of a cell that stand on a sheet of paper: so many of its first and of its last.
_AT_AN_END = 2


@remembered
def perspective_badge(records: Records, perspective: str) -> Markup:
    """Return the mark and the name of a perspective."""
    code = records.package.code_lists["perspective"][perspective]
    return tag("span", symbol(code), " ", _(code.label), class_="badge")


def _statements(records: Records, column: ComparedColumn, figures: Sequence[Figure]) -> list[Markup]:
    """Return the numbers of one cell with everything that must stand beside them; many are folded."""
    written = [_statement(records, figure, column.source is not None) for figure in figures]
    if len(written) <= _UNFOLDED:
        return written
    numbers = "; ".join(dict.fromkeys(range_text(figure) for figure in figures))
    return [tag("details", tag("summary", numbers), *written)]


def _statement_lines(records: Records, figures: Sequence[Figure]) -> Markup | None:
    """Return the numbers of one cell below each other, each with who states it and its source.

    Of a long cell the first and the last stand there, and between them how many more there are.
    """
    lines = [
        join(
            [
                tag("strong", record_link(range_text(figure), "figures", figure.id)),
                f" {figure.reported_by} (",
                _source_link(records.tables.sources[figure.source_id]),
                ")",
            ]
        )
        for figure in figures
    ]
    left_out = len(lines) - 2 * _AT_AN_END
    if left_out > 1:
        words = ngettext("… %(count)s more, on the site …", "… %(count)s more, on the site …", left_out)
        between = tag("em", words % {"count": left_out})
        lines = [*lines[:_AT_AN_END], between, *lines[-_AT_AN_END:]]
    return join([tag("div", line) for line in lines]) if lines else None


@remembered
def _statement(records: Records, figure: Figure, with_side: bool) -> Markup:
    """A source can quote any side, so its numbers carry the perspective of who states them."""
    number = range_text(figure)
    if figure.unit != "people":
        number = f"{number} {code_word(records, 'figures', 'unit', figure.unit)}"
    badge = perspective_badge(records, figure.perspective) if with_side else None
    disputing = [
        tag("div", _("Disputed by: "), _source_link(records.tables.sources[row.source_id]))
        for row in records.links.citations_of["figures", figure.id]
        if row.stance == "disputes"
    ]
    return tag(
        "div",
        tag("div", tag("strong", record_link(number, "figures", figure.id)), " ", badge),
        tag("div", counted_words(figure)),
        facts(_statement_facts(records, figure)),
        *disputing,
        class_="statement",
    )


def _statement_facts(records: Records, figure: Figure) -> Iterable[tuple[str, str | None]]:
    title = {name: _(field.title) for name, field in records.package.tables["figures"].by_name.items()}
    yield title["reported_by"], figure.reported_by
    yield title["via"], figure.via
    yield title["stated"], when_text(figure.stated)
    yield title["describes"], when_text(figure.describes)
    yield title["basis"], code_label(records, "figures", "basis", figure.basis)
    if figure.part_of:
        yield title["part_of"], record_link(_("another number of this source"), "figures", figure.part_of)
    yield title["note"], figure.note


def _source_link(source: Source) -> Markup:
    return record_link(short_name(source), "sources", source.id)


@remembered
def _account(records: Records, account: Account) -> Markup:
    holder = tag("strong", record_link(account.holder, "accounts", account.id))
    return tag(
        "div",
        tag("div", holder, " ", perspective_badge(records, account.perspective)),
        tag("div", account.text),
        tag("div", _("Source: "), source_links(records, "accounts", account.id)),
        class_="statement",
    )


def _reading_cell(records: Records, column: ComparedColumn) -> Markup | None:
    """Return how each source of a column was read for what stands in it, and on whose site."""
    items = []
    for key, cited in grouped(column.citations, lambda citation: citation.source_id).items():
        notes = dict.fromkeys(reading_note(records, citation) for citation in cited)
        items.append(_reading(records, records.tables.sources[key], notes))
    if not items and column.source:
        label = code_label(records, "sources", "how_read", column.source.how_read)
        items = [_reading(records, column.source, [label])]
    if len(items) > _UNFOLDED:
        return tag("details", tag("summary", _("Each source and how it was read")), listing(items))
    return listing(items) or None


def _reading(records: Records, source: Source, notes: Iterable[str]) -> Markup:
    side = code_label(records, "sources", "perspective", source.perspective)
    words = "; ".join([_("Perspective: %(side)s") % {"side": side}, *notes])
    return join([record_link(full_name(source), "sources", source.id), tag("div", words)])
