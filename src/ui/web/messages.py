"""Open pages say messages of Streamlit's protocol, and nothing else.

A text, a message that cannot be read or one that says nothing ends the connection here. Streamlit and uvicorn
would write a line for each, for some with a stack trace, and who sends thousands would fill the log.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from evidence_site.ui.seams.protocol import asked_in
from evidence_site.ui.web.measures import REFUSED

#: Standard close code: not a message of this protocol.
_AGAINST_THE_PROTOCOL = 1002


class Messages:
    """Middleware that ends a connection at the first message that is none."""

    def __init__(self, app: ASGIApp) -> None:
        """Keep what the messages are for."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what can be read."""

        async def read() -> Message:
            message = await receive()
            if message["type"] != "websocket.receive" or asked_in(message.get("bytes") or b""):
                return message
            REFUSED.labels("message").inc()
            await send({"type": "websocket.close", "code": _AGAINST_THE_PROTOCOL})
            return {"type": "websocket.disconnect", "code": _AGAINST_THE_PROTOCOL}

        await self._app(scope, read if scope["type"] == "websocket" else receive, send)
