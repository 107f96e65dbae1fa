"""What the charts draw of the shipped records is what somebody has reviewed."""

from __future__ import annotations

from dataclasses import replace
from difflib import unified_diff

import pytest
from loaded import shipped_records

from evidence_site.records.load.loading import Records
from evidence_site.viz.chart import Chart
from tools.golden import FOLDER, golden_files, golden_pictures, normalised


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """The files as they should be for the shipped records, whatever ``DATA_DIR`` says."""
    return golden_files(shipped_records())


def test_every_chart_draws_what_was_reviewed(files: dict[str, str]) -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == set(files)
    changed = []
    for name, text in files.items():
        reviewed = (FOLDER / name).read_text(encoding="utf-8")
        lines = unified_diff(reviewed.splitlines(), text.splitlines(), name, "now", lineterm="", n=1)
        changed += list(lines)
    assert not changed, "Review this, then write the files anew with `make golden`:\n" + "\n".join(
        changed[:80]
    )


def test_a_changed_number_changes_a_file(records: Records) -> None:
    name, chart = next((n, p) for n, p in golden_pictures(records) if n == "toll-first")
    assert isinstance(chart, Chart)
    trace = next(number for number, found in enumerate(chart.figure["data"]) if found.get("customdata"))
    data = [dict(found) for found in chart.figure["data"]]
    data[trace]["y"] = [*data[trace]["y"][:-1], 999_999]
    other = replace(chart, figure={**chart.figure, "data": data})
    assert normalised(other) != normalised(chart), name
