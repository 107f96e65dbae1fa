"""A Plotly figure that was checked once: Streamlit would check and copy a plain one on every run."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from records.memory import remembered
from ui.type_size import enlargement
from viz.chart import Chart, Figure
from viz.enlarged import enlarged


class ReadyFigure(go.Figure):  # type: ignore[misc]
    """A figure whose plain form is made once and shared; nobody may change it."""

    def __init__(self, description: dict[str, Any]) -> None:
        """Check the description.

        Raises:
            ValueError: If Plotly does not know a property in it.
        """
        super().__init__(description)
        self._plain: dict[str, Any] = super().to_dict()

    def to_dict(self) -> dict[str, Any]:
        """Return the plain form."""
        return self._plain


def ready(figure: Figure) -> ReadyFigure:
    """Return a figure, checked, as large as this run wants it."""
    return _ready(figure, enlargement())


@remembered
def _ready(figure: Figure, by: float) -> ReadyFigure:
    return ReadyFigure(figure if by == 1 else enlarged(figure, by))


def ready_figure(chart: Chart) -> ReadyFigure:
    """Return the figure of a chart, checked."""
    return ready(chart.figure)
