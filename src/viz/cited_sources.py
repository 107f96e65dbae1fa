"""The sources that a view rests on, as a list of links, independent ones first."""

from __future__ import annotations

from records.citing import full_name
from records.loading import Records
from records.memory import remembered
from records.wording import _
from viz.markup import Markup, join, listing, record_link, tag
from viz.naming import code_label
from viz.shown import Shown


@remembered
def figure_sources(records: Records, shown: Shown) -> Markup:
    """Return every source of the figures shown under the perspective of its publisher."""
    found = {source for row in shown.rows for source in records.links.sources_of["figures", row.id]}
    ordered = sorted(
        ((full_name(source), source) for source in found), key=lambda pair: (pair[0], pair[1].id)
    )
    parts = []
    for perspective in records.package.code_lists["perspective"]:
        links = [
            record_link(name, "sources", source.id)
            for name, source in ordered
            if source.perspective == perspective
        ]
        if links:
            label = code_label(records, "sources", "perspective", perspective)
            heading = _("%(side)s: %(count)s") % {"side": label, "count": len(links)}
            parts.append(join([tag("h3", heading), listing(links, class_="quiet")]))
    return tag("div", *parts, class_="prose")
