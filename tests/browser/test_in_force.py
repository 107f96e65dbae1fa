"""What holds in a running server, however it was started: it says so itself, and acts on it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from serving import KINDS, Kind, Server
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bench.protocol import SUBPROTOCOLS, Conversation, is_last, read, stream_of

pytestmark = pytest.mark.browser

#: Megabytes that anybody may send at once, and seconds that a reader who left is remembered.
SMALL, SHORT = 1, 60


@pytest.fixture(params=[*KINDS, "workers"])
def running(request: pytest.FixtureRequest, fresh_server: Callable[..., Server]) -> Server:
    """The site, as each way of starting it gives it."""
    kind: Kind = request.param
    server: Server = request.getfixturevalue("server") if kind == "streamlit" else fresh_server(kind)
    assert server.fetch("/api/health")[0] == 200
    return server


def told(server: Server) -> Iterator[Mapping[str, Any]]:
    """Give what each process of a server says of its settings."""
    for line in server.said().splitlines():
        if '"site.settings"' in line:
            yield json.loads(line)["in_force"]


def test_what_guards_the_site_is_in_force_and_the_browser_is_told_the_same(running: Server) -> None:
    said = list(told(running))
    assert said
    for in_force in said:
        assert in_force["server.enableXsrfProtection"] is True
        assert in_force["server.enableCORS"] is True
        assert in_force["server.enableAgentApi"] is False
        assert in_force["server.enableStaticServing"] is False
        assert in_force["server.fileWatcherType"] == "none"
        assert in_force["server.runOnSave"] is False
        assert in_force["client.showErrorDetails"] == "none"
        assert in_force["client.toolbarMode"] == "viewer"
        assert in_force["client.allowedOrigins"] == []
        assert in_force["browser.gatherUsageStats"] is False
        assert in_force["global.developmentMode"] is False
        assert in_force["server.maxUploadSize"] <= SMALL
        assert in_force["server.maxWidgetStateSize"] <= SMALL
        assert in_force["server.disconnectedSessionTTL"] <= SHORT

    address = running.address.removeprefix("http://")
    with connect(stream_of(address), subprotocols=SUBPROTOCOLS, max_size=None) as socket:
        socket.send(Conversation(address, "about").request())
        messages = [read(socket.recv(60))]
        while not is_last(messages[-1]):
            messages.append(read(socket.recv(60)))
        (told_to_browser,) = [
            message.new_session.config for message in messages if message.HasField("new_session")
        ]
        assert told_to_browser.gather_usage_stats is False
    with (
        pytest.raises(InvalidStatus, match="403"),
        connect(stream_of(address), subprotocols=SUBPROTOCOLS, origin="http://elsewhere.example"),  # type: ignore[arg-type]
    ):
        pass
