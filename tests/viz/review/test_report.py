"""What a maintainer reads: the report of all faults, its exit code, and how a fault is worded."""

from __future__ import annotations

import io
import json
import os
import re
import string
import subprocess
import sys
from pathlib import Path

import broken_files
import pytest
from breaking import DataCopy
from broken_rows import free_figure
from expecting import BREAKS, assert_faults
from hypothesis import given
from hypothesis import strategies as st

from evidence_site.__main__ import main
from evidence_site.records.faults import DataFaultsError, Fault, did_you_mean, did_you_mean_id, slip_of
from evidence_site.records.files.text_files import Files
from evidence_site.records.load.loading import faults_of, load
from evidence_site.records.read.spreadsheet import quoted
from evidence_site.viz.review.checking import all_faults, frictionless_faults
from evidence_site.viz.review.reporting import report

#: Importing the module fills the corpus.
assert broken_files


@pytest.mark.parametrize(
    "name",
    [
        "a_missing_file",
        "an_empty_file",
        "a_stray_quote",
        "a_column_missing_from_the_header",
        "columns_in_another_order",
    ],
)
def test_the_second_opinion_does_not_repeat_a_fault_in_other_words(data_copy: DataCopy, name: str) -> None:
    expected = BREAKS[name](data_copy)
    assert len(all_faults(data_copy.folder)) == len(expected)


def test_one_wrong_cell_is_one_fault_with_the_second_opinion(data_copy: DataCopy) -> None:
    data_copy.change("events", 2, date="yesterday")
    data_copy.change("citations", 2, stance="report")
    assert [(fault.file, fault.row) for fault in all_faults(data_copy.folder)] == [
        ("citations.csv", 2),
        ("events.csv", 2),
    ]


def test_a_file_saved_by_a_spreadsheet_program_has_no_fault(data_copy: DataCopy) -> None:
    for table in ("events", "sources"):
        text = data_copy.path(table).read_text(encoding="utf-8")
        data_copy.path(table).write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
    assert_faults(data_copy, [])


def test_the_shipped_data_have_no_fault(folder: Path) -> None:
    assert [str(fault) for fault in faults_of(Files(folder))[2]] == []


def test_frictionless_agrees_that_the_shipped_data_have_no_fault(folder: Path) -> None:
    assert [str(fault) for fault in frictionless_faults(folder)] == []


def test_the_report_prints_file_row_column_problem_and_remedy(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = free_figure(data_copy, qualifier="range")
    data_copy.change("figures", line, low="1000", best="", high="500")
    monkeypatch.chdir(data_copy.folder.parent)
    assert report(data_copy.folder) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed == [
        f'data/figures.csv:{line} "low" 1000 is greater than "high" (500). '
        "A range runs from low to high; swap them or leave one empty.",
        "1 fault",
    ]


def test_the_report_of_sound_data_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    assert report(folder) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"{folder.name}: no faults"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("contact", "noted"), [("a@site.example", True), ("", True), ("a@evidence.org", False)]
)
def test_a_contact_that_reaches_nobody_is_noted_without_failing(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str], contact: str, noted: bool
) -> None:
    settings = data_copy.folder / "site.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub("(?m)^contact = .*", f'contact = "{contact}"', text), encoding="utf-8")
    assert report(data_copy.folder) == 0
    assert ("site.toml: nobody is reached" in capsys.readouterr().out) == noted


@pytest.mark.slow
def test_the_command_checks_the_folder_that_data_dir_names(data_copy: DataCopy) -> None:
    data_copy.path("glossary").unlink()
    environment = {**os.environ, "DATA_DIR": str(data_copy.folder)}
    done = subprocess.run(
        [sys.executable, "-m", "evidence_site", "check"],
        env=environment,
        cwd=data_copy.folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.startswith("data/glossary.csv is missing.")
    assert done.stderr == ""


def test_a_pull_request_is_annotated_row_by_row(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data_copy.change("events", 2, date="100%, 26-Feb")
    data_copy.path("glossary").unlink()
    line = data_copy.line("places", lambda row: row["id"] == "aghdam")
    data_copy.change("places", line, lon="-46.9")
    monkeypatch.chdir(data_copy.folder.parent)
    monkeypatch.setenv("DATA_DIR", "data")
    assert main(["check", "--format", "github"]) == 1
    first, date, place = capsys.readouterr().out.splitlines()
    assert first.startswith("::error file=data/glossary.csv,line=1,title=glossary.csv::is missing.")
    assert date.startswith(
        '::error file=data/events.csv,line=2,title=events.csv%2C row 2%2C column date::"100%25,'
    )
    assert place.startswith(f"::warning file=data/places.csv,line={line},title=")


#: Ways in which a cell above, or a line at the top, makes rows and lines two things.
BREAKING = {
    "a break of Unix": ("", "One\nTwo"),
    "two of Windows": ("", "One\r\nTwo\r\nThree"),
    "a line for Excel": ("sep=,\n", "One"),
    "blank rows": ("", "One\n\n\nTwo"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BREAKING)
def test_an_annotation_stands_on_the_line_of_the_file(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    top, cell = BREAKING[name]
    data_copy.change("events", 4, summary=cell, status="nonsense")
    data_copy.change("events", 9, date="9th of May")
    data_copy.edit_text("events.csv", lambda text: top + text)
    lines = io.StringIO(data_copy.path("events").read_bytes().decode(), newline="").readlines()
    of_status, of_date = (
        next(number for number, line in enumerate(lines, 1) if words in line)
        for words in ("nonsense", "9th of May")
    )
    monkeypatch.setenv("DATA_DIR", str(data_copy.folder))
    main(["check", "--format", "github"])
    told = capsys.readouterr().out.splitlines()
    (status,) = (line for line in told if '"nonsense"' in line)
    (date,) = (line for line in told if '"9th of May"' in line and "column date" in line)
    assert f",line={of_status},title=events.csv%2C row 4%2C column status" in status
    assert f",line={of_date},title=events.csv%2C row 9%2C column date" in date
    main(["check", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["faults"]
    (fault,) = (fault for fault in found if (fault["file"], fault["column"]) == ("events.csv", "date"))
    assert (fault["row"], fault["line"]) == (9, of_date)


def test_a_text_that_breaks_off_behind_a_cell_with_line_breaks_is_told_as_such(data_copy: DataCopy) -> None:
    data_copy.change("events", 4, summary="One\nTwo\nThree")
    text = data_copy.path("events").read_text(encoding="utf-8").rstrip("\n")
    data_copy.path("events").write_text(f'{text}\nlast-1992,"cut of', encoding="utf-8")
    (fault,) = (fault for fault in all_faults(data_copy.folder) if fault.cuts)
    assert "breaks off within a text" in fault.problem
    assert fault.row == len(data_copy.rows("events")) + 1


def test_a_tool_gets_each_fault_in_its_parts(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data_copy.change("events", 2, date="26-Feb")
    line = data_copy.append("citations", **data_copy.rows("citations")[0] | {"source_id": "nobody"})
    data_copy.path("glossary").unlink()
    monkeypatch.setenv("DATA_DIR", str(data_copy.folder))
    assert main(["check", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["count"] == len(told["faults"]) == 3
    missing, date, orphan = told["faults"]
    assert [missing[name] for name in ("file", "row", "column", "cell")] == ["glossary.csv", None, None, None]
    assert [orphan[name] for name in ("row", "column", "cell")] == [line, "source_id", "nobody"]
    assert [date[name] for name in ("row", "column", "cell")] == [2, "date", "26-Feb"]
    assert date["halts"] is True
    assert "rewrote it without its year" in date["problem"]
    assert date["remedy"].startswith("Look the day up")


@pytest.mark.slow
def test_sound_data_give_an_empty_list_and_no_annotation(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(folder))
    assert main(["check", "--format", "github"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["check", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["faults"] == []


def test_a_cell_is_quoted_on_one_line_and_cut() -> None:
    assert quoted("a\nb") == '"a b"'
    assert quoted("x" * 1000) == f'"{"x" * 60}..."'


@pytest.mark.parametrize(
    "arguments", [[], ["chek"], ["check", "format"], ["check", "--format"], ["check", "--format", "xml"]]
)
def test_an_unknown_command_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "check [--format text|github|json] | format" in capsys.readouterr().err


def test_loading_a_broken_folder_raises_every_fault(data_copy: DataCopy) -> None:
    data_copy.change("events", 2, date="yesterday")
    data_copy.change("sources", 2, url="example.org")
    with pytest.raises(DataFaultsError, match="2 faults") as caught:
        load(data_copy.folder)
    assert [fault.file for fault in caught.value.faults] == ["events.csv", "sources.csv"]


def test_a_fault_without_row_or_column_leaves_them_out() -> None:
    assert str(Fault("a.csv", 0, "", "is missing.", "Put it back.")) == "a.csv is missing. Put it back."
    assert str(Fault("a.csv", 2, "", "is blank.", "Fill it.")) == "a.csv:2 is blank. Fill it."


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("militery", 'Did you mean "military"?'),
        ("mil", "Use one of the values that exist."),
        ("", "Use one of the values that exist."),
    ],
)
def test_did_you_mean_names_only_what_is_near(value: str, sentence: str) -> None:
    assert did_you_mean(value, ["military", "memory"]) == sentence


@pytest.mark.parametrize("slip", ["ncident-042-x", "xincident-042-x", "incident-042x", "incident-042-xx"])
def test_did_you_mean_finds_a_slip_among_thousands(slip: str) -> None:
    known = [f"incident-{number:03}-{letter}" for number in range(400) for letter in "abcxyz"]
    assert did_you_mean(slip, known) == 'Did you mean "incident-042-x"?'
    assert did_you_mean("0123456789", known) == "Use one of the values that exist."


@pytest.mark.slow
def test_no_id_is_ever_taken_for_another_one_of_the_record(folder: Path) -> None:
    """Whatever row is deleted, no other record is named in its place: evidence would move to it."""
    reading, _, _ = faults_of(Files(folder))
    assert reading is not None
    for name, ids in reading.ids.items():
        known = ids - {""}
        taken = {key: other for key in known if (other := slip_of(key, known - {key}))}
        assert not taken, (name, taken)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("agdham-1993", "aghdam-1993"),
        ("aghdamm-1993", "aghdam-1993"),
        ("aghdam_1993", "aghdam-1993"),
        ("Aghdam 1993", "aghdam-1993"),
        ("aghdam1993", "aghdam-1993"),
        ("aghdam-1993-x", "aghdam-1993"),
        ("khojaly-anounced-later", "khojaly-announced-later"),
        ("khojaly-anounsed-later", None),
        ("kohjlay-announced-later", None),
        ("aghdam-1992", None),
        ("aghdam-1939", None),
        ("aghdaban-1993", None),
        ("baku-1993", None),
        ("kh-k-073", None),
        ("memorial-ru", None),
        ("", None),
    ],
)
def test_an_id_is_suggested_only_for_a_slip_of_the_hand(slip: str, meant: str | None) -> None:
    known = ["aghdam-1993", "khojaly-announced-later", "kh-k-003", "kh-k-078", "kh-d-073", "memorial-en"]
    assert slip_of(slip, known) == meant


@given(
    words=st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=12), min_size=1, max_size=3),
    numbers=st.lists(st.integers(0, 3000), min_size=2, max_size=4, unique=True),
)
def test_what_differs_in_its_number_is_never_suggested(words: list[str], numbers: list[int]) -> None:
    wrong, *known = ["-".join([*words, str(number)]) for number in numbers]
    for suggest in (did_you_mean, did_you_mean_id):
        assert "Did you mean" not in suggest(wrong, known)


def test_two_ids_that_are_as_near_are_both_not_suggested() -> None:
    assert slip_of("shushakend", ["shushakent", "shushakenda"]) is None


def test_causes_come_before_what_follows_from_them(data_copy: DataCopy) -> None:
    gone = data_copy.rows("events")[1]["id"]
    data_copy.change("events", 3, id="")
    data_copy.change("films", 2, year="26-Feb")
    data_copy.change("accounts", 2, id=data_copy.rows("accounts")[3]["id"])
    data_copy.edit_text("glossary.csv", lambda text: text + ",,,,\n")
    told = all_faults(data_copy.folder)
    at = [(fault.file, fault.column) for fault in told]
    assert at.index(("accounts.csv", "id")) < at.index(("films.csv", "year"))
    assert at.index(("events.csv", "id")) < at.index(("films.csv", "year"))
    (fault,) = (fault for fault in told if f'"{gone}" is gone' in fault.problem)
    assert told.index(fault) > at.index(("films.csv", "year"))


@pytest.mark.slow
@pytest.mark.parametrize("table", ["events", "sources", "places", "figures", "films", "citations"])
@pytest.mark.parametrize("kept", [0, 0.5], ids=["header only", "half"])
def test_a_lost_end_of_a_file_is_told_first_and_once(data_copy: DataCopy, table: str, kept: float) -> None:
    header, *lines = data_copy.path(table).read_text(encoding="utf-8").splitlines(keepends=True)
    data_copy.path(table).write_text(header + "".join(lines[: int(len(lines) * kept)]), encoding="utf-8")
    told = all_faults(data_copy.folder)
    assert (told[0].file, told[0].row) == (f"{table}.csv", 0)
    assert "Was the end of the file lost?" in told[0].remedy
    assert len(told) <= 5, [str(fault) for fault in told]
    assert len(str(told[0])) < 800


def test_a_folder_on_another_drive_is_named_by_its_whole_path(
    data_copy: DataCopy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def on_another_drive(_path: Path) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", on_another_drive)
    assert report(data_copy.folder) == 0
    assert f"{data_copy.folder}: no faults" in capsys.readouterr().out


def test_the_queue_of_a_faulty_folder_names_the_faults(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data_copy.change("events", 2, date="26-Feb")
    monkeypatch.setenv("DATA_DIR", str(data_copy.folder))
    assert main(["queue"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert 'events.csv:2 "date" "26-Feb" is not a date any more' in told.err


@pytest.mark.parametrize("command", ["format", "queue", "check"])
def test_a_folder_without_its_description_is_told_so(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    (data_copy.folder / "datapackage.json").unlink()
    monkeypatch.setenv("DATA_DIR", str(data_copy.folder))
    assert main([command]) == 1
    told = capsys.readouterr()
    assert "datapackage.json is missing." in told.out + told.err
    assert "Restore it from the last release" in told.out + told.err


@pytest.mark.parametrize("command", ["format", "queue", "check"])
def test_a_folder_that_does_not_exist_is_told_so_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "nowhere"))
    monkeypatch.chdir(tmp_path)
    assert main([command]) == 1
    told = capsys.readouterr()
    assert (told.out + told.err).startswith("nowhere/ does not exist. Check DATA_DIR")


def test_formatting_says_which_file_it_cannot_open(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data_copy.path("glossary").unlink()
    data_copy.path("glossary").mkdir()
    monkeypatch.setenv("DATA_DIR", str(data_copy.folder))
    assert main(["format"]) == 1
    assert "glossary.csv cannot be opened" in capsys.readouterr().err
