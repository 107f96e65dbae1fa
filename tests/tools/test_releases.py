"""What changed since the last release or commit, what lacks a correction, and the way back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from breaking import DataCopy

from evidence_site.records.load.loading import load
from evidence_site.viz.review.checking import all_faults
from evidence_site.viz.words.glossary import corrections
from tools.releases import git, main, report_changes, restore

FIGURE = "kh-k-045"


@pytest.fixture
def committed(data_copy: DataCopy) -> DataCopy:
    """A copy of the data in a repository of its own, without tags."""
    folder = data_copy.folder
    git(folder, "init", "--quiet")
    git(folder, "config", "user.name", "A")
    git(folder, "config", "user.email", "a@localhost")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Data")
    return data_copy


@pytest.fixture
def released(committed: DataCopy) -> DataCopy:
    """The same, as it was in release 1.0."""
    git(committed.folder, "tag", "1.0")
    return committed


def corrected(data: DataCopy, **cells: str) -> None:
    """Add an entry to the corrections."""
    key = f"c-{900 + len(data.rows('corrections'))}"
    data.append("corrections", id=key, date="2026-11-27", reason="Read again.", **cells)


def test_nothing_changed(released: DataCopy, capsys: pytest.CaptureFixture[str]) -> None:
    assert report_changes(released.folder) == 0
    assert capsys.readouterr().out == "Since release 1.0: nothing changed.\n"


def test_a_changed_number_is_listed_and_lacks_a_correction_until_it_has_one(
    released: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    line = released.line("figures", lambda row: row["id"] == FIGURE)
    before = released.change("figures", line, best="612")["best"]
    assert report_changes(released.folder) == 1
    told = capsys.readouterr().out
    place = f"{released.folder.name}/figures.csv:{line}"
    assert f'{place} "best" of {FIGURE}: {before} -> 612  LACKS AN ENTRY in corrections.csv' in told
    assert "  figures.csv: 1 cell changed in 1 row\n" in told
    assert "  1 published number changed, to be read by a second person\n" in told
    assert "  1 change asks for more, as said above\n" in told
    entry = {"id": "c-900", "date": "2026-11-27", "table": "figures", "record_id": FIGURE, "column": "best"}
    released.append("corrections", **entry, old=before, new="611", reason="Read again.")
    assert report_changes(released.folder) == 1, "the entry speaks of another number"
    released.append("corrections", **entry | {"id": "c-901"}, old=before, new="612", reason="Read again.")
    assert report_changes(released.folder) == 0
    told = capsys.readouterr().out.splitlines()
    said = [line for line in told if f'"best" of {FIGURE}' in line]
    assert "LACKS" not in said[-1], "a second person still reads it"


def test_words_and_order_are_listed_and_need_no_correction(
    released: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    line = released.line("figures", lambda row: row["id"] == FIGURE)
    released.change("figures", line, definition="Other words.")
    account = released.rows("accounts")[0]
    released.change("accounts", 2, order=str(int(account["order"]) + 7))
    assert report_changes(released.folder) == 0
    told = capsys.readouterr().out
    assert f'figures.csv:{line} "definition" of {FIGURE}: ' in told
    assert f'accounts.csv:2 "order" of {account["id"]}: ' in told
    assert "LACKS" not in told
    assert "published number" not in told


def test_a_draft_was_never_published_and_is_listed_as_one(
    released: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = released.rows("figures")
    rows[0]["status"] = "draft"
    released.write("figures", rows)
    git(released.folder, "commit", "--quiet", "--all", "--message", "A draft")
    git(released.folder, "tag", "1.1")
    released.change("figures", 2, best="1")
    assert report_changes(released.folder) == 0
    assert f'figures.csv:2 "best" of {rows[0]["id"]} (draft): ' in capsys.readouterr().out


def test_an_entry_that_says_another_old_number_is_none_and_two_steps_are_one_way(
    released: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    line = released.line("figures", lambda row: row["id"] == FIGURE)
    before = released.change("figures", line, best="612")["best"]
    cell = {"table": "figures", "record_id": FIGURE, "column": "best"}
    corrected(released, **cell, old="1", new="612")
    assert report_changes(released.folder) == 1
    assert "LACKS AN ENTRY in corrections.csv, where it says 1 -> 612" in capsys.readouterr().out
    corrected(released, **cell, old=before, new="611")
    assert report_changes(released.folder) == 1
    corrected(released, **cell, old="611", new="612")
    assert report_changes(released.folder) == 0


def test_an_emptied_cell_is_told_as_empty(released: DataCopy) -> None:
    line = released.line("figures", lambda row: row["status"] == "published" and bool(row["high"]))
    row = released.change("figures", line, high="")
    assert report_changes(released.folder) == 1
    corrected(released, table="figures", record_id=row["id"], column="high", old=row["high"], new="empty")
    assert report_changes(released.folder) == 0


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_a_number_that_is_no_longer_shown_is_listed_and_needs_a_correction(
    released: DataCopy, capsys: pytest.CaptureFixture[str], status: str
) -> None:
    line = released.line("figures", lambda row: row["id"] == FIGURE)
    row = released.change("figures", line, status=status)
    assert report_changes(released.folder) == 1
    told = capsys.readouterr().out
    assert f'figures.csv:{line} "status" of {FIGURE} (' in told
    assert f"best {row['best']}): published -> {status}  LACKS AN ENTRY" in told
    assert "  1 record is no longer shown\n" in told
    cell = {"table": "figures", "record_id": FIGURE, "column": "status"}
    corrected(released, **cell, old="published", new=status)
    assert report_changes(released.folder) == 0
    assert f"): published -> {status}\n" in capsys.readouterr().out, "a second person still reads it"


def test_a_row_of_a_table_without_a_status_may_go_once_a_correction_says_so(
    released: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = released.rows("population")
    gone = rows[0]
    released.write("population", rows[1:])
    assert report_changes(released.folder) == 1
    said = capsys.readouterr().out
    assert f"population.csv {gone['id']} (" in said
    assert f"people {gone['people']}) is gone; it stood in row 2: " in said
    assert "LACKS AN ENTRY" in said
    assert '(column id, new "removed")' in said
    cell = {"table": "population", "record_id": gone["id"], "column": "id"}
    corrected(released, **cell, old=gone["id"], new="removed")
    assert report_changes(released.folder) == 0
    records = load(released.folder)
    assert f"{gone['id']}</td>" in str(corrections(records)), "named without a link that leads nowhere"
    assert f"key={gone['id']}" not in str(corrections(records))


def test_a_figure_is_withdrawn_and_not_removed(data_copy: DataCopy) -> None:
    cell = {"table": "figures", "record_id": "no-figure", "column": "id"}
    corrected(data_copy, **cell, old="no-figure", new="removed")
    assert [fault.column for fault in all_faults(data_copy.folder)] == ["record_id"]


def test_a_record_that_is_gone_is_named_and_a_withdrawn_one_is_not(
    released: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = released.rows("figures")
    shown = [row for row in rows if row["status"] == "published"]
    released.write("figures", [row for row in rows if row["id"] != shown[0]["id"]])
    line = released.line("figures", lambda row: row["id"] == shown[1]["id"])
    released.change("figures", line, status="withdrawn")
    assert report_changes(released.folder) == 1
    told = capsys.readouterr().out
    (gone,) = (line for line in told.splitlines() if "set its status to withdrawn" in line)
    assert f"figures.csv {shown[0]['id']} (" in gone
    assert "  1 published record is gone\n" in told


def test_an_id_that_was_changed_is_the_same_row_and_is_to_be_given_back(
    released: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    line = released.line("figures", lambda row: row["id"] == FIGURE)
    released.change("figures", line, id="another-id")
    assert report_changes(released.folder) == 1
    told = capsys.readouterr().out
    assert f'"id" of {FIGURE}: {FIGURE} -> another-id  Ids are permanent: give it its old one again.' in told
    assert "is new" not in told


def test_without_a_release_the_check_passes_and_says_so(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report_changes(data_copy.folder) == 0
    assert "No release to compare with" in capsys.readouterr().out
    git(data_copy.folder, "init", "--quiet")
    assert report_changes(data_copy.folder) == 0
    said = capsys.readouterr().out
    assert "the repository has no tag yet" in said
    assert "nobody looked what changed of what is published" in said
    assert "`git tag 1.0`" in said


def test_without_a_release_the_last_commit_takes_its_place(
    committed: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report_changes(committed.folder) == 0
    told = capsys.readouterr().out
    assert "No release to compare with: the repository has no tag yet" in told
    assert "so this compares with the last commit" in told
    assert told.endswith("Since the last commit: nothing changed.\n")
    line = committed.line("figures", lambda row: row["id"] == FIGURE)
    committed.change("figures", line, best="612")
    (committed.folder / "texts" / "en" / "another.md").write_text("New words.", encoding="utf-8")
    assert report_changes(committed.folder) == 1
    told = capsys.readouterr().out
    assert f'figures.csv:{line} "best" of {FIGURE}: ' in told
    assert "texts/en/another.md is new." in told
    assert "Since the last commit:\n" in told


def test_a_tag_of_another_history_is_no_release_and_an_unknown_one_is_not_replaced(
    committed: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    git(committed.folder, "tag", "1.0")
    git(committed.folder, "checkout", "--quiet", "--orphan", "other")
    git(committed.folder, "commit", "--quiet", "--message", "Another beginning")
    assert report_changes(committed.folder) == 0
    told = capsys.readouterr().out
    assert "no tag of the repository belongs to what is checked out" in told
    assert "Since the last commit: nothing changed." in told
    assert "fatal" not in told
    assert report_changes(committed.folder, "9.9") == 0
    assert 'No release to compare with: there is no release "9.9"' in capsys.readouterr().out


def test_without_git_nothing_is_compared_and_the_way_out_is_told(
    committed: DataCopy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert report_changes(committed.folder) == 0
    told = capsys.readouterr().out
    assert "No release to compare with: git is not installed." in told
    assert "`make check WITH=FOLDER`" in told


@pytest.mark.slow
def test_a_copy_outside_the_repository_is_told_to_be_compared_with_a_folder(
    data_copy: DataCopy,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATA_DIR", str(data_copy.folder))
    line = data_copy.line("figures", lambda row: row["id"] == FIGURE)
    data_copy.change("figures", line, best="612")
    assert main(["check"]) == 0
    said = capsys.readouterr().out
    assert f"{data_copy.folder} lies outside the repository of the project" in said
    assert "`make check WITH=FOLDER`" in said
    assert "For a copy of the folder data that is `WITH=data`." in said
    assert "fatal" not in said
    assert main(["check", "--with", str(folder)]) == 1
    said = capsys.readouterr().out
    assert f'figures.csv:{line} "best" of {FIGURE}: ' in said
    assert f"Beside {folder}:\n" in said
    with pytest.raises(SystemExit):
        main(["check", "--with", str(tmp_path)])
    assert "is no data folder" in capsys.readouterr().err


@pytest.mark.slow
def test_the_check_lists_faults_first_and_what_changed_once_there_is_none(
    released: DataCopy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(released.folder))
    line = released.line("figures", lambda row: row["id"] == FIGURE)
    released.change("figures", line, definition="Other words.", qualifier="exakt")
    assert main(["check"]) == 1
    told = capsys.readouterr().out
    assert 'Did you mean "exact"?' in told
    assert "definition" not in told
    released.change("figures", line, qualifier="exact")
    assert main(["check"]) == 0
    told = capsys.readouterr().out
    assert "no faults" in told
    assert f'figures.csv:{line} "definition" of {FIGURE}: ' in told


def test_a_folder_that_the_release_does_not_have_is_not_taken_for_unchanged(
    released: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    other = shutil.copytree(released.folder, released.folder / "copy", ignore=shutil.ignore_patterns(".git"))
    assert report_changes(other) == 0
    assert "No release to compare with: release 1.0 holds no folder copy" in capsys.readouterr().out


def test_restoring_brings_the_release_back_and_keeps_what_was_there(
    released: DataCopy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = released.path("figures").read_bytes()
    released.path("figures").write_text("broken", encoding="utf-8")
    released.path("events").unlink()
    keep = tmp_path / "kept"
    git(released.folder, "tag", "1.1")
    assert restore(released.folder, keep, "no-such-release") == 1
    said = capsys.readouterr().err
    assert "Nothing was restored" in said
    assert 'there is no release "no-such-release"; the releases are 1.1, 1.0' in said
    assert not keep.exists()
    assert restore(released.folder, keep) == 0
    assert released.path("figures").read_bytes() == before
    assert released.path("events").exists()
    assert (keep / "figures.csv").read_text(encoding="utf-8") == "broken"


def test_what_was_added_since_the_release_is_only_in_the_copy_and_named(
    released: DataCopy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (released.folder / "lessons" / "extra.md").write_text("extra", encoding="utf-8")
    (released.folder / "events2.csv").write_text("id", encoding="utf-8")
    git(released.folder, "add", "events2.csv")
    keep = tmp_path / "kept"
    assert restore(released.folder, keep, "1.0") == 0
    said = capsys.readouterr().out
    assert "is as it was in release 1.0" in said
    assert "the release does not have them: events2.csv, lessons/extra.md." in said
    assert not (released.folder / "lessons" / "extra.md").exists()
    assert not (released.folder / "events2.csv").exists()
    assert (keep / "lessons" / "extra.md").read_text(encoding="utf-8") == "extra"
    assert (keep / "events2.csv").exists()
