"""Casualties: who said how many, when, and what they counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from evidence_site.records.dates import When
from evidence_site.records.formatting import day_text, number_text
from evidence_site.records.load.loading import Records
from evidence_site.records.model.rows import Figure
from evidence_site.records.names.naming import dated_name, dated_names
from evidence_site.records.wording import N_, _, ngettext
from evidence_site.viz.datasets.conflict_events import coded_events_chart, coded_twice_words
from evidence_site.viz.datasets.displacement import displacement_chart
from evidence_site.viz.markup import Markup, join, record_link, tag
from evidence_site.viz.numbers.comparison import comparison, comparison_in_brief
from evidence_site.viz.numbers.comparison_columns import (
    FEWEST,
    MOST,
    AskedColumns,
    column_label,
    column_labels,
    comparable_events,
    read_columns,
    write_columns,
)
from evidence_site.viz.numbers.composition import composition_chart, set_names, wholes_with_parts
from evidence_site.viz.numbers.contradictions import after_the_night, contradiction_list
from evidence_site.viz.numbers.figure_words import figures_in_words
from evidence_site.viz.numbers.known_by import days_of, known_words, named_on, read_day
from evidence_site.viz.numbers.shown_figures import ShownFigures, shown_figures
from evidence_site.viz.numbers.statements import (
    aftermath_chart,
    attacks_chart,
    in_other_units,
    present_chart,
    sides_chart,
    war_totals,
)
from evidence_site.viz.numbers.toll import Toll, toll_charts, toll_of
from evidence_site.viz.pages.menus import (
    AXIS,
    AcceptedValues,
    Menu,
    NamedView,
    Several,
    Steps,
    ids,
    step_options,
    views_menu,
)
from evidence_site.viz.pages.page import Page
from evidence_site.viz.pages.parts import (
    Aside,
    Beside,
    BesideAgain,
    ContentNote,
    Find,
    Folded,
    Heading,
    NotApplying,
    NothingLeft,
    Notice,
    OpenRecord,
    Parts,
    Row,
    Section,
    StatedBy,
    Title,
    Words,
    beside,
    sources_of_page,
)
from evidence_site.viz.pages.run import Run
from evidence_site.viz.symbols import legend
from evidence_site.viz.words.cited_sources import figure_sources

#: Signs of an unknown code that are shown, and how many codes are named.
_SHOWN_SIGNS, _NAMED = 40, 5


@dataclass(frozen=True)
class Numbers:
    """One view of the page.

    Attributes:
        pictures: Gives its charts with their words.
        beside: Gives what stands beside the charts, under the open record.
        stands_alone: It needs the whole page and opens no record beside it.
        has_axis: Its charts have an axis of people.
    """

    pictures: Callable[[Run, ShownFigures], Parts]
    beside: Callable[[Run, ShownFigures], Parts] = lambda _run, _shown: ()
    stands_alone: bool = False
    has_axis: bool = False


def _parts(run: Run) -> Parts:
    shown = shown_figures(run.records, run.selection)
    named = VIEWS.chosen_view(run)
    axis = [AXIS] if named.view.has_axis else []
    note = ContentNote("casualties", skip_to="sources")
    sources = partial(figure_sources, run.records, shown.rows)
    return (
        Title(_("Casualties"), "casualties"),
        Folded(
            [note, VIEWS, Row([StatedBy(), *axis], "whose", "large")],
            label=_("Content note, and what the page shows"),
        ),
        NotApplying("figures"),
        *_view(run, shown, named),
        *sources_of_page(_("Every source of the figures in this selection"), sources),
    )


def _view(run: Run, shown: ShownFigures, named: NamedView[Numbers]) -> Parts:
    """Return the view that the address names; with the list of its figures and the open one beside it."""
    heading = Heading(named.code or "by-date", _(named.label), "chosen")
    if named.view.stands_alone:
        return [heading, *named.view.pictures(run, shown)]
    if not run.rows("figures"):
        return [NothingLeft("figures")]
    hint = _("Choose a mark in a chart or a figure in the list: its record opens here.")
    names = dated_names(run.records, "figures", shown.chosen())
    record = [Find("figures", names, _("Find a figure")), OpenRecord(hint), *named.view.beside(run, shown)]
    return [NothingLeft("figures"), beside([heading, *named.view.pictures(run, shown)], record)]


def _in_words(records: Records, key: str, heading: str, rows: Sequence[Figure]) -> Parts:
    """The statements that a chart leaves out; on a sheet how many they are."""
    if not rows:
        return []
    count = len(rows)
    words = ngettext("%(count)s statement, on the site.", "%(count)s statements, on the site.", count)
    brief = tag("p", words % {"count": number_text(count)})
    return [Words(key, heading, figures_in_words(records, "", rows), brief, level=3)]


# --- by date ---------------------------------------------------------------------------------------------


def _toll(run: Run) -> Toll:
    return toll_of(run.records, shown_figures(run.records, run.selection))


def _day(run: Run) -> When | None:
    return read_day(run.parameters.get("day", ""), _toll(run).windows)


def _days(run: Run) -> Mapping[str, str]:
    """Return the days on which a number was stated."""

    def label(day: When, count: int) -> str:
        new = ngettext("%(count)s statement", "%(count)s statements", count) % {"count": count}
        return _("%(date)s: %(statements)s") % {"date": day_text(day.end), "statements": new}

    return step_options(days_of(_toll(run).stated), _day(run), _("All dates"), lambda day: day.text, label)


DAY = Steps(
    "day",
    AcceptedValues(form=r"\d{4}-\d\d-\d\d", example="2001-03-03"),
    N_("As known on"),
    _days,
    key="known-day",
    help=N_("Choose a day, or step through the days on which a number was stated."),
    previous=N_("Previous day"),
    next=N_("Next day"),
    ignored=N_("“%(value)s” is no day of this view and was ignored: all dates are shown."),
)


def _by_date(run: Run, _shown: ShownFigures) -> Parts:
    records, toll, day = run.records, _toll(run), _day(run)
    undated = _("Not drawn, because it is not known when they were said")
    narrow = _("Not drawn, because they cover only a part of the dead")
    return (
        DAY,
        *([_known(run, day), _counted(run, day)] if day else []),
        *toll_charts(records, toll, log=AXIS.chosen(run) == "log", day=day),
        *_in_words(records, "undated", undated, toll.undated),
        *_in_words(records, "narrow", narrow, toll.narrow),
    )


def _known(run: Run, day: When) -> Beside:
    """Return what a reader of the chosen day could know."""
    words = known_words(run.records, _toll(run).stated, day)
    return Beside("known", _("Known by then"), words, level=0, look="known", says_changes=True)


def _counted(run: Run, day: When) -> Section:
    def body() -> Markup:
        heading = _("Known on %(date)s") % {"date": day_text(day.end)}
        named = named_on(run.records, _toll(run).stated, day)
        return figures_in_words(run.records, heading, named) or tag("p", _("Nothing yet."))

    return Section("known-details", "", body, label=_("What each number counts"))


def _known_beside(run: Run, _shown: ShownFigures) -> Parts:
    return [BesideAgain(_known(run, day))] if (day := _day(run)) else []


# --- the other views -------------------------------------------------------------------------------------


def _by_who_states_it(run: Run, shown: ShownFigures) -> Parts:
    sides = legend(run.records.package.code_lists["perspective"].values())
    return (
        Aside("perspectives", _("Perspectives"), sides, level=0),
        sides_chart(run.records, shown, log=AXIS.chosen(run) == "log"),
    )


def _sets(run: Run) -> Mapping[str, str]:
    shown = shown_figures(run.records, run.selection)
    return set_names(run.records, wholes_with_parts(run.records, shown))


SET = Menu(
    "set", ids("figures"), N_("The number and who states it"), _sets, look="list", changes_pictures=True
)


def _after_the_night(run: Run, shown: ShownFigures) -> Parts:
    records = run.records
    units = _("Counted in other units than people")
    worked_out = _(
        "Worked out from the records: numbers that are described in more than one way, and things for "
        "which more than one number is stated. Nothing here says which one is right."
    )
    disagreeing = contradiction_list(records, after_the_night(records, shown))
    return (
        aftermath_chart(records, shown),
        *_in_words(records, "units", units, in_other_units(records, shown)),
        present_chart(records, shown),
        Heading("contradictions", _("What does not agree")),
        Words("disagreeing", _("What does not agree"), join([tag("p", worked_out), disagreeing]), level=0),
    )


# --- side by side ----------------------------------------------------------------------------------------


def _columns(run: Run) -> AskedColumns:
    return read_columns(run.records, EVENT.chosen(run), run.parameters.get("vs", ""))


def _comparable(run: Run) -> Mapping[str, str]:
    """Return what can be chosen: all that speaks of the event, and what was chosen already."""
    labels = column_labels(run.records, EVENT.chosen(run))
    silent = {code: column_label(run.records, code) for code in _columns(run).known if code not in labels}
    return {**labels, **silent} if silent else labels


EVENT = Menu(
    "of",
    ids("events"),
    N_("Compare what is said about"),
    lambda run: {row.id: dated_name(run.records, "events", row) for row in comparable_events(run.records)},
    look="list",
    default=lambda run: run.records.site.main_event,
)
COLUMNS = Several(
    "vs",
    AcceptedValues(
        lambda records: {*records.package.code_lists["perspective"], *records.tables.sources.ids()}
    ),
    N_("Sources or perspectives, two to four"),
    _comparable,
    help=N_(
        "A perspective is everybody who speaks from it, whoever prints it; a source is all that rests "
        "on it, whoever it quotes."
    ),
    most=MOST,
    codes=lambda run: _columns(run).known,
    written=lambda run, codes: write_columns(run.records, EVENT.chosen(run), codes),
    belongs_to=EVENT.chosen,
)


def _side_by_side(run: Run, _shown: ShownFigures) -> Parts:
    """Return what two to four sources or sides say of one event, in columns."""
    records, event, columns = run.records, EVENT.chosen(run), _columns(run)
    menus = Folded([EVENT, COLUMNS], label=_("What is compared"))
    if len(columns.known) < FEWEST:
        words = ngettext(
            "Choose at least %(fewest)s and at most %(most)s source or perspective to compare.",
            "Choose at least %(fewest)s and at most %(most)s sources or perspectives to compare.",
            MOST,
        )
        return menus, *_ignored(run, columns), Notice(words % {"fewest": FEWEST, "most": MOST})
    whole, brief = (make(records, event, columns.known) for make in (comparison, comparison_in_brief))
    words = _(
        "How to read this: one number is one statement, with what was counted, who states it and when; "
        "nothing is added or averaged. ≠ marks columns that give different numbers for the same thing and "
        "group; it does not say which one is right. “Not stated” means that no record here rests on that "
        "column for it. The filters above do not narrow this comparison. "
    )
    reading = tag("p", words, record_link(_("Everything about this event"), "events", event))
    return (
        menus,
        *_ignored(run, columns),
        Words("compare", _("Side by side"), whole, brief, level=0),
        Aside("reading", _("How to read this"), reading, level=0, look="quiet"),
    )


def _ignored(run: Run, columns: AskedColumns) -> Parts:
    """Name what the address asks for in vain."""
    asked, sentences = run.parameters.get("of", ""), []
    if asked and asked != EVENT.chosen(run):
        words = _("No event with figures or accounts has this code, so the main event is shown: %(codes)s.")
        sentences.append(words % {"codes": _quoted([asked])})
    if columns.unknown:
        words = _("No source and no perspective has this code, so it was ignored: %(codes)s.")
        sentences.append(words % {"codes": _quoted(columns.unknown)})
    if columns.beyond:
        labels = "; ".join(column_label(run.records, code) for code in columns.beyond[:_NAMED])
        words = _("Not shown, because no more than %(most)s of them stand side by side: %(names)s.")
        sentences.append(words % {"most": MOST, "names": labels})
    body = join([tag("p", sentence) for sentence in sentences])
    return [Aside("ignored", "", body, level=0, look="ignored", says_changes=True)] if sentences else []


def _quoted(codes: Sequence[str]) -> str:
    cut = [code if len(code) <= _SHOWN_SIGNS else code[: _SHOWN_SIGNS - 1] + "…" for code in codes[:_NAMED]]
    return ", ".join([*(f"“{code}”" for code in cut), *(["…"] if len(codes) > _NAMED else [])])


# --- in the same war -------------------------------------------------------------------------------------


def _in_the_same_war(run: Run, shown: ShownFigures) -> Parts:
    records = run.records
    totals = _("Not drawn: totals over long stretches of the war, and numbers of combatants")
    twice = coded_twice_words(records)
    return (
        attacks_chart(records, shown, log=AXIS.chosen(run) == "log"),
        *_in_words(records, "totals", totals, war_totals(records, shown)),
        coded_events_chart(records),
        *([Words("coded-twice", _("Probably coded twice"), twice, level=0)] if twice else []),
        displacement_chart(records),
    )


VIEWS = views_menu(
    N_("Part of this page"),
    NamedView("", N_("By date"), Numbers(_by_date, _known_beside, has_axis=True)),
    NamedView("sides", N_("By who states it"), Numbers(_by_who_states_it, has_axis=True)),
    NamedView(
        "made-of",
        N_("What it is made of"),
        Numbers(
            lambda run, _shown: (
                SET,
                composition_chart(run.records, run.records.tables.figures.get(SET.chosen(run))),
            )
        ),
    ),
    NamedView("afterwards", N_("After the night"), Numbers(_after_the_night)),
    NamedView("compare", N_("Side by side"), Numbers(_side_by_side, stands_alone=True)),
    NamedView("elsewhere", N_("In the same war"), Numbers(_in_the_same_war, has_axis=True)),
)

PAGE = Page(
    "casualties",
    N_("Casualties"),
    N_("The evidence"),
    N_("Who said how many, when, and what they counted."),
    _parts,
    parameters=(VIEWS, AXIS, SET, COLUMNS, EVENT, DAY),
    shows="figures",
    has_charts=True,
    own_filters=("measure", "basis"),
)
