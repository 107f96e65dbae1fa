"""Processes that serve, and the one that replaces those which die.

uvicorn asks one process after the other through a pipe, and waits a minute for the answer of one that died
between question and answer, for the pipe does not end: the asking process holds its other end as well. Those
that die meanwhile are missed too. Here nobody is waited for: the system says at once who is gone, and the
question only finds who lives and is silent.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence

import uvicorn
from uvicorn.supervisors import Multiprocess, multiprocess


class Worker(multiprocess.Process):
    """A process that serves, looked at twice a second without waiting for it."""

    def __init__(self, config: uvicorn.Config, sockets: Sequence[socket.socket] | None) -> None:
        """Prepare the process; nothing was asked yet."""
        super().__init__(config, sockets)  # type: ignore[arg-type]
        self._asked: float | None = None

    def is_alive(self, timeout: float = 5) -> bool:
        """Return whether the process is there and has answered the last question, or may still do so."""
        if not self.process.is_alive():
            return False
        try:
            if self.parent_conn.poll():
                self.parent_conn.recv()
                self._asked = None
            if self._asked is None:
                self.parent_conn.send(b"ping")
                self._asked = time.monotonic()
        except (OSError, EOFError):  # it died just now
            return False
        return time.monotonic() - self._asked < timeout


def supervise(config: uvicorn.Config) -> None:
    """Serve with as many processes as the configuration says until told to stop; each opens a socket."""
    multiprocess.Process = Worker  # type: ignore[misc]  # uvicorn has no other way to name another
    Multiprocess(config, sockets=None).run()  # type: ignore[arg-type]
