"""What costs more than a request may is made once for all who ask, one at a time, and not for any number."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from answering import Answer, answered
from starlette.concurrency import run_in_threadpool
from whole_site import site
from worst_requests import COSTLY

from evidence_site.records.load.loading import Records
from evidence_site.records.memory import Memory
from evidence_site.ui.web import costly as module
from evidence_site.ui.web.answers import RefusedRequestError
from evidence_site.ui.web.costly import costly

ROOM = 3
#: More than the threads in which plain routes are answered.
MANY = 60
#: For a test that would hang instead of failing.
PATIENCE = 60

Make = Callable[[Records, int], Awaitable[bytes]]


class Making:
    """A costly function that is held until it is let go, and counts how often it was run."""

    def __init__(self) -> None:
        self.made: list[int] = []
        self.free = threading.Event()

    def function(self, most_bytes: int = 100_000) -> Make:
        @costly(room=ROOM, most_bytes=most_bytes)
        def make(_records: Records, number: int) -> bytes:
            assert self.free.wait(PATIENCE)
            self.made.append(number)
            if number < 0:
                raise ZeroDivisionError
            return b"%d" % number

        return make


@pytest.fixture
def own(records: Records) -> Records:
    """The records with a memory that holds nothing yet."""
    return replace(records, memory=Memory())


def patiently(test: Awaitable[None]) -> None:
    asyncio.run(asyncio.wait_for(test, PATIENCE))  # type: ignore[arg-type]


async def begun(*waiting: Awaitable[bytes]) -> list[asyncio.Future[bytes]]:
    """Let each ask, and come as far as it comes."""
    tasks = [asyncio.ensure_future(one) for one in waiting]
    for _ in range(5):
        await asyncio.sleep(0)
    return tasks


def test_a_class_that_asks_for_the_same_waits_for_one_making(own: Records) -> None:
    making = Making()
    make = making.function()

    async def test() -> None:
        pupils = await begun(*[make(own, 1) for _ in range(MANY)])
        making.free.set()
        assert await asyncio.gather(*pupils) == [b"1"] * MANY
        assert await make(own, 1) == b"1"

    patiently(test())
    assert making.made == [1]


def test_who_finds_no_room_is_told_when_to_try_again_and_then_finds_some(own: Records) -> None:
    making = Making()
    make = making.function()

    async def test() -> None:
        making.free.set()
        assert await make(own, 0) == b"0"
        making.free.clear()
        waiting = await begun(*[make(own, number) for number in range(1, ROOM + 1)])
        with pytest.raises(RefusedRequestError, match="Try again in"):
            await make(own, ROOM + 1)
        assert await make(own, 0) == b"0", "what is kept is given meanwhile"
        (same,) = await begun(make(own, 1))
        making.free.set()
        assert await asyncio.gather(*waiting, same) == [b"1", b"2", b"3", b"1"]
        assert await make(own, ROOM + 1) == b"4"

    patiently(test())
    assert making.made == [0, 1, 2, 3, 4]


def test_a_making_that_fails_leaves_the_room_as_it_was(own: Records) -> None:
    making = Making()
    making.free.set()
    make = making.function()

    async def test() -> None:
        for number in range(3 * ROOM):
            with pytest.raises(ZeroDivisionError):
                await make(own, -1 - number)
        assert await make(own, 1) == b"1"

    patiently(test())


def test_who_hangs_up_takes_it_from_nobody_else(own: Records) -> None:
    making = Making()
    make = making.function()

    async def test() -> None:
        first, gone, other = await begun(make(own, 1), make(own, 2), make(own, 2))
        gone.cancel()
        making.free.set()
        assert await asyncio.gather(first, other) == [b"1", b"2"]

    patiently(test())


def test_other_records_are_another_question_and_what_is_kept_is_bounded_in_bytes(records: Records) -> None:
    making = Making()
    making.free.set()
    make = making.function(most_bytes=3000)
    one, other = (replace(records, memory=Memory()) for _ in range(2))

    async def test() -> None:
        for asked in (one, other):
            for number in (1, 2, 3, 3, 1):
                assert await make(asked, number) == b"%d" % number

    patiently(test())
    assert making.made == [1, 2, 3, 1] * 2


@contextmanager
def busy_maker() -> Iterator[None]:
    """Keep the thread that makes what is costly at something else."""
    free = threading.Event()
    module._maker.submit(free.wait, PATIENCE)
    try:
        yield
    finally:
        free.set()


#: Every costly route to a question for each number, none like another.
QUESTIONS: dict[str, Callable[[int], tuple[str, str, str]]] = {
    "/api/card.png": lambda number: ("/api/card.png", f"view=map&q=picture+{number}", "localhost"),
    "/api/selection.json": lambda number: ("/api/selection.json", f"q=selection+{number}", "localhost"),
    "/api/lesson.html": lambda number: ("/api/lesson.html", f"build=b2.handout{number}", "localhost"),
    "/api/lesson.md": lambda number: ("/api/lesson.md", f"build=b2.text{number}", "localhost"),
    "/api/lessons/{key:str}.html": lambda number: ("/api/lessons/film.html", "", f"localhost:{number + 1}"),
    "/api/lessons-kit.zip": lambda number: ("/api/lessons-kit.zip", "", f"localhost:{number + 1}"),
}


@pytest.mark.slow
@pytest.mark.parametrize("route", QUESTIONS)
def test_a_flood_of_one_kind_is_refused_in_words_and_holds_up_nothing_else(route: str) -> None:
    async def asked(number: int) -> Answer:
        path, query, host = QUESTIONS[route](number)
        return await answered(site(), path, query, {"host": host})

    async def test() -> None:
        with busy_maker():
            flood = [asyncio.ensure_future(asked(number)) for number in range(MANY)]
            while sum(one.done() for one in flood) < MANY - 8:
                await asyncio.sleep(0.01)
            for path in ("/api/events.csv", "/timeline", "/api/health"):
                assert (await answered(site(), path)).status == 200
            waiting = [one for one in flood if not one.done()]
            for refused in (one.result() for one in flood if one.done()):
                assert refused.status == 503
                assert refused.headers["retry-after"] == str(module.AGAIN_SECONDS)
                assert refused.headers["cache-control"] == "no-store"
                assert "Try again in" in refused.text
        found_room = await asyncio.gather(*waiting)
        assert found_room
        assert all(one.status != 503 for one in found_room)

    patiently(test())


def test_whatever_may_take_more_than_its_bound_is_admitted_like_that() -> None:
    assert QUESTIONS.keys() >= COSTLY


def test_health_is_answered_while_every_thread_for_readers_is_held() -> None:
    free = threading.Event()

    async def test() -> None:
        held = [asyncio.ensure_future(run_in_threadpool(free.wait, PATIENCE)) for _ in range(MANY)]
        await asyncio.sleep(0)
        try:
            assert (await answered(site(), "/api/health")).status == 200
            assert not any(one.done() for one in held)
        finally:
            free.set()
        await asyncio.gather(*held)

    patiently(test())
