"""Web routes beside the pages: health, and the records as CSV and JSON with the pages' own filters."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from evidence_site.records.choose.choice import Choice
from evidence_site.records.choose.filters import BY_KEY
from evidence_site.records.choose.selection import LENSES, select
from evidence_site.records.cite.reference import permanent_address
from evidence_site.records.give.export import chosen_rows, csv_text, selection_json
from evidence_site.records.load.loading import Records
from evidence_site.records.query_string import as_written
from evidence_site.ui.routes.addressed import (
    asked,
    asked_choice,
    refuse_unknown,
    with_records,
    with_records_in_turn,
)
from evidence_site.ui.state import store
from evidence_site.ui.web.answers import RefusedRequestError, tagged
from evidence_site.ui.web.costly import costly
from evidence_site.ui.web.request_limits import base_of
from evidence_site.viz.links.citable import view_path
from evidence_site.viz.words.filter_labels import one_sided_words

_NEVER_KEPT = {"Cache-Control": "no-store"}


async def health(_: Request) -> JSONResponse:
    """Answer 200 with the version that is served, or 503 if none is, and how many faults the folder has.

    It waits for no thread that readers use. The faults themselves, which may quote what is not published,
    stand in the log.
    """
    now = store.served_state()
    answer = {
        "status": "ok" if now.records else "data could not be loaded",
        "ready": now.records is not None,
        "data_version": now.records.version if now.records else None,
        "faults": len(now.faults),
    }
    return JSONResponse(answer, status_code=200 if now.records else 503, headers=_NEVER_KEPT)


@with_records
def map_file(records: Records, request: Request) -> Response:
    """Answer with a map file as it was checked, not as it may lie in the folder meanwhile."""
    file = records.site.geo.get(request.path_params["file"])
    if file is None:
        raise RefusedRequestError(404, "There is no such map file.")
    return tagged(request, file.content, "application/geo+json")


@with_records
def table_csv(records: Records, request: Request) -> Response:
    """Answer with the rows of a table as CSV: filters as in the address, columns as column=value."""
    name = request.path_params["table"]
    refuse_unknown(name, records.package.tables, 404, f'There is no table "{as_written(name)}".')
    columns = records.package.tables[name].by_name
    given = asked(request, columns)
    narrow = {key: value for key, value in given.items() if key not in BY_KEY}
    for key in narrow:
        problem = f'"{as_written(key)}" is neither a filter nor a column of {name}.'
        refuse_unknown(key, (*BY_KEY, *columns), 400, problem)
    choice = asked_choice(records, given)
    rows = chosen_rows(records, name, choice, narrow)
    text = "\ufeff" + csv_text(records, name, rows, one_sided_words(records, select(records, choice)))
    return tagged(request, text, "text/csv; charset=utf-8", _named(f"{name}-{records.version}.csv"))


@with_records_in_turn
async def chosen_json(records: Records, request: Request) -> Response:
    """Answer with all records that the filters of the address leave, their sources and caveats, as JSON."""
    wanted = await run_in_threadpool(_asked_selection, records, request)
    text = await _chosen(records, *wanted)
    return tagged(request, text, "application/json", _named(f"selection-{records.version}.json"))


def _asked_selection(records: Records, request: Request) -> tuple[Choice, str]:
    """Return the choice that is asked for, and the address of its view."""
    given = asked(request)
    for key in given:
        refuse_unknown(key, BY_KEY, 400, f'"{as_written(key)}" is no filter.')
    path = view_path(records, "explore", given)
    return asked_choice(records, given), permanent_address(records.site, path, base_of(records, request))


@costly(room=4, most_bytes=8_000_000)
def _chosen(records: Records, choice: Choice, address: str) -> bytes:
    selection = select(records, choice)
    return selection_json(records, selection, LENSES, address, one_sided_words(records, selection)).encode()


def _named(file: str) -> Mapping[str, str]:
    return {"Content-Disposition": f'attachment; filename="{file}"'}


ROUTES = (
    Route("/api/health", health),
    Route("/assets/geo/{file:str}", map_file),
    Route("/api/selection.json", chosen_json),
    Route("/api/{table:str}.csv", table_csv),
)
