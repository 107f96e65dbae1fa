"""The site with several processes, once all of them draw: whoever came before would all be with the first."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from tools.serving import Served, free_port, served_by_workers

_PATIENCE_SECONDS = 300


@contextmanager
def ready_workers(count: int, log: IO[bytes], **environment: str) -> Iterator[Served]:
    """Serve the site with several processes and give it when each serves its measures, its last step before.

    Raises:
        RuntimeError: If they are not ready in time.
    """
    first = free_port()
    with served_by_workers(count, log, MEASURES_ADDRESS=f"127.0.0.1:{first}", **environment) as server:
        patience = time.monotonic() + _PATIENCE_SECONDS
        while not all(_is_open(port) for port in range(first, first + count)):
            if time.monotonic() > patience:
                raise RuntimeError("Not every process is ready.")
            time.sleep(0.2)
        yield server


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
