"""What was measured becomes one table, and stands in the document between its two lines."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from bench.report import Report, write_into
from bench.reruns import NEW, SAME, fresh, tables
from evidence_site import PROJECT


def test_a_page_has_a_row_for_each_kind_and_its_ratio_is_that_of_the_medians() -> None:
    samples = [
        {"page": "overview", "kind": kind, "ms": ms, "bytes": 2000, "cpu": 5.0,
         "other_ms": 40.0, "other_bytes": 400, "other_cpu": 9.0}
        for kind in (SAME, NEW) for ms in (10.0, 20.0, 90.0)
    ]  # fmt: skip
    found = tables(samples, "stock")
    assert [*found] == [SAME, NEW]
    rows = found[NEW]
    assert [*rows.index] == ["stock", "overview"]
    assert rows.loc["overview"].to_dict() == pytest.approx(
        {"median": 20, "p95": 83, "ratio": 0.5, "p95 ratio": 2.075, "kB": 2, "cpu": 5}
    )
    assert rows.loc["stock"].to_dict() == pytest.approx(
        {"median": 40, "p95": 40, "ratio": 1, "p95 ratio": 1, "kB": 0.4, "cpu": 9}
    )


def test_a_table_is_said_with_two_decimals_for_ratios_alone(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report()
    report.table("Title", pd.DataFrame({"ms": [1.25], "ratio": [0.125], "kB": [float("nan")]}, ["page"]))
    said = capsys.readouterr().out.splitlines()
    assert [line.split() for line in said] == [[], ["Title:"], ["ms", "ratio", "kB"], ["page", "1.2", "0.12"]]


def test_a_missed_target_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report()
    report.targets += [("one", 1.0, 2.0), ("other", 3.0, 2.0)]
    report.verdict()
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said[-2:]] == ["met", "MISSED"]


def test_selections_never_come_twice() -> None:
    found = list(fresh(["bench-a", "bench-b", "bench-c"]))
    assert len(found) == len(set(found)) == 4


def test_figures_are_written_between_their_lines_and_replace_those_before(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text((PROJECT / "docs" / "performance.md").read_text(encoding="utf-8"))
    write_into(document, "make bench", "2001-01-01", ["first  ", "line"])
    write_into(document, "make bench", "2002-02-02", ["second", "line"])
    text = document.read_text(encoding="utf-8")
    assert "2001-01-01" not in text
    assert "Measured on 2002-02-02 with `make bench`.\n\n```text\nsecond\nline\n```" in text
    document.write_text("no place for figures")
    with pytest.raises(ValueError, match="lacks the lines"):
        write_into(document, "make bench", "2003-03-03", [])
