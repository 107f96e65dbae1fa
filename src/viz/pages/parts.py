"""The kinds of part that pages are made of. Each edition has one function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from evidence_site.records.dates import When
from evidence_site.records.model.links import RecordKey
from evidence_site.records.wording import _
from evidence_site.viz.chart import Chart
from evidence_site.viz.maps.map_marks import MarkedMap
from evidence_site.viz.markup import Markup

#: Text that is made when it is needed: what is folded away is worked out only when somebody opens it.
Text = Markup | Callable[[], Markup]
_Kind = TypeVar("_Kind")


class Part:
    """A part of a page; charts and maps are parts as well."""


Picture = Chart | MarkedMap


@dataclass(frozen=True)
class Tool(Part):
    """A picture with which a reader chooses on the screen; elsewhere it is the picture alone."""

    picture: Picture


@dataclass(frozen=True)
class Title(Part):
    """The title of the page: its one heading of the first level.

    Attributes:
        anchor: Its id; None for the one that the words give, False for none.
    """

    words: str
    anchor: str | Literal[False] | None = None


@dataclass(frozen=True)
class Heading(Part):
    """A heading of the second level over the parts that follow.

    Attributes:
        look: ``small`` where several views stand on one screen; ``chosen`` for the name of the part that was
            chosen, which a step of a lesson has said already.
    """

    key: str
    words: str
    look: Literal["", "small", "chosen"] = ""


@dataclass(frozen=True)
class Words(Part):
    """Text.

    Attributes:
        heading: What stands above it.
        brief: What of it goes on a sheet for a class, if that is not all; empty for nothing.
        level: Level of its heading on the screen; 3 is a bold line, 0 shows none.
        look: Its class in the style sheet.
        says_changes: It changes with what a reader chooses, and is read out then.
    """

    key: str
    heading: str
    body: Text
    brief: Markup | None = None
    level: Literal[0, 2, 3] = 2
    look: str = ""
    says_changes: bool = False

    @property
    def text(self) -> Markup:
        """Return what it says, as HTML."""
        return self.body() if callable(self.body) else self.body


@dataclass(frozen=True)
class Aside(Words):
    """Text that helps on the screen and says nothing of its own: legends, ways on, how to choose."""


@dataclass(frozen=True)
class Beside(Words):
    """Text that stands above the pictures on narrow screens, and beside them on wide ones."""


@dataclass(frozen=True)
class SiteText(Words):
    """A text of the site; its key is its name. On the screen the terms in it open."""


@dataclass(frozen=True)
class KeyNumbers(Words):
    """The key numbers, each a statement by its source; every page without scripts has them."""


@dataclass(frozen=True)
class Worksheet(Words):
    """Questions with room to write below them.

    Attributes:
        form: The same questions with fields, for the screen.
    """

    form: Markup = field(kw_only=True)


@dataclass(frozen=True)
class Lessons(Words):
    """The lessons, each to be read or shown step by step; without a screen, what lessons there are."""


@dataclass(frozen=True)
class BesideAgain(Part):
    """The place of a text for wide screens."""

    words: Beside


@dataclass(frozen=True)
class Section(Words):
    """Text in a fold that opens; its label stands for a heading.

    Attributes:
        label: What the fold is called.
        is_open: Whether it stands open at first, and is printed.
        is_printed: Whether it is printed all the same.
        stays: Whether its text is sent at once, and not when it is opened.
    """

    level: Literal[0, 2, 3] = 0
    label: str = ""
    is_open: bool = False
    is_printed: bool = False
    stays: bool = False


@dataclass(frozen=True)
class Contents(Part):
    """Links to the headings of a long page: anchor to words."""

    headings: Mapping[str, str]


@dataclass(frozen=True)
class ContentNote(Part):
    """What must be said before a page that may distress, and a link past it.

    Attributes:
        text: Name of a text of the site; without it the note of the site stands there.
        skip_to: Anchor of what does not distress.
        skip: What the link says; empty for "skip the numbers".
    """

    text: str
    skip_to: str
    skip: str = ""


@dataclass(frozen=True)
class NotApplying(Part):
    """Which of the chosen filters do not narrow a kind of record."""

    table: str


@dataclass(frozen=True)
class NothingLeft(Part):
    """If the filters leave nothing of a kind of record: which one did, and how to lift it."""

    table: str


@dataclass(frozen=True)
class Notice(Part):
    """What a reader must do or know before there is anything to see.

    Attributes:
        is_warning: Whether the address leads to nothing.
    """

    words: str
    is_warning: bool = False


@dataclass(frozen=True)
class Find(Part):
    """A list in which a record is found by typing and opened: the same choice as a click.

    Attributes:
        names: What each record is called, by its id.
    """

    table: str
    names: Mapping[str, str]
    label: str


@dataclass(frozen=True)
class FindPlace(Part):
    """A list in which a place is found by typing any of its names: it narrows to the place and opens it.

    Attributes:
        names: All names of each place, by its id.
    """

    names: Mapping[str, str]
    label: str


@dataclass(frozen=True)
class OpenRecord(Part):
    """The record that is open, or the sentence that says how to open one."""

    prompt: str


@dataclass(frozen=True)
class CiteRecord(Part):
    """How to cite a record: worked out when a reader asks."""

    key: RecordKey


@dataclass(frozen=True)
class CheckFiles(Part):
    """Where a maintainer hands in changed tables and sees what they would do.

    Attributes:
        words: What it is for.
        closed: What is said in its place by a site that takes no files.
    """

    words: str
    closed: str


@dataclass(frozen=True)
class StatedBy(Part):
    """Whose statements are shown: the filter of perspectives again, with counts, where it matters most."""


@dataclass(frozen=True)
class TableTwin(Part):
    """The rows of a picture as a table in a fold, and a way to take them away."""

    chart: Chart


@dataclass(frozen=True)
class OnlineTiles(Part):
    """The offer of pictures from the network under a map.

    Attributes:
        host: Who is asked for them.
        words: What happens if the offer is taken.
    """

    host: str
    words: str


@dataclass(frozen=True)
class Button(Part):
    """A choice that is made with one click: what it sets in the address.

    Attributes:
        icon: Name of the symbol before its label.
    """

    key: str
    label: str
    sets: Mapping[str, str]
    icon: str


# --- one selection in several views ----------------------------------------------------------------------


@dataclass(frozen=True)
class SmallPicture(Tool):
    """A picture without a card of its own, where several views stand on one screen."""


@dataclass(frozen=True)
class Strip(Tool):
    """Records by date; a stroke over them sets a filter.

    Attributes:
        sets: The filter: of days, or of years.
        domain: The days that are drawn.
    """

    sets: Literal["period", "shown"]
    domain: When


@dataclass(frozen=True, kw_only=True)
class Bars(Words):
    """How many records of a kind carry each code of a filter; on the screen a click on a bar sets it."""

    filter: str
    table: str


@dataclass(frozen=True)
class FilterMenu(Part):
    """The menu of a filter, where it does what a picture beside it does."""

    filter: str


@dataclass(frozen=True)
class RecordSteps(Part):
    """Steps from the open record to the one before and the one after it.

    Attributes:
        ids: The records of the selection, in their order.
    """

    table: str
    ids: Sequence[str]


@dataclass(frozen=True)
class RecordPages(RecordSteps):
    """A list of records in pages; a click opens one."""


@dataclass(frozen=True)
class Share(Part):
    """What hands on the view: its link, a frame for another page, its citation, and its records.

    Attributes:
        downloads: Links to the records.
    """

    downloads: Text


# --- parts that hold parts -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group(Part):
    """Parts that stand together.

    Attributes:
        key: Its name in the style sheet; empty for none.
    """

    parts: Sequence[AnyPart]
    key: str = ""


@dataclass(frozen=True)
class Row(Group):
    """Parts beside each other, as far as there is room."""

    gap: Literal["small", "medium", "large"] = "small"
    alignment: Literal["top", "center", "bottom"] = "top"


@dataclass(frozen=True)
class Narrow(Group):
    """Parts that do not grow with the screen.

    Attributes:
        width: In pixels.
    """

    width: int = 240


@dataclass(frozen=True)
class Folded(Group):
    """Parts that a step of a lesson folds away, under a label; on a page they stand open."""

    label: str = ""


@dataclass(frozen=True)
class Popover(Group):
    """Parts that open over the page, behind a button that says what is chosen in them."""

    label: str = ""


@dataclass(frozen=True)
class Columns(Part):
    """Groups beside each other on wide screens, below each other on narrow ones.

    Attributes:
        widths: How wide each of them is, in shares.
    """

    groups: Sequence[Group]
    widths: Sequence[int]


AnyPart = Part | Chart | MarkedMap
Parts = Sequence[AnyPart]


def beside(pictures: Sequence[AnyPart], record: Parts) -> Columns:
    """Return pictures with the list of their records, and the one that is open, beside them."""
    return Columns((Group(pictures), Group(record, "beside")), (5, 3))


def sources_of_page(label: str, sources: Text) -> Parts:
    """Return the end of a page that shows one view of the records: every source of them, in a fold."""
    return Heading("sources", _("Sources of this page")), Section("every-source", "", sources, label=label)


def chart_of(picture: Picture) -> Chart:
    """Return the rows and words of a picture, be it a chart or a map."""
    return picture.chart if isinstance(picture, MarkedMap) else picture


def pictures_of(parts: Parts) -> list[Picture]:
    """Return the charts and maps among some parts, wherever they stand."""
    held = [part.picture if isinstance(part, Tool) else part for part in all_parts(parts)]
    return [part for part in held if isinstance(part, (Chart, MarkedMap))]


def all_parts(parts: Parts) -> Iterator[AnyPart]:
    """Give parts in their order, with those that stand in others in their place."""
    for part in parts:
        if isinstance(part, Columns):
            yield from all_parts(part.groups)
        elif isinstance(part, Group):
            yield from all_parts(part.parts)
        else:
            yield part


def parts_of(kind: type[_Kind], parts: Parts) -> list[_Kind]:
    """Return the parts of one kind, wherever they stand."""
    return [part for part in all_parts(parts) if isinstance(part, kind)]
