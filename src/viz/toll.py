"""The death toll by the date on which each number was said: counted and claimed are never one series.

The first weeks bring most statements, the next decades few. They are drawn as two charts on one
axis of people: the first weeks day by day, then the rest of the year beside all that came later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from records.dates import When
from records.formatting import day_text, range_text
from records.loading import Records
from records.memory import remembered
from records.rows import Figure
from records.wording import _
from viz.chart import Chart
from viz.figure_words import figure_columns
from viz.ranges import Scale, people_scale
from viz.shown import Shown, covers_part, exact_rows, is_death_toll
from viz.toll_lanes import LANES, highest, lane_of, lane_rows
from viz.toll_panels import PANELS_HEIGHT, panels_figure
from viz.toll_windows import window_of, windows_after


@dataclass(frozen=True, eq=False)
class Toll:
    """The numbers of dead of one event, sorted by what can be drawn.

    Attributes:
        early: Stated in the first weeks.
        late: Stated afterwards.
        undated: It is not known when they were first said; listed in words.
        narrow: They cover one group or cause only; listed in words.
        windows: The first weeks; then the rest of that year and the years since.
    """

    early: Shown
    late: Shown
    undated: list[Figure]
    narrow: list[Figure]
    windows: tuple[When, ...]


@remembered
def toll_of(records: Records, shown: Shown) -> Toll:
    """Return the numbers of dead of the main event, sorted by what can be drawn."""
    event = records.tables.events[records.site.main_event]
    tolls = shown.only(lambda row: row.event_id == event.id and is_death_toll(row))
    whole = tolls.only(lambda row: not covers_part(row))
    known = [*records.links.figures_of[event.id], *whole.rows]
    windows = windows_after(event.date.start, [row.stated for row in known if row.stated])
    first = windows[0]
    return Toll(
        early=whole.only(lambda row: window_of(row, windows) is first),
        late=whole.only(lambda row: window_of(row, windows) not in (first, None)),
        undated=[row for row in whole.rows if window_of(row, windows) is None],
        narrow=[row for row in tolls.rows if covers_part(row)],
        windows=windows,
    )


@remembered
def toll_charts(records: Records, toll: Toll, *, log: bool = False) -> list[Chart]:
    """Return the two charts of the death toll by the date of the statement: first weeks, and since."""
    scale = people_scale([*toll.early.rows, *toll.late.rows], log=log)
    return [
        _chart(records, toll.early, toll.windows[:1], scale, "toll-first", _early_title(toll)),
        _chart(records, toll.late, toll.windows[1:], scale, "toll-since", _late_title(toll)),
    ]


def _chart(
    records: Records, shown: Shown, windows: Sequence[When], scale: Scale, key: str, title: str
) -> Chart:
    rows = sorted(
        shown.rows, key=lambda row: (lane_of(row), row.stated.start if row.stated else date.max, row.id)
    )
    return Chart(
        key=key,
        title=title,
        figure=panels_figure(records, shown, windows, scale) if rows else {},
        alt=_alt(rows),
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
            *shown.notes(),
        ],
    )


def _early_title(toll: Toll) -> str:
    until = day_text(toll.windows[0].end)
    rows = toll.early.chosen()
    bodies, claims = highest(lane_rows(rows, 0)), highest(lane_rows(rows, len(LANES) - 1))
    if bodies and claims:
        return _("By %(date)s the highest count of bodies was %(bodies)s, the highest claim %(claim)s") % {
            "date": until,
            "bodies": range_text(bodies),
            "claim": range_text(claims),
        }
    if rows:
        return _("Statements of the number of dead by %(date)s: %(count)s") % {
            "count": len(rows),
            "date": until,
        }
    return _("The filters leave no number of dead stated by %(date)s") % {"date": until}


def _late_title(toll: Toll) -> str:
    after = day_text(toll.windows[0].end)
    rows = toll.late.chosen()
    if not rows:
        return _("The filters leave no number of dead stated after %(date)s") % {"date": after}
    number, times = Counter(range_text(row) for row in rows).most_common(1)[0]
    if times == 1:
        return _("Statements of the number of dead after %(date)s: %(count)s, no two alike") % {
            "count": len(rows),
            "date": after,
        }
    return _("Stated most often after %(date)s: %(number)s, in %(times)s of %(count)s statements") % {
        "date": after,
        "number": number,
        "times": times,
        "count": len(rows),
    }


def _alt(rows: Sequence[Figure]) -> str:
    lanes = []
    for number, lane in enumerate(LANES):
        found = lane_rows(rows, number)
        most = highest(found)
        lanes.append(
            _("%(lane)s: %(count)s statements, the highest %(most)s")
            % {"lane": _(lane.heading), "count": len(found), "most": range_text(most) if most else _("none")}
        )
    return _("Numbers of dead by the date of the statement. %(lanes)s.") % {"lanes": ". ".join(lanes)}
