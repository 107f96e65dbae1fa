"""Several processes that serve the site on one port: ``python -m ui.web.workers --workers 4``.

What a reader has chosen stands in the address, so any of them answers anybody. One that dies is replaced,
and its open pages come back to another; SIGHUP replaces all of them, one after the other; SIGTERM lets
them finish what they are answering.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

import uvicorn
from streamlit import config

from ui.web.measures import write_log
from ui.web.settings import read_settings
from ui.web.streamlit_variables import take_variables

_REPOSITORY = Path(__file__).parents[3]

#: Answers that are under way when the site is stopped have so long; then open pages are let go.
STOP_SECONDS = 10
#: A process that starts, or draws for many, may be silent for so long before it is taken for dead.
SILENT_SECONDS = 60
#: The headers of a request, with an address that holds a lesson.
LARGEST_HEADERS = 65_536


def options(host: str, port: int, workers: int) -> dict[str, Any]:
    """Return what uvicorn is told; what Streamlit has a setting for is taken from there."""
    return {
        "host": host,
        "port": port,
        "workers": workers,
        "ws": "websockets-sansio",
        "ws_max_size": config.get_option("server.maxWidgetStateSize") * 1_000_000,
        "ws_per_message_deflate": config.get_option("server.enableWebsocketCompression"),
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
    parser.add_argument("--workers", type=int, default=2, help="processes (default 2)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8501, help="port to listen at (default 8501)")
    chosen = parser.parse_args()
    os.chdir(_REPOSITORY)  # where Streamlit looks for its settings
    take_variables()
    write_log(read_settings())
    uvicorn.run("app:app", app_dir=str(_REPOSITORY), **options(chosen.host, chosen.port, chosen.workers))


if __name__ == "__main__":
    main()
