"""Figures in words: columns of the table twin, hover text made of the same columns, labels, lists."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import chain

from evidence_site.records.formatting import when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import code_label, code_word, counted_words, figure_text, range_text
from evidence_site.records.wording import _
from evidence_site.viz.chart import TYPE_SIZE, Column, chart_lines, chart_text
from evidence_site.viz.markup import Markup, join, listing, record_link, tag
from evidence_site.viz.numbers.shown_figures import was_before
from evidence_site.viz.text_widths import PHONE, wrap
from evidence_site.viz.words.cited_sources import source_links

#: Lines of the words above a mark.
_LINES = 2


def figure_columns(records: Records) -> list[Column]:
    """Return the table twin of every chart of figures: all that hovering shows, and more."""
    title, events = partial(_title, records), records.tables.events
    return [
        *_hovered(records),
        Column(
            title("event_id"),
            lambda row: event.title if (event := events.get(row.event_id)) else row.event_id,
        ),
        Column(title("describes"), lambda row: when_text(row.describes)),
        Column(title("note"), lambda row: row.note or ""),
        Column(title("source_id"), lambda row: records.tables.sources[row.source_id].title),
    ]


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


@remembered
def hover_text(records: Records, figure: Figure) -> str:
    """Return what hovering shows of a figure: the first columns of its table twin."""
    number, *columns = _hovered(records)
    known = [f"{column.heading}: {words}" for column in columns if (words := column.text(figure))]
    lines = chart_lines(line for words in known for line in wrap(words, PHONE, TYPE_SIZE))
    return f"<b>{chart_text(number.text(figure))}</b><br>{lines}"


def counted_text(records: Records, figure: Figure) -> str:
    """Return a number with whom it covers, where that is not everybody: "at least 161 (civilians)"."""
    number = range_text(figure)
    if figure.group == "all":
        return number
    group = code_word(records, "figures", "group", figure.group)
    return _("%(number)s (%(group)s)") % {"number": number, "group": group}


@remembered
def label_lines(records: Records, figure: Figure) -> tuple[str, ...]:
    """Return the lines that stand above a figure's mark: number, who states it, when, what it rests on.

    Who was there changes with the year, so those numbers also say which year they are about.
    """
    number, date = counted_text(records, figure), when_text(figure.stated)
    if was_before(records, figure) and figure.describes:
        date = _("%(stated)s, for %(date)s") % {"stated": date, "date": when_text(figure.describes)}
    basis = code_label(records, "figures", "basis", figure.basis).lower()
    details = ", ".join(part for part in (date, basis) if part)
    first, *rest = _label(number, figure.reported_by, details)
    bold = (
        f"<b>{chart_text(number)}</b>{chart_text(first[len(number) :])}"
        if first.startswith(number)
        else chart_text(first)
    )
    return (bold, *(chart_text(line) for line in rest))


def _label(number: str, who: str, details: str) -> list[str]:
    """The words above a mark, where who states it may end after any word: the rest is told whole."""
    words, parts = _("%(number)s · %(who)s, %(details)s"), who.split()

    def lines(name: str) -> list[str]:
        return wrap(words % {"number": number, "who": name, "details": details}, PHONE, TYPE_SIZE)

    whole = lines(who)
    ends = [" ".join(parts[:kept]).rstrip(",;:.") for kept in range(len(parts) - 1, 0, -1)]
    shorter = (lines(f"{name}…") for name in ends)
    return next((found for found in chain([whole], shorter) if len(found) <= _LINES), whole)


def figures_in_words(records: Records, heading: str, rows: Iterable[Figure]) -> Markup:
    """Return a list of figures with their sources, for what a chart cannot draw; nothing without rows."""
    items = listing([_in_words(records, row) for row in rows])
    return join([tag("p", tag("b", heading)), items]) if heading and items else items


def _in_words(records: Records, figure: Figure) -> Markup:
    sources = source_links(records, "figures", figure.id)
    words = _("%(number)s, stated by %(who)s (%(date)s).") % {
        "number": figure_text(records, figure),
        "who": figure.reported_by,
        "date": when_text(figure.stated),
    }
    return join(
        [
            record_link(words, "figures", figure.id),
            f" {counted_words(figure)} ",
            f"{figure.note} " if figure.note else None,
            tag("span", _("Source: "), sources, class_="quiet") if sources else None,
        ]
    )
