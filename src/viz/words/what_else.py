"""What else belongs to an open record: the first line of its card, with links that show only that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from evidence_site.records.choose.choice import Choice, read_choice, write_choice
from evidence_site.records.choose.selection import select
from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.records.wording import ngettext, nN_
from evidence_site.viz.markup import Markup, join, tag


@dataclass(frozen=True)
class Narrowing:
    """A filter that leaves what belongs to a record.

    Attributes:
        name: The filter; ``value`` is its code.
        kind: The kind of record that is counted.
        words: What its link says, for one record and for several.
        fewest: With fewer records there is nothing to narrow to.
    """

    name: str
    value: str
    kind: str
    words: tuple[str, str]
    fewest: int = 1


_HERE: Mapping[str, tuple[str, str]] = {
    "events": nN_("%(count)s event here: show only this", "%(count)s events here: show only these"),
    "screenings": nN_(
        "%(count)s screening here: show only this", "%(count)s screenings here: show only these"
    ),
}
_AT_PLACE: Mapping[str, tuple[str, str]] = {
    "events": nN_(
        "%(count)s event at this place: show only this", "%(count)s events at this place: show only these"
    ),
    "screenings": nN_(
        "%(count)s screening at this place: show only this",
        "%(count)s screenings at this place: show only these",
    ),
}
_OF_FILM = nN_(
    "%(count)s screening of this film: show only this",
    "%(count)s screenings of this film: show only these",
)
_ON_SOURCE: Mapping[str, tuple[str, str]] = {
    "events": nN_(
        "%(count)s event rests on this source: show only this",
        "%(count)s events rest on this source: show only these",
    ),
    "figures": nN_(
        "%(count)s figure rests on this source: show only this",
        "%(count)s figures rest on this source: show only these",
    ),
    "screenings": nN_(
        "%(count)s screening rests on this source: show only this",
        "%(count)s screenings rest on this source: show only these",
    ),
}


def what_else(
    records: Records, key: RecordKey, choice: Choice, address_of: Callable[[Narrowing], str]
) -> Markup | None:
    """Return links to what else belongs to a record and passes the filters; None where there is nothing.

    Args:
        address_of: Gives the address that narrows; empty where that is what is shown already.
    """
    links = []
    for narrowing in _narrowings(records, key):
        narrowed, _ignored = read_choice(records, {**write_choice(choice), narrowing.name: narrowing.value})
        count, address = select(records, narrowed).count(narrowing.kind), address_of(narrowing)
        if count >= narrowing.fewest and address:
            words = ngettext(*narrowing.words, count) % {"count": number_text(count)}
            links.append(tag("a", words, href=address, target="_self"))
    return tag("p", join(links, " · "), class_="what-else") if links else None


def _narrowings(records: Records, key: RecordKey) -> Iterator[Narrowing]:
    table, identity = key
    row = records.table(table)[identity]
    if table == "places":
        yield from (Narrowing("place", identity, kind, words) for kind, words in _HERE.items())
    if table in _AT_PLACE and row.place_id:
        yield Narrowing("place", row.place_id, table, _AT_PLACE[table], fewest=2)
    if table == "films":
        yield Narrowing("film", identity, "screenings", _OF_FILM)
    if table == "screenings" and row.film_id:
        yield Narrowing("film", row.film_id, "screenings", _OF_FILM, fewest=2)
    if table == "sources":
        yield from (Narrowing("source", identity, kind, words) for kind, words in _ON_SOURCE.items())
