"""What whoever runs the site may set from outside: environment variables, read once at the start."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from streamlit import config

#: Environment variable, what it means, and what holds without it. docs/running.md lists them.
VARIABLES: Mapping[str, tuple[str, str]] = {
    "SITE_ADDRESS": (
        "public address, such as https://example.org, for links that leave the site",
        "",
    ),
    "DATA_DIR": ("folder of the data, or a symbolic link to one", "data"),
    "ALLOWED_HOSTS": (
        "host names that are answered, with spaces between; empty: those of SITE_ADDRESS, or all",
        "",
    ),
    "FRAME_ANCESTORS": ("sites that may show this one in a frame, with spaces between", "'self'"),
    "MOST_SESSIONS": ("open pages per process, above which newcomers get the light page", "150"),
    "MEASURES_ADDRESS": ("local address of the measures, such as 127.0.0.1:9464; empty: none", ""),
    "MAINTAINER": ("1 shows on every page what is wrong with the data; not for a public site", ""),
    "LOG_FORMAT": ("json, or plain for people; without it plain at a terminal only", ""),
    "TILE_HOSTS": ("origins of map tiles that a reader may switch on", "https://tile.openstreetmap.org"),
}

#: How many bytes the headers of a request may have, with an address that holds a lesson.
LARGEST_HEADERS = 65_536

#: Streamlit's options that decide what the public may do and see; the log names them at each start.
GUARDING = (
    "browser.gatherUsageStats",
    "client.allowedOrigins",
    "client.showErrorDetails",
    "client.toolbarMode",
    "global.developmentMode",
    "server.baseUrlPath",
    "server.disconnectedSessionTTL",
    "server.enableAgentApi",
    "server.enableCORS",
    "server.enableStaticServing",
    "server.enableXsrfProtection",
    "server.fileWatcherType",
    "server.maxMessageSize",
    "server.maxUploadSize",
    "server.maxWidgetStateSize",
    "server.runOnSave",
)


def in_force() -> Mapping[str, object]:
    """Return what holds in this process of the options that guard it."""
    return {name: config.get_option(name) for name in GUARDING}


#: What this machine is called by itself, as health checks do.
_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Settings:
    """The settings in force.

    Attributes:
        allowed_hosts: Names in ``Host`` that are answered; empty for all.
        base: Path below which everything is served, such as ``/evidence``; empty at the root of a host.
        most_sessions: Open pages per process, above which newcomers get the light page.
        maintainer: Whether pages say what is wrong with the data folder.
        measures: Host and first port on which the measures are served, or None.
    """

    base: str
    allowed_hosts: tuple[str, ...]
    frame_ancestors: tuple[str, ...]
    tile_hosts: tuple[str, ...]
    most_sessions: int
    maintainer: bool
    measures: tuple[str, int] | None
    log_format: str


def complete_address(settings: Settings, environment: MutableMapping[str, str] = os.environ) -> None:
    """Let the public address name the path below which the site is served, if it names a host alone."""
    address = environment.get("SITE_ADDRESS", "").rstrip("/")
    if settings.base and address and not urlsplit(address).path:
        environment["SITE_ADDRESS"] = address + settings.base


def _hosts_of(address: str) -> tuple[str, ...]:
    """Return the hosts under which a site with a public address is asked for; none if it has no address."""
    name = urlsplit(address).hostname
    return (name, *_THIS_MACHINE) if name else ()


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings that the environment and Streamlit's configuration give."""

    def words(name: str) -> tuple[str, ...]:
        return tuple(environment.get(name, VARIABLES[name][1]).split())

    host, _, port = environment.get("MEASURES_ADDRESS", "").rpartition(":")
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return Settings(
        base=f"/{base}" if base else "",
        allowed_hosts=words("ALLOWED_HOSTS") or _hosts_of(environment.get("SITE_ADDRESS", "")),
        frame_ancestors=words("FRAME_ANCESTORS") or ("'none'",),
        tile_hosts=words("TILE_HOSTS"),
        most_sessions=int(environment.get("MOST_SESSIONS") or VARIABLES["MOST_SESSIONS"][1]),
        maintainer=environment.get("MAINTAINER") == "1",
        measures=(host or "127.0.0.1", int(port)) if port else None,
        log_format=environment.get("LOG_FORMAT") or ("plain" if sys.stderr.isatty() else "json"),
    )
