"""What a web route is asked about: a record or a view of a page, or why there is no such thing."""

from __future__ import annotations

from collections.abc import Mapping

from records.choice import Choice, read_choice
from records.faults import did_you_mean
from records.links import RecordKey
from records.loading import Records
from records.naming import KINDS
from ui.citable import OF_A_VIEW, VIEWS

#: Parameters that name a record, and a view with all that a reader can choose on it.
RECORD: tuple[str, ...] = ("table", "key")
VIEW: tuple[str, ...] = ("view", *OF_A_VIEW)


class RefusedError(Exception):
    """Raised for a request that asks for nothing that exists; says what was meant perhaps."""

    def __init__(self, status: int, problem: str, remedy: str = "") -> None:
        super().__init__(f"{problem} {remedy}".strip())
        self.status = status


def asked_record(records: Records, given: Mapping[str, str], *more: str) -> RecordKey:
    """Return the record that parameters name.

    Args:
        more: Parameters that the route takes besides.

    Raises:
        RefusedError: If a parameter means nothing, or there is no such published record.
    """
    _refuse_others(given, (*RECORD, *more))
    table, key = given.get("table", ""), given.get("key", "")
    if table not in KINDS:
        raise RefusedError(404, f'There is no kind of record "{table[:40]}".', did_you_mean(table, KINDS))
    if (table, key) in records.withdrawn:
        raise RefusedError(410, "This record was withdrawn.", "The corrections on /about say why.")
    if key not in records.table(table):
        problem = f'There is no published record "{key[:80]}" in {table}.'
        raise RefusedError(404, problem, did_you_mean(key, records.table(table).ids()))
    return table, key


def asked_view(records: Records, given: Mapping[str, str], *more: str) -> tuple[str, Choice]:
    """Return the page that parameters name, and the choice of its filters.

    Args:
        more: Parameters that the route takes besides.

    Raises:
        RefusedError: If a parameter or a value of a filter means nothing, or there is no such page.
    """
    _refuse_others(given, (*VIEW, *more))
    page = given["view"]
    if page not in VIEWS:
        raise RefusedError(404, f'There is no page "{page[:40]}".', did_you_mean(page, VIEWS))
    choice, ignored = read_choice(records, given)
    if ignored:
        problem = ", ".join(f'{entry.key}="{entry.value[:40]}"' for entry in ignored)
        raise RefusedError(
            400, f"These filter values mean nothing here: {problem}.", "See /data for the codes."
        )
    return page, choice


def _refuse_others(given: Mapping[str, str], known: tuple[str, ...]) -> None:
    for name in given:
        if name not in known:
            raise RefusedError(400, f'"{name[:40]}" means nothing here.', did_you_mean(name, known))
