"""UNHCR population statistics, the CSV of the Refugee Data Finder or of the API, into ``displacement``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.imports.layout import ImportRefusedError, Layout, read_official, records_of
from tools.imports.review import Import, Row

#: Kind of number to the names of its column: API and package first, then the download of the site.
SERIES = {
    "refugees": ("refugees", "Refugees under UNHCR's mandate"),
    "asylum_seekers": ("asylum_seekers", "Asylum-seekers"),
    "idps": ("idps", "IDPs of concern to UNHCR"),
    "returned_refugees": ("returned_refugees", "Returned refugees"),
    "returned_idps": ("returned_idps", "Returned IDPs", "Returned IDPss"),
    "stateless": ("stateless", "Stateless persons"),
    "others_of_concern": ("ooc", "Others of concern"),
}
LAYOUT = Layout(
    {
        "year": ("year", "Year"),
        "origin": ("coo_iso", "Country of origin (ISO)"),
        "origin_name": ("coo_name", "Country of origin"),
        "asylum": ("coa_iso", "Country of asylum (ISO)"),
        "asylum_name": ("coa_name", "Country of asylum"),
        **SERIES,
    },
    frozenset({
        "coo", "coa", "coo_id", "coa_id", "oip", "hst",
        "Other people in need of international protection", "Host Community",
    }),
)  # fmt: skip
_WHOLE = re.compile(r"[0-9]+")
_NOTHING = frozenset({"", "-", "0", "NA"})
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_MONTH = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])")


def import_unhcr(
    path: Path, settings: Mapping[str, Any], present: Sequence[Row], release: str = ""
) -> Import:
    """Return the rows that a UNHCR file would put in place of ``present``.

    A zero in these files can stand for "none reported", so it makes no row.

    Raises:
        ImportRefusedError: If the file has another layout or cells that are no numbers, or if no month of
            its release is named.
    """
    if not _MONTH.fullmatch(release):
        told = f"{release} is no month" if release else "The file does not tell its release"
        raise ImportRefusedError([f"{told}; give the month of the release: RELEASE=2026-06."])
    source = {"id": f"unhcr-population-{release}", "published": release, **settings["source"]}
    numbers = read_official(path, LAYOUT).rows
    origin, asylum = (numbers[side].isin(settings["countries"]) for side in ("origin", "asylum"))
    in_time = numbers["year"] <= str(settings["until"])
    rows, faults = [], []
    wanted = (origin & asylum) | ((origin | asylum) & in_time)
    for number, cells in records_of(numbers[wanted]):
        counts = {kind: cells[kind] for kind in SERIES if cells[kind] not in _NOTHING}
        wrong = [kind for kind, count in counts.items() if not _WHOLE.fullmatch(count)]
        if wrong or not _YEAR.fullmatch(cells["year"]):
            faults.append(f"record {number}: not a whole number: {', '.join(wrong or ['year'])}.")
        else:
            rows += [_row(cells, kind, source["id"]) for kind in counts]
    times = Counter(row["id"] for row in rows)
    faults += [f"{key} stands in the file twice." for key in sorted(times) if times[key] > 1]
    if faults:
        raise ImportRefusedError([f"{len(faults)} rows cannot be read.", *faults[:200]])
    return Import(
        table=settings["table"],
        title=f"UNHCR population statistics, {path.name}",
        rows=_named_as_before(rows, present),
        source=source,
        facts=[f"Rows read: {len(numbers):,}, numbers taken: {len(rows):,}."],
    )


def _row(cells: Mapping[str, str], kind: str, source: str) -> Row:
    key = "-".join((cells["year"], cells["origin"], cells["asylum"], kind)).lower().replace("_", "-")
    kept = {name: cells[name] for name in ("year", "origin", "origin_name", "asylum", "asylum_name")}
    return {"id": key, **kept, "series_kind": kind, "people": cells[kind], "source_id": source}


def _named_as_before(rows: Sequence[Row], present: Sequence[Row]) -> list[Row]:
    """Return the rows with the country names of the present table, so that only facts differ."""
    names = {row[side]: row[f"{side}_name"] for row in present for side in ("origin", "asylum")}
    return [
        dict(row)
        | {f"{side}_name": names.get(row[side], row[f"{side}_name"]) for side in ("origin", "asylum")}
        for row in rows
    ]
