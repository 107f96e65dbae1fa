"""What is sent of a chart without a check is what Plotly's check would have let through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import plotly.io
import pytest
import streamlit.elements.plotly_chart  # sets the template that Streamlit's charts have  # noqa: F401

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.selection import select
from evidence_site.records.load.loading import Records
from evidence_site.ui.seams.ready_figure import ReadyFigure
from evidence_site.viz.chart import Figure
from evidence_site.viz.chronology.strip import strip_figure
from evidence_site.viz.pages.parts import chart_of
from evidence_site.viz.words.lenses import LENSES, whole_domain
from tools.golden import golden_pictures


def figures(records: Records) -> Iterator[tuple[str, Figure]]:
    """Every figure that a page shows of all records."""
    yield from (
        (name, chart_of(held).figure) for name, held in golden_pictures(records) if chart_of(held).figure
    )
    ids = select(records, Choice()).ids
    for lens in LENSES.values():
        domain = whole_domain(records, lens.table)
        yield (
            f"strip of {lens.table}",
            strip_figure(records, ids[lens.table], lens.table, domain, (), frozenset(), "light"),
        )


def as_sent(figure: go.Figure) -> Any:
    """The figure as the browser reads it, without what Plotly leaves out: empty lists, and a last digit."""
    return _plain(json.loads(plotly.io.to_json(figure, validate=False)))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(held) for key, held in value.items() if held != []}
    if isinstance(value, list):
        return [_plain(held) for held in value]
    return round(value, 9) if isinstance(value, float) else value


def test_every_figure_passes_the_check_and_is_sent_as_the_check_gives_it(records: Records) -> None:
    found = list(figures(records))
    assert len(found) > 20
    for name, figure in found:
        assert as_sent(ReadyFigure(figure)) == as_sent(go.Figure(figure)), name


def test_the_check_would_find_a_wrong_property() -> None:
    with pytest.raises(ValueError, match="colour"):
        go.Figure({"data": [{"type": "scatter", "marker": {"colour": "red"}}]})
