"""Web routes beside the pages: health, and the records as CSV and JSON with the pages' own filters."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from records.export import chosen_rows, csv_text, selection_json
from records.facets import LENSES
from records.faults import did_you_mean
from records.filters import BY_KEY
from records.loading import Records
from records.query_string import as_written
from records.reference import permanent_address
from records.selection import select
from ui import store
from ui.addressed import RefusedError, asked, asked_choice, with_records
from ui.citable import view_path
from ui.web.answers import tagged
from ui.web.doors import base_of
from viz.filter_labels import one_sided_words

#: Faults that the health address names.
_MOST_TOLD = 50
_NEVER_KEPT = {"Cache-Control": "no-store"}


def health(_: Request) -> JSONResponse:
    """Answer 200 with the version that is served, or 503 if none is, and what is wrong with the folder."""
    now = store.standing()
    told = {
        "status": "ok" if now.records else "data could not be loaded",
        "ready": now.records is not None,
        "data_version": now.records.version if now.records else None,
        "faults": len(now.faults),
        "first_faults": [str(fault) for fault in now.faults[:_MOST_TOLD]],
    }
    return JSONResponse(told, status_code=200 if now.records else 503, headers=_NEVER_KEPT)


@with_records
def map_file(records: Records, request: Request) -> Response:
    """Answer with a map file as it was checked, not as it may lie in the folder meanwhile."""
    file = records.site.geo.get(request.path_params["file"])
    if file is None:
        raise RefusedError(404, "There is no such map file.")
    return tagged(request, file.content, "application/geo+json")


@with_records
def table_csv(records: Records, request: Request) -> Response:
    """Answer with the rows of a table as CSV: filters as in the address, columns as column=value."""
    name = request.path_params["table"]
    if name not in records.package.tables:
        problem = f'There is no table "{as_written(name)}".'
        raise RefusedError(404, problem, did_you_mean(name, records.package.tables))
    columns = records.package.tables[name].by_name
    given = asked(request, columns)
    narrow = {key: value for key, value in given.items() if key not in BY_KEY}
    for key in narrow:
        if key not in columns:
            problem = f'"{as_written(key)}" is neither a filter nor a column of {name}.'
            raise RefusedError(400, problem, did_you_mean(key, [*BY_KEY, *columns]))
    choice = asked_choice(records, given)
    rows = chosen_rows(records, name, choice, narrow)
    text = "\ufeff" + csv_text(records, name, rows, one_sided_words(records, select(records, choice)))
    return tagged(request, text, "text/csv; charset=utf-8", _named(f"{name}-{records.version}.csv"))


@with_records
def chosen_json(records: Records, request: Request) -> Response:
    """Answer with all records that the filters of the address leave, their sources and caveats, as JSON."""
    given = asked(request)
    if unknown := [key for key in given if key not in BY_KEY]:
        problem = f'"{as_written(unknown[0])}" is no filter.'
        raise RefusedError(400, problem, did_you_mean(unknown[0], BY_KEY))
    choice = asked_choice(records, given)
    address = permanent_address(records.site, view_path(records, "explore", given), base_of(request))
    selection = select(records, choice)
    text = selection_json(records, selection, LENSES, address, one_sided_words(records, selection))
    return tagged(request, text, "application/json", _named(f"selection-{records.version}.json"))


def _named(file: str) -> Mapping[str, str]:
    return {"Content-Disposition": f'attachment; filename="{file}"'}


ROUTES = (
    Route("/api/health", health),
    Route("/assets/geo/{file:str}", map_file),
    Route("/api/selection.json", chosen_json),
    Route("/api/{table:str}.csv", table_csv),
)
