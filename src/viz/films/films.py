"""The films, with what is disputed about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidence_site.records.formatting import number_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered_large
from evidence_site.records.model.rows import Film
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.films.showings import counts_text, showings
from evidence_site.viz.markup import Markup, facts, record_link, tag


def films_label(films: Sequence[Film]) -> str:
    """Return how many films there are, and what the list says of them."""
    words = ngettext(
        "%(count)s film: who made it, how often it was shown, and what is claimed about it",
        "%(count)s films: who made them, how often they were shown, and what is claimed about them",
        len(films),
    )
    return words % {"count": number_text(len(films))}


@remembered_large
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
