"""A data folder of any size: the shipped records and, beside them, made-up ones that say so.

    python -m bench.synthetic /tmp/many --events 10000 --figures 10000
    make check DATA_DIR=/tmp/many
    make run DATA_DIR=/tmp/many

Every made-up row is called synthetic in its id and its words, rests on synthetic sources alone, and
passes the check. The same numbers and the same seed give the same folder to the byte. What is made
follows the data package: codes are drawn from its code lists, and a column that is described later
stays empty. Dates, places, sides and sizes are spread unevenly, as in real records: few places hold
many events, few events many figures, and a tenth of the figures are parts of others.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from evidence_site.records.check.tidying import canonical_csv
from evidence_site.records.load.loading import data_folder
from evidence_site.records.model.package import Package, read_package
from evidence_site.records.settings.site import Site, read_site

Row = dict[str, str]

#: What stands before the id of every made-up record.
MARK = "synthetic"
_NOTE = "Made up for measuring; nothing of this happened."
_SOURCES = 60
_FIRST, _DAYS = date(1988, 1, 1), 14_000
#: How far, in degrees, the places lie around the middle of the map.
_SPREAD = (0.9, 1.3)
_LARGEST = 5_000
_PARTS = 0.1


@dataclass(frozen=True)
class Amounts:
    """How many records to make; without places of their own, events lie at the shipped ones."""

    events: int
    figures: int = 0
    places: int = 0


def synthetic_rows(
    package: Package, site: Site, places: Sequence[str], amounts: Amounts, seed: int
) -> Mapping[str, list[Row]]:
    """Return the made-up rows by table, as cells of text that are not empty; the same for the same seed.

    Args:
        places: Ids of the shipped places at which events can lie.

    Raises:
        ValueError: If there are figures without events, or events without places.
    """
    if (amounts.figures and not amounts.events) or (amounts.events and not (amounts.places or places)):
        raise ValueError("figures need events, and events need places")
    chance = random.Random(seed)
    make = _Maker(package, chance)
    sources = [make.source(number) for number in range(1, _SOURCES + 1)]
    made = [make.place(number, site.map_view[:2]) for number in range(1, amounts.places + 1)]
    at = [row["id"] for row in made] or list(places)
    events = [make.event(number, at) for number in range(1, amounts.events + 1)]
    figures = list(make.figures(amounts.figures, events, sources))
    tables = {"sources": sources, "places": made, "events": events, "figures": figures}
    cited = [(name, row) for name, rows in tables.items() if package.tables[name].cited for row in rows]
    return {**tables, "citations": [make.citation(name, row, sources) for name, row in cited]}


@dataclass(frozen=True)
class _Maker:
    """Makes single rows; what is drawn by chance is drawn in the order of the calls."""

    package: Package
    chance: random.Random

    def code(self, table: str, column: str) -> str:
        """Return one of the codes of a column."""
        return self.chance.choice(list(self.package.codes_of(table, column)))

    def few_often(self, found: Sequence[Row] | Sequence[str]) -> int:
        """Return a position that is small more often than large."""
        return int(len(found) * self.chance.random() ** 2.5)

    def day(self) -> str:
        """Return a date in EDTF: mostly a day, sometimes a month or some days."""
        first = _FIRST + timedelta(days=self.chance.randrange(_DAYS))
        kind = self.chance.random()
        if kind < 0.7:
            return first.isoformat()
        last = first + timedelta(days=self.chance.randint(1, 20))
        return first.isoformat()[:7] if kind < 0.9 else f"{first.isoformat()}/{last.isoformat()}"

    def source(self, number: int) -> Row:
        """Return a source."""
        return Row(
            id=f"{MARK}-source-{number:03}",
            title=f"Synthetic source {number}",
            publisher=f"Synthetic publisher {number}",
            published=self.day(),
            type=self.code("sources", "type"),
            perspective=self.code("sources", "perspective"),
            language="en",
            how_read="data",
            note=_NOTE,
        )

    def place(self, number: int, middle: tuple[float, float]) -> Row:
        """Return a place around the middle of the map."""
        lat, lon = (at + self.chance.gauss(0, spread / 2) for at, spread in zip(middle, _SPREAD, strict=True))
        near = self.chance.random() < 0.3
        return Row(
            id=f"{MARK}-place-{number:05}",
            name=f"Synthetic place {number}",
            kind="village",
            lat=f"{lat:.5f}",
            lon=f"{lon:.5f}",
            precision="near" if near else "exact",
            radius_m=str(self.chance.randrange(500, 8000, 500)) if near else "",
            note=_NOTE,
        )

    def event(self, number: int, places: Sequence[str]) -> Row:
        """Return an event at one of the places; one in twenty has none."""
        located = self.chance.random() > 0.05
        return Row(
            id=f"{MARK}-event-{number:06}",
            date=self.day(),
            scope=self.chance.choice(("moment", "moment", "moment", "incident")),
            place_id=places[self.few_often(places)] if located else "",
            category=self.code("events", "category"),
            title=f"Synthetic event {number}",
            summary=_NOTE,
            confidence=self.code("events", "confidence"),
            verification="weak",
            status="published",
        )

    def figures(self, count: int, events: Sequence[Row], sources: Sequence[Row]) -> Iterator[Row]:
        """Give figures about the events; a part follows its whole."""
        whole: Row | None = None
        for number in range(1, count + 1):
            identity = f"{MARK}-figure-{number:06}"
            if whole and self.chance.random() < _PARTS:
                part = str(self.chance.randint(0, int(whole["best"])))
                yield {**whole, "id": identity, "best": part, "group": "children", "part_of": whole["id"],
                       "reported_by": f"{whole['reported_by']}, part {number}"}  # fmt: skip
            else:
                whole = self.figure(number, identity, events, sources)
                yield whole

    def figure(self, number: int, identity: str, events: Sequence[Row], sources: Sequence[Row]) -> Row:
        """Return a figure that is no part of another."""
        event, source = events[self.few_often(events)], self.chance.choice(sources)
        return Row(
            id=identity,
            event_id=event["id"],
            source_id=source["id"],
            reported_by=f"Synthetic body {number}",
            perspective=source["perspective"],
            measure=self.code("figures", "measure"),
            unit="people",
            group="all",
            best=str(int(_LARGEST ** self.chance.random())),
            qualifier=self.chance.choice(("exact", "approx")),
            describes=event["date"] if self.chance.random() < 0.8 else "",
            stated=max(self.day(), event["date"].split("/")[-1]) if self.chance.random() < 0.8 else "",
            basis=self.code("figures", "basis"),
            definition="Not stated by the source",
            note=_NOTE,
            status="published",
        )

    def citation(self, table: str, row: Row, sources: Sequence[Row]) -> Row:
        """Return what a record rests on."""
        own = [source for source in sources if source["id"] == row.get("source_id")]
        source = self.chance.choice(own or sources)
        return Row(
            table=table,
            record_id=row["id"],
            source_id=source["id"],
            stance="reports",
            how_read="data",
            hosted_by=source["perspective"],
            note=_NOTE,
        )


def write_folder(shipped: Path, target: Path, amounts: Amounts, seed: int) -> None:
    """Copy a data folder to a new one and add made-up rows to it.

    Raises:
        FileExistsError: If the target is there already; nothing is ever overwritten.
    """
    package = read_package(shipped)
    places = pd.read_csv(shipped / package.tables["events"].path, dtype=str)["place_id"].dropna()
    made = synthetic_rows(package, read_site(shipped), sorted(places.unique()), amounts, seed)
    shutil.copytree(shipped, target)
    for table, rows in made.items():
        schema = package.tables[table]
        file = target / schema.path
        new = pd.DataFrame(rows, columns=[column.name for column in schema.fields])
        text = file.read_text(encoding="utf-8") + new.to_csv(index=False, header=False)
        file.write_text(canonical_csv(text, schema), encoding="utf-8")


def main() -> int:
    """Write a folder as the command line asks and say what to do with it."""
    parser = argparse.ArgumentParser(description="Write a data folder with made-up records for measuring.")
    parser.add_argument("folder", type=Path, help="where to write it; must not exist yet")
    parser.add_argument("--events", type=int, default=10_000, help="how many events (default 10000)")
    parser.add_argument("--figures", type=int, default=0, help="how many figures (default 0)")
    parser.add_argument("--places", type=int, default=0, help="how many places (default: the shipped ones)")
    parser.add_argument("--seed", type=int, default=1, help="another number gives other rows (default 1)")
    options = parser.parse_args()
    amounts = Amounts(options.events, options.figures, options.places)
    try:
        write_folder(data_folder(), options.folder, amounts, options.seed)
    except (FileExistsError, ValueError) as error:
        print(f"Nothing was written: {error}", file=sys.stderr)
        return 1
    print(f"Written. Try: make check DATA_DIR={options.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
