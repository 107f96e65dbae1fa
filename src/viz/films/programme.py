"""One screening told in full: where, by whom, the programme in order, the audience, and who reports it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, groupby

from evidence_site.records.formatting import number_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.links import grouped
from evidence_site.records.model.rows import Citation, Participant, Screening
from evidence_site.records.names.citing import short_name
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.markup import Markup, facts, inner_link, join, listing, record_link, tag
from evidence_site.viz.words.cited_sources import citation_list


@remembered
def main_programme(records: Records) -> Markup:
    """Return the screening that ``site.toml`` names, in full, or that it names none."""
    screening = records.tables.screenings.get(records.site.main_screening)
    return programme(records, screening) if screening else tag("p", _("No screening is told in full here."))


def programme(records: Records, screening: Screening) -> Markup:
    """Return a screening with everyone who took part, as reported."""
    people = records.links.participants_of[screening.id]
    sources = "; ".join(short_name(row) for row in records.links.sources_of["screenings", screening.id])
    reported = _("As reported by %(sources)s; the site vouches for no more than that it was reported.")
    audience, hosts = _in_role(records, people, "audience"), _in_role(records, people, "host")
    on_stage = [person for person in people if person not in (*audience, *hosts)]
    return tag(
        "article",
        tag("h3", _heading(records, screening)),
        tag("p", reported % {"sources": sources}),
        facts(_facts(records, screening, people)),
        tag("p", screening.note) if screening.note else None,
        *_section(_("Programme, in the order reported"), steps(records, on_stage)),
        *_section(_("Audience, as listed by the source"), _audience(audience)),
        *_section(_("Organised by, as reported"), _group(hosts)),
        tag("h4", _("Who reports it")),
        citation_list(records, _citations(records, screening, people), _("No source is given.")),
        _claims_line(records, screening),
        tag("p", record_link(_("Permanent address of this screening"), "screenings", screening.id)),
        class_="record",
    )


def _in_role(records: Records, people: Sequence[Participant], role: str) -> list[Participant]:
    """Return the people who only listened, or who held the event: neither is a part of the programme."""
    return [person for person in people if records.package.role_of("role", person.role) == role]


def _heading(records: Records, screening: Screening) -> str:
    film = records.tables.films.get(screening.film_id)
    kind = code_label(records, "screenings", "kind", screening.kind)
    return _("%(kind)s: %(film)s") % {"kind": kind, "film": film.title} if film else kind


def _facts(
    records: Records, screening: Screening, people: Sequence[Participant]
) -> Iterable[tuple[str, str | None]]:
    film = records.tables.films.get(screening.film_id)
    place = records.tables.places.get(screening.place_id)
    yield _("Date"), when_text(screening.date)
    yield _("Film"), record_link(film.title, "films", film.id) if film else _("Not named by the source")
    yield _("Venue"), screening.venue
    yield _("Place"), record_link(place.name, "places", place.id) if place else None
    yield _("Status"), code_label(records, "screenings", "status", screening.status)
    if not _in_role(records, people, "host"):
        yield _("Organisers"), "; ".join(screening.organisers)
    counted = screening.attendance
    yield (
        _("Number of guests"),
        number_text(counted) if counted is not None else _("not stated by the source"),
    )


def _section(heading: str, body: Markup) -> list[Markup]:
    return [tag("h4", heading), body] if body else []


def steps(records: Records, people: Sequence[Participant]) -> Markup:
    """Return the programme as numbered steps: people with one role in a row make one step."""
    items = [
        join([tag("strong", code_label(records, "participants", "role", role)), _group(list(group))])
        for role, group in groupby(people, key=lambda person: person.role)
    ]
    return listing(items, ordered=True)


def _shared_note(people: Sequence[Participant]) -> str | None:
    """The note that several people share: it is said once, for all that have no other."""
    note, times = Counter(person.note for person in people).most_common(1)[0] if people else (None, 0)
    return note if times > 1 else None


def _group(people: Sequence[Participant]) -> Markup:
    """People in order, one a line."""
    shared, items = _shared_note(people), []
    for person in people:
        known = (person.affiliation, None if person.note == shared else person.note)
        details = ". ".join(part.rstrip(".") for part in known if part)
        items.append(join([_name(person), f", {details}." if details else None]))
    return join([tag("p", shared) if shared else None, listing(items)])


def _audience(people: Sequence[Participant]) -> Markup:
    """Those present in order, one line for each body or community that they are listed under."""
    shared = _shared_note(people)
    items = []
    for under, group in groupby(people, key=lambda person: person.affiliation):
        names = [
            join([_name(person), None if person.note in (shared, None) else f" ({person.note.rstrip('.')})"])
            for person in group
        ]
        items.append(join([f"{under}: " if under else None, join(names, "; ")]))
    return join([tag("p", shared) if shared else None, listing(items)])


def _name(person: Participant) -> Markup:
    return record_link(person.name, "participants", person.id)


def _citations(records: Records, screening: Screening, people: Sequence[Participant]) -> Iterable[Citation]:
    """What the screening rests on; then any further source that only its people rest on."""
    keys = [("screenings", screening.id), *[("participants", person.id) for person in people]]
    cited = chain.from_iterable(records.links.citations_of[key] for key in keys)
    return [found[0] for found in grouped(cited, lambda citation: citation.source_id).values()]


def _claims_line(records: Records, screening: Screening) -> Markup | None:
    """Where sentences of the same sources are checked."""
    sources = [source.id for source in records.links.sources_of["screenings", screening.id]]
    checked = [claim for claim in records.tables.claims if claim.source_id in sources]
    if not checked:
        return None
    words = ngettext(
        "%(count)s sentence of the same source is checked on this site",
        "%(count)s sentences of the same source are checked on this site",
        len(checked),
    ) % {"count": number_text(len(checked))}
    return tag("p", inner_link(words, "claims", {"source": checked[0].source_id}))
