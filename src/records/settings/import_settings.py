"""What the settings of the imports, ``imports.toml``, must say."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from evidence_site.records.faults import DataFaultsError, Fault
from evidence_site.records.files.text_files import Files
from evidence_site.records.settings.settings_check import (
    TEXT,
    TomlList,
    TomlTable,
    TomlValue,
    between,
    checked_settings,
    is_text,
)

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
    try:
        files.text(IMPORT_SETTINGS)
        read_import_settings(files)
    except FileNotFoundError:
        return []
    except DataFaultsError as error:
        return list(error.faults)
    return []
