"""The worst requests that are known: of each route, parameter of a page and message, and how each is sent.

What each may take stands beside it. ``test_limits`` holds that one by one; ``make load`` sends all of them
while others read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from addresses import PARAMETERS, parameters_of
from lesson_samples import sample
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from worst_inputs import LISTS, LONG, PERIODS, QUERIES, RECORDS, many_views, nested_headers, nested_texts

from bench.process import count_peak_anew, cpu_seconds, peak_memory_mb
from bench.protocol import SUBPROTOCOLS, Conversation, is_last, read, stream_of
from evidence_site.records.choose.filters import CODE_FILTERS
from evidence_site.records.choose.parameters import LESSON, SELECTED
from evidence_site.records.lessons.lesson_code import BUILD
from evidence_site.records.lessons.lessons import FOLDER
from evidence_site.records.load.loading import data_folder
from evidence_site.ui.web.request_limits import LONGEST_ADDRESS
from evidence_site.viz.pages.site import HOME, PAGES
from tools.serving import Server

#: Seconds of processor time and megabytes that anything may take, and what is admitted one at a time.
BOUND, COSTLY_BOUND = (0.25, 20.0), (3.0, 80.0)
#: The first run of a page in a process that has not drawn it.
COLD_BOUND = (1.0, 40.0)
PATIENCE_SECONDS = 150
HOSTS = 600
#: As much as a message may hold, with what stands around it.
A_MESSAGE = 900_000
ANYTHING = ("[" * (LONG // 3), "\ufdfa" * (LONG // 9))


# --- routes -------------------------------------------------------------------------------------------


def under(path: str, values: Iterable[str]) -> Iterator[str]:
    """Addresses that go on with each of the values, as long as an address may be."""
    return (f"{path}{quote(value, safe='/&=.%')}"[: LONGEST_ADDRESS - 1] for value in values)


def filtered(path: str) -> tuple[str, ...]:
    """The worst filters of a route or a document."""
    given = {"?q=": QUERIES, "?period=": PERIODS, "?cat=": LISTS, "?place=": LISTS, "?": NAMES}
    return (path, *(address for name, values in given.items() for address in under(path + name, values)))


NAMES = ("&".join(f"a{number}=1" for number in range(LONG // 8)), "a&" * (LONG // 2), "amp;" * (LONG // 4))
HEADERS, TEXTS = (*nested_headers("any"),), (*nested_texts(sample(), "any"),)

#: Every route to the worst addresses that are known for it.
WORST: Mapping[str, Sequence[str]] = {
    "/api/health": ["/api/health"],
    "/api/selection.json": filtered("/api/selection.json"),
    "/api/{table:str}.csv": [
        *filtered("/api/events.csv"),
        *under("/api/events.csv?id=", (*LISTS, *RECORDS)),
        f"/api/{'a' * LONG}.csv",
    ],
    "/api/cite": [
        *filtered("/api/cite?view=timeline&style=bibtex"),
        *under("/api/cite?view=explore&chart=when&q=", QUERIES),
        *under("/api/cite?view=screenings&chart=films&place=", LISTS),
        *under("/api/cite?view=timeline&chart=", RECORDS),
        *under("/api/cite?table=events&key=", RECORDS),
        *under("/api/cite?view=", RECORDS),
    ],
    "/api/card.png": [
        *under("/api/card.png?view=timeline&q=", QUERIES),
        *under("/api/card.png?table=events&key=", RECORDS),
    ],
    "/api/corrections.atom": ["/api/corrections.atom"],
    "/api/lessons-kit.zip": ["/api/lessons-kit.zip"],
    "/api/lessons/{key:str}.html": [
        *(f"/api/lessons/{file.stem}.html?answers=1" for file in (data_folder() / FOLDER).glob("*.md")),
        f"/api/lessons/{'a' * LONG}.html",
    ],
    "/api/lessons/{key:str}.md": [f"/api/lessons/{'a' * LONG}.md"],
    "/api/lesson.html": [*under("/api/lesson.html?build=", (*HEADERS, *TEXTS, many_views(sample())))],
    "/api/lesson.md": [*under("/api/lesson.md?build=", (*HEADERS, *TEXTS))],
    **{f"/{page.path}": filtered(f"/{page.path}")[:4] for page in PAGES if page is not HOME},
    "/": filtered("/"),
    "/record": [*under("/record?table=events&key=", RECORDS), *under("/record?table=", RECORDS)],
    "/{path:anycase}": [f"/Timeline?{'a' * LONG}"],
    "/{path:nopage}": [
        f"/{'a' * LONG}",
        "/a" * (LONG // 2),
        "/%0a" * (LONG // 4),
        *under("/", ["\ufdfa" * 1600]),
    ],
    "/assets/geo/{file:str}": [f"/assets/geo/{'a' * LONG}"],
    "/assets/leaflet": ["/assets/leaflet/leaflet.js", f"/assets/leaflet/{'../' * (LONG // 3)}"],
    **{
        path: [path]
        for path in (
            *(
                "/robots.txt",
                "/sitemap.xml",
                "/.well-known/security.txt",
                "/favicon.ico",
                "/favicon.png",
                "/assets/icon.svg",
            ),
            *(f"/assets/{name}.js" for name in ("site", "lesson_keys", "reading", "translation")),
        )
    },
    # Streamlit's own, offered or shut.
    "/_stcore/health": ["/_stcore/health"],
    "/_stcore/host-config": ["/_stcore/host-config"],
    "/_stcore/metrics": ["/_stcore/metrics"],
    "/_stcore/bidi-components/{path:path}": [f"/_stcore/bidi-components/{'a/' * (LONG // 2)}"],
    "/component/{path:path}": [f"/component/{'a/' * (LONG // 2)}"],
    "/media/{file_id:path}": [f"/media/{'a' * LONG}"],
    "/_stcore/upload_file/{session_id}/{file_id}": ["/_stcore/upload_file/a/b"],
    "/_stcore/agent/interact": ["/_stcore/agent/interact"],
    "/_stcore/agent/openapi.json": ["/_stcore/agent/openapi.json"],
    "/_stcore/agent/mcp": ["/_stcore/agent/mcp"],
    "/auth/login": ["/auth/login"],
    "/auth/logout": ["/auth/logout"],
    "/oauth2callback": ["/oauth2callback"],
    "": [f"/static/{'a/' * (LONG // 2)}"],
}
#: Routes that are admitted one at a time: whoever comes while too many wait gets 503 and may come again.
COSTLY = frozenset(
    {
        "/api/card.png",
        "/api/lesson.html",
        "/api/lessons-kit.zip",
        "/api/lessons/{key:str}.html",
    }
)
#: Pages are drawn over this one: see the messages.
STREAM = "/_stcore/stream"

# --- parameters of pages ------------------------------------------------------------------------------

#: A step of a lesson, and the whole of it for whoever teaches and for pupils.
LESSON_PAGES = ("step=1", "role=teacher", "role=pupil")

#: Every parameter of a page to the worst that is known to stand there.
IN_PAGES: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(PARAMETERS, ANYTHING),
    "q": QUERIES,
    "period": PERIODS,
    **{entry.key: LISTS[:1] for entry in CODE_FILTERS},
    "place": LISTS,
    "vs": LISTS,
    "set": LISTS,
    SELECTED: RECORDS,
    BUILD: (*nested_headers("builders"), *TEXTS[:2]),
    LESSON: [f"{code}&{how}" for how in LESSON_PAGES for code in nested_texts(sample(), how)],
}

# --- messages -----------------------------------------------------------------------------------------


def _again(**state: object) -> BackMsg:
    return BackMsg(rerun_script=ClientState(**state))


def _widgets(*widgets: WidgetState) -> BackMsg:
    message = BackMsg()
    message.rerun_script.widget_states.widgets.extend(widgets)
    return message


#: Every kind of message that a browser may send to the worst that is known of it.
MESSAGES: Mapping[str, Sequence[BackMsg]] = {
    "rerun_script": [
        *(_again(query_string=start + "a." * (A_MESSAGE // 2)) for start in ("q=", "cat=", "sel=", "x=")),
        _again(query_string="&".join(f"a{number}=1" for number in range(A_MESSAGE // 9))),
        _again(page_name="a" * A_MESSAGE),
        _again(page_script_hash="a" * A_MESSAGE),
        _again(fragment_id="a" * A_MESSAGE),
        _again(cached_message_hashes=[f"{number:x}" for number in range(A_MESSAGE // 8)]),
        _widgets(*(WidgetState(id=f"a{number}", trigger_value=True) for number in range(A_MESSAGE // 20))),
        _widgets(WidgetState(id="a", json_value="[" * A_MESSAGE)),
        _widgets(WidgetState(id="a", string_value="a" * A_MESSAGE)),
    ],
    "clear_cache": [BackMsg(clear_cache=True)],
    "set_run_on_save": [BackMsg(set_run_on_save=True)],
    "stop_script": [BackMsg(stop_script=True)],
    "load_git_info": [BackMsg(load_git_info=True)],
    "app_heartbeat": [BackMsg(app_heartbeat=True)],
    "debug_disconnect_websocket": [BackMsg(debug_disconnect_websocket=True)],
    "debug_shutdown_runtime": [BackMsg(debug_shutdown_runtime=True)],
    "file_urls_request": [BackMsg()],
    "backend_operation_request": [BackMsg()],
}


# --- playing ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Played:
    """What was asked of a server, and how.

    Attributes:
        row: The row of the table, and what was asked.
        bound: Seconds of processor time and megabytes.
    """

    row: str
    play: Callable[[Server], None]
    bound: tuple[float, float] = BOUND

    def exceeded(self, server: Server) -> str:
        """Play it, and return what it took if that is too much."""
        count_peak_anew(server.process)
        seconds, megabytes = cpu_seconds(server.process), peak_memory_mb(server.process)
        self.play(server)
        taken = cpu_seconds(server.process) - seconds, peak_memory_mb(server.process) - megabytes
        within = all(took <= most for took, most in zip(taken, self.bound, strict=True))
        return "" if within else f"{self.row[:100]}: {taken[0]:.2f} s, {taken[1]:.0f} MB"


def fetched(address: str) -> Callable[[Server], None]:
    """Ask a route, and read its answer to the end, whatever it is."""

    def play(server: Server) -> None:
        try:
            with urlopen(f"http://{server.address}{address}", timeout=PATIENCE_SECONDS) as answer:
                answer.read()
        except HTTPError as refusal:
            refusal.read()

    return play


def drawn(page: str, query: str = "", *messages: bytes) -> Callable[[Server], None]:
    """Open a page, send messages, and wait until the page is drawn again after them."""

    def play(server: Server) -> None:
        talk = Conversation(server.address, "" if page == HOME.path else page, query)
        with connect(stream_of(server.address), subprotocols=SUBPROTOCOLS, max_size=None) as socket:
            for said in (b"", *messages):
                if said:
                    socket.send(said)
                socket.send(talk.request())
                while not is_last(read(socket.recv(PATIENCE_SECONDS))):
                    pass

    return play


def asked_as_many_hosts(server: Server) -> None:
    """Ask for one document with one made-up host after the other: none of them may become a key."""
    for port in range(1, HOSTS):
        with urlopen(
            Request(f"http://{server.address}/sources", headers={"Host": f"localhost:{port}"})
        ) as answer:
            answer.read()


def page_of(parameter: str) -> str:
    """A page that knows a parameter; all that every page knows is played where most is drawn."""
    return next((page.path for page in PAGES if parameter in parameters_of(page.path)), "explore")


def everything() -> Iterator[Played]:
    """All rows of all tables."""
    for path, addresses in WORST.items():
        bound = COSTLY_BOUND if path in COSTLY else BOUND
        yield from (Played(address, fetched(address), bound) for address in addresses)
    for name, values in IN_PAGES.items():
        page = page_of(name)
        for query in under(f"{name}=", values):
            yield Played(f"page {page}?{query}", drawn(page, query))
    yield Played(f"{HOSTS} hosts", asked_as_many_hosts, (HOSTS * BOUND[0], BOUND[1]))
    for kind, messages in MESSAGES.items():
        for message in messages:
            said = message.SerializeToString()
            yield Played(f"{kind} {said[:60]!r} ({len(said)})", drawn("timeline", "", said))
