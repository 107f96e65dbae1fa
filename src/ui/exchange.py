"""Files between browser and session over the page's own connection, and never over a route.

With several worker processes an upload or a download by HTTP may reach another process than the one that
draws the page. So files come in as messages of a component, in parts, and the browser keeps them for its
tab: whichever process draws the next page can ask for them. ``web/exchange/exchange.js`` is the other end.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from records.incoming import MOST_BYTES, MOST_FILES
from records.wording import _

_PACKAGE, _COMPONENT = "site", "exchange"
_NAME = f"{_PACKAGE}.{_COMPONENT}"
_FOLDER = Path(__file__).with_name("web") / "exchange"
_RECEIVING, _ENDED = "exchange-receiving", "exchange-ended"
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


@dataclass
class Receiving:
    """Files on their way: what has come of them so far."""

    id: str
    purpose: str
    is_on: bool
    files: Sequence[tuple[str, int]]
    of: int
    parts: list[str] = field(default_factory=list)

    @property
    def next(self) -> dict[str, Any]:
        """What the browser is asked for."""
        return {"id": self.id, "at": len(self.parts)}


@dataclass(frozen=True)
class Handed:
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
    """Draw the browser's end.

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


@dataclass(frozen=True)
class Zone:
    """Where a reader drops or chooses files.

    Attributes:
        label: What is to be handed in.
        hint: How, and how much.
        too_large: What is said of more than that.
        accept: Endings of the files, as a browser's file chooser has them.
        most: Bytes of all files together.
        purpose: Comes back with what was handed in.
    """

    label: str
    hint: str
    too_large: str
    accept: str
    most: int = MOST_BYTES
    purpose: str = "drop"
    many: bool = True


def mount_zone(key: str, zone: Zone, listen: Listener) -> None:
    """Draw where files are taken."""
    words = {
        "label": zone.label,
        "hint": zone.hint,
        "tooLarge": zone.too_large,
        "sending": _("Handing over …"),
        "unreadable": _("Your browser cannot read that file."),
    }
    given = {"accept": zone.accept, "most": zone.most, "purpose": zone.purpose, "many": zone.many}
    mount("zone", key, {**given, "words": words, "next": next_part(), "ended": transfers()}, listen)


def _hear(key: str, kind: str, listen: Listener) -> None:
    said = (st.session_state.get(key) or {}).get(kind)
    if isinstance(said, dict):
        listen(kind, said)


def transfers() -> int:
    """Return how many transfers ended in this session; a new number tells the browser that one did."""
    return int(st.session_state.get(_ENDED, 0))


def end_transfer() -> None:
    """Forget what is on its way and tell the browser so, once all of it was taken or refused."""
    st.session_state.pop(_RECEIVING, None)
    st.session_state[_ENDED] = transfers() + 1


def next_part() -> dict[str, Any] | None:
    """Return which part the browser is to send, if files are on their way."""
    receiving: Receiving | None = st.session_state.get(_RECEIVING)
    return receiving.next if receiving else None


def received(message: Mapping[str, Any], most: int = MOST_BYTES) -> Handed | None:
    """Take one part; return the files when the last one has come.

    Another click can break off the run that takes them, so the browser sends a part again until the
    transfer is ended, and the last part may come twice. A part that does not hold what the first one
    promised ends the transfer.

    Args:
        most: Bytes that are taken at most.
    """
    receiving: Receiving | None = st.session_state.get(_RECEIVING)
    try:
        at = message["at"]
        if at == 0:
            receiving = _begun(message)
        if receiving is None or receiving.id != message["id"]:
            return None
        if at == len(receiving.parts):
            receiving.parts.append(message["part"])
        elif at != receiving.of - 1 or at != len(receiving.parts) - 1:
            return None
        if sum(map(len, receiving.parts)) > _letters_of(most):
            raise ValueError("more than was promised")
        st.session_state[_RECEIVING] = receiving
        if len(receiving.parts) < receiving.of:
            return None
        return Handed(receiving.purpose, receiving.is_on, tuple(_cut(receiving)))
    except (KeyError, TypeError, ValueError, binascii.Error):
        end_transfer()
        return None


def _letters_of(size: int) -> int:
    """Base64 needs four letters for three bytes."""
    return size * 4 // 3 + 4


def _begun(message: Mapping[str, Any]) -> Receiving:
    files = [(str(entry["name"]), int(entry["size"])) for entry in message["files"][: MOST_FILES + 1]]
    if any(size < 0 for _name, size in files):
        raise ValueError("a size below nothing")
    return Receiving(
        str(message["id"]), str(message["purpose"]), bool(message["on"]), files, int(message["of"])
    )


def _cut(receiving: Receiving) -> list[tuple[str, bytes]]:
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
