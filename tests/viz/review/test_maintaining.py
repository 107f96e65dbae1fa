"""The guide for maintainers: every example of docs/maintaining.md works as it stands there."""

from __future__ import annotations

import csv
import importlib.util
import io
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from addresses import view_addresses
from breaking import DataCopy
from visiting import html_of, open_page

from evidence_site.records.load.loading import DEFAULT_FOLDER, Records, load
from evidence_site.ui.state import store
from evidence_site.viz.review.reporting import report

GUIDE = DEFAULT_FOLDER.parent / "docs" / "maintaining.md"
WHOLE = "Replace the whole data set"
_BLOCK = re.compile(r"^```\w+ (add|change|new) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TABLE_BEFORE = re.compile(r"^\| column \|.*\n\|[-|]+\n((?:\|.*\n)+)\n\Z", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A fenced block: its section, what is done with which file, its text, and the table above it."""

    section: str
    action: str
    file: str
    text: str
    table: Sequence[tuple[str, list[str]]]

    def rows(self, header: Sequence[str]) -> list[dict[str, str]]:
        """Return the lines as rows of a file; each has as many cells as its header."""
        lines = list(csv.reader(io.StringIO(self.text), strict=True))
        return [dict(zip(header, cells, strict=True)) for cells in lines]


def examples() -> Iterator[Example]:
    text = GUIDE.read_text(encoding="utf-8")
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        for block in _BLOCK.finditer(part):
            above = _TABLE_BEFORE.search(part[: block.start()])
            lines = above[1].splitlines() if above else []
            cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
            table = [(name.strip("`"), values) for name, *values in cells]
            action, file, body = block.groups()
            yield Example(part.splitlines()[0], action, file, body, table)


def paste(example: Example, copy: DataCopy) -> None:
    """Do what the guide says with the text of an example, as it stands."""
    if example.action == "new":
        (copy.folder / example.file).write_text(example.text, encoding="utf-8")
    elif example.action == "add":
        copy.edit_text(example.file, lambda text: text + example.text)
    else:
        copy.edit_text(example.file, lambda text: _replaced(text, example.text))


def _replaced(text: str, line: str) -> str:
    """Put a line in the place of the one that begins with the same cell."""
    start = line.partition(",")[0] + ","
    lines = text.splitlines(keepends=True)
    assert sum(old.startswith(start) for old in lines) == 1
    return "".join(line if old.startswith(start) else old for old in lines)


TASKS = list(dict.fromkeys(example.section for example in examples() if example.section != WHOLE))


@pytest.mark.slow
def test_every_task_of_the_guide_leaves_data_without_faults(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(TASKS) == 5
    seen: dict[str, Records] = {}
    for task in TASKS:
        for example in (one for one in examples() if one.section == task):
            paste(example, data_copy)
        assert report(data_copy.folder) == 0, (task, capsys.readouterr().out)
        seen[task] = load(data_copy.folder)
    assert seen["Add an event"].tables.events["example-convoy-1992"].place_id == "aghdam"
    assert seen["Add a figure"].tables.figures["ex-w-001"].best == 40
    assert seen["Correct a figure"].tables.figures["ex-w-001"].best == 42
    assert "example-film-london-2002" in seen["Add a screening"].tables.screenings.ids()
    assert ("figures", "ex-w-001") in seen["Withdraw a record"].withdrawn
    assert "ex-w-001" not in seen["Withdraw a record"].tables.figures.ids()


def test_the_table_above_a_line_says_what_the_line_says(data_copy: DataCopy) -> None:
    seen = 0
    for example in (one for one in examples() if one.section != WHOLE):
        name = example.file.removesuffix(".csv")
        before = data_copy.rows(name)
        rows = example.rows(list(before[0]))
        assert len(rows[0]) == len(before[0])
        if example.action == "change":  # the table names the cells that change
            (old,) = (row for row in before if row["id"] == rows[0]["id"])
            told = {column: [cell] for column, cell in rows[0].items() if cell != old[column]}
        else:
            told = {c: [row[c] for row in rows] for c in rows[0] if any(row[c] for row in rows)}
        assert dict(example.table) == told, (example.section, example.file)
        paste(example, data_copy)
        seen += 1
    assert seen == 12


@pytest.fixture
def another(tmp_path: Path) -> Path:
    """The smallest folder of the guide, made in its five steps."""
    (section,) = re.findall(rf"^## {WHOLE}\n(.*?)^## ", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
    steps = dict(re.findall(r"^(\d)\. (.+)$", section, re.M))
    folder = tmp_path / "exampleton"
    shutil.copytree(DEFAULT_FOLDER, folder)
    for path in folder.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    assert steps["3"].startswith("Delete ")
    for name in re.findall(r"`(.+?)`", steps["3"]):
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    copy = DataCopy(folder)
    for example in (one for one in examples() if one.section == WHOLE):
        paste(example, copy)
    title = re.compile(r'(?<="title": ").*?(?=")')
    copy.edit_text("datapackage.json", lambda text: title.sub("Records of a fire", text, count=1))
    return folder


def test_another_event_takes_the_place_of_ours_on_every_page(
    another: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(another) == 0, capsys.readouterr().out
    records = load(another)
    monkeypatch.setattr(store, "loaded", lambda: records)
    views: list[tuple[str, dict[str, str]]] = [
        *view_addresses(),
        *(("explore", {"lens": lens}) for lens in ("figures", "screenings")),
        ("record", {"table": "events", "key": "exampleton-fire-1900"}),
        ("timeline", {"q": "nothing like it"}),
    ]
    for path, values in views:
        app = open_page(path, **values)
        assert not app.exception, (path, values)
        assert "Exampleton 1900" in html_of(app)
        assert "Khojaly" not in html_of(app), (path, values)


def test_the_table_of_the_guide_names_every_section() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
    named = re.findall(r"\[([^\]]+)\]\(#[a-z-]+\)", text)
    assert set(named) == set(sections) - {
        "Without make, or without any program",
        "The four steps of every change",
    }


def test_the_commands_of_the_guide_exist(repository: Path) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    targets = set(re.findall(r"\bmake ([a-z-]+)", text))
    made = set(
        re.findall(r"^([a-z-]+):", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert targets <= made


def test_every_command_of_the_guide_has_its_form_for_windows() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    _, head, rest = text.partition("| make | Windows |\n")
    assert head
    table, _, _ = rest.partition("\n\n")
    rows = {line.split("|")[1].strip(): line.split("|")[2] for line in table.splitlines()[1:]}
    targets = set(re.findall(r"\bmake ([a-z-]+)", text))
    assert targets == {target for make in rows for target in re.findall(r"`make ([a-z-]+)", make)}
    for windows in rows.values():
        for module in re.findall(r"-m ([a-z_.]+)", windows):
            assert importlib.util.find_spec(module), module
    shells = dict(re.findall(r"`\$env:(\w+) = \"(.*?)\"`.*?`set \1=(?=\2`)", text))
    assert shells == {"DATA_DIR": ""}, "both shells are told the same"
