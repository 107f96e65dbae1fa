"""The preview of one session: candidate files, checked, and shown on every page to nobody else.

The session holds the files, and the browser keeps them for its tab, because the next page or the next
connection may reach another process. They are the one named exception to "the address holds the state".
Whatever has to be read of them is read in a process of its own (``ui.preview.checking``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as LateError
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial
from typing import NamedTuple
from uuid import uuid4

import streamlit as st

from evidence_site.records.check.incoming import RefusedFileError
from evidence_site.records.load.loading import Records, data_folder
from evidence_site.records.wording import _, language
from evidence_site.ui.preview import checking
from evidence_site.ui.seams import exchange
from evidence_site.ui.state import store
from evidence_site.ui.web.settings import read_settings
from evidence_site.viz.pages.site import PAGES
from evidence_site.viz.review.candidate_report import Question, Report, report_of, report_of_handed, unpacked

#: Previews that one process holds at most.
MOST_PREVIEWS = 24
#: How long whoever changes a cell waits for those who came before.
_PATIENCE = 20.0
_LOOK = timedelta(seconds=1)
_KEY, _CHECK, _REFUSED = "preview", "preview-check", "preview-refused"
_ASKED, _LEFT = "preview-asked", "preview-left"
_KEEPER, COOKIE = "preview-keeper", "preview"
_ANSWERED = "answered"


@dataclass(eq=False)
class Preview:
    """What one session has handed in.

    Attributes:
        is_on: Whether every page of the session is to show it.
        kept: What the browser said it keeps.
    """

    report: Report
    is_on: bool = False
    kept: str = ""

    @property
    def can_be_shown(self) -> bool:
        """Whether pages can show it: files with a fault that halts the site are only checked."""
        return bool(self.report.packed)

    @property
    def is_shown(self) -> bool:
        """Whether the pages show it."""
        return self.is_on and self.can_be_shown

    @property
    def state(self) -> str:
        """What the browser is to keep, in a word."""
        return f"{self.report.version} {self.is_on}"

    @cached_property
    def records(self) -> Records | None:
        """The records that pages show."""
        return unpacked(self.report)


class Check(NamedTuple):
    """A check that this session waits for.

    Attributes:
        is_on: Whether every page is to show the files afterwards.
        is_return: Whether the browser had kept the files, and the pages wait for them.
    """

    report: Future[Report]
    is_on: bool = False
    is_return: bool = False


def is_offered() -> bool:
    """Return whether this site takes files for a check."""
    return read_settings().preview


def now() -> Preview | None:
    """Return the preview of this session; None while no check of what it handed in has ended."""
    return st.session_state.get(_KEY)


def is_checking() -> bool:
    """Return whether files of this session are being checked."""
    return _CHECK in st.session_state


def was_kept() -> bool:
    """Return whether the browser had files to hand over when it came."""
    return st.context.cookies.get(COOKIE) == "1"


def refusal() -> str:
    """Return why the files handed in last were not taken; empty if they were."""
    return str(st.session_state.get(_REFUSED, ""))


def records_for(served: Records) -> Records:
    """Return the records that the pages of this session show."""
    preview = now()
    return (preview.records if preview and preview.is_shown else None) or served


def settle() -> bool:
    """Hold what a check of this session has found, if it has ended; return whether there was one."""
    check: Check | None = st.session_state.get(_CHECK)
    if check is None or not check.report.done():
        return False
    st.session_state.pop(_CHECK, None)
    try:
        _keep(check.report.result(), is_on=check.is_on)
    except RefusedFileError as refused:
        st.session_state[_REFUSED] = str(refused)
    except CancelledError:  # the server ends, or other files came after these
        pass
    return True


@st.fragment(run_every=_LOOK)
def await_check() -> None:
    """Say that files are being checked; look each second whether that has ended, and draw the page anew."""
    st.html(f'<p role="status">{_("Your files are being checked …")}</p>')
    if settle():
        st.rerun()


def hold(files: Mapping[str, bytes], *, is_on: bool = False, mend: bool = False) -> None:
    """Check tables and hold them for this session, sound ones in canonical form. For callbacks.

    Args:
        mend: Whether to put them into canonical form even if they are not sound.

    Raises:
        RefusedFileError: If that takes too much, or too many are being checked or held just now.
    """
    held = now()
    about = (held.report.left_out, held.report.by_header) if held else ()
    check = _submitted(partial(report_of, mend=mend), files, *about)
    try:
        report = check.result(timeout=_PATIENCE)
    except LateError:
        if check.cancel():
            raise RefusedFileError(
                _("Other files are being checked just now. Try again in a minute.")
            ) from None
        report = check.result()
    _keep(report, is_on=is_on)


def _begin(files: Sequence[tuple[str, bytes]], *, is_on: bool = False, is_return: bool = False) -> None:
    """Let files be checked while the page goes on."""
    if before := st.session_state.pop(_CHECK, None):
        before.report.cancel()
    st.session_state[_CHECK] = Check(_submitted(report_of_handed, files), is_on, is_return)


def _submitted(report: Callable[..., Report], files: object, *about: object) -> Future[Report]:
    served = store.loaded()
    if not isinstance(served, Records):
        raise RefusedFileError(_("The data of the site itself could not be loaded; nothing can be compared."))
    if now() is None and checking.held() >= MOST_PREVIEWS:
        raise RefusedFileError(_("Many previews are open just now. Try again in a few minutes."))
    titles = {page.path: _(page.title) for page in PAGES}
    return checking.submit(report, files, Question(served, data_folder(), language(), titles), *about)


def _keep(report: Report, *, is_on: bool) -> None:
    st.session_state[_KEY] = Preview(report, is_on)
    st.session_state.pop(_LEFT, None)


def switch(*, is_on: bool) -> None:
    """Show the candidate files on every page of this session, or no longer. For callbacks."""
    if preview := now():
        preview.is_on = is_on


def mend() -> None:
    """Put the files into canonical form, which touches no fact, and check them again. For callbacks."""
    if preview := now():
        try:
            hold(preview.report.files, is_on=preview.is_on, mend=True)
        except RefusedFileError as refused:
            st.session_state[_REFUSED] = str(refused)


def leave() -> None:
    """Forget the files, here and in the browser. For callbacks."""
    for key in (_KEY, _CHECK, _REFUSED):
        st.session_state.pop(key, None)
    st.session_state[_LEFT] = uuid4().hex


def is_leaving() -> bool:
    """Return whether the preview was left and the browser has not yet said that it forgot the files."""
    return bool(st.session_state.get(_LEFT, _ANSWERED) != _ANSWERED)


def give_up() -> None:
    """Wait for the browser's files no longer. For callbacks."""
    st.session_state.pop(_CHECK, None)
    st.session_state[_ASKED] = _ANSWERED
    st.session_state[_REFUSED] = _("Your browser did not hand the files over.")


def listen(kind: str, message: Mapping[str, object]) -> None:
    """Take what the browser says of files: a part of them, or what it keeps. For callbacks."""
    preview = now()
    match kind:
        case "nothing":
            st.session_state[_ASKED] = _ANSWERED
        case "kept" if preview:
            preview.kept = f"{message.get('version')} {message.get('on')}"
        case "forgotten" if message.get("order") == st.session_state.get(_LEFT):
            st.session_state[_LEFT] = _ANSWERED
        case "part" if is_offered():
            try:
                if upload := exchange.received(message):
                    _take(upload)
            except RefusedFileError as refused:
                st.session_state[_REFUSED] = str(refused)


def _take(upload: exchange.Upload) -> None:
    st.session_state[_REFUSED] = ""
    if upload.purpose == "drop":
        _begin(upload.files)
        return
    st.session_state[_ASKED] = _ANSWERED
    if now() is None and not is_checking() and _LEFT not in st.session_state:  # it was not left since
        _begin(upload.files, is_on=upload.is_on, is_return=True)


def begin(*, may_hold: bool) -> bool:
    """Draw the browser's keeper where there is something to keep; return whether the page must wait for it.

    Args:
        may_hold: Whether files can be handed in on this page.
    """
    if not is_offered():
        return False
    preview, marked = now(), was_kept()
    if not (preview or marked or may_hold or is_leaving()):
        return False
    asked = st.session_state.setdefault(_ASKED, uuid4().hex)
    wants = preview is None and _LEFT not in st.session_state and asked != _ANSWERED
    keep = None
    if preview and preview.kept != preview.state:
        files = exchange.as_text(preview.report.files)
        keep = {"version": preview.report.version, "on": preview.is_on, "files": files}
    data = {
        "ask": asked if wants else None,
        "waits": marked,
        "forget": st.session_state[_LEFT] if is_leaving() else None,
        "keep": keep,
        "next": exchange.next_part(),
        "ended": exchange.transfers(),
    }
    exchange.mount("keeper", _KEEPER, data, listen)
    check: Check | None = st.session_state.get(_CHECK)
    return (wants and marked) or bool(check and check.is_return)
