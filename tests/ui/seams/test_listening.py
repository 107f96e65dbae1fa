"""Small messages do not wait for each other, whoever opened the socket."""

from __future__ import annotations

import socket

import pytest

from evidence_site.ui.seams.listening import answer_at_once


@pytest.mark.parametrize("listens", [True, False], ids=["it listens", "it will listen"])
def test_a_connection_inherits_that_answers_leave_at_once(listens: bool) -> None:
    with socket.socket(socket.AF_INET) as server, socket.socket(socket.AF_INET) as client:
        server.bind(("127.0.0.1", 0))
        if listens:
            server.listen()
        assert answer_at_once() >= 1
        if not listens:
            server.listen()
        client.connect(server.getsockname())
        connection, _address = server.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert not client.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), "other sockets are left alone"
