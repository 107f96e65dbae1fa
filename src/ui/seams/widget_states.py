"""What a browser says of a widget and cannot be read is taken for not said.

Streamlit reads it when a page asks for the widget, with Python's JSON: a number of 5,000 digits, lists within
lists without end, or a value of another kind than the widget has would end the run of the page.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from streamlit.runtime.state.session_state import WStates

#: No widget of this site has values within values so deep.
_DEEPEST = 50


def pass_over_unreadable_states() -> None:
    """Let Streamlit take what it cannot read for a widget without a value, which then has its first one."""
    read = WStates.__getitem__
    if hasattr(read, "__wrapped__"):
        return

    @wraps(read)
    def read_or_pass_over(states: WStates, key: str) -> Any:
        try:
            found = read(states, key)
        except Exception as error:  # whatever reading a value of a browser raises, Streamlit knows this one
            raise KeyError(key) from error
        if _is_too_deep(found):
            raise KeyError(key)
        return found

    WStates.__getitem__ = read_or_pass_over  # type: ignore[method-assign]


def _is_too_deep(value: Any) -> bool:
    level = [value]
    for _depth in range(_DEEPEST):
        containers = [one for one in level if isinstance(one, dict | list)]
        level = [held for one in containers for held in (one.values() if isinstance(one, dict) else one)]
        if not level:
            return False
    return True
