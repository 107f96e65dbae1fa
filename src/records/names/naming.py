"""How a record is called: the line that stands for it in cards, lists and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from evidence_site.records.dates import When
from evidence_site.records.formatting import (
    country_text,
    day_text,
    language_text,
    number_text,
    span_text,
    when_text,
)
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import by_date
from evidence_site.records.model.package import Field
from evidence_site.records.model.rows import Account, Event, Figure
from evidence_site.records.names.citing import short_name
from evidence_site.records.wording import N_, _

#: Table to the name of one of its records and of several.
KINDS: Mapping[str, tuple[str, str]] = {
    "events": (N_("Event"), N_("Events")),
    "accounts": (N_("Account"), N_("Accounts")),
    "figures": (N_("Figure"), N_("Figures")),
    "places": (N_("Place"), N_("Places")),
    "films": (N_("Film"), N_("Films")),
    "screenings": (N_("Screening"), N_("Screenings")),
    "participants": (N_("Participant"), N_("Participants")),
    "claims": (N_("Checked claim"), N_("Checked claims")),
    "sources": (N_("Source"), N_("Sources")),
    "conflict_events": (N_("UCDP row"), N_("UCDP rows")),
    "displacement": (N_("Displacement number"), N_("Displacement numbers")),
    "population": (N_("Population number"), N_("Population numbers")),
    "glossary": (N_("Term"), N_("Terms")),
    "corrections": (N_("Correction"), N_("Corrections")),
}

_RANGES = {
    "exact": N_("%(best)s"),
    "approx": N_("about %(best)s"),
    "at_least": N_("at least %(low)s"),
    "up_to": N_("up to %(high)s"),
}


def code_word(records: Records, table: str, column: str, code: str | None) -> str:
    """Return a code as a word inside a sentence; empty for an unknown value."""
    found = records.package.codes_of(table, column).get(code or "")
    return _(found.label) if found else ""


def code_label(records: Records, table: str, column: str, code: str | None) -> str:
    """Return a code as a label that stands alone, with a capital."""
    word = code_word(records, table, column, code)
    return word[:1].upper() + word[1:]


def value_text(records: Records, table: str, column: Field, value: Any) -> str:
    """Return the value of a column in words: of another record its name; empty for an unknown value."""
    if value is None or value == ():
        return ""
    if target := records.package.tables[table].foreign_keys.get(column.name):
        row = records.table(target).get(value)
        return record_name(records, target, row) if row else str(value)
    if column.code_list:
        return code_label(records, table, column.name, value)
    if isinstance(value, When):
        return when_text(value)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return "; ".join(country_text(part) if column.territory else part for part in value)
    if column.territory:
        return country_text(value)
    if column.name == "language":
        return language_text(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return number_text(value) if column.unit and isinstance(value, int | float) else str(value)


def range_text(figure: Figure) -> str:
    """Return the number of a figure with its qualifier: "at least 161", "500 to 1,000"."""
    parts = {
        name: number_text(value)
        for name in ("low", "best", "high")
        if (value := getattr(figure, name)) is not None
    }
    if figure.qualifier == "range":
        return span_text(parts["low"], parts["high"])
    return _(_RANGES[figure.qualifier]) % parts


def figure_text(records: Records, figure: Figure) -> str:
    """Return a figure in words: "at least 161 killed (civilians)"."""
    measure = code_word(records, "figures", "measure", figure.measure)
    group = code_word(records, "figures", "group", figure.group)
    number = range_text(figure)
    if figure.unit != "people":
        number = f"{number} {code_word(records, 'figures', 'unit', figure.unit)}"
    words = _("%(number)s: %(measure)s") if figure.unit != "people" else _("%(number)s %(measure)s")
    text = words % {"number": number, "measure": measure}
    return text if figure.group == "all" else _("%(text)s (%(group)s)") % {"text": text, "group": group}


def counted_words(figure: Figure) -> str:
    """Return what a figure counts, as a sentence: a number without it says nothing."""
    return _("What was counted: %(definition)s.") % {"definition": figure.definition.rstrip(".")}


def _account_name(records: Records, row: Account) -> str:
    event = records.tables.events.get(row.event_id)
    return _("%(holder)s on “%(event)s”") % {
        "holder": row.holder,
        "event": event.title if event else row.event_id,
    }


def _screening_name(records: Records, row: Any) -> str:
    film = records.tables.films.get(row.film_id)
    place = records.tables.places.get(row.place_id)
    parts = [
        film.title if film else _("Film not named"),
        row.venue,
        place.name if place else None,
        when_text(row.date),
    ]
    return ", ".join(part for part in parts if part)


_NAMES: Mapping[str, Callable[[Records, Any], str]] = {
    "events": lambda _, row: row.title,
    "accounts": _account_name,
    "figures": lambda records, row: (
        _("%(number)s, stated by %(who)s") % {"number": figure_text(records, row), "who": row.reported_by}
    ),
    "places": lambda _, row: row.name,
    "films": lambda _, row: row.title,
    "screenings": _screening_name,
    "participants": lambda _, row: row.name,
    "claims": lambda _, row: row.claim,
    "sources": lambda _, row: row.title,
    "conflict_events": lambda _, row: f"{row.id}, {when_text(row.date)}",
    "displacement": lambda _, row: f"{row.origin_name} – {row.asylum_name}, {row.year}",
    "population": lambda _, row: f"{row.area}, {row.nationality}, {row.year}",
    "glossary": lambda _, row: row.term,
    "corrections": lambda _, row: row.id,
}


def record_name(records: Records, table: str, row: Any) -> str:
    """Return the line that stands for a record."""
    return _NAMES[table](records, row)


def dated_name(records: Records, table: str, row: Any) -> str:
    """Return the line that stands for a record in a list, with its date where it has one."""
    name = record_name(records, table, row)
    if table == "events":
        return f"{when_text(row.date)}: {name}"
    if table == "figures":
        return f"{name} ({when_text(row.stated)})"
    if table == "sources":
        return f"{name} ({short_name(row)})"
    return name


def dated_names(records: Records, table: str, rows: Iterable[Any]) -> Mapping[str, str]:
    """Return the lines that stand for records in a list, by id; each is made once, for lists can be long."""
    names = _all_dated_names(records, table)
    return {row.id: names[row.id] for row in rows}


@remembered
def _all_dated_names(records: Records, table: str) -> Mapping[str, str]:
    return {row.id: dated_name(records, table, row) for row in records.table(table)}


@remembered
def names_by_date(records: Records, events: Iterable[Event]) -> Mapping[str, str]:
    """Return the lines that stand for events in a list, by id, in the order of their dates."""
    return dated_names(records, "events", by_date(events))
