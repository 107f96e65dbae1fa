"""What a search found: the first records of each kind, as links to their permanent addresses."""

from __future__ import annotations

from collections.abc import Sequence

from evidence_site.records.choose.filters import FILTERED
from evidence_site.records.choose.selection import Selection
from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import KINDS, dated_name
from evidence_site.records.wording import _
from evidence_site.viz.markup import Markup, join, listing, record_link, tag
from evidence_site.viz.words.filter_labels import shortened

_FIRST = 6


def search_results(records: Records, selection: Selection) -> Markup:
    """Return the hits by kind of record; kinds without a hit are left out."""
    hits = []
    for table in FILTERED:
        if rows := selection.rows[table]:
            links: list[str] = [
                record_link(dated_name(records, table, row), table, row.id) for row in rows[:_FIRST]
            ]
            if len(rows) > _FIRST:
                more = _("and %(count)s more on its page")
                links.append(more % {"count": number_text(len(rows) - _FIRST)})
            hits.append(tag("p", tag("b", f"{_(KINDS[table][1])} ({number_text(len(rows))})")))
            hits.append(listing(links))
    return join(hits or [tag("p", _("No record holds these words."))])


def mended_notice(word: str, meant: Sequence[str]) -> str:
    """Return what was searched for instead of a word that no record holds."""
    words = _("No record holds “%(word)s”. Searched for “%(meant)s” instead.")
    return words % {"word": shortened(word, 30), "meant": "”, “".join(meant)}
