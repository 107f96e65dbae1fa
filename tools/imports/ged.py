"""UCDP GED, the official CSV of release 25.1 and later, into rows of ``conflict_events``.

Columns are found by their names. Rows of the region and its war are kept; every row of the watched
conflicts, whatever its year and precision, goes into the totals that the release is known to have.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import itemgetter
from pathlib import Path
from typing import Any

import pandas as pd

from tools.imports.layout import ImportRefusedError, Layout, OfficialFile, read_official, records_of
from tools.imports.review import Import, Row

_USED = (
    "id", "type_of_violence", "conflict_new_id", "conflict_name", "side_a", "side_b", "where_prec",
    "latitude", "longitude", "country", "country_id", "event_clarity", "date_prec", "date_start", "date_end",
    "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low",
)  # fmt: skip
_UNUSED = frozenset({
    "relid", "year", "active_year", "code_status", "conflict_dset_id", "dyad_dset_id", "dyad_new_id",
    "dyad_name", "side_a_dset_id", "side_a_new_id", "side_b_dset_id", "side_b_new_id", "number_of_sources",
    "source_article", "source_office", "source_date", "source_headline", "source_original",
    "where_coordinates", "where_description", "adm_1", "adm_2", "geom_wkt", "priogrid_gid", "region",
    "gwnoa", "gwnob",
})  # fmt: skip
LAYOUT = Layout({name: (name,) for name in _USED}, _UNUSED)

VIOLENCE = {"1": "state-based", "2": "non-state", "3": "one-sided"}
#: Column to the codes that it may hold.
_CODES = {
    "type_of_violence": set(VIOLENCE),
    "where_prec": {str(code) for code in range(1, 8)},
    "date_prec": {str(code) for code in range(1, 6)},
    "event_clarity": {"1", "2"},
}
_DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
_ESTIMATES = ("best", "low", "high")
_WHOLE = re.compile(r"[0-9]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: A yearly release has two numbers, such as 25.1.
_RELEASE = re.compile(r"(?<![0-9])([0-9]{2})[_.]?([1-9])(?![_.]?[0-9])")
#: A version of Candidate events has a zero and the month, 26.0.7, or a span of months, 26.01.26.06.
_CANDIDATE = re.compile(r"candidate|(?:^|v)[0-9]{2}[_.]0[_.]?[0-9]", re.IGNORECASE)
_TAKE_A_RELEASE = "Take a yearly release of GED, such as ged251-csv.zip."

OUT_OF_ORDER = "Low, best and high are out of order at the origin"


def import_ged(path: Path, settings: Mapping[str, Any], present: Sequence[Row], release: str = "") -> Import:
    """Return the rows that a GED file would put in place of ``present``, with all that a reviewer asks.

    Raises:
        ImportRefusedError: If the file has another layout, or rows that break the rules of GED.
    """
    file = read_official(path, LAYOUT)
    release = release_of(path.name, file.name, given=release)
    events = file.rows
    for column in ("date_start", "date_end"):  # without the time of day that follows
        events[column] = events[column].str[:10]
    in_time = events["date_start"] <= settings["until"].isoformat()
    if not in_time.any():
        raise ImportRefusedError([_too_late(file, settings)])
    of_conflict = _among(events["conflict_new_id"], settings["conflicts"])
    wanted = of_conflict | (in_time & _among(events["country_id"], settings["countries"]))
    if faults := _faults(events, wanted):
        raise ImportRefusedError([f"Rows that break the rules of GED: {len(faults)}.", *faults[:200]])
    precise = _among(events["where_prec"], settings["where_precision"])
    source = _source(settings, release)
    rows = [
        {**_row(cells), "release": release, "source_id": source["id"]}
        for _, cells in records_of(events[wanted & in_time & precise])
    ]
    vague = events["where_prec"][wanted & in_time & ~precise].value_counts().sort_index()
    refusals, totals = _compare_totals(settings, release, events)
    counts = ", ".join(f"{count} at precision {code}" for code, count in vague.items())
    return Import(
        table=settings["table"],
        title=f"UCDP GED {release}, {file.name}",
        rows=_with_cautions(rows, present),
        source=source,
        refusals=refusals,
        facts=[
            f"Rows read: {len(events):,}, taken: {len(rows):,}.",
            *([f"Not taken, because their place is vaguer than the site says: {counts}."] if counts else []),
            *totals,
            *([f"Columns that are not known, ignored: {', '.join(file.unknown)}."] if file.unknown else []),
        ],
        watched=tuple(settings["watched"]),
        watched_note=settings["watched_note"],
    )


def _among(cells: pd.Series[str], codes: Iterable[int]) -> pd.Series[bool]:
    return cells.isin([str(code) for code in codes])


def release_of(*names: str, given: str = "") -> str:
    """Return the release that a file name tells, or the one that is given.

    >>> release_of("ged251-csv.zip", "GEDEvent_v25_1.csv")
    '25.1'

    Raises:
        ImportRefusedError: If no name tells one, or one tells that the file holds Candidate events.
    """
    stems = [Path(name).stem for name in names]
    if preliminary := [name for name in (*stems, given) if _CANDIDATE.search(name)]:
        problem = (
            f"{preliminary[-1]} names Candidate events of UCDP, which are preliminary and of some months."
        )
        raise ImportRefusedError([f"{problem} {_TAKE_A_RELEASE}"])
    for name in [given] if given else reversed(stems):
        if found := _RELEASE.search(name):
            return ".".join(found.groups())
    raise ImportRefusedError([f"{given or names[-1]} tells no release; give one: RELEASE=25.1."])


def _too_late(file: OfficialFile, settings: Mapping[str, Any]) -> str:
    if file.rows.empty:
        return f"{file.name} holds no events. {_TAKE_A_RELEASE}"
    first = file.rows["date_start"].min()
    begins = f"The first event of {file.name} is of {first}, none is of {settings['until']} or before."
    return f"{begins} So it holds Candidate events or a part of a release. {_TAKE_A_RELEASE}"


def _faults(events: pd.DataFrame, wanted: pd.Series[bool]) -> list[str]:
    """Return what is wrong with the ids of all rows and with the cells of the wanted ones, as they stand."""
    twice = events["id"][events["id"].duplicated()]
    faults = [
        (number, f"record {number}: id {key} stands in the file twice.") for number, key in twice.items()
    ]
    for number, cells in records_of(events[wanted]):
        if broken := list(_broken(cells)):
            faults.append((number, f"record {number}, id {cells['id']}: {' '.join(broken)}"))
    return [fault for _, fault in sorted(faults, key=itemgetter(0))]


def _broken(cells: Mapping[str, str]) -> Iterable[str]:
    """Give what breaks GED's own rules in a row."""
    for column, codes in _CODES.items():
        if cells[column] not in codes:
            yield f'"{column}" is "{cells[column]}", not one of {", ".join(sorted(codes))}.'
    numbers = {column: cells[column] for column in (*_DEATHS, *_ESTIMATES)}
    if wrong := [column for column, cell in numbers.items() if not _WHOLE.fullmatch(cell)]:
        yield f"not a whole number: {', '.join(wrong)}."
    elif int(cells["best"]) != (together := sum(int(cells[column]) for column in _DEATHS)):
        yield f'"best" is {cells["best"]}, but the four numbers of deaths make {together}.'
    days = [cells[column] for column in ("date_start", "date_end")]
    if not all(_is_day(day) for day in days):
        yield f"not a date: {' or '.join(days)}."
    elif days[0] > days[1]:
        yield f"begins on {days[0]}, after its end on {days[1]}."
    if not all(_in_range(cells[column], most) for column, most in (("latitude", 90), ("longitude", 180))):
        yield f'latitude and longitude are "{cells["latitude"]}" and "{cells["longitude"]}".'


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _in_range(text: str, most: int) -> bool:
    try:
        return abs(float(text)) <= most
    except ValueError:
        return False


def _row(cells: Mapping[str, str]) -> Row:
    start, end = cells["date_start"], cells["date_end"]
    return {
        "id": cells["id"],
        "date": start if start == end else f"{start}/{end}",
        "violence": VIOLENCE[cells["type_of_violence"]],
        "conflict_name": cells["conflict_name"],
        "side_a": cells["side_a"],
        "side_b": cells["side_b"],
        "lat": _plain(cells["latitude"]),
        "lon": _plain(cells["longitude"]),
        **{name: cells[name] for name in ("low", "best", "high")},
        "country": cells["country"],
        "where_precision": cells["where_prec"],
    }


def _plain(number: str) -> str:
    """Return a number without zeros at its end, so that only another position differs."""
    return format(Decimal(number).normalize(), "f")


def _with_cautions(rows: Sequence[Row], present: Sequence[Row]) -> Sequence[Row]:
    """Return the rows with the cautions that stand at them now; new ones get those that a rule can see."""
    known = {row["id"]: row for row in present}
    ids = {row["id"] for row in rows}
    together = defaultdict(list)
    for row in rows:
        together[row["date"][:10], row["lat"], row["lon"]].append(row["id"])
    out = []
    for row in rows:
        kept = known.get(row["id"], {})
        same_as = kept.get("same_as", "")
        flags = kept.get("flags", "") if row["id"] in known else ";".join(_cautions(row, together))
        out.append({**row, "same_as": same_as if same_as in ids else "", "flags": flags})
    return out


def _cautions(row: Row, together: Mapping[tuple[str, str, str], Sequence[str]]) -> Iterable[str]:
    others = [key for key in together[row["date"][:10], row["lat"], row["lon"]] if key != row["id"]]
    if others:
        named = f"event {others[0]}" if len(others) == 1 else f"events {' and '.join(others)}"
        yield f"Same place and day as {named}, which may be true or an overlap"
    if not int(row["low"]) <= int(row["best"]) <= int(row["high"]):
        yield OUT_OF_ORDER


def _source(settings: Mapping[str, Any], release: str) -> Row:
    """Return the row of ``sources`` that a release has; its address only where it is known."""
    known = settings["releases"].get(release, {})
    named = {
        "id": known.get("source_id", f"ucdp-ged-{release.replace('.', '-')}"),
        "title": known.get("title", f"UCDP Georeferenced Event Dataset (GED) Global, version {release}"),
        "published": known.get("published", ""),
        "url": known.get("url", ""),
    }
    return {**named, **settings["source"]}


def _compare_totals(
    settings: Mapping[str, Any], release: str, events: pd.DataFrame
) -> tuple[list[str], list[str]]:
    """Return what refuses the file, and what the reviewer is told, of the totals that a release must have.

    They count every row of the watched conflicts, whatever its year and precision.
    """
    expected = [total for total in settings["totals"] if total["release"] == release]
    told = [] if expected else [f"No totals of release {release} are known; compare these by hand."]
    refusals: list[str] = []
    for conflict in settings["conflicts"]:
        rows = events[events["conflict_new_id"] == str(conflict)]
        here = {"events": len(rows), **{name: int(rows[name].astype(int).sum()) for name in _ESTIMATES}}
        told.append(f"Conflict {conflict}, all years: {_numbers(here)}.")
        for total in (total for total in expected if total["conflict"] == conflict):
            if any(total[name] != here[name] for name in here):
                words = f"Conflict {conflict} should have {_numbers(total)}; the file has {_numbers(here)}."
                (told if total.get("about") else refusals).append(words)
    return refusals, told


def _numbers(total: Mapping[str, Any]) -> str:
    return f"{total['events']:,} events, best {total['best']:,}, low {total['low']:,}, high {total['high']:,}"
