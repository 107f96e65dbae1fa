"""What `site.toml` and `imports.toml` must say, and what is wrong with a file of settings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from evidence_site.records.dates import parse_when
from evidence_site.records.faults import DataFaultsError, Fault, Kind, did_you_mean, nearest, suggestion
from evidence_site.records.files.text_files import Files
from evidence_site.records.read.cells import EDTF_FORM
from evidence_site.records.read.spreadsheet import quoted

FILE = "site.toml"

Found = tuple[str, str, str]


@dataclass(frozen=True)
class TomlValue:
    """A value: whether it fits, and how it is written."""

    fits: Callable[[Any], bool]
    form: str
    optional: bool = False


@dataclass(frozen=True)
class TomlList:
    """A list of values, or of tables that each begin with ``[[name]]``."""

    of: TomlValue | TomlTable


@dataclass(frozen=True)
class TomlTable:
    """A table of named settings; without names any name stands for a value of one kind."""

    settings: Mapping[str, Setting]
    any_name: Setting | None = None
    optional: bool = False


Setting = TomlValue | TomlList | TomlTable


def is_text(value: Any) -> bool:
    """Return whether a value is a text."""
    return isinstance(value, str)


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(parse_when(value))
    except ValueError:
        return False


#: A host as addresses name it.
HOST = r"(?:(?:[A-Za-z0-9_-]+\.)*[A-Za-z0-9_-]+|\[[0-9A-Fa-f:.]+\])"
PORT = r"(?::[0-9]{1,5})"
_ADDRESS = re.compile(rf"https?://{HOST}{PORT}?(?:/[^\s?#]*)?")
ADDRESS_FORM = "with its scheme and without a question mark, such as https://example.org, or leave it empty"


def is_address(value: Any) -> bool:
    """Return whether a value says where a site stands, or is empty."""
    if not isinstance(value, str) or (value and not _ADDRESS.fullmatch(value)):
        return False
    with suppress(ValueError):
        return urlsplit(value).port != 0
    return False


def between(low: float, high: float, *kinds: type) -> Callable[[Any], bool]:
    """Return what tells whether a value is a number of these kinds within these bounds."""
    return lambda value: type(value) in kinds and low <= value <= high


TEXT = TomlValue(is_text, "as a text in quotation marks")
_ID = TomlValue(is_text, "as ids in quotation marks, with commas between them and brackets around them")
_LATITUDE = TomlValue(between(-90, 90, int, float), "as a number from -90 to 90")
_LONGITUDE = TomlValue(between(-180, 180, int, float), "as a number from -180 to 180")
_ZOOM = TomlValue(between(1, 19, int), "as a whole number from 1 to 19")
_DATE = TomlValue(_is_date, EDTF_FORM.removeprefix("Write it ").removesuffix("."))
#: Settings that are a text each.
TEXT_SETTINGS = (
    "name", "tagline", "content_note", "contact", "licence", "cite_as", "address", "main_event",
    "main_screening", "focus_period", "overview_period",
)  # fmt: skip
_VIEW: Mapping[str, Setting] = {
    **{"lat": _LATITUDE, "lon": _LONGITUDE, "zoom": _ZOOM},
    **{"west": _LONGITUDE, "south": _LATITUDE, "east": _LONGITUDE, "north": _LATITUDE},
}
#: Every setting of the file, and what it is.
SETTINGS = TomlTable(
    {
        **dict.fromkeys(TEXT_SETTINGS, TEXT),
        "address": TomlValue(is_address, ADDRESS_FORM),
        "key_figures": TomlList(_ID),
        "reference_sources": TomlList(_ID),
        "text_sources": TomlTable({}, any_name=TomlList(_ID)),
        "map_view": TomlTable(_VIEW),
        "periods": TomlList(TomlTable({"code": TEXT, "label": TEXT, "when": _DATE})),
        "private_persons": TomlTable({}, any_name=TEXT, optional=True),
        "labelled_places": TomlTable({}, any_name=TomlList(_ID)),
        "map_layers": TomlList(TomlTable({"file": TEXT, "role": TEXT, "label": TEXT})),
    }
)


def read_settings(files: Files) -> dict[str, Any]:
    """Return the settings of a data folder, each of the kind that it has to be.

    Raises:
        DataFaultsError: With everything that is wrong with them.
    """
    return checked_settings(files, FILE, SETTINGS)


def checked_settings(files: Files, name: str, expected: TomlTable, *, halts: bool = True) -> dict[str, Any]:
    """Return what a file of settings says, if it is what is expected.

    Raises:
        DataFaultsError: With everything that is wrong with it.
    """
    try:
        looked = files.text(name)
        if looked.faults:
            raise DataFaultsError(looked.faults)
        settings = tomllib.loads(looked.text)
    except (OSError, ValueError, RecursionError) as error:
        line = 0
        if isinstance(error, tomllib.TOMLDecodeError):  # it names the line, or speaks of the end
            named = re.search(r"at line (\d+)", str(error))
            line = int(named[1]) if named else len(looked.text.splitlines())
        fault = Fault(name, line, "", *_unreadable(error), halts=halts, kind=Kind.FILE)
        raise DataFaultsError([fault]) from error
    if faults := [Fault(name, 0, *found, halts=halts) for found in _in_table("", settings, expected)]:
        raise DataFaultsError(faults)
    return settings


def _unreadable(error: Exception) -> tuple[str, str]:
    told = {
        tomllib.TOMLDecodeError: (
            "cannot be read from here on.",
            'Write name = "text" there; a list stands in brackets, and no name stands twice.',
        ),
        FileNotFoundError: ("is missing.", "Put the file back."),
        RecursionError: ("has brackets in brackets without end.", "Restore the file."),
    }
    otherwise = ("cannot be opened.", "Close it in other programs, or restore it.")
    return told.get(type(error), otherwise)


def _problems(at: str, value: Any, setting: Setting) -> Iterator[Found]:
    """Give where something is wrong, what it is, and what to do."""
    if isinstance(setting, TomlTable):
        if isinstance(value, dict):
            yield from _in_table(at, value, setting)
        else:
            yield (
                at,
                f"is {_shown(value)}, where a part of the file is meant.",
                f'Begin it with a line "[{at}]".',
            )
    elif isinstance(setting, TomlList):
        if not isinstance(value, list):
            form = f"[[{at}]]" if isinstance(setting.of, TomlTable) else '["one", "another"]'
            yield at, f"is {_shown(value)}, where a list is meant.", f"Write it as {form}."
            return
        for position, entry in enumerate(value, start=1):
            yield from _problems(f"{at} {position}", entry, setting.of)
    elif not setting.fits(value):
        yield at, f"cannot be {_shown(value)}.", f"Write it {setting.form}."


def _in_table(at: str, given: Mapping[str, Any], table: TomlTable) -> Iterator[Found]:
    before = f"{at}." if at else ""
    missing = [
        name
        for name, setting in table.settings.items()
        if name not in given and not (isinstance(setting, TomlValue | TomlTable) and setting.optional)
    ]
    for name, value in given.items():
        if setting := table.settings.get(name) or table.any_name:
            yield from _problems(f"{before}{name}", value, setting)
            continue
        if meant := nearest(name, missing):
            missing.remove(meant)
        remedy = suggestion(meant, did_you_mean(name, table.settings))
        yield f"{before}{name}"[:80], "is no setting that the site knows.", remedy
    for name in missing:
        yield f"{before}{name}", "is missing.", f"Add it {_form_of(table.settings[name], f'{before}{name}')}."


def _form_of(setting: Setting, at: str) -> str:
    if isinstance(setting, TomlValue):
        return setting.form
    if isinstance(setting, TomlList) and isinstance(setting.of, TomlValue):
        return setting.of.form
    begins = f"[[{at}]]" if isinstance(setting, TomlList) else f"[{at}]"
    return f"below a line {begins}"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "a part with names"
    return quoted(str(value))


# --- the settings of the imports -------------------------------------------------------------------------

IMPORT_SETTINGS = "imports.toml"

_NUMBER = TomlValue(between(0, 10**9, int), "as a whole number")
_NUMBERS = TomlValue(
    between(0, 10**9, int), "as whole numbers, with commas between them and brackets around them"
)
_TEXTS = TomlValue(is_text, "as texts in quotation marks, with commas between them and brackets around them")
_TRUTH = TomlValue(lambda value: isinstance(value, bool), "as true or false", optional=True)
_DAY = TomlValue(
    lambda value: isinstance(value, date) and not isinstance(value, datetime), "as a day, without quotes"
)
#: What a row of the table of sources needs besides what a release says of itself.
_SOURCE = dict.fromkeys(("publisher", "type", "perspective", "language", "how_read", "licence"), TEXT)
_EXPECTED = TomlTable(
    {
        "ged": TomlTable(
            {
                **{
                    "table": TEXT,
                    "until": _DAY,
                    "countries": TomlList(_NUMBERS),
                    "conflicts": TomlList(_NUMBERS),
                },
                **{"where_precision": TomlList(_NUMBERS), "watched": TomlList(_TEXTS), "watched_note": TEXT},
                "releases": TomlTable(
                    {}, any_name=TomlTable(dict.fromkeys(("source_id", "title", "published", "url"), TEXT))
                ),
                "source": TomlTable(_SOURCE),
                "totals": TomlList(
                    TomlTable(
                        {
                            "release": TEXT,
                            **dict.fromkeys(("conflict", "events", "best", "low", "high"), _NUMBER),
                            "about": _TRUTH,
                        }
                    )
                ),
            }
        ),
        "unhcr": TomlTable(
            {
                **{"table": TEXT, "countries": TomlList(_TEXTS), "until": _NUMBER},
                "source": TomlTable({"title": TEXT, **_SOURCE}),
            }
        ),
    }
)


def read_import_settings(files: Files) -> dict[str, Any]:
    """Return the settings of each import by its name.

    Raises:
        DataFaultsError: With everything that is wrong with them.
    """
    return checked_settings(files, IMPORT_SETTINGS, _EXPECTED, halts=False)


def import_faults(files: Files) -> list[Fault]:
    """Return what is wrong with the settings of the imports; a folder without imports needs none."""
    with suppress(FileNotFoundError):
        files.text(IMPORT_SETTINGS)
        try:
            read_import_settings(files)
        except DataFaultsError as error:
            return list(error.faults)
    return []
