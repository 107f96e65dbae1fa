"""What a page lets a reader choose, on the screen: the choice stands in the address."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import Any

import streamlit as st

from evidence_site.records.choose.filters import BY_KEY
from evidence_site.records.query_string import as_written
from evidence_site.records.wording import _
from evidence_site.ui.filters.filter_bar import codes_menu, many_of
from evidence_site.ui.state.choosing import choice_button, follow, visible
from evidence_site.viz.markup import as_it_stands, tag
from evidence_site.viz.pages.menus import Menu, OrderedTable, Several, Steps
from evidence_site.viz.pages.parts import Button, FilterMenu
from evidence_site.viz.pages.run import Run


def menu(run: Run, part: Menu) -> None:
    """Draw the choice of one code as buttons or as a list."""
    options, chosen = part.options(run), part.chosen(run)
    if not options:
        return
    settings: dict[str, Any] = {
        "key": visible(part.name, chosen, labels=[options[chosen]]),
        "label_visibility": "visible" if part.is_labelled else "collapsed",
        "on_change": follow,
        "args": (part.name, partial(_written, part.unwritten(run))),
    }
    if part.look == "buttons":
        st.segmented_control(
            as_it_stands(_(part.label)),
            list(options),
            format_func=lambda code: as_it_stands(options[code]),
            **settings,
        )
    else:
        st.selectbox(as_it_stands(_(part.label)), list(options), format_func=options.__getitem__, **settings)


def _written(unwritten: str, chosen: str | None) -> str:
    return "" if chosen in (None, unwritten) else str(chosen)


def several(run: Run, part: Several) -> None:
    """Draw the choice of several codes."""
    options, codes = part.options(run), list(part.codes(run))
    name = f"{part.name}-{part.belongs_to(run)}"
    many_of(
        _(part.label),
        list(options),
        key=visible(part.name, codes, name, [options[code] for code in codes]),
        format_func=options.__getitem__,
        max_selections=part.most,
        placeholder=_("Type or choose"),
        help=_(part.help),
        on_change=follow,
        args=(part.name, partial(part.written, run), name),
    )


def steps(run: Run, part: Steps) -> None:
    """Draw a choice that is stepped by hand: a list, and buttons to the one before and the one after."""
    options, chosen = part.options(run), part.chosen(run)
    held = run.parameters.get(part.name, "")
    if held and held != chosen:
        given = {"value": as_written(held), "shown": options.get(chosen, "")}
        st.html(tag("p", _(part.ignored) % given, class_="notice", role="alert"))
    if not options:
        return
    codes = list(options)
    here = codes.index(chosen)
    with st.container(horizontal=True, key=part.key, vertical_alignment="bottom"):
        st.selectbox(
            as_it_stands(_(part.label)),
            codes,
            key=visible(part.name, chosen, labels=[options[chosen]]),
            format_func=options.__getitem__,
            help=as_it_stands(_(part.help)),
            width=320,
            on_change=follow,
            args=(part.name, str),
        )
        for way, label, there in (("previous", part.previous, here - 1), ("next", part.next, here + 1)):
            sets = {part.name: codes[there]} if 0 <= there < len(codes) else None
            choice_button(_(label), sets, key=f"{part.key}-{way}")


def button(_run: Run, part: Button) -> None:
    """Draw a choice that is made with one click."""
    choice_button(part.label, part.sets, key=part.key, icon=f":material/{part.icon}:")


def filter_menu(run: Run, part: FilterMenu) -> None:
    """Draw the menu of a filter once more."""
    codes_menu(run.records, BY_KEY[part.filter], run.choice)


def ordered_table(run: Run, part: OrderedTable) -> None:
    """Draw a table with the choice of its order above it; in a fold it is made when that is opened."""
    fold = st.expander(as_it_stands(part.label), key=part.key, on_change="rerun") if part.label else None
    if fold and not fold.open:
        return
    with fold or nullcontext():
        with st.container(width=320):
            menu(run, part.order)
        st.html(part.text)
