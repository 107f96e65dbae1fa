"""What is cited, as CSL-JSON: a source, a record of this site, or a view of it."""

from __future__ import annotations

from typing import TypedDict

from evidence_site.records.cite.authors import Name, names_of
from evidence_site.records.dates import When, ends_of, parse_when
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Source
from evidence_site.records.names.citing import publisher_and_copy
from evidence_site.records.settings.site import Site
from evidence_site.records.wording import locale

CslDate = TypedDict("CslDate", {"date-parts": list[list[int]], "circa": bool}, total=False)
CslItem = TypedDict(
    "CslItem",
    {
        "id": str,
        "type": str,
        "title": str,
        "author": list[Name],
        "container-title": str,
        "publisher": str,
        "issued": CslDate,
        "accessed": CslDate,
        "version": str,
        "genre": str,
        "URL": str,
        "language": str,
        "note": str,
    },
    total=False,
)

#: Role of a type of source to its type in CSL; the others are documents, whose date is given in full.
_TYPES = {
    "newspaper": "article-newspaper",
    "encyclopedia": "entry-encyclopedia",
    "film": "motion_picture",
    "dataset": "dataset",
    "web_page": "webpage",
}
#: Types whose publisher is the name of a larger whole in which the text stands.
_CONTAINED = frozenset({"article-newspaper", "entry-encyclopedia", "webpage"})


def source_item(source: Source, role: str) -> CslItem:
    """Return a source by its own bibliographic data; what is not known is left out.

    What follows a semicolon in the publisher (a mirror, a reprint) goes into the note, so that a
    citation says whose copy stands behind the address.

    Args:
        role: Role of the type of the source, which decides how it is cited.
    """
    kind = _TYPES.get(role, "document")
    publisher, copy = publisher_and_copy(source.publisher)
    item = CslItem(id=source.id, type=kind, title=source.title, language=source.language)
    if names := names_of(source.author):
        item["author"] = names
    if kind in _CONTAINED:
        item["container-title"] = publisher
    else:
        item["publisher"] = publisher
    if source.published:
        item["issued"] = csl_date(source.published)
    address = source.url or source.archive_url or ""
    if address.startswith(("https://", "http://")):
        item["URL"] = address
    if copy:
        item["note"] = copy
    return item


def record_item(records: Records, table: str, key: str, *, title: str, kind: str, address: str) -> CslItem:
    """Return a record of this site as one of its documents.

    Args:
        title: What the record is called.
        kind: What kind of record it is, in a word.
        address: Its permanent address.
    """
    return _own_item(records, f"{table}-{key}", title=title, kind=kind, address=address)


def view_item(records: Records, page: str, *, title: str, kind: str, filters: str, address: str) -> CslItem:
    """Return a view of this site: a page or a chart, with the filters that it shows in words."""
    whole = f"{title} ({filters})" if filters else title
    return _own_item(records, f"view-{page}", title=whole, kind=kind, address=address)


def _own_item(records: Records, key: str, *, title: str, kind: str, address: str) -> CslItem:
    item = CslItem(
        id=key,
        type="document",
        title=title,
        author=[Name(literal=records.site.cite_as)],
        genre=kind,
        version=records.version,
        URL=address,
        language=locale().partition("_")[0],
    )
    if records.checked_on:
        item["issued"] = item["accessed"] = csl_date(parse_when(records.checked_on.isoformat()))
    return item


def permanent_address(site: Site, path: str, base: str = "") -> str:
    """Return the full address of a path on this site; the path itself while no address is known.

    Args:
        path: Relative address, as links on pages use it.
        base: Where the reader sees the site, used if ``site.toml`` names no address.
    """
    root = (site.address or base).rstrip("/")
    return f"{root}/{path.removeprefix('./')}" if root else path


def csl_date(when: When) -> CslDate:
    """Return a date with the precision it has.

    >>> csl_date(parse_when("1993/1997"))
    {'date-parts': [[1993], [1997]]}
    """
    ends = ends_of(when) if when.precision == "span" else (when,)
    parts = [[end.start.year, end.start.month, end.start.day] for end in ends]
    given = [{"year": 1, "month": 2}.get(end.precision, 3) for end in ends]
    found = CslDate({"date-parts": [part[:known] for part, known in zip(parts, given, strict=True)]})
    if when.approximate:
        found["circa"] = True
    return found
