"""The records of a data folder, loaded once for all tests of a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from evidence_site.records.load.loading import DEFAULT_FOLDER, Records, load


@cache
def records_in(folder: Path) -> Records:
    """The published records of a data folder that no test changes."""
    records = load(folder)
    assert isinstance(records, Records)
    return records


def shipped_records() -> Records:
    """The shipped records, whatever ``DATA_DIR`` says."""
    return records_in(DEFAULT_FOLDER)
