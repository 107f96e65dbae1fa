"""The list of addresses for search engines (sitemaps.org)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as Xml

from evidence_site.records.cite.reference import permanent_address
from evidence_site.records.load.loading import Records
from evidence_site.viz.markup import record_address

_PROTOCOL = "http://www.sitemaps.org/schemas/sitemap/0.9"

#: Tables whose records have something to say on a page of their own.
_LISTED = ("events", "figures", "claims", "sources", "places", "films", "screenings")


def sitemap(records: Records, paths: Iterable[str], base: str) -> str:
    """Return every page and every record as a sitemap.

    Args:
        paths: Relative addresses of the pages.
        base: Where the reader sees the site, used if ``site.toml`` names no address.
    """
    root = Xml.Element("urlset", xmlns=_PROTOCOL)
    of_records = [record_address(table, row.id) for table in _LISTED for row in records.table(table)]
    for path in [*paths, *of_records]:
        entry = Xml.SubElement(root, "url")
        Xml.SubElement(entry, "loc").text = permanent_address(records.site, path, base)
        if records.checked_on:
            Xml.SubElement(entry, "lastmod").text = records.checked_on.isoformat()
    Xml.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"
