"""Open pages drawn again, each for itself, when what is served changed under them."""

from __future__ import annotations

import asyncio
import logging

from streamlit.runtime import get_instance

#: How many pages are asked to draw at a time, and how long until the next; clicks go between.
AT_A_TIME, PAUSE_SECONDS = 2, 0.1
#: A page that draws without pause for so many rounds is left: its next run takes the new records anyway.
_ROUNDS = 600


_log = logging.getLogger("site.data")


async def redraw_open_pages() -> None:
    """Run the script of every open page that has drawn before, with its address as it stands.

    A page that is being drawn comes later: a run in which somebody's click is worked off is not cut short.
    Should this fail, each page follows at the next click of its reader.
    """
    try:
        waiting = [found.session for found in get_instance()._session_mgr.list_active_sessions()]
        for _round in range(_ROUNDS):
            ready = [session for session in waiting if session._scriptrunner is None][:AT_A_TIME]
            for session in ready:
                waiting.remove(session)
                if session._client_state.page_script_hash:
                    # As Streamlit does when a source file changed: with the state that the last run left.
                    session.request_rerun(session._client_state)
            if not waiting:
                return
            await asyncio.sleep(PAUSE_SECONDS)
    except Exception:  # a release of Streamlit may have moved what is not its public face
        _log.exception("open pages could not be drawn again")
