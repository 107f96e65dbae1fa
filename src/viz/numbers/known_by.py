"""What was known when: the numbers stated by a day, apart from those that came later.

Of some statements only the month or the year is known. They count as made on the last day that they
can mean: on an earlier one nobody can say today that they had been made. Undated ones never count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from evidence_site.records.dates import When, parse_when
from evidence_site.records.formatting import day_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.markup import Markup, join, listing, record_link, tag
from evidence_site.viz.numbers.figure_words import counted_text
from evidence_site.viz.numbers.shown_figures import ShownFigures
from evidence_site.viz.numbers.toll_panels import is_exact_day

#: Stands for the number until a link takes its place; no text from data holds it.
_HERE = "\0"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: What a statement rests on, as the sentence names it; the last kind is told apart by side.
KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Bodies counted"), ("bodies",)),
    (N_("Lists of names"), ("names",)),
    (N_("Inquiries"), ("investigation",)),
    (N_("Claims and later numbers"), ("claim", "later")),
)


def is_known(figure: Figure, day: When) -> bool:
    """Return whether a figure had been stated by a day, whatever its date can mean."""
    return figure.stated is not None and figure.stated.end <= day.end


def as_known(shown: ShownFigures, day: When | None) -> ShownFigures:
    """Return the view as of a day: what was stated later, or nobody knows when, is marked as later."""
    if day is None:
        return shown
    return replace(shown, later=frozenset(row.id for row in shown.rows if not is_known(row, day)))


def days_of(rows: Iterable[Figure]) -> dict[When, int]:
    """Return the days on which figures became known, in order, with how many became so."""
    ends = sorted(row.stated.end for row in rows if row.stated)
    return {parse_when(day.isoformat()): ends.count(day) for day in dict.fromkeys(ends)}


def read_day(text: str, windows: Sequence[When]) -> When | None:
    """Return the day that a text names; None for anything else, and for a day off the axes of dates."""
    if not _DAY.fullmatch(text):
        return None
    try:
        day = parse_when(text)
    except ValueError:
        return None
    return day if any(day.overlaps(window) for window in windows) else None


@dataclass(frozen=True)
class KnownStatements:
    """What a reader of a day could know of one kind of statement.

    Attributes:
        heading: The kind; of claims, also the side.
        named: The statements made on the day itself or, without any, on the latest day before it.
        earlier: How many had been made before those.
        new: Whether they were made on the day itself.
    """

    heading: str
    named: tuple[Figure, ...]
    earlier: int
    new: bool


def known_on(records: Records, rows: Iterable[Figure], day: When) -> list[KnownStatements]:
    """Return what was known of each kind, the day's own new statements first."""
    kinds = []
    for heading, found in _kinds(records, [row for row in rows if is_known(row, day)]):
        latest = max((row.stated.end for row in found if row.stated), default=None)
        named = tuple(row for row in found if row.stated and row.stated.end == latest)
        kinds.append(KnownStatements(heading, named, len(found) - len(named), latest == day.end))
    return sorted(kinds, key=lambda kind: not kind.new)


def _kinds(records: Records, rows: Sequence[Figure]) -> list[tuple[str, list[Figure]]]:
    """Return the statements of each kind; claims by side, because sides contradict each other."""
    *counted, (claims, _bases) = KINDS
    groups = [(_(heading), [row for row in rows if row.basis in bases]) for heading, bases in counted]
    counted_bases = {basis for _heading, bases in counted for basis in bases}
    by_side = grouped((row for row in rows if row.basis not in counted_bases), lambda row: row.perspective)
    for side in records.package.code_lists["perspective"]:
        if side in by_side:
            name = code_label(records, "figures", "perspective", side)
            groups.append((_("%(kind)s, %(side)s") % {"kind": _(claims), "side": name}, by_side[side]))
    return groups if by_side else [*groups, (_(claims), [])]


def named_on(records: Records, rows: Iterable[Figure], day: When) -> list[Figure]:
    """Return the figures that the words about a day name, in their order."""
    return [row for kind in known_on(records, rows, day) for row in kind.named]


@remembered
def known_words(records: Records, rows: tuple[Figure, ...], day: When) -> Markup:
    """Return in words what a reader of a day could know, and from whom; nothing is added up."""
    kinds = known_on(records, rows, day)
    date = {"date": day_text(day.end)}
    if not any(kind.named for kind in kinds):
        return tag("p", _("By %(date)s nothing of this selection had been stated.") % date)
    new = [_in_words(records, kind) for kind in kinds if kind.new]
    old = [_in_words(records, kind) for kind in kinds if not kind.new]
    first = _("Nothing was first stated on %(date)s.") if not new else _("First stated on %(date)s:")
    vague = any(not is_exact_day(row) for kind in kinds for row in kind.named)
    return join(
        [
            tag("p", tag("b", first % date)),
            listing(new),
            tag("p", tag("b", _("Already stated by then, the latest of each kind:"))) if old else None,
            listing(old),
            tag("p", vague_dates(), class_="quiet") if vague else None,
        ]
    )


def vague_dates() -> str:
    """Return the sentence that says from when on a statement without an exact day counts."""
    return _(
        "A statement of which only the month or the year is known counts from the last day that it can mean."
    )


def _in_words(records: Records, kind: KnownStatements) -> Markup:
    if not kind.named:
        return join([tag("b", kind.heading), _(": nothing yet.")])
    words = join([_statement(records, row, kind.new) for row in kind.named], "; ")
    earlier = ngettext("%(count)s earlier statement", "%(count)s earlier statements", kind.earlier)
    more = f" ({earlier % {'count': kind.earlier}})" if kind.earlier else ""
    return join([tag("b", kind.heading), ": ", words, more, "."])


def _statement(records: Records, row: Figure, new: bool) -> Markup:
    """Number, speaker and date of a statement; the number opens its record."""
    values = {"number": _HERE, "who": row.reported_by, "via": row.via, "date": when_text(row.stated)}
    text = _("%(number)s, stated by %(who)s") % values
    if row.via and new:
        text = _("%(number)s, stated by %(who)s, via %(via)s") % values
    if not new or not is_exact_day(row):
        text = _("%(statement)s, %(date)s") % {"statement": text, "date": values["date"]}
    before, _here, after = text.partition(_HERE)
    return join([before, record_link(counted_text(records, row), "figures", row.id), after])
