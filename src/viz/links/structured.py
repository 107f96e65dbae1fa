"""Structured data about the site and its tables (schema.org), for search engines of data."""

from __future__ import annotations

import json
from typing import Any

from evidence_site.records.cite.reference import permanent_address
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _, locale
from evidence_site.viz.markup import Markup


def structured_data(records: Records, with_tables: bool, base: str) -> Markup:
    """Return the site as JSON-LD; with its tables as a data set, where a page is about all of them.

    Args:
        base: Where the reader sees the site, used if ``site.toml`` names no address.
    """
    site = records.site
    home = permanent_address(site, "./", base)
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": _(site.name),
        "description": _(site.tagline),
        "url": home,
        "inLanguage": locale().partition("_")[0],
    }
    content = [described, *([_data_set(records, base)] if with_tables else [])]
    # Nothing in it can end the script: the sign that opens a tag is written as a number.
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Markup(f'<script type="application/ld+json">{text}</script>')


def _data_set(records: Records, base: str) -> dict[str, Any]:
    site = records.site
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": site.cite_as,
        "description": f"{_(site.tagline)}. {_(site.content_note)}",
        "url": permanent_address(site, "./data", base),
        "version": records.version,
        "license": {"@type": "CreativeWork", "name": _(site.licence)},
        "creator": {"@type": "Organization", "name": site.cite_as},
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": table.name,
                "encodingFormat": "text/csv",
                "contentUrl": permanent_address(site, f"./api/{table.path}", base),
            }
            for table in records.package.tables.values()
        ],
    }
    if records.checked_on:
        described["dateModified"] = records.checked_on.isoformat()
    return described
