"""The records beside their last release: which numbers changed, which lack a correction, and the way back.

A release is a tag of the repository. ``python -m tools.releases changes`` (part of ``make check``) lists
every published number that differs or is no longer shown, for a second reader; ``--with FOLDER`` compares
with another folder instead. ``restore`` brings the released files back, after a copy of what stands there.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from records.differences import CellChange, differences
from records.loading import data_folder
from records.package import TableSchema, read_package
from records.rules import PUBLISHED, REMOVED

Row = Mapping[str, str]
Cell = tuple[str, str, str]

_NUMBERS = frozenset({"integer", "number"})
#: Numbers that put rows in order and say nothing of the world.
_NO_FACTS = frozenset({"order"})
#: How an empty cell is called here and in ``corrections.csv``, which leaves no cell empty.
_EMPTY = "empty"


class NoReleaseError(Exception):
    """Raised when there is no release to compare with or to go back to; says what to do about it."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        self.remedy = remedy
        super().__init__(reason)


@dataclass(frozen=True)
class Before:
    """What the records are compared with.

    Attributes:
        since: How a sentence about the changes begins.
        read: Gives the text of a file by its name, none if there was no such file.
    """

    since: str
    read: Callable[[str], str]


class Corrections:
    """What ``corrections.csv`` says of each cell, in the order of the days."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._of: dict[Cell, list[tuple[str, str]]] = {}
        for row in sorted(rows, key=lambda row: (row["date"], row["id"])):
            cell = (row["table"], row["record_id"], row["column"])
            self._of.setdefault(cell, []).append((row["old"], row["new"]))

    def lack(self, table: str, change: CellChange) -> str:
        """Return how the entries fail to say what changed; empty if they say it, also step by step.

        >>> change = CellChange("a", "best", "40", "42")
        >>> row = {"id": "1", "date": "2026", "table": "figures", "record_id": "a", "column": "best"}
        >>> Corrections([row | {"old": "40", "new": "42"}]).lack("figures", change)
        ''
        >>> Corrections([row | {"old": "39", "new": "42"}]).lack("figures", change)
        'LACKS AN ENTRY in corrections.csv, where it says 39 -> 42'
        """
        entries = self._of.get((table, change.key, change.column), [])
        reached = {change.old or _EMPTY}
        for old, new in entries:
            if old in reached:
                reached.add(new)
        if (change.new or _EMPTY) in reached:
            return ""
        said = ", ".join(f"{old} -> {new}" for old, new in entries)
        return "LACKS AN ENTRY in corrections.csv" + (f", where it says {said}" if said else "")


@dataclass(frozen=True)
class PublishedChange:
    """A published record that says another number than before, or is not shown any more.

    Attributes:
        numbers: What a record that is not shown any more said.
        lack: What ``corrections.csv`` lacks; empty if it says what changed.
    """

    table: str
    change: CellChange
    numbers: str
    lack: str

    @property
    def record(self) -> str:
        """Table and id."""
        return f"{self.table}.{self.change.key}"

    @property
    def is_number(self) -> bool:
        """Whether a number changed in a record that stays."""
        return self.change.column not in ("status", "id")

    @property
    def is_gone(self) -> bool:
        """Whether the row was deleted."""
        return self.change.column == "id"

    def __str__(self) -> str:
        if self.is_gone:
            return f"{self.record}{self.numbers} was published and is gone. {self.lack}".rstrip()
        was, now = (text or _EMPTY for text in (self.change.old, self.change.new))
        return f'{self.record}{self.numbers} "{self.change.column}" {was} -> {now}  {self.lack}'.rstrip()


def git(folder: Path, *arguments: str) -> str:
    """Return what git answers in a folder.

    Raises:
        NoReleaseError: If git is not there, or the folder lies in no repository, or git refuses.
    """
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            env={**os.environ, "LC_ALL": "C"},
        )
    except FileNotFoundError as error:
        raise NoReleaseError("git is not installed", "Install git.") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip()
        if "not a git repository" in said:
            raise NoReleaseError(f"{folder} lies outside the repository of the project") from error
        raise NoReleaseError(said.splitlines()[0] if said else "git refuses") from error
    return done.stdout


def releases(folder: Path) -> list[str]:
    """Return the tags of the repository, the newest first."""
    return git(folder, "tag", "--sort=-version:refname", "--sort=-creatordate").split()


def last_release(folder: Path) -> str:
    """Return the newest tag before what is checked out.

    Raises:
        NoReleaseError: If there is none.
    """
    if not releases(folder):
        remedy = "Mark what is published as a release with `git tag 1.0`."
        raise NoReleaseError("the repository has no tag yet", remedy)
    return git(folder, "describe", "--tags", "--abbrev=0").strip()


def released_files(folder: Path, release: str) -> frozenset[str]:
    """Return the files that a folder had in a release.

    Raises:
        NoReleaseError: If there is no such release, or it had no such folder.
    """
    try:
        git(folder, "rev-parse", "--verify", "--quiet", f"{release}^{{commit}}")
    except NoReleaseError as error:
        known = releases(folder)
        there = f"the releases are {', '.join(known)}" if known else "the repository has no tag yet"
        raise NoReleaseError(f'there is no release "{release}"; {there}') from error
    found = git(folder, "ls-tree", "-r", "-z", "--name-only", release).split("\0")
    if not any(found):
        raise NoReleaseError(f"release {release} holds no folder {folder.name}")
    return frozenset(filter(None, found))


def of_release(folder: Path, release: str) -> Before:
    """Return what a folder was in a release.

    Raises:
        NoReleaseError: If there is no such release, or it had no such folder.
    """
    files = released_files(folder, release)
    prefix = git(folder, "rev-parse", "--show-prefix").strip()
    return Before(
        f"Since release {release}",
        lambda name: git(folder, "show", f"{release}:{prefix}{name}") if name in files else "",
    )


def of_folder(other: Path) -> Before:
    """Return what stands in another folder."""
    return Before(f"Beside {other}", lambda name: _text(other / name))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig") if path.exists() else ""


def published_changes(folder: Path, before: Before) -> list[PublishedChange]:
    """Return every published number that changed, and every published record that is not shown any more.

    They come in the order of tables and ids.
    """
    package = read_package(folder)
    corrections = Corrections(_rows(_text(folder / package.tables["corrections"].path)))
    return [
        change
        for schema in package.tables.values()
        for change in _changes(
            schema, _rows(before.read(schema.path)), _rows(_text(folder / schema.path)), corrections
        )
    ]


def _changes(
    schema: TableSchema, before: Sequence[Row], after: Sequence[Row], corrections: Corrections
) -> Iterator[PublishedChange]:
    facts = [field.name for field in schema.fields if field.type in _NUMBERS and field.name not in _NO_FACTS]
    if not (facts or schema.cited):
        return
    found = differences(before, after, schema.primary_key)
    shown = {row["id"]: row for row in before if _was_published(schema, row)}
    for change in found.changed:
        hides = change.column == "status" and schema.has_drafts
        if change.key in shown and (hides or change.column in facts):
            numbers = _numbers(shown[change.key], facts) if hides else ""
            yield PublishedChange(schema.name, change, numbers, corrections.lack(schema.name, change))
    for row in found.removed:
        if row["id"] in shown:
            change = CellChange(row["id"], "id", row["id"], REMOVED)
            lack = corrections.lack(schema.name, change)
            if schema.has_drafts:
                lack = "Put it back and set its status to withdrawn."
            elif lack:
                lack += f' (column id, new "{REMOVED}").'
            yield PublishedChange(schema.name, change, _numbers(row, facts), lack)


def _was_published(schema: TableSchema, row: Row) -> bool:
    """Tell whether a row was shown; rows of tables without drafts always are."""
    return not schema.has_drafts or row.get("status") == PUBLISHED


def _numbers(row: Row, facts: Sequence[str]) -> str:
    said = ", ".join(f"{name} {row[name]}" for name in facts if row.get(name))
    return f" ({said})" if said else ""


def _rows(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def report_changes(folder: Path, release: str = "", other: Path | None = None) -> int:
    """Print what changed since a release, or beside another folder; return 1 if a correction lacks."""
    try:
        before = of_folder(other) if other else of_release(folder, release or last_release(folder))
        changes = published_changes(folder, before)
    except NoReleaseError as reason:
        told = (
            f"No release to compare with: {reason}.",
            "So nobody looked which published numbers changed, and whether corrections.csv says so.",
            reason.remedy,
            "A folder that holds what is published can take its place: `make check WITH=FOLDER`,",
            "without make `tools.releases changes --with FOLDER`.",
            "For a copy of the folder data that is `WITH=data`.",
        )
        print(" ".join(filter(None, told)))
        return 0
    for change in changes:
        print(change)
    lacking = sum(bool(change.lack) for change in changes)
    gone = sum(change.is_gone for change in changes)
    numbers = sum(change.is_number for change in changes)
    print(
        f"{before.since}: {numbers} published numbers changed, to be read by a second person; "
        f"{lacking} lack a correction, "
        f"{len(changes) - numbers - gone} records are no longer shown, {gone} are gone."
    )
    return 1 if lacking else 0


def restore(folder: Path, keep: Path, release: str = "") -> int:
    """Bring a folder back to what it was in a release; what stands there now is copied to ``keep`` first.

    Files that the release does not have are then in the copy alone.
    """
    try:
        release = release or last_release(folder)
        released = released_files(folder, release)
    except NoReleaseError as reason:
        print(f"Nothing was restored: {reason}. {reason.remedy}".rstrip(), file=sys.stderr)
        return 1
    shutil.copytree(folder, keep, ignore=shutil.ignore_patterns(".git"))
    aside = [name for name in _files(keep) if name not in released]
    try:
        git(folder, "restore", f"--source={release}", "--worktree", "--", ".")
        for name in aside:
            (folder / name).unlink(missing_ok=True)
    except (NoReleaseError, OSError) as reason:
        print(
            f"Not all files were restored: {reason}. Close the programs that have them open and try again. "
            f"What stood there is in {keep}.",
            file=sys.stderr,
        )
        return 1
    print(f"{folder.name}/ is as it was in release {release}. What stood there is in {keep}.")
    if aside:
        print(f"Only there, because the release does not have them: {', '.join(aside)}.")
    return 0


def _files(folder: Path) -> list[str]:
    """Return the files below a folder by their paths in it."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.releases")
    parser.add_argument("command", choices=["changes", "restore"])
    parser.add_argument("--release", default="", help="the tag that is meant; without it the newest")
    parser.add_argument(
        "--with", type=Path, dest="other", metavar="FOLDER", help="for changes: a data folder to compare with"
    )
    asked = parser.parse_args(arguments)
    if asked.command == "changes":
        if asked.other and not (asked.other / "datapackage.json").is_file():
            parser.error(f"{asked.other} is no data folder: it has no datapackage.json.")
        return report_changes(data_folder(), asked.release, asked.other)
    keep = Path("dist") / f"before-restore-{datetime.now():%Y%m%d-%H%M%S}"
    return restore(data_folder(), keep, asked.release)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
