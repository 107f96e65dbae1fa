"""The records that this process serves: the last good ones, shared by every reader.

A run of a page asks once and hands the answer down: it uses one version from its first line to its last.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from threading import Lock

from evidence_site.records.choose.filter_index import index_of, search_index_of
from evidence_site.records.faults import DataFaultsError, Fault
from evidence_site.records.load.loading import Records, data_folder, load
from evidence_site.viz.review.lesson_check import lesson_faults

#: Faults of one check that are logged one by one.
MOST_LOGGED = 100

_log = logging.getLogger("site.data")
_lock = Lock()


@dataclass(frozen=True)
class ServedState:
    """What is served, and what is wrong.

    Attributes:
        records: The last records that passed the check; None if none ever did.
        faults: Every fault of the folder as it was read last.
        carried: Faults of the records that are served, which leave out what is wrong. A site starts with
            them rather than not at all; but good records do not give way to records with new ones.
    """

    records: Records | None = None
    faults: tuple[Fault, ...] = ()
    carried: tuple[Fault, ...] = ()

    @property
    def halting(self) -> int:
        """How many faults keep the folder as it lies now from being shown."""
        return len(_new_faults(self.faults, self.carried))


_standing: ServedState | None = None


def served_state() -> ServedState:
    """Return what is served; the first call reads the folder."""
    global _standing
    with _lock:
        if _standing is None:
            _standing = _checked(ServedState())
            _tell(ServedState(), _standing)
        return _standing


def renew(settled: Callable[[], bool]) -> bool:
    """Read the folder again and serve it if it is good; return whether anything changed.

    Readers are served meanwhile. A folder with faults leaves the last good records where they are.

    Args:
        settled: Whether the folder still lies as it did before; if not, nothing of it is used.

    Raises:
        InterruptedError: If somebody wrote into the folder while it was read.
    """
    global _standing
    before = served_state()
    found = _checked(before)
    if not settled():
        raise InterruptedError("the data folder changed while it was read")
    with _lock:
        _standing = found
    _tell(before, found)
    return found != before


def restart() -> None:
    """Forget what was served; the next to ask reads the folder."""
    global _standing
    with _lock:
        _standing = None


def _checked(before: ServedState) -> ServedState:
    try:
        records = load(data_folder())
        faults = (*records.faults, *lesson_faults(records))
    except DataFaultsError as error:
        return replace(before, faults=error.faults)
    except Exception:  # whatever lies in the folder, the site stays up
        _log.exception("the data folder could not be read")
        remedy = "Restore the folder from the last release, and report this."
        return replace(before, faults=(Fault("data", 0, "", "cannot be read; the log says why.", remedy),))
    if before.records and _new_faults(faults, before.carried):
        return replace(before, faults=faults)
    if before.records and _same(before.records, records):
        return ServedState(before.records, faults, faults)
    index_of(records)
    search_index_of(records)
    return ServedState(records, faults, faults)


def _new_faults(faults: Iterable[Fault], carried: Iterable[Fault]) -> list[Fault]:
    """Return the faults that are not among those carried, wherever in their files they lie now."""
    known = {(fault.file, fault.column, fault.problem) for fault in carried}
    return [fault for fault in faults if (fault.file, fault.column, fault.problem) not in known]


def _same(one: Records, other: Records) -> bool:
    """Return whether two readings gave the same; those who read need not be disturbed then."""
    return (one.version, one.site, one.lessons) == (other.version, other.site, other.lessons)


def _tell(before: ServedState, found: ServedState) -> None:
    """Log each new fault once, and what is served."""
    known = set(before.faults)
    new = [fault for fault in found.faults if fault not in known]
    level = logging.ERROR if found.halting else logging.WARNING
    for fault in new[:MOST_LOGGED]:
        _log.log(level, "%s", fault)
    if new and found.records is None:
        _log.error("no data are served: the folder %s does not pass the check", data_folder())
    if len(new) > MOST_LOGGED:
        _log.error("and %d faults more; `make check` lists them all", len(new) - MOST_LOGGED)
    if found.records and (found.records is not before.records or (before.halting and not found.halting)):
        _log.info("records of version %s are served", found.records.version)


def loaded() -> Records | tuple[Fault, ...]:
    """Return the records that are served now, or the faults that keep any from being shown."""
    now = served_state()
    return now.records or now.faults
