"""Writes what every chart and map draws of the shipped records into ``tests/golden``, one file for each.

A test compares the files with what is drawn now, so that no mark, number or word of a picture changes
unseen. After a change of data or drawing, `make golden` writes them anew and the difference is reviewed:
one line is one mark, as its position and its record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from evidence_site import PROJECT
from evidence_site.records.check.tidying import rewrite
from evidence_site.records.load.loading import DEFAULT_FOLDER, Records, load
from evidence_site.viz.maps.map_marks import MapMark, MarkedMap
from evidence_site.viz.pages.parts import Picture, chart_of, pictures_of
from evidence_site.viz.pages.run import run_of
from evidence_site.viz.pages.site import BY_PATH
from evidence_site.viz.review.every_picture import every_picture

FOLDER = PROJECT / "tests" / "golden"
#: One address for each menu whose every choice would be too many files: a day on which much was known and
#: much was not yet, the other axis of people, an hour of the night, a year of each kind of number.
_MORE = {
    "1992-03-03": ("casualties", {"day": "1992-03-03"}),
    "tenfold": ("casualties", {"scale": "log"}),
    "0200": ("map", {"tab": "night", "hour": "1992-02-26T02:00"}),
    "1993": ("map", {"tab": "displaced", "year": "1993"}),
    "1989": ("map", {"tab": "population", "year": "1989"}),
}
#: Columns of a trace that hold one value for each mark.
_OF_MARKS = ("x", "y", "customdata", "base")
#: Hover texts hold the words of the records, which the table twin holds too; land is no evidence.
_LEFT_OUT = frozenset({"hovertext", *_OF_MARKS})
_MOST_POINTS = 2000


def golden_pictures(records: Records) -> Iterator[tuple[str, Picture]]:
    """Give every chart and map of the site with a name of its own, as a reader meets it without a filter."""
    yield from ((name, placed.picture) for name, placed in every_picture(records))
    for name, (path, parameters) in _MORE.items():
        for picture in pictures_of(BY_PATH[path].parts(run_of(records, path, parameters))):
            yield f"{chart_of(picture).key}-{name}", picture


def normalised(picture: Picture) -> str:
    """Return a picture as JSON that can be read and compared: steady order, short numbers, a line a mark."""
    chart = chart_of(picture)
    document = {
        "title": chart.title,
        "alt": chart.alt,
        "reading": chart.reading,
        "notes": list(chart.notes),
        "height": chart.height,
        "rows": [row.id for row in chart.rows],
        "traces": [_trace(trace) for trace in chart.figure.get("data", [])],
        "layout": chart.figure.get("layout", {}),
    }
    if isinstance(picture, MarkedMap):
        document["marks"] = [_map_mark(mark) for mark in picture.marks]
    return json.dumps(_short(document), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _map_mark(mark: MapMark) -> str:
    look = [*mark.look, mark.size, *(word for word in ("faint", "estimated") if getattr(mark, word))]
    return " | ".join(_word(part) for part in (list(mark.point), mark.record, look, mark.caption))


def _trace(trace: Mapping[str, Any]) -> dict[str, Any]:
    look = {key: value for key, value in trace.items() if key not in _LEFT_OUT}
    columns = [trace[name] for name in _OF_MARKS if isinstance(trace.get(name), list)]
    count = len(columns[0]) if columns else 0
    if count > _MOST_POINTS:
        return {**look, "marks": f"{count} points"}
    return {
        **look,
        "marks": [" | ".join(_word(value) for value in mark) for mark in zip(*columns, strict=True)],
    }


def _word(value: Any) -> str:
    if isinstance(value, list):
        return ".".join(_word(part) for part in value)
    return "" if value is None else str(_short(value))


def _short(value: Any) -> Any:
    """Return the value with numbers of six digits at most, for machines that differ in the last one."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else float(f"{value:.6g}")
    if isinstance(value, Mapping):
        return {key: _short(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_short(part) for part in value]
    return value


def golden_files(records: Records) -> dict[str, str]:
    """Return name and text of every file, as it should be now."""
    return {f"{name}.json": normalised(picture) for name, picture in golden_pictures(records)}


def main() -> None:
    """Write the files anew, remove those of pictures that are gone, and say which ones changed."""
    FOLDER.mkdir(exist_ok=True)
    files = golden_files(load(DEFAULT_FOLDER))
    for name, text in files.items():
        rewrite(FOLDER / name, text)
    for path in {*FOLDER.glob("*.json")} - {FOLDER / name for name in files}:
        path.unlink()
        print(f"removed {path.name}")


if __name__ == "__main__":
    main()
