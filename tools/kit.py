"""Writes the kit into ``dist``: a folder for a stick and the same as a ZIP archive.

Handouts that were printed before (`make handouts`) go along as PDF.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from evidence_site import PROJECT
from evidence_site.records.load.loading import Records, data_folder, load
from evidence_site.viz.paper.kit import kit_files, kit_name, packed
from tools.handouts import FOLDER as HANDOUTS
from tools.handouts import site_of

DIST = PROJECT / "dist"


def write_kit(records: Records, folder: Path, handouts: Path = HANDOUTS) -> Path:
    """Write the kit below a folder and return its archive; what stood there of an older kit is gone."""
    files: dict[str, str | bytes] = dict(kit_files(records, records.lessons, site_of(records)))
    for lesson in records.lessons:
        for path in handouts.glob(f"{lesson.id}*.pdf"):
            files[f"handouts/{path.name}"] = path.read_bytes()
    name_of_kit = kit_name(records)
    shutil.rmtree(folder / name_of_kit, ignore_errors=True)
    for name, content in files.items():
        path = folder / name_of_kit / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    archive = folder / f"{name_of_kit}.zip"
    archive.write_bytes(packed(files, name_of_kit))
    return archive


def main() -> None:
    """Write the kit and say where."""
    archive = write_kit(load(data_folder()), DIST)
    size = archive.stat().st_size / 1e6
    print(f"{archive.with_suffix('')}/index.html and {archive.name} ({size:.1f} MB)")


if __name__ == "__main__":
    main()
