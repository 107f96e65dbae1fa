"""Loading a data folder: checked, typed, published rows that nothing can change."""

from __future__ import annotations

import copyreg
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from evidence_site import PROJECT
from evidence_site.records.faults import DataFaultsError, Fault, Kind, did_you_mean, first_few
from evidence_site.records.files.text_files import Files
from evidence_site.records.lessons.lessons import LESSONS, Lesson, read_lessons
from evidence_site.records.load.place_check import WORLD, map_faults
from evidence_site.records.load.rules import PUBLISHED, broken_rules
from evidence_site.records.memory import Memory
from evidence_site.records.model.links import Links
from evidence_site.records.model.package import DESCRIPTION, Package, PackageError, checked_package
from evidence_site.records.model.rows import ROW_TYPES, Tables
from evidence_site.records.model.tables import Table
from evidence_site.records.read.cells import Reading, read_folder
from evidence_site.records.settings.settings_check import FILE as SETTINGS
from evidence_site.records.settings.settings_check import IMPORT_SETTINGS, import_faults
from evidence_site.records.settings.site import MAPS, TEXTS, Site, site_of, text_file

DEFAULT_FOLDER = PROJECT / "data"
#: What belongs to the maps besides the layers.
_BESIDE_MAPS = ("README.md", "manifest.json")
#: Beginnings and names of files that programs put into every folder.
_HIDDEN, _OF_PROGRAMS = (".", "~$"), ("Thumbs.db", "desktop.ini")


def _read_only(held: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(held)


# Records of a preview come from another process (``limited_process``); pickle knows no such mapping.
copyreg.pickle(MappingProxyType, lambda held: (_read_only, (dict(held),)))


@dataclass(frozen=True)
class Count:
    """How many rows a table holds and how many of them the site shows."""

    total: int
    published: int


@dataclass(frozen=True, eq=False, repr=False)
class Records:
    """Everything the site knows, immutable and shared by all readers.

    Attributes:
        tables: Published rows by table.
        links: What rests on what, precomputed.
        counts: Rows in the files and rows shown, by table.
        version: First eight digits of a hash over the files that pages show: tables, settings, texts, maps,
            lessons.
        checked_on: Newest day on which a claim was checked or a record corrected.
        withdrawn: Table and id of each row that was withdrawn, with the row.
        faults: What is wrong and does not halt the site: the map leaves it out, or a lesson is missing.
        lessons: The lessons without a fault, in the order of their files.
        memory: What was worked out from these records; it ends with them.
        is_preview: Whether one session alone sees them: nothing of them can be shared, cited or downloaded.
    """

    package: Package
    site: Site
    tables: Tables
    links: Links
    counts: Mapping[str, Count]
    version: str
    checked_on: date | None
    withdrawn: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    faulty_lessons: tuple[Lesson, ...] = ()
    memory: Memory = field(default_factory=Memory)
    is_preview: bool = False

    def table(self, name: str) -> Table[Any]:
        """Return a table by its name in the data package."""
        table: Table[Any] = getattr(self.tables, name)
        return table


def data_folder() -> Path:
    """Return the folder named by ``DATA_DIR``, or the one that ships with the site."""
    return Path(os.environ.get("DATA_DIR") or DEFAULT_FOLDER).resolve()


def described(files: Files) -> Package:
    """Return the description of the tables of a data folder.

    Raises:
        DataFaultsError: If it is missing or malformed.
    """
    try:
        return checked_package(files)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise DataFaultsError([_undescribed(files.folder, error)]) from error


def _undescribed(folder: Path, error: Exception) -> Fault:
    """Return why a folder has no description of its tables that can be used."""
    if not folder.is_dir():
        remedy = "Check DATA_DIR, which names the data folder; without it the one of the site is taken."
        return Fault("", 0, "", "is no folder." if folder.exists() else "does not exist.", remedy)
    line, restore = 0, "Restore it from the last release: it describes every table of the folder."
    if isinstance(error, PackageError):
        problem = str(error)
    elif isinstance(error, json.JSONDecodeError):
        line, problem = error.lineno, "cannot be read from here on: it is no JSON."
    elif isinstance(error, FileNotFoundError):
        problem = "is missing."
    elif isinstance(error, KeyError):
        problem = f'lacks "{error.args[0]}" somewhere.'
    else:
        problem = "cannot be read as the description of tables."
    return Fault(DESCRIPTION, line, "", problem, restore, kind=Kind.FILE)


def faults_of(files: Files) -> tuple[Reading | None, Site | None, list[Fault]]:
    """Return the rows that could be read, the settings, and every fault of a data folder."""
    try:
        package = described(files)
    except DataFaultsError as error:
        return None, None, list(error.faults)
    if faults := _not_known_yet(package):
        return None, None, faults
    reading = read_folder(files, package)
    faults = reading.faults + broken_rules(reading)
    faults += [*_other_texts(files, package), *_text_faults(files)]
    try:
        site = site_of(files)
    except DataFaultsError as error:
        return reading, None, [*faults, *error.faults]
    faults += _unknown_ids(site, reading) + _unknown_periods(site)
    return reading, site, [*faults, *map_faults(site, reading), *_stray_files(site, package)]


def _other_texts(files: Files, package: Package) -> list[Fault]:
    """Return what a look at the text files shows that nothing else reads here."""
    read = {DESCRIPTION, SETTINGS, IMPORT_SETTINGS, *(table.path for table in package.tables.values())}
    for pattern in (LESSONS, MAPS, text_file("*")):
        read |= set(files.names(pattern))
    return [
        *(fault for name in files.text_names() if name not in read for fault in files.text(name).faults),
        *import_faults(files),
    ]


def _not_known_yet(package: Package) -> list[Fault]:
    """Return the tables whose description is not that from which the typed rows were made."""
    remedy = (
        "Restore it from the last release; a new column is described in the data folder of the project, "
        "where `make format` makes it known."
    )
    return [
        Fault(DESCRIPTION, 0, "", f'describes "{name}" otherwise than the program knows it.', remedy)
        for name in {**ROW_TYPES, **package.tables}
        if name not in package.tables
        or name not in ROW_TYPES
        or list(ROW_TYPES[name].__annotations__) != list(package.tables[name].by_name)
    ]


def _unknown_periods(site: Site) -> list[Fault]:
    """Return the faults of the periods that ``site.toml`` names."""
    codes = [period.code for period in site.periods]
    problem = 'names "{}", which is no code of [[periods]].'
    named = {"focus_period": site.focus_period, "overview_period": site.overview_period}
    return [
        Fault(SETTINGS, 0, name, problem.format(code), did_you_mean(code, codes))
        for name, code in named.items()
        if code not in codes
    ]


def _text_faults(files: Files) -> list[Fault]:
    faults: list[Fault] = []
    for name in sorted({*map(text_file, TEXTS), *files.names(text_file("*"))}):
        try:
            looked = files.text(name)
        except OSError:
            faults.append(Fault(name, 0, "", "is missing.", "Put the file back."))
            continue
        faults += looked.faults
        if not looked.faults and not looked.text.strip():
            faults.append(Fault(name, 0, "", "is empty.", "Put the text back."))
    return faults


def _unknown_ids(site: Site, reading: Reading) -> list[Fault]:
    named = [
        ("main_event", "events", {site.main_event}),
        ("main_screening", "screenings", {site.main_screening} - {""}),
        ("key_figures", "figures", set(site.key_figures)),
        ("reference_sources", "sources", set(site.reference_sources)),
        ("labelled_places", "places", set(site.labelled_places)),
        ("text_sources", "sources", {key for ids in site.text_sources.values() for key in ids}),
    ]
    faults = []
    for setting, table, ids in named:
        if table in reading.unread:
            continue
        hidden = {row.id for row in reading.rows[table] if not _is_shown(row)}
        for wrong, what, remedy in (
            (ids - reading.ids[table], f"not in {table}.csv", "Use an id that exists."),
            (ids & hidden, "not published", "Publish that row or name another one."),
        ):
            if wrong:
                words = first_few([f'"{key}"' for key in sorted(wrong)])
                problem = f"names {words}, which {'is' if len(wrong) == 1 else 'are'} {what}."
                faults.append(Fault(SETTINGS, 0, setting, problem, remedy, kind=Kind.REFERENCE))
    return faults


def _stray_files(site: Site, package: Package) -> Iterator[Fault]:
    """Give a fault for each file that nothing reads: most often something to read under another name.

    In the folder itself only what is called like a table is told of.
    """
    tables = {schema.path for schema in package.tables.values()}
    is_complete = all((site.folder / path).exists() for path in tables)  # else it may be the one that lacks
    drawn = {WORLD, *(layer.file for layer in site.map_layers), *_BESIDE_MAPS}
    paths = (path.relative_to(site.folder) for path in site.folder.rglob("*") if path.is_file())
    names = sorted(
        path.as_posix()
        for path in paths
        if path.name not in _OF_PROGRAMS and not any(part.startswith(_HIDDEN) for part in path.parts)
    )
    for name in names:
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


def load(folder: Path) -> Records:
    """Return the published records of a data folder.

    Raises:
        DataFaultsError: With every fault at once, if there is one that halts the site.
    """
    files = Files(folder)
    return records_of(files, *faults_of(files))


def records_of(files: Files, reading: Reading | None, site: Site | None, faults: list[Fault]) -> Records:
    """Return the published records of files that were read and checked.

    Raises:
        DataFaultsError: With every fault at once, if there is one that halts the site.
    """
    if reading is None or site is None or any(fault.halts for fault in faults):
        raise DataFaultsError(faults)
    tables = _published(reading)
    lessons, faulty_lessons, lesson_faults = read_lessons(files)
    return Records(
        package=reading.package,
        site=site,
        tables=tables,
        links=Links.between(tables),
        counts={name: Count(len(rows), len(getattr(tables, name))) for name, rows in reading.rows.items()},
        version=_version(files, reading.package),
        checked_on=max(
            [claim.checked_on for claim in tables.claims] + [row.date for row in tables.corrections],
            default=None,
        ),
        withdrawn={
            (name, row.id): row
            for name, rows in reading.rows.items()
            for row in rows
            if getattr(row, "status", "") == "withdrawn"
        },
        faults=(*faults, *lesson_faults),
        lessons=lessons,
        faulty_lessons=faulty_lessons,
    )


def _published(reading: Reading) -> Tables:
    """Leave out drafts and what hangs on them."""
    shown = {name: [row for row in rows if _is_shown(row)] for name, rows in reading.rows.items()}
    ids = {name: {row.id for row in rows if hasattr(row, "id")} for name, rows in shown.items()}
    shown["accounts"] = [row for row in shown["accounts"] if row.event_id in ids["events"]]
    ids["accounts"] = {row.id for row in shown["accounts"]}
    shown["citations"] = [row for row in shown["citations"] if row.record_id in ids[row.table]]
    return Tables(**{name: Table(name, tuple(rows)) for name, rows in shown.items()})


def _is_shown(row: Any) -> bool:
    status = getattr(row, "status", PUBLISHED)
    return status not in ("draft", "withdrawn")


def _version(files: Files, package: Package) -> str:
    """Return what tells these files from others; a citation of any page rests on all that pages show."""
    beside = [SETTINGS, *(name for kind in ("texts/*/*.md", MAPS, LESSONS) for name in files.names(kind))]
    digest = hashlib.sha256()
    for name in [DESCRIPTION, *(table.path for table in package.tables.values())]:
        digest.update(files.read(name))
    for name in beside:
        with suppress(OSError):  # a map file that cannot be read is left out of the map, too
            digest.update(name.encode() + files.read(name))
    return digest.hexdigest()[:8]
