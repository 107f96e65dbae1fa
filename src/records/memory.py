"""Remembering what pure functions gave: a view that did not change is not worked out again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from records.wording import locale

_P = ParamSpec("_P")
_T = TypeVar("_T")
#: How many results a function keeps: small ones, and charts, maps and long lists of a hundred kB each.
_MOST, _MOST_LARGE = 1024, 64
_BY_VALUE = (str, int, float, frozenset, type(None))


def remembered(build: Callable[_P, _T]) -> Callable[_P, _T]:
    """Return a pure function with a memory of its last 1,024 results, apart for each language.

    Records and their selections are shared and never change, so arguments are compared by identity,
    plain values and tuples of them by value. Results are shared too: nobody may change them.
    """
    return _remembering(build, _MOST)


def remembered_large(build: Callable[_P, _T]) -> Callable[_P, _T]:
    """Return a pure function with a memory of its last 64 results, for results that are large."""
    return _remembering(build, _MOST_LARGE)


def _remembering(build: Callable[_P, _T], most: int) -> Callable[_P, _T]:
    kept: OrderedDict[Hashable, tuple[Any, _T]] = OrderedDict()
    lock = Lock()

    @wraps(build)
    def recall(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        key = (locale(), *map(_token, args), *((name, _token(value)) for name, value in kwargs.items()))
        with lock:
            if key in kept:
                kept.move_to_end(key)
                return kept[key][1]
        result = build(*args, **kwargs)
        with lock:
            kept[key] = (args, kwargs), result  # holding the arguments keeps their identity from being reused
            while len(kept) > most:
                kept.popitem(last=False)
        return result

    return recall


def _token(value: Any) -> Hashable:
    by_value = isinstance(value, _BY_VALUE) or (
        isinstance(value, tuple) and all(isinstance(part, _BY_VALUE) for part in value)
    )
    return value if by_value else id(value)
