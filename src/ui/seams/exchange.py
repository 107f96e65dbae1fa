"""Files between browser and session over the page's own connection, and never over a route.

With several worker processes an upload or a download by HTTP may reach another process than the one that
draws the page. So files come in as messages of a component, in parts, and the browser keeps them for its
tab: whichever process draws the next page can ask for them. ``browser/exchange/exchange.js`` is the other
end. What is on its way is bounded for all sessions of a process together, and ends when nothing more comes.
"""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple
from weakref import WeakSet

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from evidence_site.records.check.incoming import MOST_BYTES, MOST_FILES, RefusedFileError
from evidence_site.records.wording import _
from evidence_site.ui.browser import FOLDER

_PACKAGE, _COMPONENT = "site", "exchange"
_NAME = f"{_PACKAGE}.{_COMPONENT}"
_FOLDER = FOLDER / "exchange"
_RECEIVING, _ENDED, _COUNT = "exchange-receiving", "exchange-ended", "exchange-count"
#: Letters of all files that are on their way to a process; six of the largest.
MOST_LETTERS = 32_000_000
#: Parts of one transfer; the browser makes them of 400,000 letters.
MOST_PARTS = 1_000
#: A transfer of which nothing came for so long has ended.
SILENT_SECONDS = 60.0
_LOOK_SECONDS = 5.0
#: Transfers of a session that are known to have ended, the last ones.
_MOST_ENDED = 16
#: What the browser can say something about.
KINDS = ("part", "kept", "nothing", "forgotten")
#: What the browser says: its kind, and the rest, of which nothing is trusted.
Listener = Callable[[str, Mapping[str, Any]], None]

_HTML: Mapping[str, str] = {
    "keeper": "<span></span>",
    "zone": (
        '<div class="zone"><label for="files"></label>'
        '<input id="files" type="file">'
        '<p class="hint"></p><p class="told" role="status"></p></div>'
    ),
    "offers": '<div class="offers"></div>',
}


@dataclass(eq=False)
class Transfer:
    """Files on their way: how many letters they have, what has come of them so far, and when."""

    id: str
    purpose: str
    is_on: bool
    files: Sequence[tuple[str, int]]
    of: int
    letters: int
    parts: list[str] = field(default_factory=list)
    came: float = field(default_factory=time.monotonic)
    is_over: bool = False


_on_their_way: WeakSet[Transfer] = WeakSet()


async def end_silent_transfers() -> None:
    """Let go of transfers of which nothing comes any more, for ever."""
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        give_up_silent(time.monotonic())


def give_up_silent(now: float) -> None:
    """Let go of the transfers of which nothing came for too long."""
    for receiving in tuple(_on_their_way):
        if now - receiving.came > SILENT_SECONDS:
            receiving.parts.clear()
            receiving.is_over = True
            _on_their_way.discard(receiving)


class Upload(NamedTuple):
    """Files that came whole: for what, whether the pages show them, name and content of each."""

    purpose: str
    is_on: bool
    files: tuple[tuple[str, bytes], ...]


def register() -> None:
    """Let this process serve the component's script; a fresh worker is asked for it before any run."""
    manager = get_bidi_component_manager()
    for role, html in _HTML.items():
        if manager.get_component_path(f"{_NAME}-{role}") is None:
            config = ComponentConfig(f"{_COMPONENT}-{role}", asset_dir=".")
            manager.register_from_manifest(ComponentManifest(_PACKAGE, "1", [config]), _FOLDER)
        if (found := manager.get(f"{_NAME}-{role}")) is None or found.is_placeholder:
            st.components.v2.component(f"{_NAME}-{role}", html=html, css="exchange.css", js="exchange.js")


def mount(role: str, key: str, data: Mapping[str, Any], listen: Listener | None = None) -> None:
    """Draw the browser's end of the exchange.

    Args:
        role: ``keeper`` (keeps files for the tab, draws nothing), ``zone`` (takes files) or ``offers``
            (saves them).
        listen: Called with what the browser said, and what it is about, which is one of ``KINDS``.
    """
    register()
    render = st.components.v2.component(
        f"{_NAME}-{role}", html=_HTML[role], css="exchange.css", js="exchange.js"
    )
    heard: Any = {f"on_{kind}_change": partial(_hear, key, kind, listen) for kind in KINDS if listen}
    render(key=key, data={"role": role, **data}, **heard)


def mount_zone(
    key: str,
    listen: Listener,
    *,
    label: str,
    hint: str,
    too_large: str,
    accept: str,
    most: int = MOST_BYTES,
    purpose: str = "drop",
    many: bool = True,
) -> None:
    """Draw where a reader drops or chooses files.

    Args:
        label: What is to be handed in.
        hint: How, and how much.
        too_large: What is said of more than that.
        accept: Endings of the files, as a browser's file chooser has them.
        most: Bytes of all files together.
        purpose: Comes back with what was handed in.
    """
    words = {
        "label": label,
        "hint": hint,
        "tooLarge": too_large,
        "sending": _("Handing over …"),
        "unreadable": _("Your browser cannot read that file."),
    }
    data = {"accept": accept, "most": most, "purpose": purpose, "many": many, "words": words}
    mount("zone", key, {**data, "next": next_part(), "ended": transfers()}, listen)


def _hear(key: str, kind: str, listen: Listener) -> None:
    said = (st.session_state.get(key) or {}).get(kind)
    if isinstance(said, dict):
        # What cannot be what it should be is not looked at, however deep or long it is.
        plain = {
            name: value
            for name, value in said.items()
            if isinstance(value, str | int) or (name == "files" and isinstance(value, list))
        }
        listen(kind, plain)


def transfers() -> int:
    """Return how many transfers have ended in this session; a new number tells the browser that one did."""
    return int(st.session_state.get(_COUNT, 0))


def next_part() -> dict[str, Any] | None:
    """Return which part the browser is to send, if files are on their way."""
    receiving: Transfer | None = st.session_state.get(_RECEIVING)
    return {"id": receiving.id, "at": len(receiving.parts)} if receiving else None


def received(message: Mapping[str, Any], most: int = MOST_BYTES) -> Upload | None:
    """Take one part; return the files when the last one has come, which ends the transfer.

    The browser sends a part again until a run has answered it. One that came already is passed over, and so
    is one of a transfer that has ended: files are given once. A part that does not hold what the first one
    promised ends the transfer.

    Args:
        most: Bytes that are taken at most.

    Raises:
        RefusedFileError: If too much is on its way to this process, or too little came for too long.
    """
    identity = message.get("id")
    if identity in st.session_state.get(_ENDED, ()):
        return None
    try:
        receiving: Transfer | None = st.session_state.get(_RECEIVING)
        if message["at"] == 0 and (receiving is None or receiving.id != identity):
            receiving = _begun(message, most)
        if receiving is None or receiving.id != identity:
            return None
        if receiving.is_over:
            raise RefusedFileError(
                _("Nothing came for a minute, so it was given up. Hand the files in again.")
            )
        if message["at"] != len(receiving.parts):
            return None
        receiving.parts.append(message["part"])
        receiving.came = time.monotonic()
        if sum(map(len, receiving.parts)) > receiving.letters:
            raise ValueError("more than was promised")
        if len(receiving.parts) < receiving.of:
            return None
        upload = Upload(receiving.purpose, receiving.is_on, tuple(_cut(receiving)))
        _end(receiving.id)
    except RefusedFileError:
        _end(str(identity))
        raise
    except (KeyError, TypeError, ValueError, OverflowError):
        _end(str(identity))
        return None
    return upload


def _end(identity: str) -> None:
    """Let go of what is on its way and tell the browser so."""
    if receiving := st.session_state.pop(_RECEIVING, None):
        _on_their_way.discard(receiving)
    st.session_state[_ENDED] = (*st.session_state.get(_ENDED, ()), identity)[-_MOST_ENDED:]
    st.session_state[_COUNT] = transfers() + 1


def _begun(message: Mapping[str, Any], most: int) -> Transfer:
    """Return a transfer that is held from now on, instead of the one before it."""
    files = [(str(entry["name"]), int(entry["size"])) for entry in message["files"][: MOST_FILES + 1]]
    size, of = sum(size for _name, size in files), int(message["of"])
    if any(size < 0 for _name, size in files) or size > most or not 1 <= of <= MOST_PARTS:
        raise ValueError("more or less than there can be")
    if before := st.session_state.pop(_RECEIVING, None):
        _on_their_way.discard(before)
    letters = (size + 2) // 3 * 4  # Base64 needs four for three bytes
    if letters + sum(other.letters for other in tuple(_on_their_way)) > MOST_LETTERS:
        raise RefusedFileError(_("Many files are being handed over just now. Try again in a minute."))
    receiving = Transfer(str(message["id"]), str(message["purpose"]), bool(message["on"]), files, of, letters)
    st.session_state[_RECEIVING] = receiving
    _on_their_way.add(receiving)
    return receiving


def _cut(receiving: Transfer) -> list[tuple[str, bytes]]:
    whole = base64.b64decode("".join(receiving.parts), validate=True)
    if sum(size for _name, size in receiving.files) != len(whole):
        raise ValueError("not what was promised")
    found, start = [], 0
    for name, size in receiving.files:
        found.append((name, whole[start : start + size]))
        start += size
    return found


def as_text(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return files as the browser keeps them."""
    return {name: base64.b64encode(content).decode() for name, content in files.items()}
