"""What changed since the last release, what lacks a correction, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from breaking import DataCopy

from tools.releases import changed_numbers, git, removed_rows, report_changes, restore

FIGURE = "kh-k-045"


@pytest.fixture
def released(data_copy: DataCopy) -> DataCopy:
    """A copy of the data in a repository of its own, as it was in release 1.0."""
    folder = data_copy.folder
    git(folder, "init", "--quiet")
    git(folder, "config", "user.name", "A")
    git(folder, "config", "user.email", "a@localhost")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Release")
    git(folder, "tag", "1.0")
    return data_copy


def test_nothing_changed(released: DataCopy, capsys: pytest.CaptureFixture[str]) -> None:
    assert report_changes(released.folder) == 0
    assert "Since release 1.0: 0 published numbers changed" in capsys.readouterr().out


def test_a_changed_number_is_listed_and_lacks_a_correction_until_it_has_one(
    released: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    line = released.line("figures", lambda row: row["id"] == FIGURE)
    before = released.change("figures", line, best="612")["best"]
    assert report_changes(released.folder) == 1
    told = capsys.readouterr().out
    assert f'figures.{FIGURE} "best" {before} -> 612  LACKS AN ENTRY in corrections.csv' in told
    assert "1 published numbers changed, to be read by a second person; 1 lack a correction" in told
    entry = {"id": "c-900", "date": "2026-11-27", "table": "figures", "record_id": FIGURE, "column": "best"}
    released.append("corrections", **entry, old=before, new="611", reason="Read again.")
    assert report_changes(released.folder) == 1, "the entry speaks of another number"
    released.append("corrections", **entry | {"id": "c-901"}, old=before, new="612", reason="Read again.")
    assert report_changes(released.folder) == 0
    assert "LACKS" not in capsys.readouterr().out.splitlines()[-2]


def test_words_and_order_are_no_numbers_and_drafts_were_never_published(released: DataCopy) -> None:
    line = released.line("figures", lambda row: row["id"] == FIGURE)
    released.change("figures", line, definition="Other words.")
    account = released.rows("accounts")[0]
    released.change("accounts", 2, order=str(int(account["order"]) + 7))
    assert changed_numbers(released.folder, "1.0") == []
    drafts = [row["id"] for row in released.rows("figures") if row["status"] == "draft"]
    for key in drafts[:1]:
        released.change("figures", released.line("figures", lambda row, key=key: row["id"] == key), best="1")
    assert changed_numbers(released.folder, "1.0") == []


def test_a_record_that_is_gone_is_named_and_a_withdrawn_one_is_not(
    released: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = released.rows("figures")
    shown = [row for row in rows if row["status"] == "published"]
    released.write("figures", [row for row in rows if row["id"] != shown[0]["id"]])
    line = released.line("figures", lambda row: row["id"] == shown[1]["id"])
    released.change("figures", line, status="withdrawn")
    assert removed_rows(released.folder, "1.0") == [f"figures.{shown[0]['id']}"]
    assert report_changes(released.folder) == 1
    assert "set its status to withdrawn" in capsys.readouterr().out


def test_without_a_release_the_check_passes_and_says_so(
    data_copy: DataCopy, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report_changes(data_copy.folder) == 0
    assert "No release to compare with" in capsys.readouterr().out
    git(data_copy.folder, "init", "--quiet")
    assert report_changes(data_copy.folder) == 0
    assert "the repository has no tag yet" in capsys.readouterr().out


def test_restoring_brings_the_release_back_and_keeps_what_was_there(
    released: DataCopy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = released.path("figures").read_bytes()
    released.path("figures").write_text("broken", encoding="utf-8")
    released.path("events").unlink()
    keep = tmp_path / "kept"
    assert restore(released.folder, keep, "no-such-release") == 1
    assert "Nothing was restored" in capsys.readouterr().err
    assert not keep.exists()
    assert restore(released.folder, keep) == 0
    assert released.path("figures").read_bytes() == before
    assert released.path("events").exists()
    assert (keep / "figures.csv").read_text(encoding="utf-8") == "broken"
