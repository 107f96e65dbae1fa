"""Answers that cost more than a request may: one maker for each, few that wait, and a clear word to the rest.

A picture, a handout, an archive: each takes a good part of a second, and anybody may ask for any number of
them. So what was made is kept; whoever asks for what is being made just now waits for the same; the making
itself goes on in one thread, which leaves those that answer everything else alone; and if as many of a kind
wait as there is room for, whoever asks for one more is told when to try again. Waiting holds no thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import wraps
from typing import TypeVar, TypeVarTuple

from evidence_site.records.load.loading import Records
from evidence_site.records.memory import Results
from evidence_site.records.wording import locale
from evidence_site.ui.web.answers import RefusedRequestError

_Asked = TypeVarTuple("_Asked")
_Made = TypeVar("_Made")
#: When whoever found no room is let try again.
AGAIN_SECONDS = 5

_maker = ThreadPoolExecutor(1, thread_name_prefix="costly")


def costly(
    room: int, most_bytes: int
) -> Callable[[Callable[[Records, *_Asked], _Made]], Callable[[Records, *_Asked], Awaitable[_Made]]]:
    """Return a decorator for pure functions of records and plain values that give bytes, or a tuple of them.

    Args:
        room: How many results may be under way; those who wait for the same one count once.
        most_bytes: How much of what was made is kept, with the records that it was made from.

    Returns:
        What makes of such a function one to be awaited, which raises RefusedRequestError (503) if full.
    """

    def decorate(
        make: Callable[[Records, *_Asked], _Made],
    ) -> Callable[[Records, *_Asked], Awaitable[_Made]]:
        under_way: dict[tuple[Hashable, ...], Future[_Made]] = {}

        @wraps(make)
        async def made(records: Records, *asked: *_Asked) -> _Made:
            results = records.memory.of(make, lambda: Results(most_bytes))
            key = (locale(), *asked)
            whose = (records, *key)

            def kept() -> _Made:
                result = make(records, *asked)
                results.keep(key, result)
                return result

            future = under_way.get(whose)
            if future is None:  # what is no longer under way is kept
                known: _Made | None = results.get(key)
                if known is not None:
                    return known
                if len(under_way) >= room:
                    raise RefusedRequestError(
                        503,
                        "Too many ask for this at once.",
                        f"Try again in {AGAIN_SECONDS} seconds.",
                        headers={"Retry-After": str(AGAIN_SECONDS)},
                    )
                future = under_way[whose] = _maker.submit(copy_context().run, kept)
                future.add_done_callback(lambda _done: under_way.pop(whose, None))
            # Whoever hangs up does not take it away from those who wait for the same.
            return await asyncio.shield(asyncio.wrap_future(future))

        return made

    return decorate
