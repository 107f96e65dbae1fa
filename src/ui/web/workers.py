"""Several processes that serve the site on one port: ``python -m evidence_site.ui.web.workers --workers 4``.

What a reader has chosen stands in the address, so any of them answers anybody. One that dies is replaced,
and its open pages come back to another; SIGHUP replaces all of them, one after the other; SIGTERM lets
them finish what they are answering.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit
import uvicorn
from starlette.types import ASGIApp
from uvicorn.config import STARTUP_FAILURE

from evidence_site import PROJECT
from evidence_site.records.read.spreadsheet import quoted
from evidence_site.ui.web.log import write_log
from evidence_site.ui.web.settings import LARGEST_HEADERS, LARGEST_PORT, settings_at_start, whole_number
from evidence_site.ui.web.supervising import supervise

if sys.platform == "win32" or TYPE_CHECKING:
    from asyncio import SelectorEventLoop as QuickLoop
else:
    from uvloop import Loop as QuickLoop

_SITE = "evidence_site.ui.web.workers:site"
_MOST_WORKERS = 256

#: Answers that are under way when the site is stopped have so long; then open pages are let go.
STOP_SECONDS = 10
#: A process that starts, or draws for many, may be silent for so long before it is taken for dead.
SILENT_SECONDS = 60


class OwnSocket(QuickLoop):
    """An event loop that listens at a port beside other processes, each with a socket of its own.

    The system then spreads connections evenly. On one socket for all, the process that wakes first takes all
    that wait: a class that opens its pages in the same second would sit in one process while others idle.
    """

    async def create_server(self, *args: Any, **named: Any) -> asyncio.Server:
        """Listen as asked, and let others listen at the same port."""
        return await super().create_server(*args, **named, reuse_port=True)


def options(host: str, port: int, workers: int) -> dict[str, Any]:
    """Return what uvicorn is told; what Streamlit has a setting for is taken from there."""
    return {
        "factory": True,
        "host": host,
        "port": port,
        "workers": workers,
        "loop": f"evidence_site.ui.web.workers:{OwnSocket.__name__}",
        "ws": "websockets-sansio",
        "ws_max_size": streamlit.get_option("server.maxWidgetStateSize") * 1_000_000,
        "ws_per_message_deflate": streamlit.get_option("server.enableWebsocketCompression"),
        "h11_max_incomplete_event_size": LARGEST_HEADERS,
        "timeout_graceful_shutdown": STOP_SECONDS,
        "timeout_worker_healthcheck": SILENT_SECONDS,
        "access_log": False,
        "server_header": False,
        "log_config": None,
    }


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description="Serve the site with several processes on one port.")
    workers, port = partial(_number, high=_MOST_WORKERS), partial(_number, high=LARGEST_PORT)
    parser.add_argument("--workers", type=workers, default=2, help="processes (default 2)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default 127.0.0.1)")
    parser.add_argument("--port", type=port, default=8501, help="port to listen at (default 8501)")
    chosen = parser.parse_args()
    try:
        family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
        socket.create_server((chosen.host, chosen.port), family=family).close()
    except OSError as taken:  # two sites at one port would answer in turn, and nobody would notice
        sys.exit(f"Port {chosen.port} of {chosen.host} cannot be had: {taken.strerror}")
    os.environ["STREAMLIT_SERVER_ADDRESS"] = chosen.host  # for the others too
    os.chdir(PROJECT)  # where Streamlit looks for its settings
    write_log(settings_at_start())
    sys.path.insert(0, str(PROJECT))
    serve(uvicorn.Config(_SITE, **options(chosen.host, chosen.port, chosen.workers)))


def _number(text: str, high: int) -> int:
    try:
        return whole_number(text, 1, high)
    except ValueError:
        remedy = f"Write it as a whole number from 1 to {high}."
        raise argparse.ArgumentTypeError(f"cannot be {quoted(text)}. {remedy}") from None


def site() -> ASGIApp:
    """Return the site, in a process whose log has its form before anything of the site is imported."""
    write_log(settings_at_start())
    from app import app

    return app


def serve(config: uvicorn.Config) -> None:
    """Serve with as many processes as the configuration says; without a socket, each opens its own."""
    if config.workers > 1:
        supervise(config)
        return
    server = uvicorn.Server(config)
    server.run()
    if not server.started:
        sys.exit(STARTUP_FAILURE)


if __name__ == "__main__":
    main()
