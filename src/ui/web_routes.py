"""Web routes beside the pages: health, and the records as CSV and JSON with the pages' own filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from records.choice import Ignored, read_choice
from records.export import chosen_rows, csv_text, selection_json
from records.facets import LENSES
from records.faults import did_you_mean
from records.filters import BY_KEY
from records.loading import Records
from records.reference import permanent_address
from records.selection import select
from ui import store
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


def map_file(request: Request) -> Response:
    """Answer with a map file as it was checked, not as it may lie in the folder meanwhile."""
    loaded = store.loaded()
    if not isinstance(loaded, Records):
        return PlainTextResponse("The data could not be loaded.", status_code=503)
    file = loaded.site.geo.get(request.path_params["file"])
    if file is None:
        return PlainTextResponse("There is no such map file.", status_code=404)
    return tagged(request, file.content, "application/geo+json")


def table_csv(request: Request) -> Response:
    """Answer with the rows of a table as CSV: filters as in the address, columns as column=value."""
    loaded = store.loaded()
    if not isinstance(loaded, Records):
        return PlainTextResponse("The data could not be loaded.", status_code=503)
    name = request.path_params["table"]
    if name not in loaded.package.tables:
        return _refusal(404, f'There is no table "{name}".', did_you_mean(name, loaded.package.tables))
    given = dict(request.query_params)
    narrow = {key: value for key, value in given.items() if key not in BY_KEY}
    columns = loaded.package.tables[name].by_name
    for key in narrow:
        if key not in columns:
            problem = f'"{key}" is neither a filter nor a column of {name}.'
            return _refusal(400, problem, did_you_mean(key, [*BY_KEY, *columns]))
    choice, ignored = read_choice(loaded, {key: value for key, value in given.items() if key in BY_KEY})
    if ignored:
        return _without_meaning(ignored)
    rows = chosen_rows(loaded, name, choice, narrow)
    text = "\ufeff" + csv_text(loaded, name, rows, one_sided_words(loaded, select(loaded, choice)))
    return tagged(request, text, "text/csv; charset=utf-8", _named(f"{name}-{loaded.version}.csv"))


def chosen_json(request: Request) -> Response:
    """Answer with all records that the filters of the address leave, their sources and caveats, as JSON."""
    loaded = store.loaded()
    if not isinstance(loaded, Records):
        return PlainTextResponse("The data could not be loaded.", status_code=503)
    given = dict(request.query_params)
    if unknown := [key for key in given if key not in BY_KEY]:
        return _refusal(400, f'"{unknown[0]}" is no filter.', did_you_mean(unknown[0], BY_KEY))
    choice, ignored = read_choice(loaded, given)
    if ignored:
        return _without_meaning(ignored)
    address = permanent_address(loaded.site, view_path(loaded, "explore", given), base_of(request))
    selection = select(loaded, choice)
    text = selection_json(loaded, selection, LENSES, address, one_sided_words(loaded, selection))
    return tagged(request, text, "application/json", _named(f"selection-{loaded.version}.json"))


def _without_meaning(ignored: Iterable[Ignored]) -> PlainTextResponse:
    problem = ", ".join(f'{entry.key}="{entry.value[:40]}"' for entry in ignored)
    return _refusal(400, f"These filter values mean nothing here: {problem}.", "See /data for the codes.")


def _named(file: str) -> Mapping[str, str]:
    return {"Content-Disposition": f'attachment; filename="{file}"'}


def _refusal(status: int, problem: str, remedy: str) -> PlainTextResponse:
    return PlainTextResponse(f"{problem} {remedy}\n", status_code=status)


ROUTES = (
    Route("/api/health", health),
    Route("/assets/geo/{file:str}", map_file),
    Route("/api/selection.json", chosen_json),
    Route("/api/{table:str}.csv", table_csv),
)
