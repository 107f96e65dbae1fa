"""What the charts of the death toll find, in a sentence each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

from evidence_site.records.dates import When
from evidence_site.records.formatting import day_text, span_text
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import range_text
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.numbers.shown import Shown
from evidence_site.viz.numbers.toll_lanes import LANES, highest, lane_rows

_NONE = N_("The filters leave no number of dead stated after %(date)s")


def early_title(early: Shown, first: When, day: When | None) -> str:
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


def late_title(late: Shown, first: When, day: When | None) -> str:
    """Return the number stated most often after the first weeks, or from then until the day of the view."""
    rows = late.chosen()
    after = {"date": day_text(first.end)}
    if day is None:
        return _since(rows, after) if rows else _(_NONE) % after
    if rows:
        start = day_text(first.end + timedelta(days=1))
        return _until(rows, {"span": span_text(start, day_text(day.end))})
    if late.later:
        return _("Nothing in this chart had been stated by %(date)s") % {"date": day_text(day.end)}
    return _(_NONE) % after


def _since(rows: Sequence[Figure], dates: Mapping[str, str]) -> str:
    values = {**dates, **_most_common(rows)}
    if values["times"] == 1:
        return _("Statements of the number of dead after %(date)s: %(count)s, no two alike") % values
    words = ngettext(
        "Stated most often after %(date)s: %(number)s, in %(times)s of %(count)s statement",
        "Stated most often after %(date)s: %(number)s, in %(times)s of %(count)s statements",
        len(rows),
    )
    return words % values


def _until(rows: Sequence[Figure], dates: Mapping[str, str]) -> str:
    values = {**dates, **_most_common(rows)}
    if values["count"] == 1:
        return _("Stated (%(span)s): %(number)s") % values
    if values["times"] == 1:
        words = _("Statements of the number of dead (%(span)s): %(count)s, no two alike")
        return words % values
    words = ngettext(
        "Stated most often (%(span)s): %(number)s, in %(times)s of %(count)s statement",
        "Stated most often (%(span)s): %(number)s, in %(times)s of %(count)s statements",
        len(rows),
    )
    return words % values


def _most_common(rows: Sequence[Figure]) -> dict[str, str | int]:
    number, times = Counter(range_text(row) for row in rows).most_common(1)[0]
    return {"number": number, "times": times, "count": len(rows)}
