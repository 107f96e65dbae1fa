"""The site with several processes, once all of them listen: earlier visitors would all be with the first."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tools.serving import Served, served_by_workers

_PATIENCE_SECONDS = 300
#: How Linux writes the state of a socket that waits for connections.
_LISTENS = "0A"


@contextmanager
def ready_workers(count: int, log: IO[bytes], **environment: str) -> Iterator[Served]:
    """Serve the site with several processes and give it when each of them listens.

    Raises:
        RuntimeError: If they are not ready in time.
    """
    with served_by_workers(count, log, **environment) as server:
        patience = time.monotonic() + _PATIENCE_SECONDS
        while _listening(int(server.address.rpartition(":")[2])) < count:
            if time.monotonic() > patience:
                raise RuntimeError("Not every process is ready.")
            time.sleep(0.2)
        yield server


def _listening(port: int) -> int:
    """Return how many sockets wait for connections at a port; each process has its own."""
    sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(one[1].endswith(f":{port:04X}") and one[3] == _LISTENS for one in sockets)
