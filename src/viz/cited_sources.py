"""The sources that a view rests on, as a list of links, independent ones first."""

from __future__ import annotations

from collections.abc import Iterable

from records.citing import full_name
from records.loading import Records
from records.rows import Figure
from records.wording import _
from viz.markup import Markup, join, listing, record_link, tag
from viz.naming import code_label


def figure_sources(records: Records, figures: Iterable[Figure]) -> Markup:
    """Return every source of some figures under the perspective of its publisher."""
    found = {
        source.id: source for figure in figures for source in records.links.sources_of["figures", figure.id]
    }
    parts = []
    for perspective in records.package.code_lists["perspective"]:
        links = [
            record_link(full_name(source), "sources", source.id)
            for source in sorted(found.values(), key=full_name)
            if source.perspective == perspective
        ]
        if links:
            label = code_label(records, "sources", "perspective", perspective)
            heading = _("%(side)s: %(count)s") % {"side": label, "count": len(links)}
            parts.append(join([tag("h4", heading), listing(links, class_="quiet")]))
    return tag("div", *parts, class_="prose")
