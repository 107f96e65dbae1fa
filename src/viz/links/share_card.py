"""What the picture of a shared link says: of a page under its filters, or of one record.

A link is spread far from the page that it leads to, so what must travel with it stands on its picture: a
number with its source, its date and what was counted; a checked sentence with its verdict; an account with
how many there are; a view of one side with how little of the sources it shows. Words that somebody searched
for are not repeated: a picture in the site's name says only what the site says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.formatting import number_text, when_text
from evidence_site.records.give.private_names import without_private_names
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.records.names.citing import short_name
from evidence_site.records.names.naming import KINDS, code_label, record_name, value_text
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.words.cards import lead_texts, sections
from evidence_site.viz.words.cite_links import cited_title, last_checked
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
    table, shown = key[0], without_private_names(records)
    name = record_name(records, table, records.table(table)[key[1]])
    title = name if table == "corrections" else name[:1].upper() + name[1:]
    if table == "claims":
        title = f"“{title}”"  # in large type nobody may take it for what the site says
    row = shown.table(table)[key[1]]
    texts = [*lead_texts(table, row), getattr(row, "note", None), getattr(row, "reason", None)]
    connected = [
        f"{heading} ({number_text(len(rows))})" for heading, _kind, rows in sections(shown, key, row) if rows
    ]
    lines = [
        Line(_qualifier(shown, table, row), strong=True),
        _facts(shown, table, row),
        Line(_number(shown, table, row)),
        # A number keeps all that is said of it: whom it counts, and its caveats.
        *[Line(text, whole=table == "figures") for text in texts if text],
        Line(" · ".join(connected), whole=False, quiet=True),
        *_sources(shown, key),
    ]
    return _card(records, _(KINDS[table][0]), title, lines)


def _card(records: Records, kind: str, title: str, lines: list[Line]) -> ShareCard:
    foot = _("Data last checked %(date)s, version %(version)s") % {
        "date": last_checked(records),
        "version": records.version,
    }
    said = tuple(line for line in lines if line.words)
    tagline = _(records.site.tagline)
    return ShareCard(
        _(records.site.name), kind, "" if kind or title == tagline else tagline, title, said, foot
    )


def _sentence(words: str) -> str:
    return words if not words or words.endswith((".", "!", "?", "…", ".”")) else f"{words}."


def _qualifier(records: Records, table: str, row: Any) -> str:
    """Return what nobody may overlook of a record; empty for most."""
    if table == "events" and (count := len(records.links.accounts_of[row.id])):
        words = ngettext(
            "Disputed: %(count)s account on its page", "Disputed: %(count)s accounts side by side", count
        )
        return words % {"count": number_text(count)}
    if table == "accounts":
        count = len(records.links.accounts_of[row.event_id])
        words = ngettext(
            "The only account of this that was found.",
            "One of %(count)s accounts that stand side by side.",
            count,
        )
        return words % {"count": number_text(count)}
    if table == "claims":
        verdict = code_label(records, "claims", "verdict", row.verdict).lower()
        return _("Verdict: %(verdict)s") % {"verdict": verdict}
    if table == "conflict_events":
        return " ".join(_sentence(flag) for flag in row.flags)
    if table == "population" and row.computed:
        return _("Computed on this site, not stated by the source.")
    return ""


def _number(records: Records, table: str, row: Any) -> str:
    """Return a number that does not stand in the title, or what was corrected; empty for any other record."""
    if table == "conflict_events":
        numbers = {
            name: number_text(value) if value is not None else _("not stated")
            for name, value in (("low", row.low), ("best", row.best), ("high", row.high))
        }
        return _("Deaths as coded: best %(best)s, low %(low)s, high %(high)s") % numbers
    if table == "displacement":
        words = ngettext(
            "%(people)s person at the end of %(year)s", "%(people)s people at the end of %(year)s", row.people
        )
        return words % {"people": number_text(row.people), "year": row.year}
    if table == "population":
        words = ngettext("%(people)s person in %(year)s", "%(people)s people in %(year)s", row.people)
        return words % {"people": number_text(row.people), "year": row.year}
    if table == "corrections" and row.table in KINDS:
        corrected = records.table(row.table).get(row.record_id)
        return cited_title(records, row.table, corrected) if corrected else ""
    return ""


def _facts(records: Records, table: str, row: Any) -> Line:
    """The columns that travel with a record, with their titles; a number without a date says that too."""
    facts: dict[str, str] = {}
    for name in _FACTS[table]:
        column, value = records.package.tables[table].by_name[name], getattr(row, name)
        words = when_text(value) if name == "stated" else value_text(records, table, column, value)
        if isinstance(value, tuple):
            words = _list(words.split("; "))
        if words:
            facts.setdefault(words, _("%(title)s: %(value)s") % {"title": _(column.title), "value": words})
    return Line(" · ".join(facts.values()), quiet=True)


def _list(names: list[str]) -> str:
    short = [shortened(name, _NAME) if len(names) > 1 else name for name in names]
    return "; ".join(first_names(short, _MOST))


def _sources(records: Records, key: RecordKey) -> list[Line]:
    """Name the sources of a record, those of reference and independent ones first; a source is its own."""
    order, reference = list(records.package.code_lists["perspective"]), records.site.reference_sources
    sources = sorted(
        records.links.sources_of[key],
        key=lambda source: (source.id not in reference, order.index(source.perspective)),
    )
    if not sources or key[0] == "sources":
        return []
    words = ngettext("Source: %(names)s", "Sources: %(names)s", len(sources))
    return [Line(words % {"names": _list([short_name(source) for source in sources])}, quiet=True)]


#: Columns of a record that its picture tells, of those on its card.
_FACTS: Mapping[str, tuple[str, ...]] = {
    "events": ("date", "place_id", "place_text", "verification"),
    "accounts": ("perspective", "about"),
    "figures": ("event_id", "stated", "describes", "basis", "via"),
    "places": ("kind", "country", "admin_1992"),
    "films": ("year", "production_country", "director", "perspective"),
    "screenings": ("kind", "country", "status", "organisers"),
    "participants": ("role", "affiliation", "screening_id"),
    "claims": ("speaker", "checked_on"),
    "sources": ("publisher", "published", "author", "type", "language", "perspective", "how_read"),
    "conflict_events": ("conflict_name", "violence"),
    "displacement": ("series_kind",),
    "population": (),
    "glossary": (),
    "corrections": ("date", "column"),
}
