"""The address as the only memory: it carries codes, visible widgets show labels.

Streamlit writes the *displayed label* of a bound choice into the address, so links would break with the
language. So widgets are set from the address on every run and write codes to it in their callbacks; nothing
else holds state. On the way to another page Streamlit keeps parameters that are bound to a widget and drops
the others: what goes along is bound to a hidden text input while it holds something, what belongs to one
page is not.

A click goes out with what the browser holds at that moment. If the answer to the click before is still on
its way, that is the address of before, and would take the click before back. So the session remembers what
the address holds (``_known``), and the browser's counts only when a page is opened, and when the reader goes
back or forward.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

import streamlit as st

from evidence_site.records.choose.filters import FILTERS
from evidence_site.records.choose.views import RECORD_ID as RECORD_ID
from evidence_site.records.choose.views import RECORD_TABLE as RECORD_TABLE
from evidence_site.records.choose.views import SELECTED as SELECTED
from evidence_site.records.lessons.lesson_code import BUILD as BUILD
from evidence_site.records.model.links import RecordKey
from evidence_site.ui.seams import address_bar
from evidence_site.ui.state.site_pages import HOME, PAGES
from evidence_site.viz.markup import as_it_stands

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
#: What goes along from page to page.
_GO_ALONG: tuple[str, ...] = (*(entry.key for entry in FILTERS), SELECTED, BUILD)
_OF_PAGE = {page.path: (*_GO_ALONG, *page.choices) for page in PAGES}
_PAGE, _WITHIN, _NAMES = "address-page", "address-within", "address-names"
_MENUS, _KNOWN, _REPEATED = "address-menus", "address-known", "address-repeated"


def turn_to(page: str, *, within: str = "", also: Collection[str] = ()) -> None:
    """Say which page is drawn; call it once a run, before anything reads the address.

    Args:
        within: The page of the address bar, if it shows this one within itself.
        also: Parameters of that page, which mean something beside those of the one that is drawn.
    """
    names, bar, known = tuple(dict.fromkeys((*also, *_OF_PAGE[page]))), within or page, _known()
    if address_bar.is_gone_back_to():
        known.clear()
    elif bar != page_in_bar():
        _repeated().clear()
        for name in known.keys() - _GO_ALONG:
            del known[name]
    asked = address_bar.read()
    for name in names:
        if name not in known:
            known[name] = asked.parameters.get(name, "")
            if name in asked.repeated:
                _repeated()[name] = known[name]
    st.session_state[_PAGE], st.session_state[_WITHIN], st.session_state[_NAMES] = page, bar, names


def carry() -> None:
    """Draw the hidden inputs, in one container and before anything else on every page.

    What is empty has nothing to take along; an input that is not drawn costs nothing. An input that stood in
    one container and stands in another is two inputs to the browser for a while. When the older goes, the
    browser takes the parameter for unbound and drops it on the way to the next page.
    """
    known = _known()
    for name in known.keys() - names():
        del known[name]
    address_bar.write(known)
    with st.container(key="address-carriers", height=1, border=False):
        for name in _GO_ALONG:
            if held := known[name]:
                if st.session_state.get(name) != held:
                    st.session_state[name] = held
                st.text_input(as_it_stands(name), key=name, bind="query-params", label_visibility="collapsed")


def _known() -> dict[str, str]:
    """Return what each parameter of the page holds, set by a callback or read from the bar."""
    known: dict[str, str] = st.session_state.setdefault(_KNOWN, {})
    return known


def page() -> str:
    """Return the page that is drawn."""
    return str(st.session_state.get(_PAGE, HOME.path))


def page_in_bar() -> str:
    """Return the page of the address bar: the one that is drawn, or the one that shows it within itself."""
    return str(st.session_state.get(_WITHIN, HOME.path))


def is_within() -> bool:
    """Return whether the page that is drawn stands within another one."""
    return page() != page_in_bar()


def names() -> tuple[str, ...]:
    """Return the parameters that mean something on this page."""
    return tuple(st.session_state.get(_NAMES, ())) or _OF_PAGE[page()]


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


def unknown() -> dict[str, str]:
    """Return the parameters in the address bar that mean nothing on this page, with their values."""
    return {name: held for name, held in address_bar.read().parameters.items() if name not in names()}


def repeated() -> list[str]:
    """Return the parameters of this page that came with several values and hold the last of them."""
    return [name for name, held in _repeated().items() if held == value(name)]


def _repeated() -> dict[str, str]:
    """Return which parameters came with several values, and the last; the bar holds it alone since."""
    came: dict[str, str] = st.session_state.setdefault(_REPEATED, {})
    return came


def put(**parameters: str) -> None:
    """Set parameters of the address, as one entry of the history. Only in a callback, or before ``carry``."""
    known = _known()
    known.update(parameters)
    address_bar.write({**{name: known[name] for name in known.keys() & _GO_ALONG}, **parameters})


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
