"""Figures in words: columns of the table twin, hover text made of the same columns, labels, lists."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import partial

from evidence_site.records.formatting import when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.citing import short_name
from evidence_site.records.names.naming import code_label, code_word, counted_words, figure_text, range_text
from evidence_site.records.wording import _
from evidence_site.viz.chart import TYPE_SIZE, Column, chart_text
from evidence_site.viz.markup import Markup, join, listing, record_link, tag
from evidence_site.viz.numbers.shown_figures import was_before
from evidence_site.viz.text_widths import PHONE, wrap

#: Lines of the words above a mark.
_LINES = 2


def figure_columns(records: Records) -> list[Column]:
    """Return the table twin of every chart of figures: all that hovering shows, and more."""
    return [*_hovered(records), *_further(records)]


def _title(records: Records, column: str) -> str:
    return _(records.package.tables["figures"].by_name[column].title)


def _hovered(records: Records) -> list[Column]:
    label = partial(code_label, records, "figures")
    title = partial(_title, records)
    return [
        Column(_("Number"), partial(figure_text, records)),
        Column(title("reported_by"), lambda row: row.reported_by),
        Column(title("via"), lambda row: row.via or ""),
        Column(title("perspective"), lambda row: label("perspective", row.perspective)),
        Column(title("stated"), lambda row: when_text(row.stated)),
        Column(title("basis"), lambda row: label("basis", row.basis)),
        Column(title("cause"), lambda row: label("cause", row.cause)),
        Column(title("definition"), lambda row: row.definition),
    ]


def _further(records: Records) -> list[Column]:
    title = partial(_title, records)
    return [
        Column(title("event_id"), lambda row: _event_title(records, row)),
        Column(title("describes"), lambda row: when_text(row.describes)),
        Column(title("note"), lambda row: row.note or ""),
        Column(title("source_id"), lambda row: records.tables.sources[row.source_id].title),
    ]


def _event_title(records: Records, figure: Figure) -> str:
    event = records.tables.events.get(figure.event_id)
    return event.title if event else figure.event_id


@remembered
def hover_text(records: Records, figure: Figure) -> str:
    """Return what hovering shows of a figure: the first columns of its table twin."""
    columns = _hovered(records)
    lines = [f"<b>{chart_text(columns[0].text(figure))}</b>"]
    for column in columns[1:]:
        if words := column.text(figure):
            lines += [chart_text(line) for line in wrap(f"{column.heading}: {words}", PHONE, TYPE_SIZE)]
    return "<br>".join(lines)


def counted_text(records: Records, figure: Figure) -> str:
    """Return a number with whom it covers, where that is not everybody: "at least 161 (civilians)"."""
    number = range_text(figure)
    if figure.group == "all":
        return number
    group = code_word(records, "figures", "group", figure.group)
    return _("%(number)s (%(group)s)") % {"number": number, "group": group}


def _dates(records: Records, figure: Figure) -> str:
    """Who was there changes with the year, so those numbers also say which year they are about."""
    stated = when_text(figure.stated)
    if not was_before(records, figure) or figure.describes is None:
        return stated
    return _("%(stated)s, for %(date)s") % {"stated": stated, "date": when_text(figure.describes)}


@remembered
def label_lines(records: Records, figure: Figure) -> tuple[str, ...]:
    """Return the lines that stand above a figure's mark: number, who states it, when, what it rests on."""
    number = counted_text(records, figure)
    basis = code_label(records, "figures", "basis", figure.basis).lower()
    tail = ", ".join(part for part in (_dates(records, figure), basis) if part)
    first, *rest = _label(number, figure.reported_by, tail)
    bold = (
        f"<b>{chart_text(number)}</b>{chart_text(first[len(number) :])}"
        if first.startswith(number)
        else chart_text(first)
    )
    return (bold, *(chart_text(line) for line in rest))


def _label(number: str, who: str, details: str) -> list[str]:
    """The words above a mark, where who states it may end early: number and details are told whole."""
    words = _("%(number)s · %(who)s, %(details)s")

    def lines(left_off: int) -> list[str]:
        told = f"{who[:-left_off].rstrip()}…" if left_off else who
        return wrap(words % {"number": number, "who": told, "details": details}, PHONE, TYPE_SIZE)

    whole = lines(0)
    if len(whole) <= _LINES:
        return whole
    enough = bisect_left(range(len(who)), True, key=lambda left_off: len(lines(left_off)) <= _LINES)
    return lines(enough) if enough < len(who) else whole


def figures_in_words(records: Records, heading: str, rows: Iterable[Figure]) -> Markup:
    """Return a list of figures with their sources, for what a chart cannot draw; nothing without rows."""
    items = [_in_words(records, row) for row in rows]
    if not items:
        return Markup("")
    return join([tag("p", tag("b", heading)) if heading else None, listing(items)])


def _in_words(records: Records, figure: Figure) -> Markup:
    sources: Sequence[str] = [
        record_link(short_name(source), "sources", source.id)
        for source in records.links.sources_of["figures", figure.id]
    ]
    words = _("%(number)s, stated by %(who)s (%(date)s).") % {
        "number": figure_text(records, figure),
        "who": figure.reported_by,
        "date": when_text(figure.stated),
    }
    return join(
        [
            record_link(words, "figures", figure.id),
            f" {counted_words(figure)} ",
            figure.note,
            Markup(" ") if figure.note else None,
            tag("span", _("Source: "), join(sources, "; "), class_="quiet") if sources else None,
        ]
    )
