"""What a web route is asked about: a record or a view of a page, or why there is no such thing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping

from starlette.requests import Request
from starlette.responses import Response

from evidence_site.records.choose.choice import Choice, form_of, read_choice
from evidence_site.records.faults import did_you_mean, did_you_mean_id
from evidence_site.records.load.loading import Records
from evidence_site.records.model.links import RecordKey
from evidence_site.records.names.naming import KINDS
from evidence_site.records.query_string import as_written, read_query, repeated_words
from evidence_site.records.time_limit import MOST_SECONDS, OutOfTimeError, limited_to
from evidence_site.ui.state import store
from evidence_site.ui.web.answers import RefusedRequestError
from evidence_site.viz.links.citable import OF_A_VIEW, VIEWS

#: Values without a meaning that a refusal names.
_MOST_NAMED = 5


def with_records(answer: Callable[[Records, Request], Response]) -> Callable[[Request], Response]:
    """Return a route that answers from the records, says that there are none, or refuses in a sentence."""

    def route(request: Request) -> Response:
        try:
            with limited_to(MOST_SECONDS):
                return answer(_loaded(), request)
        except RefusedRequestError as refusal:
            return refusal.answer()
        except OutOfTimeError:  # what was finished until then is kept
            return RefusedRequestError(
                503, "This takes longer than an answer may.", "Try again: it goes on."
            ).answer()

    route.__doc__ = answer.__doc__
    return route


def with_records_in_turn(
    answer: Callable[[Records, Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """Return such a route for an answer that waits for its turn without holding a thread."""

    async def route(request: Request) -> Response:
        try:
            return await answer(_loaded(), request)
        except RefusedRequestError as refusal:
            return refusal.answer()

    route.__doc__ = answer.__doc__
    return route


def _loaded() -> Records:
    loaded = store.loaded()
    if not isinstance(loaded, Records):
        raise RefusedRequestError(503, "The data could not be loaded.")
    return loaded


def asked(request: Request, lists: Collection[str] = ()) -> Mapping[str, str]:
    """Return the parameters of a request, each once.

    Args:
        lists: Names that can hold several codes, besides those of the pages.

    Raises:
        RefusedRequestError: If a single value stands there twice; only the asker knows which is meant.
    """
    query = read_query(request.query_params.multi_items(), lists)
    for name in query.repeated:
        raise RefusedRequestError(400, repeated_words(as_written(name)), "Keep one of them.")
    return query.parameters


def asked_record(records: Records, given: Mapping[str, str], *more: str) -> RecordKey:
    """Return the record that parameters name.

    Args:
        more: Parameters that the route takes besides.

    Raises:
        RefusedRequestError: If a parameter means nothing, or there is no such published record.
    """
    _refuse_others(given, ("table", "key", *more))
    table, key = given.get("table", ""), given.get("key", "")
    refuse_unknown(table, KINDS, 404, f'There is no kind of record "{as_written(table)}".')
    if (table, key) in records.withdrawn:
        raise RefusedRequestError(410, "This record was withdrawn.", "The corrections on /about say why.")
    if key not in records.table(table):
        problem = f'There is no published record "{as_written(key, 80)}" in {table}.'
        raise RefusedRequestError(404, problem, did_you_mean_id(key, records.table(table).ids()))
    return table, key


def asked_view(records: Records, given: Mapping[str, str], *more: str) -> tuple[str, Choice]:
    """Return the path of the page that parameters name, and the choice of its filters.

    Args:
        more: Parameters that the route takes besides.

    Raises:
        RefusedRequestError: If a parameter or a value of a filter means nothing, or there is no such page.
    """
    _refuse_others(given, ("view", *OF_A_VIEW, *more))
    page = given["view"]
    refuse_unknown(page, VIEWS, 404, f'There is no page "{as_written(page)}".')
    return page, asked_choice(records, given)


def asked_choice(records: Records, given: Mapping[str, str]) -> Choice:
    """Return the choice of filters that parameters make.

    Raises:
        RefusedRequestError: If a value means nothing.
    """
    choice, ignored = read_choice(records, given)
    if ignored:
        forms = dict.fromkeys(form_of(entry.key) or "See /data for the codes." for entry in ignored)
        values = [f'{entry.key}="{as_written(entry.value)}"' for entry in ignored]
        more = f" and {len(values) - _MOST_NAMED} more" if len(values) > _MOST_NAMED else ""
        problem = f"These filter values mean nothing here: {', '.join(values[:_MOST_NAMED])}{more}."
        raise RefusedRequestError(400, problem, " ".join(forms))
    return choice


def refuse_unknown(given: str, known: Collection[str], status: int, problem: str) -> None:
    """Refuse what is not among the known words, with the word that may have been meant.

    Raises:
        RefusedRequestError: With the status and the problem.
    """
    if given not in known:
        raise RefusedRequestError(status, problem, did_you_mean(given, known))


def _refuse_others(given: Mapping[str, str], known: tuple[str, ...]) -> None:
    for name in given:
        refuse_unknown(name, known, 400, f'"{as_written(name)}" means nothing here.')
