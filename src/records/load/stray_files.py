"""Files of a data folder that nothing reads: most often a text, a lesson or a table under another name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from evidence_site.records.faults import Fault
from evidence_site.records.load.place_check import WORLD
from evidence_site.records.model.package import Package
from evidence_site.records.settings.site import Site

#: What belongs to the maps besides the layers.
_BESIDE_MAPS = ("README.md", "manifest.json")
#: Beginnings and names of files that programs put into every folder.
_HIDDEN, _OF_PROGRAMS = (".", "~$"), ("Thumbs.db", "desktop.ini")


def stray_files(site: Site, package: Package) -> Iterator[Fault]:
    """Give a fault for each file that nothing reads: in the folder itself, if it is called like a table."""
    tables = {schema.path for schema in package.tables.values()}
    is_complete = all((site.folder / path).exists() for path in tables)  # else it may be the one that lacks
    drawn = {WORLD, *(layer.file for layer in site.map_layers), *_BESIDE_MAPS}
    for name in _names(site.folder):
        top, _, rest = name.partition("/")
        if top in ("lessons", "texts") and rest and not _is_text(name):
            meant = PurePosixPath(name).with_suffix(".md")
            remedy = f"Move it out of the folder, or name it {meant.name} if it is a text to be read."
            if not _is_text(meant.as_posix()):
                remedy = "Move it out of the folder; texts lie in texts/ in the folder of their language."
        elif top == "geo" and rest and rest not in drawn:
            remedy = "Name it in a part [[map_layers]] of site.toml, or move it out of the folder."
        elif not rest and is_complete and name.lower().endswith(".csv") and name not in tables:
            remedy = "Put its rows into the table that they belong to, or move it out of the folder."
        else:
            continue
        yield Fault(name, 0, "", "is read by nothing.", remedy, halts=False)


def _is_text(name: str) -> bool:
    """Return whether a text lies where it is read: in a folder for each language, lessons also above it."""
    depths = (1, 2) if name.startswith("lessons/") else (2,)
    return name.endswith(".md") and name.count("/") in depths


def _names(folder: Path) -> list[str]:
    """Return the paths of all files within a folder, in order, without those of programs."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not _is_of_a_program(path.relative_to(folder))
    )


def _is_of_a_program(path: Path) -> bool:
    return path.name in _OF_PROGRAMS or any(part.startswith(_HIDDEN) for part in path.parts)
