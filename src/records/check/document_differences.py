"""What changed between two versions of a file that is no table: lines of a text, entries of settings."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any

from evidence_site.records.check.differences import CellChange

#: By which of its parts an entry of a list is known, rather than by its place.
_NAMES = ("id", "code", "name", "file", "properties.id", "properties.iso2", "properties.name")
_READERS: Mapping[str, Callable[[str], Any]] = {
    ".json": json.loads,
    ".geojson": json.loads,
    ".toml": tomllib.loads,
}


def document_differences(name: str, old: str, new: str) -> list[CellChange]:
    """Return what changed in a file: the entries of settings by their path, the lines of anything else.

    A line has its number in the new version as its row. Settings that cannot be read are compared as text.

    >>> document_differences("a.toml", "[map]\\nzoom = 8", "[map]\\nzoom = 9")
    [CellChange(key='', column='map.zoom', old='8', new='9', row=0)]
    >>> document_differences("a.md", "One.\\nTwo.", "One.\\nTwo.\\n2.")
    [CellChange(key='', column='', old='', new='2.', row=3)]
    """
    read = _READERS.get(PurePosixPath(name).suffix.lower())
    if read is not None:
        try:
            was, now = dict(_entries(read(old))), dict(_entries(read(new)))
        except (ValueError, RecursionError):
            return _lines(old, new)
        return [
            CellChange("", path, was.get(path, ""), now.get(path, ""))
            for path in dict.fromkeys((*was, *now))
            if was.get(path) != now.get(path)
        ]
    return _lines(old, new)


def _lines(old: str, new: str) -> list[CellChange]:
    was, now = (text.replace("\r\n", "\n").split("\n") for text in (old, new))
    return [
        CellChange("", "", before, after, start + at)
        for kind, first, last, start, end in SequenceMatcher(None, was, now).get_opcodes()
        if kind != "equal"
        for at, (before, after) in enumerate(zip_longest(was[first:last], now[start:end], fillvalue=""), 1)
        if before != after
    ]


def _entries(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Give each entry by its path; a list of plain values is one, and so is the order of a list of others."""
    if isinstance(value, Mapping) and value:
        for name, part in value.items():
            yield from _entries(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value and all(isinstance(part, Mapping) for part in value):
        names = _names(value)
        yield path, ", ".join(names)
        for name, part in zip(names, value, strict=True):
            yield from _entries(part, f"{path}[{name}]")
    else:
        yield path, json.dumps(value, ensure_ascii=False, default=str)


def _names(items: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    """Return what the entries of a list are called: by a part that tells them apart, or by their place."""
    for name in _NAMES:
        found = [_at(item, name) for item in items]
        if None not in found and len(set(found)) == len(found):
            return [str(one) for one in found]
    return [str(position) for position, _item in enumerate(items, 1)]


def _at(item: Any, path: str) -> str | None:
    for name in path.split("."):
        item = item.get(name) if isinstance(item, Mapping) else None
    return item if isinstance(item, str) and item else None
