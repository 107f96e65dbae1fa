"""The death toll by the date on which each number was said: counted and claimed are never one series.

The first weeks bring most statements, the next decades few. They are drawn as two charts on one
axis of people: the first weeks day by day, then the rest of the year beside all that came later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from evidence_site.records.dates import When
from evidence_site.records.formatting import day_text, span_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import range_text
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.chart import Chart, exact_rows
from evidence_site.viz.numbers.figure_words import figure_columns
from evidence_site.viz.numbers.known_by import as_known, vague_dates
from evidence_site.viz.numbers.ranges import Scale, people_scale
from evidence_site.viz.numbers.shown_figures import ShownFigures, covers_part, is_death_toll
from evidence_site.viz.numbers.toll_panels import (
    LANES,
    PANELS_HEIGHT,
    highest,
    lane_of,
    lane_rows,
    panels_figure,
    window_of,
    windows_after,
)

#: The charts, by their keys.
_SUBJECTS = {"toll-first": N_("by date, the first weeks"), "toll-since": N_("by date, since then")}


@dataclass(frozen=True, eq=False)
class Toll:
    """The numbers of dead of one event, sorted by what can be drawn.

    Attributes:
        early: Stated in the first weeks.
        late: Stated afterwards.
        undated: It is not known when they were first said; listed in words.
        narrow: They cover one group or cause only; listed in words.
        windows: The first weeks; then the rest of that year and the years since.
        stated: All that the filters leave of those with a date.
    """

    early: ShownFigures
    late: ShownFigures
    undated: list[Figure]
    narrow: list[Figure]
    windows: tuple[When, ...]
    stated: tuple[Figure, ...]


@remembered
def toll_of(records: Records, shown: ShownFigures) -> Toll:
    """Return the numbers of dead of the main event, sorted by what can be drawn."""
    event = records.tables.events[records.site.main_event]
    tolls = shown.only(lambda row: row.event_id == event.id and is_death_toll(records, row))
    whole = tolls.only(lambda row: not covers_part(records, row))
    known = [*records.links.figures_of[event.id], *whole.rows]
    windows = windows_after(event.date.start, [row.stated for row in known if row.stated])
    first = windows[0]
    return Toll(
        early=whole.only(lambda row: window_of(row, windows) is first),
        late=whole.only(lambda row: window_of(row, windows) not in (first, None)),
        undated=[row for row in whole.rows if window_of(row, windows) is None],
        narrow=[row for row in tolls.rows if covers_part(records, row)],
        windows=windows,
        stated=tuple(row for row in whole.chosen() if window_of(row, windows)),
    )


@remembered
def toll_charts(records: Records, toll: Toll, *, log: bool = False, day: When | None = None) -> list[Chart]:
    """Return the two charts of the death toll by the date of the statement: first weeks, and since.

    Args:
        log: Whether the axis of people has tenfold steps.
        day: What was stated later is drawn faint, on the same axes; None for all at full strength.
    """
    scale = people_scale([*toll.early.rows, *toll.late.rows], log=log)
    early, late = as_known(toll.early, day), as_known(toll.late, day)
    first, after = toll.windows[0], toll.windows[1:]
    return [
        _chart(records, early, [first], scale, "toll-first", _early_title(early, first, day), day),
        _chart(records, late, after, scale, "toll-since", _late_title(late, first, day), day),
    ]


def _chart(
    records: Records,
    shown: ShownFigures,
    windows: Sequence[When],
    scale: Scale,
    key: str,
    title: str,
    day: When | None,
) -> Chart:
    rows = sorted(
        shown.rows, key=lambda row: (lane_of(row), row.stated.start if row.stated else date.max, row.id)
    )
    palest = _("As known on %(date)s, the dotted line: the palest marks had not been stated by then.")
    return Chart(
        key=key,
        subject=_(_SUBJECTS[key]),
        title=title,
        figure=panels_figure(records, shown, windows, scale, day) if rows else {},
        alt=_alt(shown, rows, day),
        reading=_(
            "Each mark is one statement on the day it was said; marks of one day stand side by side. A line "
            "joins the lower and the upper end; an arrow means that the source leaves the end open (“at "
            "least”, “up to”). Pale marks on a bar: only the month or year is known. All panels of the two "
            "charts have the same axis of people."
        ),
        table="figures",
        rows=rows,
        twin=figure_columns(records),
        narrow=exact_rows(rows),
        height=PANELS_HEIGHT,
        notes=[
            _("Counts of bodies overlap and are never added. Counted and claimed are two series."),
            *([palest % {"date": day_text(day.end)}, vague_dates()] if day else []),
            *shown.notes(),
        ],
    )


def _alt(shown: ShownFigures, rows: Sequence[Figure], day: When | None) -> str:
    lanes = []
    known = [row for row in rows if row.id not in shown.later]
    for number, lane in enumerate(LANES):
        found = lane_rows(known, number)
        most = highest(found)
        lanes.append(
            ngettext(
                "%(lane)s: %(count)s statement, the highest %(most)s",
                "%(lane)s: %(count)s statements, the highest %(most)s",
                len(found),
            )
            % {"lane": _(lane.heading), "count": len(found), "most": range_text(most) if most else _("none")}
        )
    if day is None:
        return _("Numbers of dead by the date of the statement. %(lanes)s.") % {"lanes": ". ".join(lanes)}
    return _(
        "Numbers of dead by the date of the statement, as known on %(date)s. %(lanes)s. "
        "Drawn faint because stated later: %(later)s."
    ) % {"date": day_text(day.end), "lanes": ". ".join(lanes), "later": len(shown.later)}


def _early_title(early: ShownFigures, first: When, day: When | None) -> str:
    """Return the highest number of each series in the first weeks, or until the day of the view."""
    until = {"date": day_text(min(first.end, day.end) if day else first.end)}
    rows = early.chosen()
    bodies, claims = highest(lane_rows(rows, 0)), highest(lane_rows(rows, len(LANES) - 1))
    if bodies and claims:
        return _("By %(date)s the highest count of bodies was %(bodies)s, the highest claim %(claim)s") % {
            **until,
            "bodies": range_text(bodies),
            "claim": range_text(claims),
        }
    if rows:
        return _("Statements of the number of dead by %(date)s: %(count)s") % {**until, "count": len(rows)}
    if early.later:
        return _("By %(date)s no number of dead had been stated") % until
    return _("The filters leave no number of dead stated by %(date)s") % until


def _late_title(late: ShownFigures, first: When, day: When | None) -> str:
    """Return the number stated most often after the first weeks, or from then until the day of the view."""
    rows, after = late.chosen(), {"date": day_text(first.end)}
    if not rows and day and late.later:
        return _("Nothing in this chart had been stated by %(date)s") % {"date": day_text(day.end)}
    if not rows:
        return _("The filters leave no number of dead stated after %(date)s") % after
    number, times = Counter(range_text(row) for row in rows).most_common(1)[0]
    values = {"number": number, "times": times, "count": len(rows)}
    if day is None:
        alone = _("Statements of the number of dead after %(date)s: %(count)s, no two alike")
        often = ngettext(
            "Stated most often after %(date)s: %(number)s, in %(times)s of %(count)s statement",
            "Stated most often after %(date)s: %(number)s, in %(times)s of %(count)s statements",
            len(rows),
        )
        return (alone if times == 1 else often) % {**values, **after}
    span = {"span": span_text(day_text(first.end + timedelta(days=1)), day_text(day.end))}
    if len(rows) == 1:
        return _("Stated (%(span)s): %(number)s") % {**values, **span}
    alone = _("Statements of the number of dead (%(span)s): %(count)s, no two alike")
    often = ngettext(
        "Stated most often (%(span)s): %(number)s, in %(times)s of %(count)s statement",
        "Stated most often (%(span)s): %(number)s, in %(times)s of %(count)s statements",
        len(rows),
    )
    return (alone if times == 1 else often) % {**values, **span}
