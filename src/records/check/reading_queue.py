"""What to read next: records that rest on little, those that say most first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence_site.records.load.loading import Records, load
from evidence_site.records.wording import N_, _, ngettext

#: Ways of reading in which the text itself was not seen, or not seen whole.
_SECOND_HAND, _IN_PART = "cited_by_other", "excerpt"
#: Tables of which one record rests on one source by its nature, or that only help to order others.
_ONE_SOURCE_IS_RIGHT = frozenset({"figures", "participants", "accounts", "glossary"})


@dataclass(frozen=True)
class Reason:
    """Why a record should be read again; the weight orders the queue."""

    label: str
    weight: int
    holds: Callable[[Records, str, Any], bool]


@dataclass(frozen=True)
class QueuedRecord:
    """A record of the queue, its reasons in words, and the sources that it rests on."""

    table: str
    id: str
    reasons: tuple[str, ...]
    weight: int
    sources: tuple[str, ...]


def _ways(records: Records, table: str, row: Any) -> set[str]:
    """Return how the sources of a record were read, each citation as it says, else as its source says."""
    return {
        citation.how_read or records.tables.sources[citation.source_id].how_read
        for citation in records.links.citations_of[table, row.id]
    }


def _one_source(records: Records, table: str, row: Any) -> bool:
    return table not in _ONE_SOURCE_IS_RIGHT and len(records.links.sources_of[table, row.id]) == 1


REASONS: tuple[Reason, ...] = (
    Reason(N_("weak"), 5, lambda _records, _table, row: getattr(row, "verification", "") == "weak"),
    Reason(N_("unchecked"), 4, lambda _records, _table, row: getattr(row, "verification", "") == "unchecked"),
    Reason(
        N_("known second-hand only"),
        4,
        lambda records, table, row: _ways(records, table, row) == {_SECOND_HAND},
    ),
    Reason(
        N_("read in part only"),
        2,
        lambda records, table, row: (
            _IN_PART in (ways := _ways(records, table, row)) and ways <= {_IN_PART, _SECOND_HAND}
        ),
    ),
    Reason(N_("one source"), 1, _one_source),
)


def reading_queue(records: Records) -> list[QueuedRecord]:
    """Return every record that a reason holds for, the heaviest first, then by table and id."""
    cited = [name for name, schema in records.package.tables.items() if schema.cited]
    found = [entry for name in cited for entry in _of_table(records, name)]
    return sorted(found, key=lambda entry: (-entry.weight, entry.table, entry.id))


def _of_table(records: Records, name: str) -> Iterator[QueuedRecord]:
    for row in records.table(name):
        if reasons := [reason for reason in REASONS if reason.holds(records, name, row)]:
            yield QueuedRecord(
                table=name,
                id=row.id,
                reasons=tuple(_(reason.label) for reason in reasons),
                weight=sum(reason.weight for reason in reasons),
                sources=tuple(source.id for source in records.links.sources_of[name, row.id]),
            )


def print_queue(folder: Path) -> int:
    """Print the queue of a data folder, one record a line, and return 0.

    Raises:
        DataFaultsError: If the folder does not pass the check.
    """
    queue = reading_queue(load(folder))
    for entry in queue:
        print(f"{entry.table}.{entry.id}: {', '.join(entry.reasons)}; rests on {', '.join(entry.sources)}")
    words = ngettext(
        "%(count)s record to read", "%(count)s records to read, those that rest on least first", len(queue)
    )
    print(words % {"count": len(queue)})
    return 0
