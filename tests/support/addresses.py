"""What can stand in an address: choices that mean something, and everything else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import urlencode

from hypothesis import strategies as st

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.filter_index import index_of
from evidence_site.records.choose.filters import CODE_FILTERS
from evidence_site.records.choose.parameters import RECORD_ID, RECORD_TABLE, SELECTED
from evidence_site.records.load.loading import Records
from evidence_site.records.names.naming import KINDS
from evidence_site.records.query_string import TRACKING, TRACKING_PREFIXES
from evidence_site.viz.pages.menus import NamedView, Parameter, Views, views_menu
from evidence_site.viz.pages.run import GO_ALONG
from evidence_site.viz.pages.site import BY_PATH, PAGES, VIEW_PARAMETERS

#: Every parameter that some page understands.
PARAMETERS = (*GO_ALONG, RECORD_TABLE, RECORD_ID, *VIEW_PARAMETERS)

#: What stands for the views of a page that has but one.
_ALONE = views_menu("", NamedView("", "", None))

PERIODS = [
    "1992",
    "1992-02",
    "1992-02-25/1992-02-26",
    "1988/1994",
    "2001~",
    "1994-05-13/2026-12-31",
    "1700",
    "1992-02-26/..",
    "../1992-02",
]
WORDS = ["film", "report", "1992", "ağdam", "Ходжалы", "a", "no such word anywhere"]

NASTY = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "%00", "\0", "%F0%9F", "../../etc/passwd",
    "' OR 1=1 --", "{{7*7}}", "${x}", "%(count)s", "{0}", "null", "None", "[]", "{}", "-1", "1e999", "nan",
    "." * 500, "." * 10_000, "x" * 10_000, "ə" * 10_000, "independent" * 1000, "independent." * 1000,
    "1992/" * 2000, "9999-12-31", "9999-12", "0000", "0001", "1700", "2150-01-01", "1992?", "198X",
    "[1992,1993]", "(" * 150, "[" * 150, "1992-02-26/1900", "1066/2200", "\u202eabc", "AZ.az.Az", "events.",
    ".events", "events.a.b", "a" * 300, ":material/close:", ":red[x]", "**x**", "$x$", "`",
    "![x](http://x.org/y.png)", "[x](javascript:alert(1))",
]  # fmt: skip

#: Values that some page understands; on another page they mean nothing.
VIEWS = [
    "log", "near", "sides", "made-of", "afterwards", "elsewhere", "type", "supported", "night", "coded",
    "attacks", "displaced", "population", "1993", "1992-02-26T02:00", "figures", "2", "hy", "today",
]  # fmt: skip


def parameters_of(path: str) -> dict[str, Parameter]:
    """The parameters of a page by their names."""
    return {parameter.name: parameter for parameter in BY_PATH[path].parameters}


View = tuple[str, dict[str, str]]


def view_addresses() -> list[View]:
    """Every page that needs no record, and each of its views."""
    return [
        (page.path, {parameter.name: entry.code} if entry.code else {})
        for page in PAGES
        if RECORD_TABLE not in parameters_of(page.path)
        for parameter in [next((found for found in page.parameters if isinstance(found, Views)), _ALONE)]
        for entry in parameter.views
    ]


def full_addresses(records: Records) -> list[View]:
    """Every page and view that takes more parameters, with a value for each of them."""
    return [
        (path, {parameter.name: example_values(records, parameter)[-1] for parameter in others} | view)
        for path, view in view_addresses()
        if (others := [entry for entry in parameters_of(path).values() if not isinstance(entry, Views)])
    ]


def example_values(records: Records, parameter: Parameter) -> list[str]:
    """Values that a parameter can hold."""
    accepts = parameter.accepts
    return list(accepts.codes(records)) if accepts.codes else [accepts.example or "1"]


def garbage(*, surrogates: bool = True) -> st.SearchStrategy[str]:
    """Return text that nobody expects: other scripts, markup, control signs, very much of it."""
    letters = st.characters() if surrogates else st.characters(codec="utf-8")
    return st.one_of(
        st.text(letters, max_size=60),
        st.text(st.sampled_from(".,;/~?%&=+<>\"'\\ \0\n٣əԱЖ中😀-0129"), max_size=60),
        st.sampled_from(NASTY),
    )


@st.composite
def choices(draw: st.DrawFn, records: Records) -> Choice:
    """Any choice made of known codes, with or without a period and words."""
    known = index_of(records).known
    codes = []
    for entry in CODE_FILTERS:
        if not known[entry.key]:
            continue
        picked = draw(st.lists(st.sampled_from(sorted(known[entry.key])), max_size=3, unique=True))
        if picked and draw(st.booleans()):
            codes.append((entry.key, tuple(sorted(picked))))
    period = draw(st.sampled_from(["", "", *PERIODS]))
    query = draw(st.sampled_from(["", "", "", *WORDS]))
    return Choice(period, tuple(codes), query)


@st.composite
def queries(draw: st.DrawFn, records: Records) -> dict[str, str]:
    """The parameters of an address: some meant, some nonsense, some of no page at all."""
    known = {key: sorted(codes) for key, codes in index_of(records).known.items() if codes}
    tables = sorted(table for table in KINDS if records.table(table))
    table = draw(st.sampled_from(tables))
    key = draw(st.sampled_from(sorted(records.table(table).ids())))
    meant = {
        **known,
        "period": PERIODS,
        "q": WORDS,
        SELECTED: [f"{table}.{key}"],
        "table": tables,
        "key": [key],
        **dict.fromkeys(VIEW_PARAMETERS, VIEWS),
    }
    names = draw(
        st.lists(st.sampled_from([*PARAMETERS, "utm_source", "embed", "lang"]), max_size=6, unique=True)
    )
    return {
        name: draw(
            st.one_of(st.sampled_from(meant[name]), garbage(surrogates=False))
            if name in meant
            else garbage(surrogates=False)
        )
        for name in names
    }


#: What others append to a link on its way, in the letters that they write it in.
APPENDED = [*sorted(TRACKING), *(f"{start}x" for start in TRACKING_PREFIXES), "ScCid", "UTM_Source"]


@st.composite
def on_the_way(draw: st.DrawFn, meant: Mapping[str, str], lists: Collection[str]) -> str:
    """A query string that means the same: lists split, names in another order, things appended, "&" escaped.

    Args:
        lists: Names that hold several codes.
    """
    parts = []
    for name, held in draw(st.permutations(list(meant.items()))):
        split = name in lists and draw(st.booleans())
        parts.append([urlencode({name: value}) for value in (held.split(".") if split else [held])])
    for name in draw(st.lists(st.sampled_from(APPENDED), max_size=3)):
        appended = urlencode({name: draw(st.sampled_from(["", "x.y"]))})
        parts.insert(draw(st.integers(0, len(parts))), [appended])
    query = ""
    for pair in (pair for part in parts for pair in part):
        joint = draw(st.sampled_from(["&", "&", "&amp;", "&amp;amp;", "&AMP%3B"])) if query else ""
        query += joint + pair
    return query
