"""What the picture of a shared link says: of a page under its filters, or of one record.

A link is spread far from the page that it leads to, so what must travel with it stands on its picture: a
number with its source, its date and what was counted; a checked sentence with its verdict; an account with
how many there are; a view of one side with how little of the sources it shows. Words that somebody searched
for are not repeated: a picture in the site's name says only what the site says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.formatting import country_text, day_text, language_text, number_text, when_text
from evidence_site.records.give.private_names import without_private_names
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.records.model.rows import (
    Account,
    Claim,
    ConflictEvent,
    Correction,
    DisplacementNumber,
    Event,
    Figure,
    Film,
    GlossaryTerm,
    Participant,
    Place,
    PopulationNumber,
    Screening,
    Source,
)
from evidence_site.records.names.citing import short_name
from evidence_site.records.names.naming import KINDS, code_label, counted_words, record_name
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.words.cite_links import cited_title
from evidence_site.viz.words.filter_labels import (
    filters_in_words,
    first_names,
    one_sided_sentence,
    shortened,
    showing_words,
)

#: Names of one list that a card tells; the others are counted.
_MOST = 3
#: Signs of one name in a list.
_NAME = 80
#: Signs of the words for those who do not see the picture; some readers cut what is longer.
LONGEST_ALT = 420


@dataclass(frozen=True)
class Line:
    """One paragraph of a card.

    Attributes:
        whole: Never cut for want of room; any other paragraph may end in a sign that it goes on.
        strong: What nobody may overlook.
        quiet: What stands around the rest: when and where, sources.
    """

    words: str
    whole: bool = True
    strong: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class ShareCard:
    """What the picture of a link says, from the top down.

    Attributes:
        site: Name of the site.
        kind: Kind of record; empty for a page.
        tagline: What the site is about, where the title does not say so.
        foot: When the data were last checked, and their version.
    """

    site: str
    kind: str
    tagline: str
    title: str
    lines: tuple[Line, ...]
    foot: str

    @property
    def alt(self) -> str:
        """The same for those who do not see it; what may be cut stands last."""
        lines = sorted(self.lines, key=lambda line: not line.whole)
        parts = (self.site, self.kind, self.title, *(line.words for line in lines))
        return shortened(" ".join(_sentence(part) for part in parts if part), LONGEST_ALT)


def page_card(records: Records, title: str, about: str, choice: Choice) -> ShareCard:
    """Return what the card of a page says, and of its filters if there are any.

    Args:
        title: What the page is called.
        about: What it holds, in a sentence.
    """
    lines = [Line(about)]
    if choice.active:
        selection = select(records, choice)
        lines += [
            Line(one_sided_sentence(records, selection, _MOST), strong=True),  # names the chosen sources
            Line(narrowed_words(records, choice.without("source"))),
            Line(showing_words(selection), quiet=True),
        ]
    return _card(records, "", title, lines)


def narrowed_words(records: Records, choice: Choice) -> str:
    """Return the filters in words, long lists counted; empty without filters."""
    words = [filters_in_words(records, choice.without("q"), _MOST)]
    if choice.query:
        words.append(_("narrowed by a search"))
    joined = "; ".join(word for word in words if word)
    return _sentence(joined[:1].upper() + joined[1:])


def record_card(records: Records, key: RecordKey) -> ShareCard:
    """Return what the card of a record says: below its title, private persons by their role.

    Raises:
        KeyError: If there is no such published record.
    """
    table, told = key[0], without_private_names(records)
    name = record_name(records, table, records.table(table)[key[1]])
    title = name if table == "corrections" else name[:1].upper() + name[1:]
    if table == "claims":
        title = f"“{title}”"  # in large type nobody may take it for what the site says
    lines = [*_LINES[table](told, told.table(table)[key[1]]), *_sources(told, key)]
    return _card(records, _(KINDS[table][0]), title, lines)


def _card(records: Records, kind: str, title: str, lines: list[Line]) -> ShareCard:
    foot = _("Data last checked %(date)s, version %(version)s") % {
        "date": day_text(records.checked_on) if records.checked_on else _("not stated"),
        "version": records.version,
    }
    said = tuple(line for line in lines if line.words)
    tagline = _(records.site.tagline)
    return ShareCard(
        _(records.site.name), kind, "" if kind or title == tagline else tagline, title, said, foot
    )


def _sentence(words: str) -> str:
    return words if not words or words.endswith((".", "!", "?", "…", ".”")) else f"{words}."


def _facts(*parts: str | None) -> Line:
    return Line(" · ".join(part[:1].upper() + part[1:] for part in parts if part), quiet=True)


def _list(names: list[str]) -> str:
    told = [shortened(name, _NAME) if len(names) > 1 else name for name in names]
    return "; ".join(first_names(told, _MOST))


def _sources(records: Records, key: RecordKey) -> list[Line]:
    """Name the sources of a record, those of reference and independent ones first; a source is its own."""
    order, reference = list(records.package.code_lists["perspective"]), records.site.reference_sources
    found = sorted(
        records.links.sources_of[key],
        key=lambda source: (source.id not in reference, order.index(source.perspective)),
    )
    if not found or key[0] == "sources":
        return []
    words = ngettext("Source: %(names)s", "Sources: %(names)s", len(found))
    return [Line(words % {"names": _list([short_name(source) for source in found])}, quiet=True)]


def _event(records: Records, row: Event) -> list[Line]:
    place = records.tables.places.get(row.place_id)
    accounts = len(records.links.accounts_of[row.id])
    disputed = ngettext(
        "Disputed: %(count)s account on its page", "Disputed: %(count)s accounts side by side", accounts
    ) % {"count": number_text(accounts)}
    doubtful = row.verification in ("weak", "unchecked")
    return [
        _facts(
            when_text(row.date),
            place.name if place else row.place_text,
            code_label(records, "events", "verification", row.verification) if doubtful else None,
        ),
        Line(row.summary, whole=False),
        Line(disputed if accounts else "", strong=True),
    ]


def _account(records: Records, row: Account) -> list[Line]:
    count = len(records.links.accounts_of[row.event_id])
    words = ngettext(
        "The only account of this that was found.",
        "One of %(count)s accounts that stand side by side.",
        count,
    )
    side = code_label(records, "accounts", "perspective", row.perspective)
    return [
        _facts(
            _("Perspective: %(side)s") % {"side": side}, code_label(records, "accounts", "about", row.about)
        ),
        Line(row.text, whole=False),
        Line(words % {"count": number_text(count)}, strong=True),
    ]


def _figure(records: Records, row: Figure) -> list[Line]:
    event = records.tables.events.get(row.event_id)
    basis = code_label(records, "figures", "basis", row.basis)
    return [
        _facts(
            _("About: %(event)s") % {"event": event.title} if event else None,
            _("stated: %(date)s") % {"date": when_text(row.stated)},
            _("describes: %(date)s") % {"date": when_text(row.describes)} if row.describes else None,
            _("basis: %(basis)s") % {"basis": basis.lower()} if basis else None,
        ),
        Line(counted_words(row)),
        Line(row.note or ""),
        _facts(_("Known through: %(who)s") % {"who": row.via} if row.via else None),
    ]


def _place(records: Records, row: Place) -> list[Line]:
    events, shown = len(records.links.events_at[row.id]), len(records.links.screenings_at[row.id])
    return [
        _facts(
            code_label(records, "places", "kind", row.kind),
            country_text(row.country) if row.country else None,
            _("in 1992: %(unit)s") % {"unit": row.admin_1992} if row.admin_1992 else None,
        ),
        Line(row.note or "", whole=False),
        _facts(
            _counted(events, ngettext("%(count)s event here", "%(count)s events here", events)),
            _counted(shown, ngettext("%(count)s screening here", "%(count)s screenings here", shown)),
        ),
    ]


def _counted(count: int, words: str) -> str | None:
    return words % {"count": number_text(count)} if count else None


def _film(records: Records, row: Film) -> list[Line]:
    shown = len(records.links.screenings_of[row.id])
    side = code_label(records, "films", "perspective", row.perspective)
    return [
        _facts(
            when_text(row.year) if row.year else None,
            ", ".join(country_text(code) for code in row.production_country),
            _("directed by %(names)s") % {"names": _list(list(row.director))} if row.director else None,
        ),
        Line(row.synopsis or "", whole=False),
        _facts(
            _("Perspective: %(side)s") % {"side": side},
            _counted(shown, ngettext("%(count)s screening recorded", "%(count)s screenings recorded", shown)),
        ),
    ]


def _screening(records: Records, row: Screening) -> list[Line]:
    return [
        _facts(
            code_label(records, "screenings", "kind", row.kind),
            country_text(row.country) if row.country else None,
            code_label(records, "screenings", "status", row.status),
        ),
        Line(_("Organised by %(names)s") % {"names": _list(list(row.organisers))} if row.organisers else ""),
        Line(row.note or "", whole=False),
    ]


def _participant(records: Records, row: Participant) -> list[Line]:
    screening = records.tables.screenings[row.screening_id]
    return [
        _facts(code_label(records, "participants", "role", row.role), row.affiliation),
        Line(record_name(records, "screenings", screening)),
    ]


def _claim(records: Records, row: Claim) -> list[Line]:
    return [
        Line(
            _("Verdict: %(verdict)s")
            % {"verdict": code_label(records, "claims", "verdict", row.verdict).lower()},
            strong=True,
        ),
        _facts(
            _("Said by: %(who)s") % {"who": row.speaker},
            _("checked on %(date)s") % {"date": day_text(row.checked_on)},
        ),
        Line(row.finding, whole=False),
    ]


def _source(records: Records, row: Source) -> list[Line]:
    side = code_label(records, "sources", "perspective", row.perspective)
    return [
        _facts(short_name(row), row.author),
        _facts(
            code_label(records, "sources", "type", row.type),
            language_text(row.language),
            _("Perspective: %(side)s") % {"side": side},
            code_label(records, "sources", "how_read", row.how_read),
        ),
        Line(row.note or "", whole=False),
    ]


def _conflict_event(records: Records, row: ConflictEvent) -> list[Line]:
    numbers = {
        name: number_text(value) if value is not None else _("not stated")
        for name, value in (("low", row.low), ("best", row.best), ("high", row.high))
    }
    return [
        _facts(row.conflict_name, code_label(records, "conflict_events", "violence", row.violence)),
        Line(_("Deaths as coded: best %(best)s, low %(low)s, high %(high)s") % numbers),
        Line(" ".join(_sentence(flag) for flag in row.flags), strong=True),
    ]


def _displacement(records: Records, row: DisplacementNumber) -> list[Line]:
    kind = code_label(records, "displacement", "series_kind", row.series_kind)
    return [
        Line(
            ngettext(
                "%(people)s person at the end of %(year)s",
                "%(people)s people at the end of %(year)s",
                row.people,
            )
            % {"people": number_text(row.people), "year": row.year}
        ),
        _facts(kind),
    ]


def _population(_records: Records, row: PopulationNumber) -> list[Line]:
    words = ngettext("%(people)s person in %(year)s", "%(people)s people in %(year)s", row.people)
    return [
        Line(words % {"people": number_text(row.people), "year": row.year}),
        Line(_("Computed on this site, not stated by the source.") if row.computed else "", strong=True),
        Line(row.note or "", whole=False),
    ]


def _term(_records: Records, row: GlossaryTerm) -> list[Line]:
    return [Line(row.definition, whole=False)]


def _correction(records: Records, row: Correction) -> list[Line]:
    schema = records.package.tables[row.table]
    column = schema.by_name.get(row.column)
    found = records.table(row.table).get(row.record_id) if row.table in KINDS else None
    return [
        _facts(day_text(row.date), _(column.title) if column else None),
        Line(cited_title(records, row.table, found) if found else ""),
        Line(row.reason, whole=False),
    ]


_LINES: Mapping[str, Callable[[Records, Any], list[Line]]] = {
    "events": _event,
    "accounts": _account,
    "figures": _figure,
    "places": _place,
    "films": _film,
    "screenings": _screening,
    "participants": _participant,
    "claims": _claim,
    "sources": _source,
    "conflict_events": _conflict_event,
    "displacement": _displacement,
    "population": _population,
    "glossary": _term,
    "corrections": _correction,
}
