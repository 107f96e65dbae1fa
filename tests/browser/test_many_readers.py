"""Many readers on one server at the same moment: each gets a whole page, none gets another's error."""

from __future__ import annotations

import pytest
from serving import Server

from bench.sessions import together

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page", ["", "timeline"])
def test_readers_who_ask_at_the_same_moment_all_get_their_page(server: Server, page: str) -> None:
    crowd = together(server.address.removeprefix("http://"), page, "", readers=12, seconds=2)
    assert crowd.errors == []
    assert len(crowd.milliseconds) >= 12
