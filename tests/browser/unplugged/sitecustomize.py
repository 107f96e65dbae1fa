"""Unplugs a Python process: Python imports this at the start, and from then on only loopback is there.

Every try to reach another machine fails as it would without a network, and is written to the log.
"""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys
from typing import Any

#: The same mark stands in serving.py; this file is alone here, for Python to find nothing else.
MARK = "NETWORK TRIED:"

_connect, _connect_ex, _resolve = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


def _is_near(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost", socket.gethostname()):
        return True
    try:
        address = ipaddress.ip_address(str(name).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _leaves(sock: socket.socket, address: Any) -> bool:
    """Connecting a datagram socket sends nothing: it only asks which address of ours would be used."""
    internet = sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type & socket.SOCK_STREAM
    return bool(internet) and not _is_near(address[0])


def _note(what: object) -> None:
    print(MARK, what, file=sys.stderr, flush=True)


def _near_connect(sock: socket.socket, address: Any) -> None:
    if _leaves(sock, address):
        _note(address)
        raise OSError(errno.ENETUNREACH, "unplugged for the tests")
    _connect(sock, address)


def _near_connect_ex(sock: socket.socket, address: Any) -> int:
    if _leaves(sock, address):
        _note(address)
        return errno.ENETUNREACH
    return _connect_ex(sock, address)


def _near_resolve(host: Any, *rest: Any, **named: Any) -> Any:
    if _is_near(host):
        return _resolve(host, *rest, **named)
    _note(host)
    raise socket.gaierror(socket.EAI_NONAME, "unplugged for the tests")


socket.socket.connect = _near_connect  # type: ignore[method-assign]
socket.socket.connect_ex = _near_connect_ex  # type: ignore[method-assign]
socket.getaddrinfo = _near_resolve
