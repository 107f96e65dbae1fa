"""The records that this process serves: loaded once, shared by every reader."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from records.faults import DataFaultsError, Fault
from records.filter_index import index_of
from records.lesson_check import lesson_faults
from records.loading import Records, data_folder, load
from records.memory import remembering_in

_log = logging.getLogger("site.data")

_of_this_run: ContextVar[Records | None] = ContextVar("records", default=None)


@cache
def loaded() -> Records | tuple[Fault, ...]:
    """Return the records, or the faults that keep them from being shown; each fault is logged once."""
    try:
        records = load(data_folder())
    except DataFaultsError as error:
        for fault in error.faults:
            _log.error("%s", fault)
        return error.faults
    for fault in (*records.faults, *lesson_faults(records)):
        _log.warning("%s", fault)
    index_of(records)
    return records


def served() -> Records | tuple[Fault, ...]:
    """Return what everybody gets, whatever the page that is running shows."""
    return loaded()


@contextmanager
def running_with(records: Records) -> Iterator[None]:
    """Let a page show these records, and remember what it works out with them and nowhere else."""
    before = _of_this_run.set(records)
    try:
        with remembering_in(records.memory):
            yield
    finally:
        _of_this_run.reset(before)


def records() -> Records:
    """Return the records of the page that is running, or else those that are served.

    Raises:
        DataFaultsError: If the data folder did not pass the check.
    """
    result = _of_this_run.get() or loaded()
    if isinstance(result, Records):
        return result
    raise DataFaultsError(result)
