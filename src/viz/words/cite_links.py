"""Ways to cite a record or a view: links to the four formats, and what a citation is called by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evidence_site.records.formatting import day_text
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import code_word, dated_name, record_name
from evidence_site.records.wording import _
from evidence_site.viz.markup import Markup, facts, join, tag, view_address

#: Format in the address to its name and the ending of its file; without one it is text to read.
FORMATS: Mapping[str, tuple[str, str]] = {
    "apa": ("APA", ""),
    "chicago": ("Chicago", ""),
    "bibtex": ("BibTeX", "bib"),
    "csl": ("CSL-JSON", "json"),
}


def cited_title(records: Records, table: str, row: Any) -> str:
    """Return the title of a record in a citation; a checked sentence never stands without its verdict."""
    if table == "claims":
        verdict = code_word(records, "claims", "verdict", row.verdict)
        return _("%(claim)s Verdict: %(verdict)s") % {"claim": row.claim, "verdict": verdict}
    if table == "accounts":
        event = records.tables.events[row.event_id]
        return _("%(event)s, as told by %(holder)s") % {"event": event.title, "holder": row.holder}
    name = dated_name(records, table, row) if table == "events" else record_name(records, table, row)
    return name[:1].upper() + name[1:]


def cite_links(parameters: Mapping[str, str]) -> Markup:
    """Return links to the citation in every format."""
    links = []
    for code, (name, ending) in FORMATS.items():
        address = view_address("api/cite", {**parameters, "style": code})
        opened = {"download": ""} if ending else {"target": "_blank", "rel": "noopener"}
        links.append(tag("a", name, href=address, **opened))
    return join(links, " · ")


def cite_record(records: Records, table: str, key: str) -> Markup | None:
    """Return the folded citation links of a record; a preview cannot be cited."""
    if records.is_preview:
        return None
    return folded(_("Cite"), cite_links({"table": table, "key": key}))


def folded(name: str, links: Markup) -> Markup:
    """Return links behind a word that opens them."""
    return tag("details", tag("summary", name), tag("p", links), class_="quiet")


def beside_citation(links: Markup, sources: str) -> Markup:
    """Return what stands under a citation in full: the other formats and the source line."""
    return facts([(_("To load or copy"), links), (_("Sources"), sources)])


def last_checked(records: Records) -> str:
    """Return the day on which the data were last checked, in words."""
    return day_text(records.checked_on) if records.checked_on else _("not stated")


def data_state(records: Records) -> str:
    """Return whose data a picture shows, and from when: name, day of the last check, version."""
    return _("%(name)s. Data last checked %(date)s, version %(version)s.") % {
        "name": records.site.cite_as,
        "date": last_checked(records),
        "version": records.version,
    }
