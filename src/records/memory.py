"""Remembering what pure functions gave: a view that did not change is not worked out again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, Protocol, TypeVar

from records.wording import locale

_P = ParamSpec("_P")
_T = TypeVar("_T")
_MOST = 1024
_BY_VALUE = (str, int, float, frozenset, type(None))
_forgetting: list[Callable[[], None]] = []


def remembered(build: Callable[_P, _T]) -> Callable[_P, _T]:
    """Return a pure function with a memory of its last 1,024 results, apart for each language.

    Records and their selections are shared and never change, so arguments are compared by identity,
    plain values by value. Results are shared too: nobody may change them.
    """
    kept: OrderedDict[Hashable, tuple[Any, _T]] = OrderedDict()
    lock = Lock()

    def clear() -> None:
        with lock:
            kept.clear()

    _forgetting.append(clear)

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
            while len(kept) > _MOST:
                kept.popitem(last=False)
        return result

    return recall


class _Cached(Protocol):
    def cache_clear(self) -> None: ...


_C = TypeVar("_C", bound=_Cached)


def forgettable(cached: _C) -> _C:
    """Mark a function with ``lru_cache`` that is given records: its memory ends with theirs."""
    _forgetting.append(cached.cache_clear)
    return cached


def forget() -> None:
    """Empty every memory that holds records, so that those no longer served are freed."""
    for clear in _forgetting:
        clear()


def _token(value: Any) -> Hashable:
    return value if isinstance(value, _BY_VALUE) else id(value)
