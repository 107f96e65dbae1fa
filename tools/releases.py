"""The records beside their last release: everything that changed, what lacks a correction, and the way back.

A release is a tag of the repository. ``python -m tools.releases check`` (``make check``) lists the faults of
the data, and if there is none everything that differs, for a second reader.
In a repository without a release it compares with the last commit, and ``--with FOLDER`` compares with
another folder instead. ``restore`` brings the released files back, after a copy of what stands there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from evidence_site.__main__ import main as check_data
from evidence_site.records.check.changes import Change, ChangeKind, by_file, heading
from evidence_site.records.check.correcting import Weight
from evidence_site.records.check.folder_changes import folder_changes
from evidence_site.records.files.text_files import Files
from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import data_folder
from evidence_site.records.wording import ngettext, nN_
from evidence_site.viz.review.reporting import shown_path


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
        folder: Where it lies.
        why: Why it is not the last release, if that was to be expected.
    """

    since: str
    folder: Path
    why: str = ""


def git(folder: Path, *arguments: str) -> str:
    """Return what git answers in a folder, as text.

    Raises:
        NoReleaseError: If git is not there, or the folder lies in no repository, or git refuses.
    """
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            check=True,
            encoding="utf-8",
            errors="replace",
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
    try:
        return git(folder, "describe", "--tags", "--abbrev=0").strip()
    except NoReleaseError as error:
        raise NoReleaseError("no tag of the repository belongs to what is checked out") from error


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


@contextmanager
def state_before(folder: Path, release: str = "", other: Path | None = None) -> Iterator[Before]:
    """Give what a folder is compared with: another one, a release, or the last commit where there is none.

    Raises:
        NoReleaseError: If there is nothing to compare with.
    """
    if other:
        yield Before(f"Beside {other}", other)
        return
    since, commit, why = _commit(folder, release)
    with TemporaryDirectory() as place:
        packed, files = Path(place, "packed.zip"), Path(place, "files")
        git(folder, "archive", f"--output={packed}", "-0", commit, ".")
        shutil.unpack_archive(packed, files)
        yield Before(since, files, why)


def _commit(folder: Path, release: str) -> tuple[str, str, str]:
    """Return how a commit is called that holds the folder, the commit, and why it is not a release."""
    try:
        release = release or last_release(folder)
        released_files(folder, release)
    except NoReleaseError as reason:
        if release in ("", *releases(folder)) and _is_committed(folder):
            why = f"No release to compare with: {reason}; so this compares with the last commit."
            return "Since the last commit", "HEAD", f"{why} {reason.remedy}".rstrip()
        raise
    return f"Since release {release}", release, ""


def _is_committed(folder: Path) -> bool:
    try:
        return bool(released_files(folder, "HEAD"))
    except NoReleaseError:
        return False


def report_changes(folder: Path, release: str = "", other: Path | None = None) -> int:
    """Print everything that changed since a release, or beside another folder.

    Returns:
        1 if something is to be done about it, such as a correction that lacks.
    """
    try:
        with state_before(folder, release, other) as before:
            found = folder_changes(Files(before.folder), Files(folder))
    except NoReleaseError as reason:
        told = (
            f"No release to compare with: {reason}.",
            "So nobody looked what changed of what is published, and whether corrections.csv says so.",
            reason.remedy,
            "A folder that holds what is published can take its place: `make check WITH=FOLDER`,",
            "without make `tools.releases check --with FOLDER`.",
            "For a copy of the folder data that is `WITH=data`.",
        )
        print(" ".join(filter(None, told)))
        return 0
    for change in found:
        print(f"{shown_path(folder)}/{change}")
    if before.why:
        print(before.why)
    for line in _summary(before.since, found):
        print(line)
    return 1 if any(change.to_do for change in found) else 0


def _summary(since: str, found: Sequence[Change]) -> Iterator[str]:
    """Give how much changed, file by file, and what of it a second person looks at."""
    if not found:
        yield f"{since}: nothing changed."
        return
    yield f"{since}:"
    yield from (f"  {heading(group)}" for group in by_file(found) if group[0].what is not ChangeKind.FILE)
    counted = Counter(change.weight for change in found)
    counts = [(words, counted[weight]) for weight, words in _WEIGHED.items()]
    for (one, many), count in [*counts, (_TO_DO, sum(bool(change.to_do) for change in found))]:
        if count:
            yield f"  {ngettext(one, many, count) % {'count': number_text(count)}}"


_WEIGHED = {
    Weight.NUMBER: nN_(
        "%(count)s published number changed, to be read by a second person",
        "%(count)s published numbers changed, to be read by a second person",
    ),
    Weight.HIDDEN: nN_("%(count)s record is no longer shown", "%(count)s records are no longer shown"),
    Weight.GONE: nN_("%(count)s published record is gone", "%(count)s published records are gone"),
}
_TO_DO = nN_("%(count)s change asks for more, as said above", "%(count)s changes ask for more, as said above")


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
    parser.add_argument("command", choices=["check", "restore"])
    parser.add_argument("--release", default="", help="the tag that is meant; without it the newest")
    parser.add_argument(
        "--with",
        type=Path,
        dest="other",
        metavar="FOLDER",
        help="for check: a data folder to compare with",
    )
    asked = parser.parse_args(arguments)
    if asked.command == "check":
        if asked.other and not (asked.other / "datapackage.json").is_file():
            parser.error(f"{asked.other} is no data folder: it has no datapackage.json.")
        return check_data(["check"]) or report_changes(data_folder(), asked.release, asked.other)
    keep = Path("dist") / f"before-restore-{datetime.now():%Y%m%d-%H%M%S}"
    return restore(data_folder(), keep, asked.release)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
