"""The bibliography: every source once, on shelves of a readable length, with what rests on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from evidence_site.records.formatting import language_text, number_text, span_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.memory import remembered
from evidence_site.records.model.rows import Citation, Source
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.markup import (
    Markup,
    html_table,
    inner_link,
    join,
    link,
    listing,
    record_link,
    tag,
)

#: What the sources can be grouped by: column to its name; the first is the default.
GROUPINGS: Mapping[str, str] = {"perspective": N_("By perspective"), "type": N_("By kind of publication")}
SHELF_LENGTH = 50

#: Kinds of record that a source filter narrows, and the page that shows them.
_PAGES = {"events": "timeline", "figures": "casualties", "screenings": "screenings", "claims": "claims"}


@dataclass(frozen=True)
class Shelf:
    """Some sources of one group, few enough to be read on one screen or two.

    Attributes:
        key: Name of the shelf, unique on the page.
        label: Group, and which of its sources these are; nothing in it means anything in Markdown.
    """

    key: str
    label: str
    sources: tuple[Source, ...]


def grouping_choices() -> dict[str, str]:
    """Return the groupings that can be chosen, in the reader's language."""
    return {code: _(name) for code, name in GROUPINGS.items()}


def is_one_shelf(sources: Sequence[Source]) -> bool:
    """Return whether all sources together are few enough to stand open."""
    return len(sources) <= SHELF_LENGTH


@remembered
def shelves(records: Records, sources: Iterable[Source], by: str) -> list[Shelf]:
    """Return the sources on shelves: groups in the order of the code list, by publisher within."""
    groups: dict[str, list[Source]] = {code: [] for code in records.package.codes_of("sources", by)}
    for source in sorted(sources, key=_in_order):
        groups[getattr(source, by)].append(source)
    return [
        Shelf(
            f"{by}-{code}-{start}",
            _label(records, by, code, group, start),
            tuple(group[start : start + SHELF_LENGTH]),
        )
        for code, group in groups.items()
        for start in range(0, len(group), SHELF_LENGTH)
    ]


def _in_order(source: Source) -> tuple[str, str, str, str]:
    published = source.published.start.isoformat() if source.published else ""
    return source.publisher.casefold(), published, source.title.casefold(), source.id


def _label(records: Records, by: str, code: str, group: Sequence[Source], start: int) -> str:
    name = code_label(records, "sources", by, code)
    if len(group) <= SHELF_LENGTH:
        words = ngettext("%(group)s: %(count)s source", "%(group)s: %(count)s sources", len(group))
        return words % {"group": name, "count": number_text(len(group))}
    shelf = group[start : start + SHELF_LENGTH]
    return _("%(group)s: %(places)s of %(count)s (%(names)s)") % {
        "group": name,
        "places": span_text(number_text(start + 1), number_text(start + len(shelf))),
        "count": number_text(len(group)),
        "names": span_text(_initial(shelf[0]), _initial(shelf[-1])),
    }


def _initial(source: Source) -> str:
    letters = "".join(letter for letter in source.publisher if letter.isalnum() or letter in " .")
    return shorten(letters, 24, placeholder="")


@remembered
def shelf_list(records: Records, sources: Sequence[Source]) -> Markup:
    """Return the entries of one shelf."""
    return tag("div", listing([entry(records, source) for source in sources]), class_="prose")


def entry(records: Records, source: Source) -> Markup:
    """Return one source: what it is, how it was read, and what rests on it."""
    name = [
        source.author.rstrip(".") if source.author else None,
        tag("strong", link(source.title, source.url or "")),
        source.publisher.rstrip("."),
        when_text(source.published),
    ]
    resting = records.links.resting_on[source.id]
    words = ngettext("%(count)s record rests on it", "%(count)s records rest on it", len(resting))
    label = words % {"count": number_text(len(resting))} if resting else _("No record rests on it")
    kinds = {table for table, _key in resting}
    page = next((page for kind, page in _PAGES.items() if kind in kinds), None)
    only = inner_link(_("Show only what rests on it"), page, {"source": source.id}) if page else None
    ways = join([record_link(label, "sources", source.id), only], " · ")
    about = tag("div", _about(records, source), class_="quiet")
    return join([join(name, ". "), ".", about, tag("div", ways, class_="quiet")])


def _about(records: Records, source: Source) -> Markup:
    details = [
        code_label(records, "sources", "perspective", source.perspective),
        code_label(records, "sources", "type", source.type),
        language_text(source.language),
        code_label(records, "sources", "how_read", source.how_read),
        hosted_note(records, source),
        source.note.rstrip(".") if source.note else None,
        _("Terms: %(licence)s") % {"licence": source.licence} if source.licence else None,
    ]
    words = ". ".join(detail for detail in details if detail) + "."
    archived = link(_("Archived copy"), source.archive_url) if source.archive_url else None
    read_at = dict.fromkeys(cited.read_at for cited in _uses(records)[source.id] if cited.read_at)
    copies = [
        link(_("Copy that was read"), address)
        for address in read_at
        if address not in (source.url, source.archive_url)
    ]
    return join([words, archived, *copies], " ")


def hosted_note(records: Records, source: Source) -> str | None:
    """Return on whose sites the source was read, where that is another side than its own."""
    hosts = {cited.hosted_by for cited in _uses(records)[source.id]} - {source.perspective}
    if not hosts:
        return None
    codes = records.package.code_lists["perspective"]
    places = [_(entry.host_words) for code, entry in codes.items() if code in hosts]
    return _("Read, for some or all records, %(hosts)s") % {"hosts": ", ".join(places)}


@remembered
def _uses(records: Records) -> Mapping[str, Sequence[Citation]]:
    """Each source with its citations."""
    uses: dict[str, list[Citation]] = {source.id: [] for source in records.tables.sources}
    for citation in records.tables.citations:
        uses[citation.source_id].append(citation)
    return uses


def reading_title(sources: Sequence[Source]) -> str:
    """Return in a sentence how many of the sources were read in full: the limit of the collection."""
    full = sum(1 for source in sources if source.how_read == "full")
    words = ngettext(
        "%(full)s of %(count)s source was read in full",
        "%(full)s of %(count)s sources were read in full",
        len(sources),
    )
    return words % {"full": number_text(full), "count": number_text(len(sources))}


@remembered
def reading_table(records: Records, sources: Sequence[Source]) -> Markup:
    """Return how many sources there are by perspective and by how they were read."""
    ways = list(records.package.code_lists["how_read"])
    sides = records.package.code_lists["perspective"]
    rows = [
        _reading_row(_(entry.label), [source for source in sources if source.perspective == side], ways)
        for side, entry in sides.items()
    ]
    headings = [
        _("Perspective"),
        *[code_label(records, "sources", "how_read", way) for way in ways],
        _("All"),
    ]
    caption = _("Sources by perspective and by how they were read for this site")
    return html_table(headings, [*rows, _reading_row(_("All"), sources, ways)], caption)


def _reading_row(name: str, sources: Sequence[Source], ways: Sequence[str]) -> list[str]:
    counts = Counter(source.how_read for source in sources)
    return [name, *[_cell(counts[way]) for way in ways], _cell(len(sources))]


def _cell(count: int) -> str:
    return number_text(count) if count else "–"
