"""Many readers on one server at the same moment: each gets a whole page, none gets another's error."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from serving import Server

from bench.reruns import together

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("page", ["", "timeline"])
def test_readers_who_ask_at_the_same_moment_all_get_their_page(server: Server, page: str) -> None:
    address = server.address.removeprefix("http://")
    with ThreadPoolExecutor(1) as apart:  # the browser of the other tests keeps a loop running in this thread
        crowd = apart.submit(asyncio.run, together(address, page, readers=12, seconds=2)).result()
    assert crowd.errors == []
    assert len(crowd.milliseconds) >= 12
