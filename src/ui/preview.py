"""The preview of one session: candidate files, checked, and shown on every page to nobody else.

The session holds the files, and the browser keeps them for its tab, because the next page or the next
connection may reach another process. They are the one named exception to "the address holds the state".
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import uuid4
from weakref import WeakSet

import streamlit as st

from records.candidate import Candidate, candidate
from records.incoming import RefusedError, Taken, take
from records.loading import Records, data_folder
from records.wording import _
from ui import exchange, store
from viz.every_chart import ChartChange, chart_changes

#: Previews that one process holds at most; each is a set of records in memory.
MOST_PREVIEWS = 24
_PATIENCE = 20.0
_KEY, _REFUSED, _ASKED, _LEFT = "preview", "preview-refused", "preview-asked", "preview-left"
_KEEPER, COOKIE = "preview-keeper", "preview"
_ANSWERED = "answered"

_one_at_a_time = threading.Lock()
_alive: WeakSet[Preview] = WeakSet()


@dataclass(eq=False)
class Preview:
    """What one session has handed in.

    Attributes:
        is_on: Whether every page of the session is to show it.
        left_out: What was handed in and is no table, by name.
        by_header: Name of each file that was taken for a table by its first row, to the file of that table.
        kept: What the browser said it keeps.
    """

    candidate: Candidate
    is_on: bool = False
    left_out: tuple[str, ...] = ()
    by_header: Mapping[str, str] = field(default_factory=dict)
    kept: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether the pages show it: files with a fault that halts the site are only checked."""
        return self.is_on and self.candidate.records is not None

    @property
    def state(self) -> str:
        """What the browser is to keep, in a word."""
        return f"{self.candidate.version} {self.is_on}"

    @cached_property
    def chart_changes(self) -> list[ChartChange]:
        """What changes in the charts, beside the records that are served now."""
        served = store.loaded()
        if self.candidate.records is None or not isinstance(served, Records):
            return []
        return chart_changes(served, self.candidate.records)


def now() -> Preview | None:
    """Return what this session has handed in."""
    return st.session_state.get(_KEY)


def was_kept() -> bool:
    """Return whether the browser had files to hand over when it came."""
    return st.context.cookies.get(COOKIE) == "1"


def refusal() -> str:
    """Return why the files handed in last were not taken; empty if they were."""
    return str(st.session_state.get(_REFUSED, ""))


def records_for(served: Records) -> Records:
    """Return the records that the pages of this session show."""
    preview = now()
    own = preview.candidate.records if preview and preview.is_on else None
    return own or served


def hold(files: Mapping[str, bytes], *, is_on: bool = False, taken: Taken | None = None) -> None:
    """Check files and hold them for this session; sound ones in canonical form. For callbacks.

    Args:
        taken: How they were handed in; without it the words about that stay as they are.

    Raises:
        RefusedError: If too many are being checked or held just now.
    """
    served = store.loaded()
    if not isinstance(served, Records):
        raise RefusedError(_("The data of the site itself could not be loaded; nothing can be compared."))
    if now() is None and len(_alive) >= MOST_PREVIEWS:
        raise RefusedError(_("Many previews are open just now. Try again in a few minutes."))
    if not _one_at_a_time.acquire(timeout=_PATIENCE):
        raise RefusedError(_("Other files are being checked just now. Try again in a minute."))
    try:
        checked = candidate(data_folder(), files, served.package)
        if checked.records and (tidy := checked.tidy_files()) != checked.files:
            checked = candidate(data_folder(), tidy, served.package)
    finally:
        _one_at_a_time.release()
    told = taken or now()
    preview = Preview(checked, is_on, told.left_out if told else (), told.by_header if told else {})
    st.session_state[_KEY] = preview
    st.session_state.pop(_LEFT, None)
    _alive.add(preview)


def switch(*, is_on: bool) -> None:
    """Show the candidate files on every page of this session, or no longer. For callbacks."""
    if preview := now():
        preview.is_on = is_on


def mend() -> None:
    """Put the files into canonical form, which touches no fact, and check them again. For callbacks."""
    if preview := now():
        try:
            hold(preview.candidate.tidy_files(), is_on=preview.is_on)
        except RefusedError as refused:
            st.session_state[_REFUSED] = str(refused)


def leave() -> None:
    """Forget the files, here and in the browser. For callbacks."""
    st.session_state.pop(_KEY, None)
    st.session_state.pop(_REFUSED, None)
    st.session_state[_LEFT] = uuid4().hex


def is_leaving() -> bool:
    """Return whether the browser has yet to say that it hands the files over no more."""
    return bool(st.session_state.get(_LEFT, _ANSWERED) != _ANSWERED)


def give_up() -> None:
    """Wait for the browser's files no longer. For callbacks."""
    st.session_state[_ASKED] = _ANSWERED
    st.session_state[_REFUSED] = _("Your browser did not hand the files over.")


def listen(kind: str, message: Mapping[str, object]) -> None:
    """Take what the browser says. For callbacks."""
    preview = now()
    match kind:
        case "nothing":
            st.session_state[_ASKED] = _ANSWERED
        case "kept" if preview:
            preview.kept = f"{message.get('version')} {message.get('on')}"
        case "forgotten" if message.get("order") == st.session_state.get(_LEFT):
            st.session_state[_LEFT] = _ANSWERED
        case "part":
            if handed := exchange.received(message):
                _take(handed)
                exchange.end_transfer()


def _take(handed: exchange.Handed) -> None:
    st.session_state[_REFUSED] = ""
    try:
        if handed.purpose == "drop":
            served = store.loaded()
            package = served.package if isinstance(served, Records) else None
            if package is not None:
                taken = take(handed.files, package)
                hold(taken.files, taken=taken)
        else:
            st.session_state[_ASKED] = _ANSWERED
            _take_back(handed)
    except RefusedError as refused:
        st.session_state[_REFUSED] = str(refused)


def _take_back(handed: exchange.Handed) -> None:
    """Hold what the browser kept, if nothing was handed in and the preview was not left since."""
    served = store.loaded()
    is_awaited = now() is None and _LEFT not in st.session_state
    if is_awaited and isinstance(served, Records):
        hold(take(handed.files, served.package).files, is_on=handed.is_on)


def begin(*, may_hold: bool) -> bool:
    """Draw the browser's keeper where there is something to keep; return whether the page must wait for it.

    Args:
        may_hold: Whether files can be handed in on this page.
    """
    preview = now()
    marked = was_kept()
    if not (preview or marked or may_hold or is_leaving()):
        return False
    asked = st.session_state.setdefault(_ASKED, uuid4().hex)
    wants = preview is None and _LEFT not in st.session_state and asked != _ANSWERED
    data = {
        "ask": asked if wants else None,
        "waits": marked,
        "forget": st.session_state[_LEFT] if is_leaving() else None,
        "keep": _to_keep(preview) if preview and preview.kept != preview.state else None,
        "next": exchange.next_part(),
        "ended": exchange.transfers(),
    }
    exchange.mount("keeper", _KEEPER, data, listen)
    return wants and marked


def _to_keep(preview: Preview) -> dict[str, object]:
    files = exchange.as_text(preview.candidate.files)
    return {"version": preview.candidate.version, "on": preview.is_on, "files": files}
