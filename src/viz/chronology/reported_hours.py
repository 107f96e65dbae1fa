"""What is known of the hour of an event: a soft band around a reported clock time, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from evidence_site.records.dates import When
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Event
from evidence_site.records.names.naming import code_word
from evidence_site.records.wording import _
from evidence_site.viz.chronology.timeline import clock_text

_NOON = time(12)
#: A clock time without an end is drawn as a band of this width on either side.
_BLUR = {"report": timedelta(minutes=20), "recollection": timedelta(minutes=45)}


@remembered
def night_events(events: Iterable[Event], span: When) -> tuple[Event, ...]:
    """Return the events of a night: those with a clock time in its order, then the others by date."""
    shown = [
        event
        for event in events
        if event.scope == "moment" and event.date.overlaps(span) and _is_within(event.date, span)
    ]
    timed = sorted((event for event in shown if event.time_from), key=band)
    return (*timed, *sorted(without_hour(shown), key=lambda event: event.date.start))


def without_hour(events: Iterable[Event]) -> list[Event]:
    """Return the events for which no source gives an hour."""
    return [event for event in events if not event.time_from]


def _is_within(when: When, span: When) -> bool:
    return when.start >= span.start - timedelta(days=1) and when.end <= span.end + timedelta(days=1)


def _moment(clock: str, when: When) -> datetime:
    hour = time.fromisoformat(clock)
    day: date = when.start if hour >= _NOON else when.end
    return datetime.combine(day, hour)


def reported_start(event: Event) -> datetime:
    """Return the moment that is reported as the beginning; only for an event with a clock time."""
    assert event.time_from
    return _moment(event.time_from, event.date)


def is_reported_for(event: Event, hour: datetime) -> bool:
    """Return whether the clock time that is reported for an event can mean an hour."""
    if not event.time_from:
        return False
    first, last = band(event)
    return first <= hour <= last


def band(event: Event) -> tuple[datetime, datetime]:
    """Return first and last moment that a reported clock time can mean."""
    start = reported_start(event)
    blur = _BLUR[event.time_basis or "recollection"]
    if event.time_to:
        return start, max(_moment(event.time_to, event.date), start + blur)
    return start - blur, start + blur


def clock_words(records: Records, event: Event) -> str:
    """Return the reported clock time and where it comes from: "02:00 (recollection)"."""
    if not event.time_from:
        return _("Hour not known")
    basis = code_word(records, "events", "time_basis", event.time_basis).lower()
    return _("%(clock)s (%(basis)s)") % {"clock": clock_text(event), "basis": basis}
