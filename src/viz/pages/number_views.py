"""What stands on each part of the page of numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evidence_site.records.formatting import number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.wording import _, ngettext
from evidence_site.viz.datasets.conflict_events import coded_events_chart, coded_twice_words
from evidence_site.viz.datasets.displacement import displacement_chart
from evidence_site.viz.markup import Markup, tag
from evidence_site.viz.numbers.aftermath import aftermath_chart, in_other_units, present_chart
from evidence_site.viz.numbers.attacks import attacks_chart, war_totals
from evidence_site.viz.numbers.comparison import comparison, comparison_in_brief
from evidence_site.viz.numbers.composition import composition_chart, set_names, wholes_with_parts
from evidence_site.viz.numbers.contradictions import after_the_night, contradiction_list
from evidence_site.viz.numbers.figure_words import figures_in_words
from evidence_site.viz.numbers.known_by import known_words, read_day
from evidence_site.viz.numbers.shown import Shown, shown_figures
from evidence_site.viz.numbers.sides import sides_chart
from evidence_site.viz.numbers.toll import toll_charts, toll_of
from evidence_site.viz.numbers.voices import comparable_events, read_columns
from evidence_site.viz.pages.view_parts import Asked, Part, Words


def casualties(asked: Asked) -> Sequence[Part | None]:
    """Return what stands on the part of the page of numbers that the address names."""
    tab = asked.code("tab", tuple(_SECTIONS))
    shown = shown_figures(asked.records, asked.selection)
    return _SECTIONS[tab](asked, shown) if asked.rows("figures") or tab == "compare" else ()


def _is_tenfold(asked: Asked) -> bool:
    return asked.parameters.get("scale") == "log"


def _in_words(records: Records, key: str, heading: str, rows: Sequence[Any]) -> Words | None:
    """The statements that a chart leaves out; on a sheet how many they are."""
    if not rows:
        return None
    count = len(rows)
    words = ngettext("%(count)s statement, on the site.", "%(count)s statements, on the site.", count)
    brief = tag("p", words % {"count": number_text(count)})
    return Words(key, heading, figures_in_words(records, "", rows), brief)


def _toll(asked: Asked, shown: Shown) -> Sequence[Part | None]:
    records = asked.records
    toll = toll_of(records, shown)
    day = read_day(asked.parameters.get("day", ""), toll.windows)
    known = known_words(records, toll.stated, day) if day else Markup("")
    undated = _("Not drawn, because it is not known when they were said")
    narrow = _("Not drawn, because they cover only a part of the dead")
    return (
        *toll_charts(records, toll, log=_is_tenfold(asked), day=day),
        Words("known", _("Known by then"), known),
        _in_words(records, "undated", undated, toll.undated),
        _in_words(records, "narrow", narrow, toll.narrow),
    )


def _sides(asked: Asked, shown: Shown) -> Sequence[Part | None]:
    return (sides_chart(asked.records, shown, log=_is_tenfold(asked)),)


def _made_of(asked: Asked, shown: Shown) -> Sequence[Part | None]:
    records = asked.records
    chosen = asked.code("set", tuple(set_names(records, wholes_with_parts(records, shown))))
    return (composition_chart(records, records.tables.figures.get(chosen)),)


def _afterwards(asked: Asked, shown: Shown) -> Sequence[Part | None]:
    records = asked.records
    units = _("Counted in other units than people")
    disagreeing = contradiction_list(records, after_the_night(records, shown))
    return (
        aftermath_chart(records, shown),
        _in_words(records, "units", units, in_other_units(records, shown)),
        present_chart(records, shown),
        Words("contradictions", _("What does not agree"), disagreeing),
    )


def _compare(asked: Asked, _shown: Shown) -> Sequence[Part | None]:
    records = asked.records
    main = records.site.main_event
    held = asked.parameters.get("of", "")
    event = held if held in {row.id for row in comparable_events(records)} else main
    columns = read_columns(records, event, asked.parameters.get("vs", "")).known
    whole, brief = (make(records, event, columns) for make in (comparison, comparison_in_brief))
    return (Words("compare", _("Side by side"), whole, brief),)


def _elsewhere(asked: Asked, shown: Shown) -> Sequence[Part | None]:
    records = asked.records
    totals = _("Not drawn: totals over long stretches of the war, and numbers of combatants")
    return (
        attacks_chart(records, shown, log=_is_tenfold(asked)),
        _in_words(records, "totals", totals, war_totals(records, shown)),
        coded_events_chart(records),
        Words("coded-twice", _("Probably coded twice"), coded_twice_words(records)),
        displacement_chart(records),
    )


_SECTIONS: Mapping[str, Callable[[Asked, Shown], Sequence[Part | None]]] = {
    "": _toll,
    "sides": _sides,
    "made-of": _made_of,
    "afterwards": _afterwards,
    "compare": _compare,
    "elsewhere": _elsewhere,
}
