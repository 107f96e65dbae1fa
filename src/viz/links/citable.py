"""What of this site can be cited, and under which address: the same for pages and web routes."""

from __future__ import annotations

from collections.abc import Mapping

from evidence_site.records.choose.choice import read_choice, write_choice
from evidence_site.records.choose.filters import FILTERS
from evidence_site.records.choose.parameters import SELECTED
from evidence_site.records.cite.reference import (
    CslItem,
    permanent_address,
    record_item,
    source_item,
    view_item,
)
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.records.names.naming import KINDS
from evidence_site.records.wording import N_, _
from evidence_site.viz.markup import record_address, view_address
from evidence_site.viz.pages.site import BY_PATH, PAGES, VIEW_PARAMETERS, link_path
from evidence_site.viz.words.cite_links import cited_title
from evidence_site.viz.words.filter_labels import filters_in_words

#: Parameters that make one view of a page.
OF_A_VIEW: tuple[str, ...] = (*(entry.key for entry in FILTERS), SELECTED, *VIEW_PARAMETERS)
#: Pages that are a view; a record is cited as a record.
VIEWS: Mapping[str, str] = {page.path: page.title for page in PAGES if not page.is_record}
_CHART, _PAGE = N_("Chart"), N_("Page")


def view_path(records: Records, page: str, parameters: Mapping[str, str], chart: str = "") -> str:
    """Return the relative address of a view, or of one chart on it, without what means nothing."""
    kept = write_choice(read_choice(records, parameters)[0])
    kept |= {
        name: parameters[name]
        for name in (SELECTED, *(parameter.name for parameter in BY_PATH[page].parameters))
        if parameters.get(name)
    }
    path = view_address(link_path(BY_PATH[page]), kept)
    return f"{path}#{chart}" if chart else path


def citable_record(records: Records, key: RecordKey, base: str) -> CslItem:
    """Return a record as it is cited: a source by its own data, any other record as a part of this site.

    Raises:
        KeyError: If there is no such published record.
    """
    table, identity = key
    row = records.table(table)[identity]
    if table == "sources":
        return source_item(row, records.package.role_of("source_type", row.type))
    address = permanent_address(records.site, record_address(*key), base)
    title, kind = cited_title(records, table, row), _(KINDS[table][0])
    return record_item(records, table, identity, title=title, kind=kind, address=address)


def citable_view(
    records: Records, page: str, parameters: Mapping[str, str], base: str, *, chart: str = "", title: str = ""
) -> CslItem:
    """Return a page or a chart, under the filters that the parameters name, as it is cited."""
    return view_item(
        records,
        f"{page}-{chart}" if chart else page,
        title=title or _(VIEWS[page]),
        kind=_(_CHART) if chart else _(_PAGE),
        filters=filters_in_words(records, read_choice(records, parameters)[0]),
        address=permanent_address(records.site, view_path(records, page, parameters, chart), base),
    )
