"""A source as it was used for one record: name, how it was read, where, and the copy to open."""

from __future__ import annotations

from collections.abc import Iterable

from records.citing import full_name, reading_note
from records.loading import Records
from records.rows import Citation
from records.wording import _
from viz.markup import Markup, join, link, listing, record_link, tag
from viz.naming import code_label


def citation_line(records: Records, citation: Citation) -> Markup:
    """Return one source with all that a reader must know about its use."""
    source = records.tables.sources[citation.source_id]
    details = [
        _("Perspective: %(side)s")
        % {"side": code_label(records, "sources", "perspective", source.perspective)},
        reading_note(records, citation),
        citation.locator,
        citation.note,
    ]
    words = ". ".join(detail.rstrip(".") for detail in details if detail) + "."
    address = citation.read_at or source.url
    copy = link(_("Open the copy that was read"), address) if address else None
    return join(
        [
            record_link(full_name(source), "sources", source.id),
            tag("div", join([words, copy], " "), class_="quiet"),
        ]
    )


def citation_list(records: Records, citations: Iterable[Citation], nothing: str) -> Markup:
    """Return sources as a list, independent ones first; ``nothing`` says that there are none."""
    order = list(records.package.code_lists["perspective"])
    sources = records.tables.sources
    ranked = sorted(citations, key=lambda cited: order.index(sources[cited.source_id].perspective))
    if not ranked:
        return tag("p", nothing)
    return listing([citation_line(records, citation) for citation in ranked])
