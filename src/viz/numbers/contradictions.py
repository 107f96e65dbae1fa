"""Contradictions in words: one number that counts different things, one thing with different numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from math import inf

from evidence_site.records.formatting import when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import code_label, code_word, counted_words, figure_text, range_text
from evidence_site.records.wording import _
from evidence_site.viz.markup import Markup, join, listing, record_link, tag
from evidence_site.viz.numbers.figure_words import counted_text
from evidence_site.viz.numbers.ranges import bare_number, one_number
from evidence_site.viz.numbers.shown_figures import ShownFigures, counts_dead, covers_part, was_before
from evidence_site.viz.words.cited_sources import source_links

#: The definition of a number of which its source does not say what it counts, as the data package fixes it.
_UNDEFINED = "Not stated by the source"


@remembered
def after_the_night(records: Records, shown: ShownFigures) -> tuple[Figure, ...]:
    """Return the figures of the main event that count what was done to people, except the dead."""
    return tuple(
        row
        for row in shown.chosen()
        if row.event_id == records.site.main_event
        and not counts_dead(records, row)
        and not was_before(records, row)
    )


@remembered
def contradiction_list(records: Records, figures: Sequence[Figure]) -> Markup:
    """Return what does not agree among some figures, in two lists, each number with who states it."""
    same = [_same_number(records, rows) for rows in _in_order(records, same_numbers(figures))]
    groups = _in_order(records, different_numbers(records, figures))
    different = [_different_numbers(records, rows) for rows in groups]
    return join(
        [
            tag("h3", _("One number, different words")),
            listing(same) or tag("p", _("No number stands here under two different descriptions.")),
            tag("h3", _("One thing, different numbers")),
            listing(different) or tag("p", _("No two different numbers stand here for one thing.")),
        ]
    )


def _in_order(records: Records, groups: Iterable[list[Figure]]) -> list[list[Figure]]:
    """Return first the groups that hold numbers at odds, then the others, in the order of the measures."""
    order = list(records.package.code_lists["measure"])
    return sorted(groups, key=lambda rows: (not at_odds(rows), order.index(rows[0].measure)))


def _ends(figure: Figure) -> tuple[float, float]:
    """Return the smallest and the largest number that a figure allows."""
    if figure.qualifier == "at_least":
        return figure.low or 0, inf
    if figure.qualifier == "up_to":
        return figure.low or 0, inf if figure.high is None else figure.high
    stated = [value for value in bare_number(figure) if value is not None]
    return min(stated), max(stated)


def same_numbers(figures: Iterable[Figure]) -> list[list[Figure]]:
    """Return groups of figures with one exact number that say different things of it.

    Round numbers meet by chance, so only exact ones are taken; under two measures only for the same
    group and the same days.
    """
    exact = grouped(
        (row for row in figures if row.qualifier == "exact"), lambda row: (row.unit, bare_number(row))
    )
    groups = [_connected(rows) for rows in exact.values()]
    return [group for rows in groups for group in rows if len(_meanings(group)) > 1]


def _connected(rows: Sequence[Figure]) -> list[list[Figure]]:
    """Return the rows in groups: each row may belong to what another one of its group counts."""

    def may_be_one(one: Figure, other: Figure) -> bool:
        return one.measure == other.measure or (one.group == other.group and _same_days(one, other))

    groups: list[list[Figure]] = []
    for row in rows:
        near = [group for group in groups if any(may_be_one(row, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(other for group in near for other in group), row])
    return groups


def _same_days(one: Figure, other: Figure) -> bool:
    return bool(one.describes and other.describes and one.describes.overlaps(other.describes))


def _meanings(rows: Sequence[Figure]) -> set[tuple[str, str, str]]:
    """What is said of a number; one that is not described says nothing against a description."""
    said = {(row.measure, row.group, row.definition) for row in rows if row.definition != _UNDEFINED}
    described = {(measure, group) for measure, group, _definition in said}
    silent = {(row.measure, row.group, "") for row in rows if row.definition == _UNDEFINED}
    return said | {meaning for meaning in silent if meaning[:2] not in described}


def different_numbers(records: Records, figures: Iterable[Figure]) -> list[list[Figure]]:
    """Return groups of figures that give different numbers for one measure; parts and causes are left out."""
    whole = [row for row in figures if row.part_of is None and not covers_part(records, row)]
    groups = grouped(whole, lambda row: (row.measure, row.unit)).values()
    return [rows for rows in groups if len({bare_number(row) for row in rows}) > 1]


def at_odds(rows: Sequence[Figure]) -> list[Figure]:
    """Return the rows that leave another row no room: for the same days, and the same people or a part."""
    found = {
        row.id
        for one, other in combinations(rows, 2)
        if _same_days(one, other) and not _room(one, other)
        for row in (one, other)
    }
    return [row for row in rows if row.id in found]


def _room(one: Figure, other: Figure) -> bool:
    """Return whether both numbers can hold; those of two groups need not meet, but no part exceeds all."""
    (low, high), (lower, higher) = _ends(one), _ends(other)
    if one.group == other.group:
        return low <= higher and lower <= high
    if one.group == "all":
        return lower <= high
    return other.group != "all" or low <= higher


def _same_number(records: Records, rows: Sequence[Figure]) -> Markup:
    measures = dict.fromkeys(code_word(records, "figures", "measure", row.measure) for row in rows)
    words = {"number": range_text(rows[0]), "things": ", ".join(measures)}
    name = _("%(number)s %(things)s") if len(measures) == 1 else _("%(number)s: %(things)s")
    return join(
        [tag("strong", name % words), listing([_said(records, row) for row in sorted(rows, key=_date)])]
    )


def _different_numbers(records: Records, rows: Sequence[Figure]) -> Markup:
    ordered = sorted(rows, key=lambda row: (one_number(row), _date(row)))
    words = {
        "thing": code_label(records, "figures", "measure", rows[0].measure),
        "numbers": _numbers(records, ordered),
    }
    return join(
        [
            tag("strong", _("%(thing)s: %(numbers)s") % words),
            tag("div", _how_far(records, ordered)),
            listing([_said(records, row) for row in ordered]),
        ]
    )


def _numbers(records: Records, rows: Iterable[Figure]) -> str:
    return "; ".join(dict.fromkeys(counted_text(records, row) for row in rows))


def _how_far(records: Records, rows: Sequence[Figure]) -> str:
    """Return in words which of the numbers really stand against each other."""
    odd = at_odds(rows)
    if not odd:
        return _(
            "No two of them exclude each other: they speak of other people or other days, "
            "or leave room for one another."
        )
    words = _(
        "Stated of the same days and of the same people, or of all and a part of them: %(numbers)s."
    ) % {"numbers": _numbers(records, odd)}
    if len(odd) == len(rows):
        return words
    return _("%(words)s The others speak of other people or days, or leave room for them.") % {"words": words}


def _date(figure: Figure) -> tuple[date, str]:
    """When a number was said; undated ones come last."""
    return (figure.stated.start if figure.stated else date.max), figure.id


def _said(records: Records, figure: Figure) -> Markup:
    words = _(", %(who)s (%(date)s). %(counted)s Source: ") % {
        "who": figure.reported_by,
        "date": when_text(figure.stated),
        "counted": counted_words(figure),
    }
    number = figure_text(records, figure)
    sources = source_links(records, "figures", figure.id)
    return join([record_link(number, "figures", figure.id), words, sources])
