"""Streamlit's own WebSocket protocol, as the browser speaks it: one reader on one page.

A browser opens ``/_stcore/stream``, names the page and the query string of its address, and gets
messages until ``script_finished``. From then on each click sends the state of the widgets on the
page, the hashes of the large elements that it still holds, and the address as the server last set
it. Text inputs are sent always; the choice inside a menu only while that menu is open.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

#: For how many runs a browser keeps a large element that is not shown any more.
_CACHED_RUNS = 2

_PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Menu:
    """A multiple choice on the page: the id of its widget, and its options as they are shown."""

    widget: str
    options: tuple[str, ...]


class Conversation:
    """What one browser would say and remember; the bytes travel elsewhere.

    ``menus`` holds the menus of the page by their keys.
    """

    def __init__(self, address: str, page: str = "", query: str = "") -> None:
        """Begin at a page; nothing has been asked yet."""
        self.address, self.page = address, page
        self.menus: dict[str, Menu] = {}
        self._texts: dict[str, str] = {}
        self._cached: dict[str, int] = {}
        self._runs = 0
        self._state = ClientState(
            page_name=page,
            query_string=query,
            context_info=ContextInfo(
                timezone="UTC",
                timezone_offset=0,
                locale="en-GB",
                url=f"http://{address}/{page}",
                is_embedded=False,
                color_scheme="light",
            ),
        )

    @property
    def query(self) -> str:
        """The query of the address bar, as the server last set it."""
        return self._state.query_string

    def request(self, menu: str = "", chosen: Sequence[str] = ()) -> bytes:
        """Return the message that asks for a rerun.

        Args:
            menu: Key of the menu that is open; nothing is open without it.
            chosen: Options that are chosen in it.
        """
        state = ClientState()
        state.CopyFrom(self._state)
        state.cached_message_hashes.extend(self._cached)
        state.widget_states.widgets.extend(
            WidgetState(id=widget, string_value=text) for widget, text in self._texts.items()
        )
        if menu:
            opened = WidgetState(id=self.menus[menu].widget)
            opened.string_array_value.data.extend(chosen)
            state.widget_states.widgets.append(opened)
        return bytes(BackMsg(rerun_script=state).SerializeToString())

    def take_in(self, received: Sequence[ForwardMsg]) -> None:
        """Keep what a browser keeps of the messages of one run.

        Raises:
            RuntimeError: If the script failed or showed an exception.
        """
        if received[-1].script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            raise RuntimeError("The script did not run to its end.")
        self._runs += 1
        held, self._texts = self._texts, {}
        for message in received:
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self._state.page_script_hash = message.navigation.page_script_hash
                self._state.page_name = ""
            elif kind == "page_info_changed":
                self._state.query_string = message.page_info_changed.query_string
            elif kind == "delta":
                self._take_element(message.delta.new_element, held)
            if message.metadata.cacheable or kind == "ref_hash":
                self._cached[message.hash or message.ref_hash] = self._runs
        oldest = self._runs - _CACHED_RUNS
        self._cached = {digest: run for digest, run in self._cached.items() if run > oldest}

    def _take_element(self, element: Element, held: dict[str, str]) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(f"The page shows an exception: {element.exception.message}")
        if kind == "text_input":
            text = element.text_input
            self._texts[text.id] = text.value if text.set_value else held.get(text.id, text.default)
        elif kind == "multiselect":
            menu = element.multiselect
            if key := re.match(r"\$\$ID-[0-9a-f]+-menu-([a-z]+)-\d+$", menu.id):
                self.menus[key[1]] = Menu(menu.id, tuple(menu.options))


def read(data: str | bytes) -> ForwardMsg:
    """Return a message of the server."""
    message = ForwardMsg()
    message.ParseFromString(data if isinstance(data, bytes) else data.encode())
    return message


def is_last(message: ForwardMsg) -> bool:
    """Return whether a message ends a run; one that is broken off for another run goes on in that one."""
    ends = message.WhichOneof("type") == "script_finished"
    return bool(ends and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)


def stream_of(address: str) -> str:
    """Return where a server speaks the protocol."""
    return f"ws://{address}/_stcore/stream"


SUBPROTOCOLS = [Subprotocol("streamlit")]


@dataclass(frozen=True)
class Rerun:
    """What one rerun took: from the request to ``script_finished``, and the bytes of all messages."""

    milliseconds: float
    bytes: int


class Reader(Conversation):
    """A conversation over a connection, which is open in the context of this; it can be entered again.

    ``received`` holds the messages of the last run.
    """

    received: list[ForwardMsg]

    async def __aenter__(self) -> Reader:
        self._socket = await connect(
            stream_of(self.address),
            subprotocols=SUBPROTOCOLS,
            max_size=None,
            open_timeout=_PATIENCE_SECONDS,
        )
        return self

    async def __aexit__(self, *_raised: object) -> None:
        await self._socket.close()

    async def rerun(self, menu: str = "", chosen: Sequence[str] = ()) -> Rerun:
        """Ask for a rerun and wait for its end; the first opens the page.

        Args:
            menu: Key of the menu that is open; nothing is open without it.
            chosen: Options that are chosen in it.

        Raises:
            RuntimeError: If the script failed or showed an exception.
        """
        request = self.request(menu, chosen)
        self.received = []
        size = 0
        begin = time.perf_counter()
        await self._socket.send(request)
        while not self.received or not is_last(self.received[-1]):
            data = await asyncio.wait_for(self._socket.recv(), _PATIENCE_SECONDS)
            size += len(data)
            self.received.append(read(data))
        taken = time.perf_counter() - begin
        self.take_in(self.received)
        return Rerun(taken * 1000, size)
