"""The public log of corrections as an Atom feed (RFC 4287), for readers who want to be told."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

from evidence_site.records.cite.reference import permanent_address
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Correction
from evidence_site.records.names.naming import KINDS
from evidence_site.records.settings.site import Site
from evidence_site.records.wording import _
from evidence_site.viz.markup import record_address
from evidence_site.viz.words.cite_links import cited_title

_ATOM = "http://www.w3.org/2005/Atom"


def corrections_feed(records: Records, base: str) -> str:
    """Return the feed, the newest correction first.

    Args:
        base: Where the site was asked for, used if ``site.toml`` names no address.
    """
    site = records.site
    rows = sorted(records.tables.corrections, key=lambda row: (row.date, row.id), reverse=True)
    days = [row.date for row in rows] or [records.checked_on or date.min]
    feed = Xml.Element("feed", xmlns=_ATOM)
    _add(feed, "id", feed_id(site, days[-1]))
    _add(feed, "title", _("%(site)s: corrections") % {"site": _(site.name)})
    _add(feed, "updated", _moment(days[0]))
    _add(_add(feed, "author"), "name", site.cite_as)
    about = permanent_address(site, "./about", base) + "#corrections"
    _add(feed, "link", rel="alternate", type="text/html", href=about)
    itself = permanent_address(site, "./api/corrections.atom", base)
    _add(feed, "link", rel="self", type="application/atom+xml", href=itself)
    for row in rows:
        _entry(feed, records, row, base)
    Xml.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(feed, encoding="unicode") + "\n"


def _entry(feed: Xml.Element, records: Records, row: Correction, base: str) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", entry_id(records.site, row))
    corrected = records.table(row.table).get(row.record_id)
    name = cited_title(records, row.table, corrected) if corrected else row.record_id
    title = _("%(kind)s corrected: %(name)s") % {"kind": _(KINDS[row.table][0]), "name": name}
    _add(entry, "title", title)
    _add(entry, "updated", _moment(row.date))
    record = record_address(row.table, row.record_id)
    _add(entry, "link", rel="alternate", href=permanent_address(records.site, record, base))
    old, new = row.old.rstrip("."), row.new.rstrip(".")
    words = {"column": row.column, "old": old, "new": new, "reason": row.reason}
    text = _("Column: %(column)s. Before: %(old)s. After: %(new)s. Why: %(reason)s") % words
    _add(entry, "content", text, type="text")


def _add(parent: Xml.Element, name: str, text: str | None = None, **attributes: str) -> Xml.Element:
    element = Xml.SubElement(parent, name, attributes)
    element.text = text
    return element


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def feed_id(site: Site, day: date) -> str:
    """Return the ``tag:`` id (RFC 4151) of the feed; it must never change once the site is public.

    What names the site in it is the domain of its address, else of its contact.
    """
    named = (urlsplit(text).hostname or text.rpartition("@")[2] for text in (site.address, site.contact))
    return f"tag:{next(filter(None, named), 'site.invalid')},{day.isoformat()}:corrections"


def entry_id(site: Site, row: Correction) -> str:
    """Return the ``tag:`` id of a correction, made of its own day and id."""
    return f"{feed_id(site, row.date)}/{row.id}"
