"""The settings of the imports, ``imports.toml``: what it must say, read and checked in one place."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from records.faults import Fault, did_you_mean
from records.text_files import Files

IMPORT_SETTINGS = "imports.toml"

_NAMES = {str: "a text in quotation marks", int: "a whole number", date: "a day", bool: "true or false"}


@dataclass(frozen=True)
class Setting:
    """What a setting must be: a value of a kind, a list of such values, or a table of settings.

    Attributes:
        of: The kind of value; for a table its settings by name, where ``*`` stands for any name.
        is_list: Whether there is a list of them.
        optional: Whether it may be left out.
    """

    of: type | Mapping[str, Setting]
    is_list: bool = False
    optional: bool = False


_SOURCE = Setting({
    name: Setting(str) for name in ("publisher", "type", "perspective", "language", "how_read", "licence")
})  # fmt: skip
_RELEASE = Setting({name: Setting(str) for name in ("source_id", "title", "published", "url")})
_TOTAL = {
    "release": Setting(str),
    **{name: Setting(int) for name in ("conflict", "events", "best", "low", "high")},
    "about": Setting(bool, optional=True),
}
_SETTINGS: Mapping[str, Setting] = {
    "ged": Setting({
        "table": Setting(str),
        "until": Setting(date),
        "countries": Setting(int, is_list=True),
        "conflicts": Setting(int, is_list=True),
        "where_precision": Setting(int, is_list=True),
        "watched": Setting(str, is_list=True),
        "watched_note": Setting(str),
        "releases": Setting({"*": _RELEASE}),
        "source": _SOURCE,
        "totals": Setting(_TOTAL, is_list=True),
    }),
    "unhcr": Setting({
        "table": Setting(str),
        "countries": Setting(str, is_list=True),
        "until": Setting(int),
        "source": Setting({"title": Setting(str), **_SOURCE.of}),  # type: ignore[dict-item]
    }),
}  # fmt: skip


def read_import_settings(files: Files) -> tuple[Mapping[str, Any], list[Fault]]:
    """Return the settings of each import by its name, and everything that is wrong with the file.

    Raises:
        OSError: If there is no such file.
    """
    looked = files.text(IMPORT_SETTINGS)
    if looked.faults:
        return {}, list(looked.faults)
    try:
        given = tomllib.loads(looked.text)
    except tomllib.TOMLDecodeError as error:
        return {}, [
            _fault(_line(str(error)), "", "is no TOML from there on.", "Mend it there, or restore it.")
        ]
    except RecursionError:
        return {}, [_fault(0, "", "is no TOML (brackets in brackets without end).", "Restore the file.")]
    return given, [_fault(0, *told) for told in _problems(given, _SETTINGS, "")]


def import_faults(files: Files) -> list[Fault]:
    """Return what is wrong with the settings of the imports; a folder without imports needs none."""
    try:
        return read_import_settings(files)[1]
    except OSError:
        return []


def _fault(line: int, column: str, problem: str, remedy: str) -> Fault:
    return Fault(IMPORT_SETTINGS, line, column, problem, remedy, halts=False)


def _line(error: str) -> int:
    """Return the line that the parser names, or none where it speaks of the end of the file."""
    _, _, after = error.partition("(at line ")
    number = after.partition(",")[0]
    return int(number) if number.isdecimal() else 0


def _problems(
    given: Mapping[str, Any], expected: Mapping[str, Setting], within: str
) -> Iterator[tuple[str, str, str]]:
    """Give where, what is wrong and what to do, for each setting of a table."""
    any_name = expected.get("*")
    for name, value in given.items():
        setting = any_name or expected.get(name)
        if setting is None:
            yield f"{within}{name}", "is not known here.", did_you_mean(name, expected)
        else:
            yield from _value_problems(value, setting, f"{within}{name}")
    for name, setting in expected.items():
        if name not in given and name != "*" and not setting.optional:
            yield f"{within}{name}", "is missing.", f"Add it: {_form(setting)}."


def _value_problems(value: Any, setting: Setting, where: str) -> Iterator[tuple[str, str, str]]:
    values = value if setting.is_list and isinstance(value, list) else [value]
    suits = [_suits(one, setting) for one in values]
    if setting.is_list != isinstance(value, list) or not all(suits):
        yield where, f"is not {_form(setting)}.", "Write it so; docs/maintaining.md has an example."
        return
    if isinstance(setting.of, Mapping):
        for number, one in enumerate(values, start=1):
            place = f"{where} {number}." if setting.is_list else f"{where}."
            yield from _problems(one, setting.of, place)


def _suits(value: Any, setting: Setting) -> bool:
    if isinstance(setting.of, Mapping):
        return isinstance(value, dict)
    return type(value) is setting.of  # true is no number here, and a day with a clock time no day


def _form(setting: Setting) -> str:
    if isinstance(setting.of, Mapping):
        return "a list of tables" if setting.is_list else "a table of settings"
    return f"a list, each {_NAMES[setting.of]}" if setting.is_list else _NAMES[setting.of]
