"""The records beside their last release: which numbers changed, which lack a correction, and the way back.

A release is a tag of the repository. ``python -m tools.releases changes`` (part of ``make check``) lists
every published number that differs, for a second reader. ``restore`` brings the released files back, after
a copy of what stands there now.
"""

from __future__ import annotations

import argparse
import csv
import io
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from records.differences import CellChange, differences
from records.loading import data_folder
from records.package import TableSchema, read_package
from records.rules import PUBLISHED

Row = Mapping[str, str]

_NUMBERS = frozenset({"integer", "number"})
#: Numbers that put rows in order and say nothing of the world.
_NO_FACTS = frozenset({"order"})


class NoReleaseError(Exception):
    """Raised when there is no release to compare with or to go back to."""


@dataclass(frozen=True)
class ChangedNumber:
    """A published number that says something else than in the last release."""

    table: str
    change: CellChange
    corrected: bool

    def __str__(self) -> str:
        was, now = (text or "empty" for text in (self.change.old, self.change.new))
        told = "" if self.corrected else "  LACKS AN ENTRY in corrections.csv"
        return f'{self.table}.{self.change.key} "{self.change.column}" {was} -> {now}{told}'


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
        )
    except FileNotFoundError as error:
        raise NoReleaseError("git is not installed") from error
    except subprocess.CalledProcessError as error:
        raise NoReleaseError(
            error.stderr.strip().splitlines()[0] if error.stderr.strip() else "git refuses"
        ) from error
    return done.stdout


def last_release(folder: Path) -> str:
    """Return the newest tag before what is checked out.

    Raises:
        NoReleaseError: If there is none.
    """
    if not git(folder, "tag").strip():
        raise NoReleaseError("the repository has no tag yet")
    return git(folder, "describe", "--tags", "--abbrev=0").strip()


def changed_numbers(folder: Path, release: str) -> list[ChangedNumber]:
    """Return every published number that changed since a release, in the order of tables and ids."""
    package = read_package(folder)
    corrections = _rows((folder / package.tables["corrections"].path).read_text(encoding="utf-8-sig"))
    known = {(row["table"], row["record_id"], row["column"], row["new"]) for row in corrections}
    return [
        ChangedNumber(schema.name, change, (schema.name, change.key, change.column, change.new) in known)
        for schema in package.tables.values()
        for change in _changes(folder, release, schema)
    ]


def removed_rows(folder: Path, release: str) -> list[str]:
    """Return the records that were published and are gone; they should be withdrawn instead."""
    package = read_package(folder)
    return [
        f"{schema.name}.{row['id']}"
        for schema in package.tables.values()
        if schema.cited
        for row in differences(*_both(folder, release, schema), schema.primary_key).removed
        if _was_published(schema, row)
    ]


def _was_published(schema: TableSchema, row: Row) -> bool:
    """Tell whether a row was shown; rows of tables without drafts always are."""
    status = schema.by_name.get("status")
    return status is None or status.code_list != "status" or row.get("status") == PUBLISHED


def _changes(folder: Path, release: str, schema: TableSchema) -> Iterator[CellChange]:
    facts = {field.name for field in schema.fields if field.type in _NUMBERS} - _NO_FACTS
    if not facts:
        return
    before, after = _both(folder, release, schema)
    shown = {row.get("id", "") for row in before if _was_published(schema, row)}
    for change in differences(before, after, schema.primary_key).changed:
        if change.column in facts and change.key in shown:
            yield change


def _both(folder: Path, release: str, schema: TableSchema) -> tuple[list[Row], list[Row]]:
    """Return the rows of a table in the release, none if it had no such table, and those of now."""
    prefix = git(folder, "rev-parse", "--show-prefix").strip()
    try:
        before = git(folder, "show", f"{release}:{prefix}{schema.path}")
    except NoReleaseError:
        before = ""
    now = folder / schema.path
    return _rows(before), _rows(now.read_text(encoding="utf-8-sig") if now.exists() else "")


def _rows(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def report_changes(folder: Path) -> int:
    """Print what changed since the last release; return 1 if a change lacks a correction, else 0."""
    try:
        release = last_release(folder)
        changed, removed = changed_numbers(folder, release), removed_rows(folder, release)
    except NoReleaseError as reason:
        print(f"No release to compare with ({reason}).")
        return 0
    for change in changed:
        print(change)
    for record in removed:
        print(f"{record} was published and is gone. Put it back and set its status to withdrawn.")
    lacking = sum(not change.corrected for change in changed)
    print(
        f"Since release {release}: {len(changed)} published numbers changed, to be read by a second person; "
        f"{lacking} lack a correction, {len(removed)} records are gone."
    )
    return 1 if lacking or removed else 0


def restore(folder: Path, keep: Path, release: str = "") -> int:
    """Bring the files of a release back; what stands there now is copied to ``keep`` first."""
    try:
        release = release or last_release(folder)
        git(folder, "rev-parse", "--verify", "--quiet", f"{release}^{{commit}}")
        shutil.copytree(folder, keep)
        git(folder, "restore", f"--source={release}", "--worktree", "--", ".")
    except NoReleaseError as reason:
        print(f"Nothing was restored: {reason or 'there is no such release'}.", file=sys.stderr)
        return 1
    print(f"{folder.name}/ is as it was in release {release}. What stood there is in {keep}.")
    return 0


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.releases")
    parser.add_argument("command", choices=["changes", "restore"])
    parser.add_argument("--release", default="", help="tag to go back to; without it the newest")
    asked = parser.parse_args(arguments)
    if asked.command == "changes":
        return report_changes(data_folder())
    keep = Path("dist") / f"before-restore-{datetime.now():%Y%m%d-%H%M%S}"
    return restore(data_folder(), keep, asked.release)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
