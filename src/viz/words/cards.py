"""Record cards: everything known about one record, as HTML, made from the data package.

A card answers "how do we know this?": its sources stand on it with how each was read and on whose
site. Columns appear in the order of the data package with their titles from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import product
from typing import Any
from urllib.parse import quote

from evidence_site.records.formatting import number_text, span_text, when_text
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.records.model.rows import Account, Figure
from evidence_site.records.names.citing import full_name, short_name
from evidence_site.records.names.naming import (
    KINDS,
    code_label,
    counted_words,
    dated_name,
    record_name,
    value_text,
)
from evidence_site.records.wording import N_, _
from evidence_site.viz.markup import Markup, facts, join, link, listing, record_link, tag
from evidence_site.viz.words.cite_links import cite_record
from evidence_site.viz.words.cited_sources import citation_line, independent_first

#: Columns that a card shows in a place of their own, or that only the files need.
_APART = frozenset(
    {"id", "title", "name", "term", "claim", "summary", "definition", "finding", "synopsis", "text"}
    | {"order", "status", "low", "best", "high", "qualifier", "url", "archive_url", "lat", "lon", "radius_m"}
)
#: Columns of that list that a card of this table shows among its facts all the same.
_SHOWN_STILL = frozenset(
    {("screenings", "status"), *(("conflict_events", name) for name in ("low", "best", "high", "lat", "lon"))}
)
#: More figures than these stand in groups.
_MANY = 12
_LEADS = ("summary", "finding", "synopsis", "text", "definition")


def record_card(
    records: Records,
    key: RecordKey,
    *,
    connections: bool = True,
    level: int = 3,
    first: Markup | None = None,
) -> Markup:
    """Return the card of a record; with ``connections``, also the lists of all that it connects to.

    Args:
        level: Level of its heading on the page; the headings inside it lie one below.
        first: What stands above all else on it.

    Raises:
        KeyError: If there is no such published record.
    """
    table, row = key[0], records.table(key[0])[key[1]]
    parts = [
        first,
        tag("p", _(KINDS[table][0]), class_="quiet"),
        tag(f"h{level}", record_name(records, table, row), class_="card-title"),
        *[tag("p", text) for text in lead_texts(table, row)],
        facts(_facts(records, table, row)),
        _position(table, row),
        _accounts(records, table, row, level),
        _sources(records, key, level),
        _address(table, row),
    ]
    if connections:
        parts += [_connected(records, level, *section) for section in sections(records, key, row)]
        parts.append(_without_figures(records, key))
    parts += [ways_to_record(records, key), cite_record(records, *key)]
    return tag("article", *parts, class_="record")


def brief_card(records: Records, key: RecordKey) -> Markup:
    """Return the card of a record for a sheet of paper: of what it connects to, only names of a place."""
    table, row = key[0], records.table(key[0])[key[1]]
    names = records.links.names_of[row.id] if table == "places" else ()
    card = record_card(records, key, connections=False)
    return join([card, tag("div", _connected(records, 3, _("Names"), "place_names", names), class_="names")])


def _block(level: int, heading: str, *content: Markup) -> Markup:
    return join([tag(f"h{level + 1}", heading), *content])


def lead_texts(table: str, row: Any) -> list[str]:
    """Return what a record says in sentences of its own: of a figure, what it counts."""
    if table == "figures":
        return [counted_words(row)]
    return [getattr(row, column) for column in _LEADS if getattr(row, column, None)]


def _facts(records: Records, table: str, row: Any) -> Iterable[tuple[str, str | None]]:
    schema = records.package.tables[table]
    for column in schema.fields:
        if column.name not in _APART or (table, column.name) in _SHOWN_STILL:
            value, target = getattr(row, column.name), schema.foreign_keys.get(column.name)
            words = value_text(records, table, column, value)
            if words and target and value in records.table(target):
                words = record_link(words, target, value)
            yield _(column.title), words


def _position(table: str, row: Any) -> Markup | None:
    if table != "places" or row.lat is None:
        return None
    words = _("Latitude %(lat)s, longitude %(lon)s (WGS 84)") % {"lat": row.lat, "lon": row.lon}
    if row.radius_m:
        words += _(", within %(radius)s m") % {"radius": number_text(row.radius_m)}
    return tag("p", words, class_="quiet")


def _accounts(records: Records, table: str, row: Any, level: int) -> Markup | None:
    """Competing accounts side by side, in equal type; grouped by what is disputed."""
    rows = records.links.accounts_of[row.id] if table == "events" else ()
    if not rows:
        return None
    groups: dict[str, list[Account]] = {}
    for account in rows:
        groups.setdefault(account.about, []).append(account)
    blocks = []
    for about, accounts in groups.items():
        what = code_label(records, "accounts", "about", about)
        blocks.append(tag("p", _("Disputed: %(what)s") % {"what": what}))
        blocks.append(tag("div", *[_account(records, account) for account in accounts], class_="accounts"))
    return _block(level, _("Accounts side by side"), *blocks)


def _account(records: Records, account: Account) -> Markup:
    sources = [
        record_link(short_name(source), "sources", source.id)
        for source in records.links.sources_of["accounts", account.id]
    ]
    side = code_label(records, "accounts", "perspective", account.perspective)
    return tag(
        "div",
        tag("p", tag("strong", account.holder), " ", tag("span", side, class_="badge")),
        tag("p", account.text),
        tag("p", join(sources, "; "), class_="quiet"),
        class_="account",
    )


def _sources(records: Records, key: RecordKey, level: int) -> Markup | None:
    citations = independent_first(records, records.links.citations_of[key])
    cited = {citation.source_id for citation in citations}
    items = [citation_line(records, citation, stance=True) for citation in citations]
    items += [
        record_link(full_name(source), "sources", source.id)
        for source in records.links.sources_of[key]
        if source.id not in cited
    ]
    return _block(level, _("How do we know this?"), listing(items)) if items else None


def _address(table: str, row: Any) -> Markup | None:
    if table != "sources":
        return None
    links = [
        link(label, address)
        for label, address in ((_("Open the source"), row.url), (_("Archived copy"), row.archive_url))
        if address
    ]
    return tag("p", join(links, " · ")) if links else None


Section = tuple[str, str, tuple[Any, ...]]

#: Kind of record to its connections: heading, table of the connected records, and where they stand.
_CONNECTIONS: Mapping[str, tuple[tuple[str, str, Callable[[Records, Any], tuple[Any, ...]]], ...]] = {
    "events": (
        (N_("Figures about this event"), "figures", lambda r, row: r.links.figures_of[row.id]),
        (N_("Parts of this event"), "events", lambda r, row: r.links.parts_of_event[row.id]),
    ),
    "figures": ((N_("Parts of this figure"), "figures", lambda r, row: r.links.parts_of_figure[row.id]),),
    "places": (
        (N_("Events here"), "events", lambda r, row: r.links.events_at[row.id]),
        (N_("Figures about these events"), "figures", lambda r, row: r.links.figures_at[row.id]),
        (N_("Screenings here"), "screenings", lambda r, row: r.links.screenings_at[row.id]),
        (N_("Population"), "population", lambda r, row: r.links.population_of[row.id]),
    ),
    "films": ((N_("Screenings of this film"), "screenings", lambda r, row: r.links.screenings_of[row.id]),),
    "screenings": (
        (N_("People and groups"), "participants", lambda r, row: r.links.participants_of[row.id]),
    ),
}


def sections(records: Records, key: RecordKey, row: Any) -> Iterable[Section]:
    """Give what a record connects to: a heading, the kind of the connected records, and these."""
    table = key[0]
    if table == "places":
        yield _("Names"), "place_names", records.links.names_of[row.id]
    for heading, kind, find in _CONNECTIONS.get(table, ()):
        yield _(heading), kind, find(records, row)
    if table == "sources":
        for kind, names in KINDS.items():
            resting = [identity for name, identity in records.links.resting_on[row.id] if name == kind]
            yield _(names[1]), kind, tuple(records.table(kind)[identity] for identity in resting)


def _connected(records: Records, level: int, heading: str, kind: str, rows: tuple[Any, ...]) -> Markup | None:
    if not rows:
        return None
    if kind == "place_names":
        items: list[str] = [_place_name(records, row) for row in rows]
    else:
        items = [record_link(_item(records, kind, row), kind, row.id) for row in rows]
    lists = _by_measure(records, rows) if kind == "figures" and len(rows) > _MANY else [listing(items)]
    return _block(level, f"{heading} ({len(rows)})", *lists)


def _by_measure(records: Records, rows: tuple[Figure, ...]) -> Iterable[Markup]:
    """Long lists of figures by what they count and rest on; in each the undated ones stand last."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for row in sorted(rows, key=lambda row: (row.stated.end if row.stated else date.max, row.id)):
        groups.setdefault((row.measure, row.basis or ""), []).append(row)
    codes = records.package.code_lists
    for measure, basis in product(codes["measure"], ("", *codes["basis"])):
        if group := groups.get((measure, basis)):
            names = [code_label(records, "figures", "measure", measure)]
            if basis:
                names.append(code_label(records, "figures", "basis", basis).lower())
            yield tag("p", tag("b", f"{', '.join(names)} ({len(group)})"))
            yield listing([record_link(_item(records, "figures", row), "figures", row.id) for row in group])


def _without_figures(records: Records, key: RecordKey) -> Markup | None:
    """A source that gives no number says so, for nobody to look for one."""
    table, identity = key
    resting = {kind for kind, _id in records.links.resting_on[identity]} if table == "sources" else ()
    if table != "sources" or "figures" in resting:
        return None
    words = _("No figure in these records rests on this source.")
    nothing = _("Nothing in these records rests on this source yet.")
    return tag("p", words if resting else nothing, class_="quiet")


def _item(records: Records, kind: str, row: Any) -> str:
    name = dated_name(records, kind, row)
    return f"{name}: {number_text(row.people)}" if hasattr(row, "people") else name


def _place_name(records: Records, row: Any) -> Markup:
    details = [
        code_label(records, "place_names", "language", row.language),
        code_label(records, "place_names", "name_status", row.name_status).lower(),
        _in_use(row),
    ]
    return join([tag("span", row.name, lang=row.language), f" ({', '.join(filter(None, details))})"])


def _in_use(row: Any) -> str:
    """Return since when and until when a name was in use, as far as that is known."""
    if row.valid_from and row.valid_to:
        return span_text(when_text(row.valid_from), when_text(row.valid_to))
    if row.valid_from:
        return _("since %(since)s") % {"since": when_text(row.valid_from)}
    return _("until %(until)s") % {"until": when_text(row.valid_to)} if row.valid_to else ""


def ways_to_record(records: Records, key: RecordKey) -> Markup:
    """Return the permanent address of a record, and the way to report an error in it."""
    table, identity = key
    subject = _("Error in %(table)s/%(id)s") % {"table": table, "id": identity}
    reported_at = report_address(records, subject)
    error = tag("a", _("Report an error"), href=reported_at, target="_blank", rel="noopener")
    return tag("p", record_link(_("Permanent address"), *key), " · ", error, class_="quiet ways")


def report_address(records: Records, subject: str) -> str:
    """Return the address to which an error is reported, with the record's id in the subject."""
    contact = records.site.contact
    if contact.startswith("http"):
        return f"{contact}?title={quote(subject)}"
    return f"mailto:{contact}?subject={quote(subject)}"
