"""What was measured becomes one table, and stands in the document between its two lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.first_load import FirstLoad
from bench.protocol import Rerun
from bench.report import CHART, EMPTY, Report, pages_table, write_into
from bench.reruns import LATE, NEW, SAME, Pair, Side, fresh

REPOSITORY = Path(__file__).parents[1]


def side(*milliseconds: float) -> Side:
    return Side([Rerun(taken, 2000) for taken in milliseconds], 5.0)


def test_the_table_has_a_row_for_each_page_and_its_ratio_is_that_of_the_medians() -> None:
    pair = Pair(side(10, 20, 90), side(40, 40, 40))
    visit = FirstLoad(2_000_000, 70, 1500.0)
    lines = pages_table(
        {"overview": {SAME: pair, NEW: pair, LATE: pair}},
        {EMPTY: (visit, visit), CHART: (visit, visit), "overview": (visit, visit)},
    ).splitlines()
    rows = {line.split(" | ")[0].strip(): line for line in lines[3:]}
    assert [*rows][1:] == ["page", EMPTY, CHART, "overview"]
    assert rows["overview"].count("20.0") == 3
    assert rows["overview"].count("0.50") == 3
    assert rows[EMPTY].count("1.00") == 3
    assert all("1500" in rows[name] and "2000" in rows[name] for name in (EMPTY, CHART, "overview"))


def test_a_missed_target_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report()
    report.target("one", 1.0, 2.0)
    report.target("other", 3.0, 2.0)
    report.verdict()
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said[-2:]] == ["met", "MISSED"]


def test_selections_never_come_twice() -> None:
    found = list(fresh(["bench-a", "bench-b", "bench-c"]))
    assert len(found) == len(set(found)) == 4


def test_figures_are_written_between_their_lines_and_replace_those_before(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text((REPOSITORY / "docs" / "performance.md").read_text(encoding="utf-8"))
    write_into(document, "make bench", "2001-01-01", ["first  ", "line"])
    write_into(document, "make bench", "2002-02-02", ["second", "line"])
    text = document.read_text(encoding="utf-8")
    assert "2001-01-01" not in text
    assert "Measured on 2002-02-02 with `make bench`.\n\n```text\nsecond\nline\n```" in text
    document.write_text("no place for figures")
    with pytest.raises(ValueError, match="lacks the lines"):
        write_into(document, "make bench", "2003-03-03", [])
