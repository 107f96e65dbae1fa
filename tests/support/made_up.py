"""The second data folder of the tests: a made-up event with codes, languages and layers of its own."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from evidence_site import PROJECT
from evidence_site.records.check.tidying import canonical_package
from evidence_site.records.load.loading import DEFAULT_FOLDER
from evidence_site.records.load.place_check import WORLD

SOURCE = PROJECT / "tests" / "made_up"
CODE_LISTS = "code_lists.json"


def made_up_folder(folder: Path) -> Path:
    """Return a new data folder with the made-up event.

    Tables and columns are described once, for every event: the description is the shipped one with the code
    lists of the made-up event, which has no row for some tables. The map of the world is the shipped one too.
    """
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns(CODE_LISTS, "README.md"))
    package = json.loads((DEFAULT_FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    package["title"] = "A made-up event"
    package["codeLists"] |= json.loads((SOURCE / CODE_LISTS).read_text(encoding="utf-8"))
    text = canonical_package(json.dumps(package))
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    for resource in package["resources"]:
        _with_columns(folder / resource["path"], [field["name"] for field in resource["schema"]["fields"]])
    shutil.copy(DEFAULT_FOLDER / "geo" / WORLD, folder / "geo" / WORLD)
    return folder


def _with_columns(path: Path, columns: Sequence[str]) -> None:
    """Write a table with all its columns; cells that the made-up event does not fill are empty."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(csv.DictReader(text.splitlines()))
