"""The recipes of ``docs/architecture.md``, read and followed as a person would follow them."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

from evidence_site import PROJECT

DOCUMENT = PROJECT / "docs" / "architecture.md"
#: What a recipe can touch or need; other files of the tests stay where they are.
_FOLDERS = ("src", "pages", "data", "locale", "tools")
_FILES = (
    "app.py",
    "docs/data.md",
    *(f"tests/support/{name}.py" for name in ("visiting", "whole_site", "answering")),
)

_RECIPE = re.compile(r"^### (?P<title>.+)\n(?P<body>(?:(?!^##).*\n)*)", re.MULTILINE)
_STEP = re.compile(
    r"New file `(?P<new>[^`]+)`:\n\n```\w+\n(?P<text>.*?)^```"
    r"|In `(?P<old>[^`]+)`, below `(?P<line>[^`]+)`:\n\n```\w+\n(?P<lines>.*?)^```"
    r"|In `(?P<table>[^`]+)`, a new empty column `(?P<column>[^`]+)`"
    r"|Then (?P<format>`make format`)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Step:
    """One step: a new file, lines below another one, an empty column, or the command that makes files.

    Attributes:
        file: What it writes to; empty for the command.
        below: The line under which the text goes; empty for a file that is new.
        text: What is written.
        column: Name of a new column.
    """

    file: str = ""
    below: str = ""
    text: str = ""
    column: str = ""

    def follow(self, folder: Path) -> None:
        """Do as the step says in a copy of the project."""
        if not self.file:
            make_format(folder)
        elif self.column:
            _add_column(folder / self.file, self.column)
        elif self.below:
            _insert(folder / self.file, self.below, self.text)
        else:
            assert not (folder / self.file).exists(), f"{self.file} is no new file"
            (folder / self.file).write_text(self.text, encoding="utf-8")


def recipes() -> Mapping[str, Sequence[Step]]:
    """Return every recipe that stands as steps, by its title."""
    text = DOCUMENT.read_text(encoding="utf-8").partition("\n## Where to add\n")[2].partition("\n## ")[0]
    found = {
        match["title"]: [_step(step) for step in _STEP.finditer(match["body"])]
        for match in _RECIPE.finditer(text)
    }
    return {title: steps for title, steps in found.items() if steps}


def _step(match: re.Match[str]) -> Step:
    if match["format"]:
        return Step()
    return Step(
        match["new"] or match["old"] or match["table"],
        match["line"] or "",
        match["text"] or match["lines"] or "",
        match["column"] or "",
    )


def copy_of_project(folder: Path) -> Path:
    """Return a copy of the project, which Python finds by its path alone."""
    for name in _FOLDERS:
        shutil.copytree(PROJECT / name, folder / name)
    for name in _FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(PROJECT / name, folder / name)
    (folder / "evidence_site").symlink_to("src")
    return folder


def follow(steps: Iterable[Step], folder: Path) -> None:
    """Follow steps in a copy of the project."""
    for step in steps:
        step.follow(folder)


def _insert(file: Path, below: str, text: str) -> None:
    """Insert text below the one line that reads so, indented as it is."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    numbers = [number for number, line in enumerate(lines) if line.strip() == below]
    assert len(numbers) == 1, f"{file.name} has {len(numbers)} lines that read {below}"
    line = lines[numbers[0]]
    margin = line[: len(line) - len(line.lstrip())]
    # Inside of a bracket that the line opens, what stands there already says how far it is indented.
    if line.rstrip().endswith(("(", "{", "[")):
        following = lines[numbers[0] + 1]
        margin = following[: len(following) - len(following.lstrip())]
    lines.insert(numbers[0] + 1, indent(text, margin))
    file.write_text("".join(lines), encoding="utf-8")


def _add_column(file: Path, name: str) -> None:
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerows([[*row, "" if number else name] for number, row in enumerate(rows)])


def make_format(folder: Path) -> None:
    """Do in a copy what `make format` does to files that are made."""
    for module, *arguments in (("evidence_site", "format"), ("tools.dictionary",)):
        subprocess.run(
            [sys.executable, "-m", module, *arguments], cwd=folder, check=True, capture_output=True
        )
