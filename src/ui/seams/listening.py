"""Answers leave at once: Nagle's algorithm is switched off on the sockets that the server listens on.

A rerun is many small messages. With Nagle's algorithm the second waits until the browser has confirmed the
first, which browsers put off for 40 ms: twice as long as the whole rerun takes. ``asyncio`` switches it off
on sockets that it opens itself; those that Streamlit, or uvicorn for its workers, opens and hands over are
not recognised. Connections inherit the setting of the socket that accepts them.
"""

from __future__ import annotations

import os
import socket
from contextlib import closing, suppress
from pathlib import Path

#: Where Linux and macOS list the open files of a process.
_OPEN_FILES = Path("/dev/fd")


def answer_at_once() -> int:
    """Switch Nagle's algorithm off on every socket that takes connections, or will; return how many."""
    count = 0
    for opened in _OPEN_FILES.iterdir() if _OPEN_FILES.is_dir() else ():
        with suppress(OSError), closing(socket.socket(fileno=os.dup(int(opened.name)))) as copy:
            if _accepts(copy):
                copy.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                count += 1
    return count


def _accepts(found: socket.socket) -> bool:
    """Return whether a socket is bound for TCP and is no connection itself."""
    if found.family not in (socket.AF_INET, socket.AF_INET6) or found.type != socket.SOCK_STREAM:
        return False
    with suppress(OSError):
        found.getpeername()
        return False
    return bool(found.getsockname()[1])
