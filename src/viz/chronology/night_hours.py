"""The night in steps: the moments for which an hour is reported, and in words what is reported for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from evidence_site.records.formatting import day_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import RecordKey
from evidence_site.records.model.rows import Account, Event
from evidence_site.records.names.citing import short_name
from evidence_site.records.names.naming import code_label, code_word
from evidence_site.records.wording import _
from evidence_site.viz.chronology.reported_hours import clock_words, is_reported_for, reported_start
from evidence_site.viz.maps.event_map import place_marks
from evidence_site.viz.markup import Markup, join, listing, record_link, tag


@remembered
def hours_of(events: Iterable[Event]) -> dict[datetime, int]:
    """Return the moments that are reported as a beginning, in order, with how many events each can mean."""
    rows = tuple(events)
    starts = sorted({reported_start(event) for event in rows if event.time_from})
    return {hour: len(told_at(rows, hour)) for hour in starts}


def told_at(events: Iterable[Event], hour: datetime) -> list[Event]:
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
        "told": len(place_marks(records, told_at(events, hour), None)),
        "count": count,
    }


# --- what is reported ------------------------------------------------------------------------------------


def hour_words(records: Records, events: tuple[Event, ...], hour: datetime | None) -> Markup:
    """Return what is reported for an hour, by whom, and where accounts differ; without one, all hours."""
    if hour is None:
        timed = [event for event in events if event.time_from]
        heading = _("The hours that are reported, in their order:") if timed else _("No hour is reported.")
        return join([tag("p", tag("b", heading)), listing([_in_a_line(records, event) for event in timed])])
    told = told_at(events, hour)
    heading = _("Reported for %(hour)s:") % {"hour": hour_text(hour)}
    nothing = tag("p", _("No event of this selection.")) if not told else None
    return join([tag("p", tag("b", heading)), nothing, *[event_words(records, event) for event in told]])


def _in_a_line(records: Records, event: Event) -> Markup:
    differ = _("Accounts differ.") if records.links.accounts_of[event.id] else None
    return join(
        [clock_words(records, event), ": ", record_link(event.title, "events", event.id), ". ", differ]
    )


@remembered
def event_words(records: Records, event: Event) -> Markup:
    """Return an event with its hour and what that rests on, who reports it, and who says otherwise."""
    sources = _sources(records, ("events", event.id))
    return tag(
        "div",
        tag("p", tag("b", record_link(event.title, "events", event.id))),
        tag("p", _when_and_where(records, event), class_="quiet"),
        tag("p", event.summary),
        tag("p", tag("b", _("Reported by: ")), sources, class_="quiet") if sources else None,
        *_differing(records, records.links.accounts_of[event.id]),
        class_="told",
    )


def _when_and_where(records: Records, event: Event) -> str:
    place = records.tables.places.get(event.place_id) if event.place_id else None
    where = event.place_text or (place.name if place else None)
    return " · ".join(part for part in (clock_words(records, event), when_text(event.date), where) if part)


def _sources(records: Records, key: RecordKey) -> Markup:
    found = records.links.sources_of[key]
    return join([record_link(short_name(source), "sources", source.id) for source in found], "; ")


def _differing(records: Records, accounts: Sequence[Account]) -> Iterable[Markup]:
    """Every account, under what it is about, in the order of the records."""
    for about in dict.fromkeys(account.about for account in accounts):
        subject = code_word(records, "accounts", "about", about).lower()
        yield tag("p", tag("b", _("Accounts differ (%(subject)s):") % {"subject": subject}))
        yield listing([_account(records, account) for account in accounts if account.about == about])


def _account(records: Records, account: Account) -> Markup:
    side = code_label(records, "accounts", "perspective", account.perspective)
    sources = _sources(records, ("accounts", account.id))
    return join(
        [
            tag("b", account.holder),
            f" ({side}): ",
            account.text,
            tag("span", " ", sources, class_="quiet") if sources else None,
        ]
    )
