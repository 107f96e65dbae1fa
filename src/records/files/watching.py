"""Noticing that a folder changed: looked at from outside, and only once nobody is writing into it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

#: What one look at a folder shows: for each file its path, size, times and place on the disk.
Glance = frozenset[tuple[str, int, int, int, int]]

#: Files that editors and spreadsheets lay beside those that they hold open.
_BESIDE = ("~", ".tmp", ".swp", ".part", "#")


def glance(folder: Path) -> Glance:
    """Return what the files of a folder look like from outside; a folder that is not there is empty.

    The time of the last change of the entry (``ctime``) shows a file that was replaced by one of the
    same size with an old date, as copying tools do.
    """
    return frozenset(_files(str(folder), ""))


def _files(folder: str, below: str) -> Iterator[tuple[str, int, int, int, int]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        name = f"{below}{entry.name}"
        if entry.name.startswith((".", "~")) or entry.name.endswith(_BESIDE):
            continue
        try:
            if entry.is_dir():
                yield from _files(entry.path, f"{name}/")
            else:
                found = entry.stat()
                yield name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
        except OSError:  # gone meanwhile
            continue


class ChangeWatch:
    """Says when a folder is worth reading: it changed since it was read, and then stood still for a look."""

    def __init__(self, read: Glance) -> None:
        """Take the folder as it was read last."""
        self._read = self._last = read

    def is_ready(self, seen: Glance) -> bool:
        """Take another look and return whether to read the folder now."""
        still = seen == self._last
        self._last = seen
        return still and seen != self._read

    def was_read(self, seen: Glance) -> None:
        """Remember the look that was the same before and after the folder was read."""
        self._read = seen
