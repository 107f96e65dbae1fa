"""What a page lets a reader choose besides the filters: parameters of its address, with codes and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import code_label
from evidence_site.records.names.place_names import MAIN_LANGUAGE
from evidence_site.records.query_string import CODE_SEPARATOR, LISTS
from evidence_site.records.wording import N_, _
from evidence_site.viz.maps.place_labels import TODAY
from evidence_site.viz.pages.parts import Part, Section
from evidence_site.viz.pages.run import Run

_View = TypeVar("_View")
_Step = TypeVar("_Step")


@dataclass(frozen=True)
class AcceptedValues:
    """What a parameter accepts: known codes, or anything of a form.

    Attributes:
        codes: Gives the codes, for the records that are loaded; none if only the form is checked.
        form: Pattern of a value.
        example: A value, for a remedy.
    """

    codes: Callable[[Records], Iterable[str]] | None = None
    form: str = ""
    example: str = ""


def fixed(*codes: str) -> AcceptedValues:
    """Return that a parameter accepts these codes."""
    return AcceptedValues(lambda _: codes)


def listed(table: str, column: str) -> AcceptedValues:
    """Return that a parameter accepts the codes of a column."""
    return AcceptedValues(lambda records: records.package.codes_of(table, column))


def ids(table: str) -> AcceptedValues:
    """Return that a parameter accepts the ids of a table."""
    return AcceptedValues(lambda records: records.table(table).ids())


@dataclass(frozen=True)
class Parameter:
    """A parameter of a page, whoever sets it."""

    name: str
    accepts: AcceptedValues

    def unknown(self, records: Records, value: str) -> list[str]:
        """Return the parts of a value that mean nothing."""
        if self.accepts.codes is None:
            return [] if re.fullmatch(self.accepts.form, value) else [value]
        known = frozenset(self.accepts.codes(records))
        parts = value.split(CODE_SEPARATOR) if self.name in LISTS else [value]
        return [part for part in parts if part not in known]


@dataclass(frozen=True)
class Menu(Parameter, Part):
    """A choice that is drawn: codes with their words. The first code is not written to the address.

    Attributes:
        label: What is chosen, marked for translation.
        options: Gives the codes with their words, for a run.
        is_labelled: Whether the label is seen, or only read out.
        changes_pictures: Whether each of its codes draws pictures that somebody should review.
        default: Gives the code that is not written, if it is not the first.
    """

    label: str
    options: Callable[[Run], Mapping[str, str]]
    look: Literal["buttons", "list"] = "buttons"
    is_labelled: bool = True
    changes_pictures: bool = False
    default: Callable[[Run], str] | None = None

    def unwritten(self, run: Run) -> str:
        """Return the code that stands for itself without being written; empty if there is none."""
        return self.default(run) if self.default else next(iter(self.options(run)), "")

    def chosen(self, run: Run) -> str:
        """Return the code of the address; for any other value the one that is not written."""
        held = run.parameters.get(self.name, "")
        return held if held in self.options(run) else self.unwritten(run)


@dataclass(frozen=True)
class Steps(Menu):
    """A choice that is stepped by hand, from one code to the next.

    Attributes:
        key: Its name in the style sheet.
        previous: What the button to the code before says, marked for translation like all of these.
        ignored: What is said of a value that means nothing, with places for it and for what is shown.
    """

    key: str = ""
    help: str = ""
    previous: str = ""
    next: str = ""
    ignored: str = ""


def step_options(
    counts: Mapping[_Step, int],
    held: _Step | None,
    whole: str,
    code: Callable[[_Step], str],
    label: Callable[[_Step, int], str],
) -> Mapping[str, str]:
    """Return the options of a menu of steps: first the whole, then each step by its code; none without steps.

    Args:
        counts: The steps, and how many records each stands for.
        held: The step of the address, which is one of them even if it stands for none.
        code: Gives the code of a step; codes stand in the order of the steps.
        label: Gives its words.
    """
    steps = counts if held is None else {held: 0, **counts}
    if not steps:
        return {}
    labels = {code(step): label(step, count) for step, count in steps.items()}
    return {"": whole, **dict(sorted(labels.items()))}


@dataclass(frozen=True)
class Several(Menu):
    """A choice of several codes, in an order.

    Attributes:
        codes: Gives the codes that are chosen.
        written: Gives what the address holds for some codes.
        most: How many can be chosen.
        belongs_to: Gives what its options depend on; with another one it is another list.
    """

    help: str = ""
    codes: Callable[[Run], Sequence[str]] = lambda _run: ()
    written: Callable[[Run, Sequence[str]], str] = lambda _run, codes: CODE_SEPARATOR.join(codes)
    most: int = 4
    belongs_to: Callable[[Run], str] = lambda _run: ""


@dataclass(frozen=True, kw_only=True)
class OrderedTable(Section):
    """A table whose order can be chosen above it; without a label it stands in no fold."""

    order: Menu


@dataclass(frozen=True)
class NamedView(Generic[_View]):
    """One of the views of a page: its code in the address, its words, and what it is."""

    code: str
    label: str
    view: _View


@dataclass(frozen=True)
class Views(Menu, Generic[_View]):
    """The choice of a view; a further view is a further row."""

    views: tuple[NamedView[_View], ...] = field(default=())

    def chosen_view(self, run: Run) -> NamedView[_View]:
        """Return the view that the address names."""
        return {entry.code: entry for entry in self.views}[self.chosen(run)]


def views_menu(
    label: str, *views: NamedView[_View], name: str = "tab", is_labelled: bool = True
) -> Views[_View]:
    """Return the choice between some views of a page; the first has no code in the address."""
    return Views(
        name=name,
        accepts=fixed(*(entry.code for entry in views if entry.code)),
        label=label,
        options=lambda _run: {entry.code: _(entry.label) for entry in views},
        is_labelled=is_labelled,
        changes_pictures=True,
        views=views,
    )


#: How maps call places: in which language, and with the names of the year of the main event or of today.
NAMES = Menu(
    "names",
    listed("place_names", "language"),
    N_("Language of the names"),
    lambda run: {
        code: code_label(run.records, "place_names", "language", code)
        for code in (MAIN_LANGUAGE, *run.records.package.codes_of("place_names", "language"))
    },
)
ERA = Menu(
    "era",
    fixed(TODAY),
    N_("Names as they were"),
    lambda run: {"": str(run.night.start.year), TODAY: _("Today")},
)

#: The axis of people.
AXIS = Menu(
    "scale",
    fixed("log"),
    N_("Axis of people"),
    lambda _run: {"": _("Even steps"), "log": _("Tenfold steps")},
)
