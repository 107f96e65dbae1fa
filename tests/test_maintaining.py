"""The guide for maintainers: every example of docs/maintaining.md works as it stands there."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from breaking import DataCopy
from visiting import PATHS, html_of, open_page

from records.loading import DEFAULT_FOLDER, Records, load
from records.reporting import report
from ui import store
from ui.casualty_sections import SECTIONS
from ui.map_views import MAP_VIEWS

GUIDE = DEFAULT_FOLDER.parent / "docs" / "maintaining.md"
WHOLE = "Replace the whole data set"
_BLOCK = re.compile(r"^```\w+ (add|change|new) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: Sections that are no task.
_BEFORE = {"Without make, or without any program", "The four steps of every change"}


@dataclass(frozen=True)
class Example:
    """A fenced block: the section it stands in, what is done with which file, and its text."""

    section: str
    action: str
    file: str
    text: str

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.text)))


def examples() -> Iterator[Example]:
    text = GUIDE.read_text(encoding="utf-8")
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        for action, file, body in re.findall(
            r"^```\w+ (add|change|new) (\S+)\n(.*?)^```$", part, re.M | re.S
        ):
            yield Example(part.splitlines()[0], action, file, body)


def follow(example: Example, copy: DataCopy) -> None:
    table = example.file.removesuffix(".csv")
    for row in example.rows:
        if example.action == "add":
            copy.append(table, **row)
        else:
            line = copy.line(table, lambda there, row=row: there["id"] == row["id"])  # type: ignore[misc]
            copy.change(table, line, **row)


TASKS = list(dict.fromkeys(example.section for example in examples() if example.section != WHOLE))


def test_every_task_of_the_guide_leaves_data_without_faults(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(TASKS) == 5
    seen: dict[str, Records] = {}
    for task in TASKS:
        for example in (one for one in examples() if one.section == task):
            follow(example, data_copy)
        assert report(data_copy.folder) == 0, (task, capsys.readouterr().out)
        seen[task] = load(data_copy.folder)
    assert seen["Add an event"].tables.events["example-convoy-1992"].place_id == "aghdam"
    assert seen["Add a figure"].tables.figures["ex-w-001"].best == 40
    assert seen["Correct a figure"].tables.figures["ex-w-001"].best == 42
    assert "example-film-london-2002" in seen["Add a screening"].tables.screenings.ids()
    assert ("figures", "ex-w-001") in seen["Withdraw a record"].withdrawn
    assert "ex-w-001" not in seen["Withdraw a record"].tables.figures.ids()


@pytest.fixture
def another(tmp_path: Path) -> Path:
    """The smallest folder of the guide."""
    folder = tmp_path / "exampleton"
    (folder / "texts" / "en").mkdir(parents=True)
    package = json.loads((DEFAULT_FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    package["title"] = "Records of a fire"
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    for resource in package["resources"]:
        header = ",".join(field["name"] for field in resource["schema"]["fields"])
        (folder / resource["path"]).write_text(header + "\n", encoding="utf-8")
    copy = DataCopy(folder)
    for example in (one for one in examples() if one.section == WHOLE):
        if not example.file.endswith(".csv"):
            (folder / example.file).write_text(example.text, encoding="utf-8")
            continue
        for row in example.rows:
            header = copy.path(example.file.removesuffix(".csv")).read_text(encoding="utf-8").splitlines()[0]
            before = copy.rows(example.file.removesuffix(".csv"))
            whole = dict.fromkeys(header.split(","), "") | row
            copy.write(example.file.removesuffix(".csv"), [*before, whole])
    return folder


def test_another_event_takes_the_place_of_ours_on_every_page(
    another: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(another) == 0, capsys.readouterr().out
    records = load(another)
    monkeypatch.setattr(store, "loaded", lambda: records)
    views: list[tuple[str, dict[str, str]]] = [
        *((path, {}) for path in PATHS),
        *(("casualties", {"tab": section.code}) for section in SECTIONS if section.code),
        *(("map", {"tab": view.code}) for view in MAP_VIEWS if view.code),
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
