"""Visitors who stay: each clicks, waits for the answer and clicks again, and comes back when cut off.

A visitor notices what a reader would: a page that breaks, one that says something else than it said to
another reader of the same address, and a connection that does not come back.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bench.protocol import SUBPROTOCOLS, Conversation, stream_of
from bench.sessions import exchange

#: A page that was cut off must be back by then.
BACK_IN_SECONDS = 10.0
#: A visitor who is cut off tries again after so long, as Streamlit's page does at first.
_RETRY_SECONDS = 0.5
_GIVE_UP_SECONDS = 60.0
_SENTENCE = re.compile(r'<p [^>]*class="sentence"[^>]*>(.*?)</p>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass
class Seen:
    """What all visitors together have seen.

    Attributes:
        said: The sentence of each page and query, as the first reader of it was told.
        answers: When each rerun ended, and the milliseconds that it took.
        gaps: When a visitor was back, and the seconds that it was cut off.
        errors: When something was wrong, and what.
    """

    said: dict[tuple[str, str], str] = field(default_factory=dict)
    answers: list[tuple[float, float]] = field(default_factory=list)
    gaps: list[tuple[float, float]] = field(default_factory=list)
    errors: list[tuple[float, str]] = field(default_factory=list)
    bytes: int = 0


class Visitor:
    """One open page."""

    def __init__(
        self, address: str, page: str, menu: str, seen: Seen, chance: random.Random, reads: float = 0
    ) -> None:
        """Come to a page; nothing is open yet.

        Args:
            reads: Mean seconds before the next click.
        """
        self._reads = reads
        self._address = address
        self._page = page
        self._menu = menu
        self._seen = seen
        self._chance = chance
        self._talk = Conversation(address, page)
        self._cut_off_at: float | None = None

    async def stay(self, over: Callable[[], bool]) -> None:
        """Click until it is over."""
        while not over():
            try:
                async with connect(
                    stream_of(self._address), subprotocols=SUBPROTOCOLS, max_size=None, open_timeout=30
                ) as socket:
                    await self._read(socket, over)
            except (WebSocketException, OSError) as cut:
                if not await self._is_patient(cut):
                    return
            except RuntimeError as broken:
                self._fault(str(broken))
                self._talk = Conversation(self._address, self._page)

    async def _read(self, socket: ClientConnection, over: Callable[[], bool]) -> None:
        await self._click(socket)
        if self._cut_off_at is not None:
            now = time.monotonic()
            self._seen.gaps.append((now, now - self._cut_off_at))
            if now - self._cut_off_at > BACK_IN_SECONDS:
                self._fault(f"cut off for {now - self._cut_off_at:.1f} s")
            self._cut_off_at = None
        while not over():
            await asyncio.sleep(self._chance.uniform(0, 2 * self._reads))
            options = self._talk.menus[self._menu].options
            chosen = self._chance.choice([None, (), self._chance.sample(options, 1)])
            await (self._click(socket) if chosen is None else self._click(socket, self._menu, chosen))

    async def _click(self, socket: ClientConnection, menu: str = "", chosen: Sequence[str] = ()) -> None:
        begin = time.monotonic()
        messages, size = await exchange(self._talk, socket, menu, chosen)
        now = time.monotonic()
        self._seen.answers.append((now, (now - begin) * 1000))
        self._seen.bytes += size
        self._compare(sentence_of(messages))

    def _compare(self, told: str) -> None:
        before = self._seen.said.setdefault((self._page, self._talk.query), told)
        if not told:
            self._fault(f"{self._page}: no sentence says what is shown")
        elif told != before:
            self._fault(f"{self._page}?{self._talk.query}: {told!r}, and before {before!r}")

    async def _is_patient(self, cut: Exception) -> bool:
        now = time.monotonic()
        if self._cut_off_at is None:
            self._cut_off_at = now
        if now - self._cut_off_at > _GIVE_UP_SECONDS:
            self._fault(f"never came back: {type(cut).__name__}: {cut}")
            return False
        await asyncio.sleep(_RETRY_SECONDS)
        return True

    def _fault(self, what: str) -> None:
        self._seen.errors.append((time.monotonic(), what[:300]))


def sentence_of(messages: Sequence[ForwardMsg]) -> str:
    """Return the sentence that says how much is shown, as it stands in the end; empty if there is none.

    A run that was broken off for another (a live reload for a click) may have drawn one before.
    """
    for message in reversed(messages):
        if found := _SENTENCE.search(message.delta.new_element.html.body):
            return _TAG.sub("", found[1])
    return ""
