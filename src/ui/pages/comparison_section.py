"""Sources or sides side by side about one event, and contradictions in words: sections of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import dated_name
from evidence_site.records.wording import _, ngettext
from evidence_site.ui.cards.lesson_fold import folded_in_a_lesson
from evidence_site.ui.filters.many_of import many_of
from evidence_site.ui.state import address
from evidence_site.viz.markup import as_it_stands, record_link, tag
from evidence_site.viz.numbers.comparison import comparison
from evidence_site.viz.numbers.contradictions import after_the_night, contradiction_list
from evidence_site.viz.numbers.shown import Shown
from evidence_site.viz.numbers.voices import (
    FEWEST,
    MOST,
    Columns,
    comparable_events,
    read_columns,
    voice_label,
    voice_labels,
    write_columns,
)

#: Parameters of the address: the columns, and the event that they are compared about.
COLUMNS, EVENT = "vs", "of"
#: Signs of an unknown code that are shown, and how many codes are named.
_SHOWN_SIGNS, _NAMED = 40, 5


def comparison_section(known: Records) -> None:
    """Draw the choice of an event and of two to four columns, and the comparison itself."""
    with folded_in_a_lesson(_("What is compared")):
        event_id = _chosen_event(known)
        columns = read_columns(known, event_id, address.value(COLUMNS))
        _column_menu(known, event_id, columns.known)
    _say_ignored(known, event_id, columns)
    if len(columns.known) < FEWEST:
        words = ngettext(
            "Choose at least %(fewest)s and at most %(most)s source or perspective to compare.",
            "Choose at least %(fewest)s and at most %(most)s sources or perspectives to compare.",
            MOST,
        )
        st.info(as_it_stands(words % {"fewest": FEWEST, "most": MOST}))
        return
    st.html(comparison(known, event_id, columns.known))
    st.html(tag("p", *_reading(event_id), class_="quiet"))


def contradictions_section(known: Records, shown: Shown) -> None:
    """Draw what does not agree among the numbers of what was done to people, except the dead."""
    words = _(
        "Worked out from the records: numbers that are described in more than one way, and things for "
        "which more than one number is stated. Nothing here says which one is right."
    )
    st.html(tag("p", words))
    st.html(tag("div", contradiction_list(known, after_the_night(known, shown)), class_="prose"))


def _chosen_event(known: Records) -> str:
    """Draw the choice of the event; an unknown one in the address falls back to the main event."""
    names = {row.id: dated_name(known, "events", row) for row in comparable_events(known)}
    main = known.site.main_event
    held = address.value(EVENT)
    chosen = held if held in names else main
    st.selectbox(
        _("Compare what is said about"),
        list(names),
        key=address.visible(EVENT, chosen, labels=[names[chosen]]),
        format_func=names.__getitem__,
        on_change=address.follow,
        args=(EVENT, partial(_written_event, main)),
    )
    return chosen


def _written_event(main: str, chosen: str | None) -> str:
    return "" if chosen in (None, main) else str(chosen)


def _column_menu(known: Records, event_id: str, chosen: Sequence[str]) -> None:
    """Each event has a menu of its own: what stands in it at first depends on the event."""
    labels = _labels(known, event_id, chosen)
    name = f"{COLUMNS}-{event_id}"
    many_of(
        _("Sources or perspectives, two to four"),
        list(labels),
        key=address.visible(COLUMNS, list(chosen), name, [labels[code] for code in chosen]),
        format_func=labels.__getitem__,
        max_selections=MOST,
        placeholder=_("Type or choose"),
        help=_(
            "A perspective is everybody who speaks from it, whoever prints it; a source is all that rests "
            "on it, whoever it quotes."
        ),
        on_change=address.follow,
        args=(COLUMNS, partial(write_columns, known, event_id), name),
    )


def _labels(known: Records, event_id: str, chosen: Sequence[str]) -> Mapping[str, str]:
    """Return what can be chosen: all that speaks of the event, and what was chosen already."""
    labels = voice_labels(known, event_id)
    silent = {code: voice_label(known, code) for code in chosen if code not in labels}
    return {**labels, **silent} if silent else labels


def _say_ignored(known: Records, event_id: str, columns: Columns) -> None:
    """Name what the address asks for in vain."""
    asked = address.value(EVENT)
    sentences = []
    if asked and asked != event_id:
        words = _("No event with figures or accounts has this code, so the main event is shown: %(codes)s.")
        sentences.append(words % {"codes": _quoted([asked])})
    if columns.unknown:
        words = _("No source and no perspective has this code, so it was ignored: %(codes)s.")
        sentences.append(words % {"codes": _quoted(columns.unknown)})
    if columns.beyond:
        labels = "; ".join(voice_label(known, code) for code in columns.beyond[:_NAMED])
        words = _("Not shown, because no more than %(most)s of them stand side by side: %(names)s.")
        sentences.append(words % {"most": MOST, "names": labels})
    if sentences:
        st.html(tag("div", *[tag("p", sentence) for sentence in sentences], role="status", class_="ignored"))


def _quoted(codes: Sequence[str]) -> str:
    cut = [code if len(code) <= _SHOWN_SIGNS else code[: _SHOWN_SIGNS - 1] + "…" for code in codes[:_NAMED]]
    return ", ".join([*(f"“{code}”" for code in cut), *(["…"] if len(codes) > _NAMED else [])])


def _reading(event_id: str) -> list[str]:
    """Return how to read the comparison, and where the event itself stands."""
    words = _(
        "How to read this: one number is one statement, with what was counted, who states it and when; "
        "nothing is added or averaged. ≠ marks columns that give different numbers for the same thing and "
        "group; it does not say which one is right. “Not stated” means that no record here rests on that "
        "column for it. The filters above do not narrow this comparison. "
    )
    return [words, record_link(_("Everything about this event"), "events", event_id)]
