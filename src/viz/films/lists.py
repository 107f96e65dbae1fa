"""What was shown, in tables and lists: every row, which rows belong to the open record, and the films."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from evidence_site.records.formatting import country_text, number_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Film, Screening
from evidence_site.records.names.citing import short_name
from evidence_site.records.names.naming import code_label, record_name
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.chart import Column
from evidence_site.viz.films.showings import by_status_text, counts_text, film_name, showings
from evidence_site.viz.films.tours import RUN, TOUR, name_in
from evidence_site.viz.markup import Markup, facts, html_table, join, record_link, tag

#: Kinds of record that showings belong to, and the column that says so.
OWNERS: Mapping[str, str] = {"places": "place_id", "films": "film_id"}
_MOST_SOURCES = 3

_Key = Callable[[Records, Screening], Any]
_ORDERS: Mapping[str, tuple[str, _Key, bool]] = {
    "": (N_("Newest first"), lambda _records, _row: "", True),
    "oldest": (N_("Oldest first"), lambda _records, _row: "", False),
    "film": (N_("By film"), lambda records, row: film_name(records, row).casefold(), False),
    "place": (N_("By place"), lambda records, row: _place_name(records, row, "\uffff").casefold(), False),
    "country": (N_("By country"), lambda _records, row: country_text(row.country or "").casefold(), False),
    "status": (N_("By status"), lambda _records, row: row.status, True),
}


def orders() -> dict[str, str]:
    """Return the orders in which the table can stand, in the reader's language."""
    return {code: _(label) for code, (label, _key, _down) in _ORDERS.items()}


@remembered
def belonging(rows: Sequence[Screening], kind: str, key: str) -> tuple[Screening, ...]:
    """Return the rows that belong to a place or a film; none for any other kind of record."""
    column = OWNERS.get(kind)
    return tuple(row for row in rows if column and getattr(row, column) == key)


@remembered
def owners_called(records: Records, rows: Sequence[Screening], kind: str) -> Mapping[str, str]:
    """Return the places or films of the rows by id, each called by its name and its showings."""
    at = grouped(rows, attrgetter(OWNERS[kind]))
    names = {key: record_name(records, kind, records.table(kind)[key]) for key in at}
    return {
        key: _("%(name)s: %(count)s")
        % {"name": names[key], "count": by_status_text(records, showings(at[key]))}
        for key in sorted(at, key=lambda key: names[key].casefold())
    }


def in_order_of(records: Records, rows: Iterable[Screening], order: str) -> list[Screening]:
    """Return the rows in an order; an unknown one is the newest first, and dates part what is equal."""
    _label, key, down = _ORDERS.get(order, _ORDERS[""])
    dated = sorted(rows, key=lambda row: (row.date.start, row.id), reverse=order in ("", "status"))
    return sorted(dated, key=lambda row: key(records, row), reverse=down)


def _place_name(records: Records, row: Screening, without: str = "") -> str:
    place = records.tables.places.get(row.place_id)
    return place.name if place else without


@remembered
def screening_table(records: Records, rows: Sequence[Screening], order: str = "") -> Markup:
    """Return the rows as a table, each with the link to its record and its sources."""
    headings = [_("Date and record"), _("Film"), _("Where"), _("Kind"), _("Status"), _("Run or tour")]
    body = [
        [
            record_link(when_text(row.date), "screenings", row.id),
            record_link(film_name(records, row), "films", row.film_id)
            if row.film_id
            else film_name(records, row),
            _where(records, row),
            code_label(records, "screenings", "kind", row.kind),
            code_label(records, "screenings", "status", row.status),
            "; ".join(name for kind in (RUN, TOUR) if (name := name_in(records, row, kind))),
            _sources(records, row),
        ]
        for row in in_order_of(records, rows, order)
    ]
    words = ngettext("%(rows)s row, %(showings)s", "%(rows)s rows, %(showings)s", len(rows))
    caption = words % {"rows": number_text(len(rows)), "showings": counts_text(showings(rows))}
    return html_table([*headings, _("Sources")], body, caption, stacked=True)


def _where(records: Records, row: Screening) -> Markup:
    place = records.tables.places.get(row.place_id)
    parts = [
        row.venue,
        record_link(place.name, "places", place.id) if place else None,
        country_text(row.country) if row.country else None,
    ]
    return join(parts, ", ") if any(parts) else join([_("no place: shown online or in several countries")])


def _sources(records: Records, row: Screening) -> Markup:
    sources = records.links.sources_of["screenings", row.id]
    links: list[str] = [
        record_link(short_name(source), "sources", source.id) for source in sources[:_MOST_SOURCES]
    ]
    if more := len(sources) - len(links):
        words = _("and %(count)s more") % {"count": number_text(more)}
        links.append(record_link(words, "screenings", row.id))
    return join(links, "; ")


def twin_columns(records: Records) -> list[Column]:
    """Return the columns of the table twin."""
    return [
        Column(_("Date"), lambda row: when_text(row.date)),
        Column(_("Film"), lambda row: film_name(records, row)),
        Column(_("Status"), lambda row: code_label(records, "screenings", "status", row.status)),
        Column(_("Kind"), lambda row: code_label(records, "screenings", "kind", row.kind)),
        Column(_("Venue"), lambda row: row.venue or ""),
        Column(_("Place"), lambda row: _place_name(records, row)),
        Column(_("Country"), lambda row: country_text(row.country) if row.country else ""),
        Column(_("Organisers"), lambda row: "; ".join(row.organisers)),
        Column(
            _("Attendance, as reported"),
            lambda row: number_text(row.attendance) if row.attendance is not None else "",
        ),
        Column(_("Run that counts once"), lambda row: name_in(records, row, RUN)),
        Column(_("Tour"), lambda row: name_in(records, row, TOUR)),
        Column(_("Note"), lambda row: row.note or ""),
        Column(
            _("Sources"),
            lambda row: "; ".join(source.title for source in records.links.sources_of["screenings", row.id]),
        ),
    ]


# --- films --------------------------------------------------------------------------------------------------


def films_label(films: Sequence[Film]) -> str:
    """Return how many films there are, and what the list says of them."""
    words = ngettext(
        "%(count)s film: who made it, how often it was shown, and what is claimed about it",
        "%(count)s films: who made them, how often they were shown, and what is claimed about them",
        len(films),
    )
    return words % {"count": number_text(len(films))}


@remembered
def film_list(records: Records, films: Iterable[Film]) -> Markup:
    """Return the films, those with most showings first, each with its caveats and competing claims."""
    pairs = [(film, showings(records.links.screenings_of[film.id])) for film in films]
    pairs.sort(key=lambda pair: (-len(pair[1]), pair[0].title.casefold()))
    entries = [
        tag(
            "article",
            tag("h4", record_link(film.title, "films", film.id)),
            tag("p", film.synopsis) if film.synopsis else None,
            facts(_facts(records, film, counts_text(shown) if shown else _("none with a date is on record"))),
            class_="record",
        )
        for film, shown in pairs
    ]
    return tag("div", *entries)


def _facts(records: Records, film: Film, shown: str) -> list[tuple[str, str | None]]:
    original = film.original_title if film.original_title != film.title else None
    return [
        (_("Original title"), original),
        (_("Year"), when_text(film.year) if film.year else _("not known")),
        (_("Director"), "; ".join(film.director)),
        (_("Made by"), "; ".join(film.producer)),
        (_("Perspective"), code_label(records, "films", "perspective", film.perspective)),
        (_("On record"), shown),
        (_("Caveats and competing claims"), film.note),
    ]
