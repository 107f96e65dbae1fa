"""A Plotly figure that is sent as it was described, without being checked on the way.

Streamlit checks every figure with Plotly's own objects, which takes longer than all else that a chart
costs. What our builders describe does not change between two checks: the tests check every chart once,
and that what is sent is what the check would have let through.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import plotly.graph_objects as go
import plotly.io

from evidence_site.viz.chart import Figure


class ReadyFigure(go.Figure):  # type: ignore[misc]
    """A figure whose plain form is the description itself, in Streamlit's template; nobody may change it."""

    def __init__(self, description: Figure) -> None:  # the objects of the base class are what takes the time
        """Keep the description."""
        layout = {"template": _template(plotly.io.templates.default), **description.get("layout", {})}
        self._plain: dict[str, Any] = {**description, "layout": layout}

    def to_dict(self) -> dict[str, Any]:
        """Return the plain form."""
        return self._plain


@cache
def _template(name: str) -> dict[str, Any]:
    """Return a template as plain data: what Plotly would put into a figure that names none."""
    template: dict[str, Any] = plotly.io.templates[name].to_plotly_json()
    return template
