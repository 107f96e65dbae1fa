"""Results kept for the next reader who asks the same, in each language by itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from records.wording import locale

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def remembered(size: int) -> Callable[[Callable[_Asked, _Answer]], Callable[_Asked, _Answer]]:
    """Return a decorator that keeps the last ``size`` results of a pure function.

    What it is given must be hashable, and what it returns must not be changed by anybody.
    """

    def decorate(make: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer]:
        def in_language(
            _language: str, asked: tuple[Any, ...], named: tuple[tuple[str, Any], ...]
        ) -> _Answer:
            return make(*asked, **dict(named))

        kept = lru_cache(maxsize=size)(in_language)

        @wraps(make)
        def answer(*asked: _Asked.args, **named: _Asked.kwargs) -> _Answer:
            return kept(locale(), asked, tuple(named.items()))

        return answer

    return decorate
