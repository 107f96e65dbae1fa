"""Remembering what pure functions gave: a view that did not change is not worked out again.

Each set of records carries its own memory, and it ends with them: what was worked out from the files of
one maintainer's preview reaches nobody else, and nothing of an old set outlives it.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, partial, wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar, cast, overload

from evidence_site.records.time_limit import check_time
from evidence_site.records.wording import locale

_P = ParamSpec("_P")
_T = TypeVar("_T")
#: How many results a function keeps: of what the records hold, and of what readers choose of it, which may be
#: chosen in any number of ways and holds charts, maps and long lists of a hundred kB each.
_MOST, _MOST_CHOSEN = 1024, 64
_PLAIN = (str, int, float, type(None))
#: What an entry of a memory costs besides the text that its key and its result hold, in bytes.
_ENTRY = 1024


class Memory:
    """What the functions of the project have given so far, each with a memory of its own."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[Hashable, Any] = {}

    def of(self, key: Hashable, begin: Callable[[], _T]) -> _T:
        """Return what is kept here under a key, such as a function; ``begin`` makes it the first time."""
        if key not in self._kept:
            self._kept.setdefault(key, begin())
        found: _T = self._kept[key]
        return found

    def __reduce__(self) -> tuple[type[Memory], tuple[()]]:
        """Records that go to another process begin there with nothing worked out."""
        return Memory, ()


class Results:
    """The last results of a function, texts or tuples of them, as many as a number of bytes holds.

    The texts of their keys count as well.

    For functions that strangers may ask for as much as they like: a number of results bounds nothing if
    one of them can be large.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: tuple[Hashable, ...]) -> Any:
        """Return the result that is kept for a key, or None."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def keep(self, key: tuple[Hashable, ...], result: Any) -> None:
        """Keep a result for a key, and let go of those that were not asked for the longest."""
        size = _ENTRY + _text_size((*key, result))
        if size > self._most:
            return
        with self._lock:
            self._bytes += size - self._kept.pop(key, (None, 0))[1]
            self._kept[key] = result, size
            while self._bytes > self._most:
                self._bytes -= self._kept.popitem(last=False)[1][1]


def _text_size(value: Any) -> int:
    """Return how many bytes the texts of a value take."""
    if isinstance(value, tuple):
        return sum(map(_text_size, value))
    return sys.getsizeof(value) if isinstance(value, str | bytes) else 0


_now: ContextVar[Memory] = ContextVar("memory", default=Memory())  # noqa: B039 - one for all, outside of runs


@contextmanager
def remembering_in(memory: Memory) -> Iterator[None]:
    """Let everything that is worked out in this thread meanwhile be remembered there."""
    before = _now.set(memory)
    try:
        yield
    finally:
        _now.reset(before)


class _Call(tuple[Hashable, ...]):
    """A call as it is compared; it holds its arguments, which keeps their identity from reuse."""

    args: tuple[Any, ...]
    named: dict[str, Any]


@overload
def remembered(build: Callable[_P, _T]) -> Callable[_P, _T]: ...
@overload
def remembered(
    *, most: int | None = None, most_bytes: int | None = None
) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]: ...
def remembered(build: Any = None, *, most: int | None = None, most_bytes: int | None = None) -> Any:
    """Return a pure function with a memory of its last results, apart for each language.

    They stand in the memory of the records given first, or else of those that are shown now. Records and
    their selections are shared and never change, so arguments are compared by identity, plain values and
    tuples of them by value. Results are shared too: nobody may change them.

    Args:
        build: The function; left out where a bound is given (``@remembered(most=4096)``).
        most: How many results are kept. Unless it is given, the last 1,024, and of results for what a reader
            has chosen (selections, charts, lists of rows) the last 64.
        most_bytes: How many bytes of results are kept instead, of a function that gives texts.
    """
    if build is None:
        return partial(remembered, most=most, most_bytes=most_bytes)

    def work_out(call: _Call) -> Any:
        check_time()
        return build(*call.args, **call.named)

    @wraps(build)
    def recall(*args: Any, **named: Any) -> Any:
        called = *map(_token, args), *((name, _token(value)) for name, value in named.items())
        call = _Call((locale(), *called))
        call.args, call.named = args, named
        memory: Memory = getattr(args[0] if args else None, "memory", None) or _now.get()
        if most_bytes:
            results = memory.of(build, partial(Results, most_bytes))
            if (found := results.get(call)) is None:
                results.keep(call, found := work_out(call))
            return found
        is_chosen = most is None and any(map(_is_chosen, (*args, *named.values())))
        bound = _MOST_CHOSEN if is_chosen else most or _MOST
        return memory.of((build, bound), lambda: lru_cache(bound)(work_out))(call)

    return recall


def kept_if_short(most: int, longest: int) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Return a decorator for pure functions of texts: the last results are kept, those of short texts."""

    def decorate(build: Callable[_P, _T]) -> Callable[_P, _T]:
        remembering = cast(Callable[_P, _T], lru_cache(maxsize=most)(build))

        @wraps(build)
        def recall(*texts: _P.args, **named: _P.kwargs) -> _T:
            is_short = all(len(text) <= longest for text in texts if isinstance(text, str))
            return (remembering if is_short else build)(*texts, **named)

        return recall

    return decorate


def _is_chosen(value: Any) -> bool:
    """Return whether a value is neither plain, nor a tuple of such, nor a row or the records themselves."""
    if isinstance(value, tuple):
        return not (hasattr(value, "_fields") or all(isinstance(part, _PLAIN) for part in value))
    return not (isinstance(value, _PLAIN) or hasattr(value, "memory"))


def _token(value: Any) -> Hashable:
    return value if _is_plain(value) else id(value)


def _is_plain(value: Any) -> bool:
    if isinstance(value, tuple):  # of many rows, their identity tells as much
        return not any(hasattr(part, "_fields") or not _is_plain(part) for part in value)
    return isinstance(value, (*_PLAIN, frozenset))
