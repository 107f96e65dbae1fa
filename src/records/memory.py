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
from functools import lru_cache, wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar, cast

from evidence_site.records.time_limit import check_time
from evidence_site.records.wording import locale

_P = ParamSpec("_P")
_T = TypeVar("_T")
#: How many results a function keeps: of what the records hold, and of what readers choose of it, which may be
#: chosen in any number of ways and holds charts, maps and long lists of a hundred kB each.
_MOST, _MOST_CHOSEN = 1024, 64
_PLAIN = (str, int, float, type(None))
_BY_VALUE = (*_PLAIN, frozenset)
#: What an entry of a memory costs besides the text that its key and its result hold, in bytes.
_ENTRY = 1024

_Function = Callable[..., Any]
_Kept = TypeVar("_Kept")


class Memory:
    """What the functions of the project have given so far, each with a memory of its own."""

    __slots__ = ("_functions",)

    def __init__(self) -> None:
        self._functions: dict[_Function, Any] = {}

    def of(self, build: _Function, keep: Callable[[_Function], _Kept]) -> _Kept:
        """Return what remembers for a function here; ``keep`` makes one that remembers anew."""
        if build not in self._functions:
            self._functions.setdefault(build, keep(build))
        found: _Kept = self._functions[build]
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


_now: ContextVar[Memory] = ContextVar("memory", default=Memory())  # noqa: B039 - one for all, outside of runs


@contextmanager
def remembering_in(memory: Memory) -> Iterator[None]:
    """Let everything that is worked out in this thread meanwhile be remembered there."""
    before = _now.set(memory)
    try:
        yield
    finally:
        _now.reset(before)


def _kept(keep: Callable[[_Function], _Function]) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Return a decorator: a memory of the records given first, or else of those that are shown now."""

    def decorate(build: Callable[_P, _T]) -> Callable[_P, _T]:
        @wraps(build)
        def in_time(*args: _P.args, **kwargs: _P.kwargs) -> _T:
            check_time()
            return build(*args, **kwargs)

        @wraps(build)
        def recall(*args: _P.args, **kwargs: _P.kwargs) -> _T:
            own = getattr(args[0], "memory", None) if args else None
            return cast(_T, (own or _now.get()).of(in_time, keep)(*args, **kwargs))

        return recall

    return decorate


def kept(most: int) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Return a decorator for pure functions whose arguments are compared by value; the last are kept."""
    return _kept(lru_cache(maxsize=most))


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


def _text_size(value: Any) -> int:
    """Return how many bytes the texts of a value take."""
    if isinstance(value, tuple):
        return sum(map(_text_size, value))
    return sys.getsizeof(value) if isinstance(value, str | bytes) else 0


def kept_within(most_bytes: int) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Return a decorator for pure functions that give texts; the last are kept, so many bytes of them."""

    def keep(build: _Function) -> _Function:
        results = Results(most_bytes)

        def recall(*args: Hashable) -> Any:
            found = results.get(args)
            if found is None:
                found = build(*args)
                results.keep(args, found)
            return found

        return recall

    return _kept(keep)


def _by_identity(most: int) -> Callable[[_Function], _Function]:
    def keep(build: _Function) -> _Function:
        given: OrderedDict[Hashable, tuple[Any, Any]] = OrderedDict()
        chosen: OrderedDict[Hashable, tuple[Any, Any]] = OrderedDict()
        lock = Lock()

        def recall(*args: Any, **kwargs: Any) -> Any:
            key = (locale(), *map(_token, args), *((name, _token(value)) for name, value in kwargs.items()))
            is_chosen = any(map(_is_chosen, (*args, *kwargs.values())))
            results, bound = (chosen, _MOST_CHOSEN) if is_chosen else (given, most)
            with lock:
                if key in results:
                    results.move_to_end(key)
                    return results[key][1]
            result = build(*args, **kwargs)
            with lock:
                results[key] = (args, kwargs), result  # holding the arguments keeps their identity from reuse
                while len(results) > bound:
                    results.popitem(last=False)
            return result

        return recall

    return keep


def remembered(build: Callable[_P, _T]) -> Callable[_P, _T]:
    """Return a pure function with a memory of its last 1,024 results, apart for each language.

    Records and their selections are shared and never change, so arguments are compared by identity,
    plain values and tuples of them by value. Results are shared too: nobody may change them.
    Of results for what a reader has chosen (selections, charts, lists of rows) the last 64 are kept.
    """
    return _kept(_by_identity(_MOST))(build)


def remembered_large(build: Callable[_P, _T]) -> Callable[_P, _T]:
    """Return a pure function with a memory of its last 64 results, for results that are large."""
    return _kept(_by_identity(_MOST_CHOSEN))(build)


def _is_chosen(value: Any) -> bool:
    """Return whether a value is neither plain, nor a tuple of such, nor a row or the records themselves."""
    if isinstance(value, tuple):
        return not (hasattr(value, "_fields") or all(isinstance(part, _PLAIN) for part in value))
    return not (isinstance(value, _PLAIN) or hasattr(value, "memory"))


def _token(value: Any) -> Hashable:
    by_value = isinstance(value, _BY_VALUE) or (
        isinstance(value, tuple) and all(isinstance(part, _BY_VALUE) for part in value)
    )
    return value if by_value else id(value)
