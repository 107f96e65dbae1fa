"""The records that this process serves: loaded once, shared by every reader."""

from __future__ import annotations

import logging
from functools import cache

from records.faults import DataFaultsError, Fault
from records.filter_index import index_of
from records.lesson_check import lesson_faults
from records.loading import Records, data_folder, load

_log = logging.getLogger("site.data")


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


def records() -> Records:
    """Return the records.

    Raises:
        DataFaultsError: If the data folder did not pass the check.
    """
    result = loaded()
    if isinstance(result, Records):
        return result
    raise DataFaultsError(result)
