"""The address bar as the only memory: hidden bound inputs carry codes, visible widgets show labels.

Streamlit writes the *displayed label* of a bound choice into the address, so links would break with
the language. A hidden text input for each parameter carries the codes instead. Widgets are set from
it on every run and write to it in their callbacks; nothing else holds state.

A click goes out with what the browser holds at that moment. If the answer to the click before is still on
its way, that is the address of before, and would take the click before back. So the session remembers what
the address holds (``_known``), and what a browser sends for a hidden input counts only when the page is
opened, and when the reader goes back or forward.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from records.filters import FILTERS
from records.lesson_code import BUILD as BUILD
from records.links import RecordKey
from records.views import RECORD_ID as RECORD_ID
from records.views import RECORD_TABLE as RECORD_TABLE
from records.views import SELECTED as SELECTED
from ui.site_pages import HOME, PAGES

#: What pages let the reader choose besides the filters.
VIEW_PARAMETERS = tuple(
    dict.fromkeys(name for page in PAGES for name in page.choices if name not in (RECORD_TABLE, RECORD_ID))
)

PARAMETERS: tuple[str, ...] = (
    *(entry.key for entry in FILTERS),
    SELECTED,
    RECORD_TABLE,
    RECORD_ID,
    *VIEW_PARAMETERS,
    BUILD,
)
_ON_EVERY_PAGE: tuple[str, ...] = (*(entry.key for entry in FILTERS), SELECTED, BUILD)
_OF_PAGE = {page.path: (*_ON_EVERY_PAGE, *page.choices) for page in PAGES}
_HOLDER = "address-carriers"
_PAGE, _WITHIN, _NAMES = "address-page", "address-within", "address-names"
_MENUS, _KNOWN = "address-menus", "address-known"


def carry(page: str, *, within: str = "", drawn: Collection[str] = ()) -> None:
    """Draw the hidden inputs of a page; call it once a run, before anything reads the address.

    Args:
        within: The page of the address bar, if it shows this one within itself.
        drawn: Parameters of that page, which ``carry_first`` has drawn already.
    """
    names = tuple(dict.fromkeys((*drawn, *_OF_PAGE[page])))
    st.session_state[_PAGE], st.session_state[_WITHIN], st.session_state[_NAMES] = page, within or page, names
    known = _known()
    for name in known.keys() - names:
        del known[name]
    _draw(_HOLDER, [name for name in names if name not in drawn])


def carry_first(page: str, names: Collection[str]) -> None:
    """Draw the hidden inputs on which it depends what else the address can hold."""
    st.session_state[_PAGE], st.session_state[_WITHIN], st.session_state[_NAMES] = page, page, tuple(names)
    _draw(f"{_HOLDER}-first", names)


def _draw(holder: str, names: Collection[str]) -> None:
    with st.container(key=holder, height=1, border=False):
        for name in names:
            _carry_one(name, _known())


def _carry_one(name: str, known: dict[str, str]) -> None:
    """Draw one hidden input with what the session knows; what an open page sends may be of before."""
    settled = name in known and not _goes_back_or_forward()
    if settled and st.session_state.get(name) != known[name]:
        st.session_state[name] = known[name]
    held = st.text_input(name, key=name, bind="query-params", label_visibility="collapsed")
    if not settled:
        known[name] = held


def _goes_back_or_forward() -> bool:
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def _known() -> dict[str, str]:
    """Return what every parameter holds whose hidden input was drawn, or that a callback has set since."""
    known: dict[str, str] = st.session_state.setdefault(_KNOWN, {})
    return known


def page() -> str:
    """Return the page that is drawn."""
    return str(st.session_state.get(_PAGE, HOME.path))


def page_in_bar() -> str:
    """Return the page of the address bar: the one that is drawn, or the one that shows it within itself."""
    return str(st.session_state.get(_WITHIN, HOME.path))


def names() -> tuple[str, ...]:
    """Return the parameters that mean something on this page."""
    return names_before() or _OF_PAGE[page()]


def names_before() -> tuple[str, ...]:
    """Return the parameters whose hidden inputs the run before has drawn; none in a fresh session."""
    return tuple(st.session_state.get(_NAMES, ()))


def names_of(path: str) -> tuple[str, ...]:
    """Return the parameters that mean something on a page of the site."""
    return _OF_PAGE[path]


def value(name: str) -> str:
    """Return one parameter of the address; empty if it is not there, or if the page does not know it."""
    return _known().get(name, "") if name in names() else ""


def values() -> Mapping[str, str]:
    """Return every parameter that holds something."""
    known = _known()
    return {name: held for name in names() if (held := known.get(name, ""))}


def elsewhere(**parameters: str) -> dict[str, str]:
    """Return the parameters of a link to another page: the filters as they stand, and what is given.

    A lesson that is being built goes along, as a filter does.
    Such a link loads the page anew; ``st.switch_page`` refuses to move while parameters are bound.
    """
    names = (*(entry.key for entry in FILTERS), BUILD)
    kept = {name: held for name in names if (held := value(name))}
    return {**kept, **parameters}


def unknown() -> list[str]:
    """Return the names of parameters in the address bar that mean nothing on this page."""
    return [name for name in st.query_params if name not in names()]


def put(**parameters: str) -> None:
    """Set parameters of the address. Only in a callback: Streamlit allows no later moment."""
    _known().update(parameters)
    for name, held in parameters.items():
        st.session_state[name] = held


def selected() -> RecordKey | None:
    """Return table and id of the record that is open beside the view."""
    table, dot, key = value(SELECTED).partition(".")
    return (table, key) if dot else None


def choose_record(table: str, key: str) -> None:
    """Open a record beside the view. For callbacks."""
    put(**{SELECTED: f"{table}.{key}"})


def close_record() -> None:
    """Close the record beside the view. For callbacks."""
    put(**{SELECTED: ""})


def visible(parameter: str, held: object, name: str = "", labels: Iterable[str] = ()) -> str:
    """Return the key of the visible widget for a parameter, set to what the address holds.

    A widget in a closed menu is not on the page, and the browser would send its old value back
    after the address changed by other means (a chip, the back button). So the key changes whenever
    the parameter was not set by the widget itself; while the reader uses it, it stays, and so does
    the focus. It changes with the names of what is chosen too: a browser sends an option by its label, and
    the old name of a record that has another since would be taken for a choice.

    Args:
        held: The value that the widget must show.
        name: Name of the widget, if a parameter has several.
        labels: What the chosen options are called, where that stands in the records.
    """
    stem, menus = f"menu-{name or parameter}", _menus()
    now, called = value(parameter), tuple(labels)
    seen = menus.get(stem, _Seen(None, None, -1))
    other = seen.value != now or seen.labels not in (None, called)
    turn = seen.turn + other
    widget = f"{stem}-{turn}"
    if other or widget not in st.session_state:
        st.session_state[widget] = held
    menus[stem] = _Seen(now, called, turn)  # last: the run may be broken off a line earlier
    return widget


def follow(parameter: str, write: Callable[[Any], str], *names: str) -> None:
    """Copy what the visible widgets of a parameter hold into the address. For callbacks."""
    menus, stems = _menus(), [f"menu-{name}" for name in names or (parameter,)]
    put(**{parameter: write(*(st.session_state[f"{stem}-{menus[stem].turn}"] for stem in stems))})
    for stem in stems:
        menus[stem] = _Seen(value(parameter), None, menus[stem].turn)


class _Seen(NamedTuple):
    """What of the address a visible widget has seen, what that was called, and the number in its key.

    Attributes:
        labels: None after the reader has used the widget: it then shows what it is called.
    """

    value: str | None
    labels: tuple[str, ...] | None
    turn: int


def _menus() -> dict[str, _Seen]:
    """Return what each visible widget has seen.

    One entry of the session for all of them: Streamlit walks every entry for each text input that it draws.
    """
    menus: dict[str, _Seen] = st.session_state.setdefault(_MENUS, {})
    return menus
