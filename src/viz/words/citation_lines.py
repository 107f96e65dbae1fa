"""A source as it was used for one record: name, how it was read, where, and the copy to open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Citation
from evidence_site.records.names.citing import full_name, reading_note
from evidence_site.records.names.naming import code_label
from evidence_site.records.wording import _
from evidence_site.viz.markup import Markup, join, link, listing, record_link, tag


def citation_line(records: Records, citation: Citation, *, stance: bool = False) -> Markup:
    """Return one source with all that a reader must know about its use.

    Args:
        stance: Say also whether it reports, supports or disputes.
    """
    source = records.tables.sources[citation.source_id]
    details = [
        code_label(records, "citations", "stance", citation.stance) if stance else None,
        _("Perspective: %(side)s")
        % {"side": code_label(records, "sources", "perspective", source.perspective)},
        reading_note(records, citation),
        citation.locator,
        citation.note,
    ]
    words = ". ".join(_sentence(detail) for detail in details if detail) + "."
    address = citation.read_at or source.url
    copy = link(_("Open the copy that was read"), address) if address else None
    return join(
        [
            record_link(full_name(source), "sources", source.id),
            tag("div", join([words, copy], " "), class_="quiet"),
        ]
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:].rstrip(".")


def independent_first(records: Records, citations: Iterable[Citation]) -> Sequence[Citation]:
    """Return citations by the perspective of their sources, independent ones first."""
    order = list(records.package.code_lists["perspective"])
    sources = records.tables.sources
    return sorted(citations, key=lambda cited: order.index(sources[cited.source_id].perspective))


def citation_list(records: Records, citations: Iterable[Citation], nothing: str) -> Markup:
    """Return sources as a list, independent ones first; ``nothing`` says that there are none."""
    ranked = independent_first(records, citations)
    if not ranked:
        return tag("p", nothing)
    return listing([citation_line(records, citation) for citation in ranked])
