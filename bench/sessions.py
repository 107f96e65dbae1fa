"""Many readers at once, each waiting for an answer before asking again, over Streamlit's own protocol."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from bench.protocol import SUBPROTOCOLS, Conversation, is_last, read, stream_of

_PATIENCE_SECONDS = 120


@dataclass
class Crowd:
    """What a number of readers got together."""

    readers: int
    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    bytes: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Reruns in a second, all readers together."""
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0

    def quantile(self, share: float) -> float:
        """Return the time under which a share of the reruns stayed."""
        if len(self.milliseconds) < 2:
            return self.milliseconds[0] if self.milliseconds else float("nan")
        return statistics.quantiles(self.milliseconds, n=100, method="inclusive")[round(share * 100) - 1]


async def opened(conversation: Conversation, address: str, **named: object) -> tuple[ClientConnection, int]:
    """Return a connection on which the page has been drawn once, and the bytes that took."""
    socket = await connect(
        stream_of(address),
        subprotocols=SUBPROTOCOLS,
        max_size=None,
        open_timeout=_PATIENCE_SECONDS,
        **named,  # type: ignore[arg-type]
    )
    return socket, await rerun(conversation, socket)


async def rerun(
    conversation: Conversation, socket: ClientConnection, menu: str = "", chosen: Sequence[str] = ()
) -> int:
    """Ask for a rerun, wait for its end, and return the bytes of its messages."""
    return (await exchange(conversation, socket, menu, chosen))[1]


async def exchange(
    conversation: Conversation, socket: ClientConnection, menu: str = "", chosen: Sequence[str] = ()
) -> tuple[Sequence[ForwardMsg], int]:
    """Ask for a rerun, wait for its end, and return its messages and their bytes."""
    await socket.send(conversation.request(menu, chosen))
    size = 0
    messages: list[ForwardMsg] = []
    while not messages or not is_last(messages[-1]):
        data = await asyncio.wait_for(socket.recv(), _PATIENCE_SECONDS)
        size += len(data)
        messages.append(read(data))
    conversation.take_in(messages)
    return messages, size


async def _read_on(
    crowd: Crowd, conversation: Conversation, socket: ClientConnection, until: Callable[[], bool]
) -> None:
    try:
        while not until():
            begin = time.perf_counter()
            crowd.bytes += await rerun(conversation, socket)
            crowd.milliseconds.append((time.perf_counter() - begin) * 1000)
    except Exception as error:
        crowd.errors.append(f"{type(error).__name__}: {error}"[:200])


async def _together(address: str, page: str, query: str, readers: int, seconds: float) -> Crowd:
    crowd = Crowd(readers)
    talks = [Conversation(address, page, query) for _ in range(readers)]
    sockets = [(await opened(talk, address))[0] for talk in talks]
    begin = time.perf_counter()
    end = begin + seconds
    await asyncio.gather(
        *[
            _read_on(crowd, talk, socket, lambda: time.perf_counter() >= end)
            for talk, socket in zip(talks, sockets, strict=True)
        ]
    )
    crowd.seconds = time.perf_counter() - begin
    await asyncio.gather(*[socket.close() for socket in sockets])
    return crowd


def together(address: str, page: str, query: str, readers: int, seconds: float) -> Crowd:
    """Return what a number of readers get who ask again as soon as they are answered."""
    return asyncio.run(_together(address, page, query, readers, seconds))


async def _held(address: str, page: str, query: str, readers: int, measure: Callable[[], float]) -> float:
    sockets = []
    for _ in range(readers):
        talk = Conversation(address, page, query)
        socket, _size = await opened(talk, address)
        sockets.append(socket)
    await asyncio.sleep(1)
    measured = measure()
    await asyncio.gather(*[socket.close() for socket in sockets])
    return measured


def held(address: str, page: str, query: str, readers: int, measure: Callable[[], float]) -> float:
    """Return what is measured while a number of pages are open and nobody asks anything."""
    return asyncio.run(_held(address, page, query, readers, measure))
