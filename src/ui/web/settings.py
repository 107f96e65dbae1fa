"""What whoever runs the site may set from outside: environment variables, read once at the start."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

import streamlit

from evidence_site.records.read.spreadsheet import quoted
from evidence_site.records.settings.settings_check import ADDRESS_FORM, HOST, PORT, is_address
from evidence_site.ui.seams.options import take_variables

#: How settings are written that consist of addresses, as patterns.
_ORIGIN = re.compile(rf"https?://(?:\*\.)?{HOST}{PORT}?")
_HOST_NAME = re.compile(rf"\*|(?:\*\.)?{HOST}")
_FRAMING = re.compile(rf"\*|'self'|'none'|(?:https?://)?(?:\*\.)?{HOST}{PORT}?/?")
_LOCAL = re.compile(rf"(?:({HOST}):)?([0-9]{{1,5}})")

#: The largest number that a port has.
LARGEST_PORT = 65_535
_MOST_PAGES = 100_000


def whole_number(text: str, low: int, high: int) -> int:
    """Return the number that a text names.

    Raises:
        ValueError: If it names none, or one that is not within the bounds.
    """
    if re.fullmatch(r"[0-9]{1,9}", text) and low <= int(text) <= high:
        return int(text)
    raise ValueError(text)


def _site_address(text: str) -> str:
    if not is_address(text):
        raise ValueError(text)
    return text.rstrip("/")


def _words(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    words = tuple(text.split())
    if not all(pattern.fullmatch(word) for word in words):
        raise ValueError(text)
    return words


def _one_of(meanings: Mapping[str, Any], text: str) -> Any:
    if text not in meanings:
        raise ValueError(text)
    return meanings[text]


def _local_address(text: str) -> tuple[str, int] | None:
    if not text:
        return None
    if not (found := _LOCAL.fullmatch(text)):
        raise ValueError(text)
    return (found[1] or "127.0.0.1").strip("[]"), whole_number(found[2], 1, LARGEST_PORT)


def _proxies(text: str) -> tuple[str, ...]:
    """Return addresses and networks of proxies; ``*`` for all."""
    given = tuple(part.strip() for part in text.split(",") if part.strip())
    for part in given if given != ("*",) else ():
        ip_network(part)
    return given


def as_mapped(proxies: Iterable[str]) -> list[str]:
    """Return addresses and networks of IPv4 as a socket sees them that takes both versions.

    >>> as_mapped(("127.0.0.1", "10.0.0.0/8", "::1"))
    ['::ffff:127.0.0.1/128', '::ffff:10.0.0.0/104']
    """
    networks = [ip_network(proxy) for proxy in proxies if proxy != "*"]
    return [f"::ffff:{one.network_address}/{96 + one.prefixlen}" for one in networks if one.version == 4]


@dataclass(frozen=True)
class Variable:
    """An environment variable that the site reads.

    Attributes:
        meaning: What it decides; docs/running.md says it too.
        default: What holds if it is not set.
        form: How it is written, as the end of "Write it ...".
        read: Returns what a text stands for; raises ValueError if it stands for nothing.
        may_be_empty: Whether an empty value says something; otherwise it is one that is not set.
    """

    meaning: str
    default: str
    form: str
    read: Callable[[str], Any]
    may_be_empty: bool = False


#: docs/running.md lists them.
VARIABLES: Mapping[str, Variable] = {
    "SITE_ADDRESS": Variable(
        "public address, such as https://example.org, for links that leave the site",
        "",
        ADDRESS_FORM,
        _site_address,
    ),
    "DATA_DIR": Variable("folder of the data, or a symbolic link to one", "data", "as a path", str),
    "ALLOWED_HOSTS": Variable(
        "host names that are answered, with spaces between; `*`: all",
        "",
        "as names without scheme, port or path, with spaces between, such as example.org localhost",
        partial(_words, _HOST_NAME),
        may_be_empty=True,
    ),
    "FRAME_ANCESTORS": Variable(
        "sites that may show this one in a frame, with spaces between",
        "'self'",
        "as 'self', 'none' or addresses without a path, with spaces between, such as https://school.example",
        partial(_words, _FRAMING),
        may_be_empty=True,
    ),
    "MOST_SESSIONS": Variable(
        "open pages per process, above which newcomers get the light page",
        "150",
        f"as a whole number from 1 to {_MOST_PAGES}",
        partial(whole_number, low=1, high=_MOST_PAGES),
    ),
    "MEASURES_ADDRESS": Variable(
        "local address of the measures, such as 127.0.0.1:9464; empty: none",
        "",
        f"as a host and a port from 1 to {LARGEST_PORT}, such as 127.0.0.1:9464",
        _local_address,
    ),
    "MAINTAINER": Variable(
        "1 shows on every page what is wrong with the data; not for a public site",
        "",
        "as 1 or 0",
        partial(_one_of, {"1": True, "0": False, "": False}),
    ),
    "PREVIEW": Variable(
        "0 takes no files for a check on /data; 1 takes them",
        "1",
        "as 1 or 0",
        partial(_one_of, {"1": True, "0": False}),
    ),
    "LOG_FORMAT": Variable(
        "json, or plain for people; without it plain at a terminal only",
        "",
        "as json or plain",
        partial(_one_of, {"json": "json", "plain": "plain", "": ""}),
    ),
    "TILE_HOSTS": Variable(
        "origins of map tiles that a reader may switch on",
        "https://tile.openstreetmap.org",
        "as addresses with their scheme and without a path, with spaces between",
        partial(_words, _ORIGIN),
        may_be_empty=True,
    ),
    "FORWARDED_ALLOW_IPS": Variable(
        "addresses of proxies whose `X-Forwarded-*` headers are believed, with commas between; `*`: all",
        "127.0.0.1,::1",
        "as numbered addresses or networks, with commas between, such as 127.0.0.1,10.0.0.0/8, or *",
        _proxies,
        may_be_empty=True,
    ),
}

#: How many bytes the headers of a request may have, with an address that holds a lesson.
LARGEST_HEADERS = 65_536

#: Exit code of a process that was started with settings that make no sense, as of a mistyped command.
WRONG_SETTINGS = 2

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
    return {name: streamlit.get_option(name) for name in GUARDING}


@dataclass(frozen=True)
class Settings:
    """The settings in force.

    Attributes:
        allowed_hosts: Names in ``Host`` that are answered; empty for all.
        base: Path below which everything is served, such as ``/evidence``; empty at the root of a host.
        most_sessions: Open pages per process, above which newcomers get the light page.
        maintainer: Whether pages say what is wrong with the data folder.
        preview: Whether files can be handed in for a check.
        measures: Host and first port on which the measures are served, or None.
        proxies: Addresses and networks of proxies that are believed; ``*`` for all.
    """

    base: str
    allowed_hosts: tuple[str, ...]
    frame_ancestors: tuple[str, ...]
    tile_hosts: tuple[str, ...]
    most_sessions: int
    maintainer: bool
    preview: bool
    measures: tuple[str, int] | None
    log_format: str
    proxies: tuple[str, ...]


#: What this machine is called by itself, as health checks do.
_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")


def _own_hosts(address: str) -> tuple[str, ...]:
    """Return the hosts that a site is asked for under its public address, or on this machine alone."""
    if name := urlsplit(address).hostname:
        return (f"[{name}]" if ":" in name else name, *_THIS_MACHINE)
    return _THIS_MACHINE if is_this_machine(_listens()) else ()


def is_this_machine(host: str) -> bool:
    """Return whether a name or an address is that of the machine itself, whoever says it.

    >>> is_this_machine("localhost"), is_this_machine("::ffff:127.0.0.1"), is_this_machine("192.0.2.1")
    (True, True, False)
    """
    with suppress(ValueError):
        address = ip_address(host)
        return (getattr(address, "ipv4_mapped", None) or address).is_loopback
    return host == "localhost"


def _listens() -> str:
    """Return the address that the site listens at, as far as Streamlit's setting says it."""
    return str(streamlit.get_option("server.address") or "")


def listens_to_all() -> bool:
    """Return whether the site was told to listen to every network of this machine."""
    with suppress(ValueError):
        return ip_address(_listens()).is_unspecified
    return False


def complete_address(settings: Settings, environment: MutableMapping[str, str] = os.environ) -> None:
    """Let the public address name the path below which the site is served, if it names a host alone."""
    address = environment.get("SITE_ADDRESS", "").rstrip("/")
    if settings.base and address and not urlsplit(address).path:
        environment["SITE_ADDRESS"] = address + settings.base


class WrongSettingsError(ValueError):
    """Settings that make no sense; ``args`` holds a sentence for each."""


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings that the environment and Streamlit's configuration give.

    Raises:
        WrongSettingsError: With a sentence for each that makes no sense.
    """
    found, wrong = {}, []
    for name, variable in VARIABLES.items():
        text = environment.get(name, variable.default).strip()
        try:
            found[name] = variable.read(text if text or variable.may_be_empty else variable.default)
        except ValueError:
            wrong.append(f"{name} cannot be {quoted(text)}. Write it {variable.form}.")
    if wrong:
        raise WrongSettingsError(*wrong)
    base = str(streamlit.get_option("server.baseUrlPath") or "").strip("/")
    return Settings(
        base=f"/{base}" if base else "",
        allowed_hosts=found["ALLOWED_HOSTS"] or _own_hosts(found["SITE_ADDRESS"]),
        frame_ancestors=found["FRAME_ANCESTORS"] or ("'none'",),
        tile_hosts=found["TILE_HOSTS"],
        most_sessions=found["MOST_SESSIONS"],
        maintainer=found["MAINTAINER"],
        preview=found["PREVIEW"],
        measures=found["MEASURES_ADDRESS"],
        log_format=found["LOG_FORMAT"] or ("plain" if sys.stderr.isatty() else "json"),
        proxies=found["FORWARDED_ALLOW_IPS"],
    )


def settings_at_start() -> Settings:
    """Return the settings in force; end the process, with a sentence each, if some make no sense."""
    wrong = list(take_variables())
    try:
        settings = read_settings()
    except WrongSettingsError as error:
        wrong += error.args
    if wrong:
        sys.stderr.write("".join(f"{sentence}\n" for sentence in wrong))
        sys.exit(WRONG_SETTINGS)
    return settings
