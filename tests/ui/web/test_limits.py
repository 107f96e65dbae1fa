"""What one address or one message can cost: the worst known of each kind, and a bound that it stays below.

Routes, parameters of pages and messages of Streamlit's protocol stand in the three tables of
``worst_requests``, each with the worst that is known to come there. All of it is played, one after the other,
to a server in a process of its own, in which each page was drawn once. Processor time and memory are measured
from outside and stay below 0.25 s and 20 MB: most rows take a tenth of that on an idle machine, the dearest
(long lists of codes on a page) half. What is ``COSTLY`` is admitted one at a time and may take more.

Whoever adds a route, a parameter or a message adds a row, or a test fails. Nothing here asks the clock: what
exceeds its bound is played again to a new server, and the least counts.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from unittest.mock import MagicMock

import pytest
from addresses import PARAMETERS
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes
from visiting import PATHS
from worst_requests import COLD_BOUND, COSTLY, IN_PAGES, MESSAGES, STREAM, WORST, Played, drawn, everything

from evidence_site.ui.server import ROUTES
from tools.serving import served_by_workers

ATTEMPTS = 3


def over_their_bound(rows: Sequence[Played]) -> dict[str, str]:
    """Return rows that take more than they may on a fresh server; each page is drawn there first."""
    with served_by_workers(1) as server:
        cold = [Played(f"first run of {path}", drawn(path), COLD_BOUND) for path in PATHS]
        return {row.row: told for row in (*cold, *rows) if (told := row.exceeded(server))}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="Linux says what a process takes")
@pytest.mark.timeout(600)
def test_whatever_is_asked_stays_within_its_bound() -> None:
    rows = tuple(everything())
    for _attempt in range(ATTEMPTS):
        told = over_their_bound(rows)
        rows = tuple(row for row in rows if row.row in told)
        if not told:
            return
    assert told == {}


def test_every_route_has_a_row() -> None:
    streamlit = {route.path for route in create_streamlit_routes(MagicMock())}
    paths = {route.path for route in ROUTES} | streamlit
    assert paths == {*WORST, STREAM}
    assert WORST.keys() >= COSTLY


def test_every_parameter_of_a_page_and_every_message_has_a_row() -> None:
    assert IN_PAGES.keys() == {*PARAMETERS}
    assert MESSAGES.keys() == {field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
