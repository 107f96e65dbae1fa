"""The films with what is disputed about them, and every row of the screenings with its link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from records.formatting import country_text, number_text, when_text
from records.loading import Records
from records.memory import remembered
from records.rows import Film, Screening
from records.wording import _, ngettext
from viz.markup import Markup, facts, html_table, join, record_link, tag
from viz.naming import code_label
from viz.showings import counts_text, film_name, showings


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
    found = [(film, showings(records.links.screenings_of[film.id])) for film in films]
    found.sort(key=lambda pair: (-len(pair[1]), pair[0].title.casefold()))
    entries = [
        tag(
            "article",
            tag("h4", record_link(film.title, "films", film.id)),
            tag("p", film.synopsis) if film.synopsis else None,
            facts(_facts(records, film, counts_text(shown) if shown else _("none with a date is on record"))),
            class_="record",
        )
        for film, shown in found
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


@remembered
def screening_table(records: Records, rows: Sequence[Screening]) -> Markup:
    """Return every row as a table, the newest first, each with the link to its record."""
    ordered = sorted(rows, key=lambda row: (row.date.start, row.id), reverse=True)
    headings = [
        _("Date and record"),
        _("Film"),
        _("Where"),
        _("Kind"),
        _("Status"),
        _("Run that counts once"),
    ]
    body = [
        [
            record_link(when_text(row.date), "screenings", row.id),
            record_link(film_name(records, row), "films", row.film_id)
            if row.film_id
            else film_name(records, row),
            _where(records, row),
            code_label(records, "screenings", "kind", row.kind),
            code_label(records, "screenings", "status", row.status),
            row.run_id or "",
        ]
        for row in ordered
    ]
    caption = _("%(rows)s rows, %(showings)s") % {
        "rows": number_text(len(rows)),
        "showings": counts_text(showings(rows)),
    }
    return html_table(headings, body, caption)


def _where(records: Records, row: Screening) -> Markup:
    place = records.tables.places.get(row.place_id)
    parts = [
        row.venue,
        record_link(place.name, "places", place.id) if place else None,
        country_text(row.country) if row.country else None,
    ]
    return join(parts, ", ") if any(parts) else join([_("no place: shown online or in several countries")])
