"""Check an official file and write a review of what it would change: ``python -m tools.imports ged FILE``."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from evidence_site.records.faults import DataFaultsError
from evidence_site.records.files.text_files import Files
from evidence_site.records.load.loading import data_folder
from evidence_site.records.model.package import read_package
from evidence_site.records.settings.settings_check import IMPORT_SETTINGS, read_import_settings
from tools.imports.ged import import_ged
from tools.imports.layout import ImportRefusedError
from tools.imports.review import Import, review_head, review_of, write_review
from tools.imports.unhcr import import_unhcr

IMPORTS: dict[str, Callable[..., Import]] = {"ged": import_ged, "unhcr": import_unhcr}
_EXAMPLES = {
    "ged": "make import-ged FILE=ged251-csv.zip (without make: tools.imports ged ged251-csv.zip)",
    "unhcr": "make import-unhcr FILE=population.csv RELEASE=2026-06 "
    "(without make: tools.imports unhcr population.csv --release 2026-06)",
}


def main(arguments: Sequence[str]) -> int:
    """Write the review of one file; return 0 when it passed, 1 when it must not be used, 2 for misuse."""
    parser = argparse.ArgumentParser(prog="python -m tools.imports", description=__doc__)
    parser.add_argument("kind", choices=sorted(IMPORTS))
    parser.add_argument("file", type=Path, help="the official CSV, or the zip in which it comes")
    parser.add_argument("--release", default="", help="release, where the name of the file does not tell it")
    parser.add_argument("--out", type=Path, help="folder of the review (dist/imports/KIND)")
    asked = parser.parse_args(arguments)
    if not asked.file.name:
        parser.error(f"name the file: {_EXAMPLES[asked.kind]}")
    folder = asked.out or Path("dist") / "imports" / asked.kind
    rules = data_folder() / IMPORT_SETTINGS
    if not rules.is_file():
        parser.error(f"there is no {rules}; it says which rows of an official file are taken.")
    try:
        settings = read_import_settings(Files(data_folder()))[asked.kind]
    except DataFaultsError as error:
        print(*error.faults, sep="\n", file=sys.stderr)
        return 1
    package = read_package(data_folder())
    table = package.tables[settings["table"]]
    with (data_folder() / table.path).open(encoding="utf-8-sig", newline="") as file:
        present = list(csv.DictReader(file))
    try:
        imported = IMPORTS[asked.kind](asked.file, settings, present, asked.release)
        review = review_of(imported, present, table)
    except ImportRefusedError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    write_review(review, package, folder)
    print(review_head(review))
    print(f"\nThe review is in {folder}. Nothing in the data folder was changed.")
    return 1 if imported.refusals else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
