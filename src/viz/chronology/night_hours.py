"""The night by the hour: what is known of the hour of an event, and in words what is reported for each.

The hour of an event is a soft band around a reported clock time, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from evidence_site.records.dates import When
from evidence_site.records.formatting import day_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Account, Event
from evidence_site.records.names.naming import code_label, code_word
from evidence_site.records.wording import _
from evidence_site.viz.chronology.timeline import clock_text
from evidence_site.viz.maps.event_map import place_marks
from evidence_site.viz.markup import Markup, join, listing, record_link, tag
from evidence_site.viz.words.cited_sources import source_links

_NOON = time(12)
#: A clock time without an end is drawn as a band of this width on either side.
_BLUR = {"report": timedelta(minutes=20), "recollection": timedelta(minutes=45)}


@remembered
def night_events(events: Iterable[Event], span: When) -> tuple[Event, ...]:
    """Return the events of a night: those with a clock time in its order, then the others by date.

    A date may reach a day further than the night, on either side.
    """
    day = timedelta(days=1)
    shown = [
        event
        for event in events
        if event.scope == "moment"
        and event.date.overlaps(span)
        and span.start - day <= event.date.start <= event.date.end <= span.end + day
    ]
    timed = sorted((event for event in shown if event.time_from), key=band)
    return (*timed, *sorted(without_hour(shown), key=lambda event: event.date.start))


def without_hour(events: Iterable[Event]) -> list[Event]:
    """Return the events for which no source gives an hour."""
    return [event for event in events if not event.time_from]


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


# --- the steps -------------------------------------------------------------------------------------------


@remembered
def hours_of(events: Iterable[Event]) -> dict[datetime, int]:
    """Return the moments that are reported as a beginning, in order, with how many events each can mean."""
    rows = tuple(events)
    starts = sorted({reported_start(event) for event in rows if event.time_from})
    return {hour: len(reported_at(rows, hour)) for hour in starts}


def reported_at(events: Iterable[Event], hour: datetime) -> list[Event]:
    """Return the events whose reported clock time can mean an hour."""
    return [event for event in events if is_reported_for(event, hour)]


def hour_code(hour: datetime | None) -> str:
    """Return an hour as it stands in an address; empty for the whole night."""
    return hour.isoformat(timespec="minutes") if hour else ""


def read_hour(text: str, hours: Iterable[datetime]) -> datetime | None:
    """Return the one of the hours that a text names; None for anything else."""
    return next((hour for hour in hours if hour_code(hour) == text), None)


def hour_text(hour: datetime) -> str:
    """Return an hour in words: "25 February 1992, 20:30"."""
    return _("%(date)s, %(clock)s") % {"date": day_text(hour.date()), "clock": f"{hour:%H:%M}"}


def places_title(records: Records, events: Sequence[Event], hour: datetime | None) -> str:
    """Return for how many places of the night something is reported, at an hour if one is given."""
    count = len(place_marks(records, events, None))
    if hour is None:
        return _("Places named for the night: %(count)s") % {"count": count}
    return _("Places named for %(clock)s: %(told)s of %(count)s") % {
        "clock": f"{hour:%H:%M}",
        "told": len(place_marks(records, reported_at(events, hour), None)),
        "count": count,
    }


# --- what is reported ------------------------------------------------------------------------------------


def hour_words(records: Records, events: tuple[Event, ...], hour: datetime | None) -> Markup:
    """Return what is reported for an hour, by whom, and where accounts differ; without one, all hours."""
    if hour is None:
        lines = [_in_a_line(records, event) for event in events if event.time_from]
        heading = _("The hours that are reported, in their order:") if lines else _("No hour is reported.")
        return join([tag("p", tag("b", heading)), listing(lines)])
    reported = reported_at(events, hour)
    heading = _("Reported for %(hour)s:") % {"hour": hour_text(hour)}
    nothing = tag("p", _("No event of this selection.")) if not reported else None
    return join([tag("p", tag("b", heading)), nothing, *[event_words(records, event) for event in reported]])


def _in_a_line(records: Records, event: Event) -> Markup:
    title = record_link(event.title, "events", event.id)
    differ = _("Accounts differ.") if records.links.accounts_of[event.id] else None
    return join([f"{clock_words(records, event)}: ", title, ". ", differ])


@remembered
def event_words(records: Records, event: Event) -> Markup:
    """Return an event with its hour and what that rests on, who reports it, and who says otherwise."""
    sources = source_links(records, "events", event.id)
    place = records.tables.places.get(event.place_id)
    where = event.place_text or (place.name if place else None)
    known = (clock_words(records, event), when_text(event.date), where)
    return tag(
        "div",
        tag("p", tag("b", record_link(event.title, "events", event.id))),
        tag("p", " · ".join(part for part in known if part), class_="quiet"),
        tag("p", event.summary),
        tag("p", tag("b", _("Reported by: ")), sources, class_="quiet") if sources else None,
        *_differing(records, records.links.accounts_of[event.id]),
        class_="told",
    )


def _differing(records: Records, accounts: Sequence[Account]) -> Iterable[Markup]:
    """Every account, under what it is about, in the order of the records."""
    for about in dict.fromkeys(account.about for account in accounts):
        subject = code_word(records, "accounts", "about", about).lower()
        yield tag("p", tag("b", _("Accounts differ (%(subject)s):") % {"subject": subject}))
        yield listing([_account(records, account) for account in accounts if account.about == about])


def _account(records: Records, account: Account) -> Markup:
    side = code_label(records, "accounts", "perspective", account.perspective)
    sources = source_links(records, "accounts", account.id)
    quiet = tag("span", " ", sources, class_="quiet") if sources else None
    return join([tag("b", account.holder), f" ({side}): ", account.text, quiet])
