"""The inside of Streamlit is touched in one room, and each thing that is leaned on there is as it was.

What other seams lean on is held by tests of their own; the docstring of ``ui.seams`` names them.
"""

from __future__ import annotations

import ast
import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest
import streamlit
import streamlit_folium
from streamlit import config, net_util
from streamlit.components.lib.local_component_registry import LocalComponentRegistry
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest
from streamlit.web.server import server_util
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

from evidence_site.ui import browser, seams
from evidence_site.ui.seams import ready_map, served
from evidence_site.ui.seams.machine_address import ask_nobody
from evidence_site.ui.seams.open_pages import redraw_open_pages
from evidence_site.ui.seams.options import take_variables
from evidence_site.viz.text_widths import faces_folder, find_faces

ROOM = Path(seams.__file__).resolve().parent
SAYS = seams.__doc__ or ""

# --- One room

#: What of Streamlit is a module and public.
PUBLIC_MODULES = {"column_config"}
#: Public methods of named tuples, whatever their names look like.
NAMED_TUPLE = {"_replace", "_asdict", "_fields", "_make"}
#: Parts of addresses and names that are Streamlit's own.
OWN_WORDS = (
    "_stcore",
    "__streamlit",
    "/static/",
    "/component/",
    "streamlit_folium",
    "map_div",
    "data-testid",
)
#: Files that name the package, and what for.
NAMES_THE_PACKAGE = {
    "src/viz/text_widths.py": "where typefaces lie",
    "src/ui/web/log.py": "whose loggers write into the site's log",
}


def touches(source: str) -> Iterator[str]:
    """What of a module belongs into the room of seams."""
    tree = ast.parse(source)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found = [name.name for name in names if re.match(r"streamlit(\.|_folium)", name.name)]
            case ast.ImportFrom(module=str(module)) if re.match(r"streamlit(\.|_folium|$)", module):
                found = [module]
            case ast.Attribute(value=ast.Name(id="st" | "streamlit"), attr=name) if (
                isinstance(getattr(streamlit, name, None), ModuleType) and name not in PUBLIC_MODULES
            ):
                found = [f"st.{name}"]
            case ast.Attribute(value=of, attr=name) if re.match(r"_[^_]", name) and name not in NAMED_TUPLE:
                found = [] if isinstance(of, ast.Name) and of.id in ("self", "cls") else [ast.unparse(node)]
            case ast.Constant(value=str(text)) if id(node) not in said:
                found = [text] if text == "streamlit" or any(word in text for word in OWN_WORDS) else []
            case _:
                found = []
        yield from found


def test_the_inside_of_streamlit_is_touched_in_one_room(repository: Path) -> None:
    files = [repository / "app.py", *(repository / "pages").glob("*.py"), *(repository / "src").rglob("*.py")]
    found = {
        path.relative_to(repository).as_posix(): told
        for path in files
        if ROOM not in path.resolve().parents and (told := set(touches(path.read_text(encoding="utf-8"))))
    }
    assert found == {path: {"streamlit"} for path in NAMES_THE_PACKAGE}


@pytest.mark.parametrize(
    "code",
    [
        "from streamlit.runtime import get_instance",
        "from streamlit import config",
        "import streamlit.runtime as inside",
        "import streamlit_folium",
        "def late():\n    from streamlit_folium import st_folium",
        "st.runtime.get_instance()",
        "streamlit.config.get_option(name)",
        "page._can_be_called = True",
        "session_of(st)._client_state",
        "if path.startswith('/_stcore/'): pass",
        "f'{base}/component/a.b'",
        "find_spec('streamlit')",
    ],
)
def test_whatever_touches_the_inside_is_found(code: str) -> None:
    assert list(touches(code))


@pytest.mark.parametrize(
    "code",
    [
        "import streamlit as st",
        "streamlit.get_option(name)",
        "st.column_config.TextColumn()",
        "self._app(row._replace(a=1))",
    ],
)
def test_the_public_face_may_be_used_anywhere(code: str) -> None:
    assert not list(touches(code))


def test_every_seam_says_what_it_leans_on_and_names_a_test_that_is_there(repository: Path) -> None:
    entries = dict(re.findall(r"^- ``(\w+)``: (.*?)(?=^- |\n\n)", SAYS, re.MULTILINE | re.DOTALL))
    assert set(entries) == {path.stem for path in ROOM.glob("*.py")} - {"__init__"}
    tests = {path.stem for path in (repository / "tests").rglob("test_*.py")}
    for seam, said in entries.items():
        assert re.search(r"``test_\w+``", said), seam
    assert set(re.findall(r"``(test_\w+)``", SAYS)) <= tests


# --- What scripts and style sheets stand on


@pytest.fixture(scope="module")
def names() -> set[str]:
    """The names of Streamlit that the room says are used in the browser."""
    (listed,) = re.findall(r"Names that they use:\n\n((?: {4}.*\n)+)", SAYS)
    return set(listed.split())


def test_every_name_of_streamlit_in_scripts_and_style_sheets_is_listed(names: set[str]) -> None:
    ours = "\n".join(
        path.read_text(encoding="utf-8")
        for path in browser.FOLDER.rglob("*")
        if path.suffix in (".js", ".css")
    )
    assert set(re.findall(r"\bst[A-Z]\w+", ours)) == {name for name in names if re.match("st[A-Z]", name)}


def test_the_installed_release_has_every_name_that_is_listed(names: set[str]) -> None:
    folder = served.STREAMLIT / "static"
    theirs = "\n".join(
        path.read_text(encoding="utf-8") for ending in ("js", "css") for path in folder.rglob(f"*.{ending}")
    )
    known = set(re.findall(r"\bst[A-Z]\w+", theirs))
    assert {name for name in names if name not in (known if re.match("st[A-Z]", name) else theirs)} == set()


# --- What each seam leans on


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> list[ForwardMsg]:
    """What runs of scripts say to the browser."""
    said: list[ForwardMsg] = []
    enqueue = ScriptRunContext.enqueue

    def heard(context: ScriptRunContext, message: ForwardMsg) -> None:
        said.append(message)
        enqueue(context, message)

    monkeypatch.setattr(ScriptRunContext, "enqueue", heard)
    return said


def of_kind(messages: list[ForwardMsg], kind: str) -> list[Any]:
    return [getattr(message, kind) for message in messages if message.WhichOneof("type") == kind]


def test_an_address_is_written_in_one_message_and_the_inputs_find_it_right(
    messages: list[ForwardMsg],
) -> None:
    def script() -> None:
        import streamlit as st

        from evidence_site.ui.seams import address_bar

        address_bar.write({"q": "new", "side": "", "cat": "legal"})
        assert not address_bar.is_gone_back_to()
        for name in ("q", "cat"):
            st.text_input(name, key=name, bind="query-params")

    app = AppTest.from_function(script)
    app.query_params["q"], app.query_params["side"] = "old", "a"
    app.run()
    assert not app.exception
    assert [box.value for box in app.text_input] == ["new", "legal"]
    (told,) = of_kind(messages, "page_info_changed")
    assert told.query_string == "q=new&cat=legal"


def test_a_page_has_a_part_that_reruns_by_itself_once_a_day(messages: list[ForwardMsg]) -> None:
    def script() -> None:
        from evidence_site.ui.seams.reconnecting import draw_again_when_reconnected

        draw_again_when_reconnected()

    assert not AppTest.from_function(script).run().exception
    (told,) = of_kind(messages, "auto_rerun")
    assert told.interval == 24 * 60 * 60


def test_open_pages_are_drawn_again_as_they_stand(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Runtime, "_instance", None)
    asked: list[object] = []

    async def drawn() -> object:
        runtime = Runtime(RuntimeConfig("script.py", MagicMock(), MagicMock()))
        sessions = runtime._session_mgr
        for _reader in range(2):
            sessions.connect_session(MagicMock(), ScriptData("script.py", False), {})
        has_drawn, is_new = [info.session for info in sessions.list_active_sessions()]
        has_drawn._client_state.page_script_hash = "page"
        for session in (has_drawn, is_new):
            monkeypatch.setattr(session, "request_rerun", asked.append)
        await redraw_open_pages()
        return has_drawn._client_state

    state = asyncio.run(drawn())
    assert not caplog.records
    assert asked == [state]


def test_what_streamlit_notes_on_a_page_is_noted_on_the_copy_alone() -> None:
    def script() -> None:
        import streamlit as st

        from evidence_site.ui.navigation import menu, streamlit_page

        def notes(page: object) -> dict[str, object]:
            return vars(page) | {"_page": None}

        pages = [page for group in menu().values() for page in group]
        before = notes(streamlit_page("map"))
        shown = st.navigation(pages, position="hidden")
        (ours,) = [page for page in pages if page.url_path == shown.url_path]
        assert notes(ours) != notes(streamlit_page(shown.url_path or "overview")), "it is noted on the page"
        assert notes(streamlit_page("map")) == before
        assert not [held for held in before.values() if isinstance(held, dict | list | set)], "shared"

    told = AppTest.from_function(script).run(timeout=30)
    assert not told.exception


def test_nobody_outside_is_asked_where_this_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(net_util, "get_external_ip", lambda: asked.append("outside"))
    server_util.is_url_from_allowed_origins("https://elsewhere.example")
    assert asked == ["outside"], "Streamlit asks in another way"
    ask_nobody()
    assert not server_util.is_url_from_allowed_origins("https://elsewhere.example")
    assert asked == ["outside"]


@pytest.mark.parametrize(("set_by", "holds"), [("the file", 7), (config._DEFINED_BY_FLAG, 9)])
def test_a_variable_holds_unless_the_command_says_something_else(set_by: str, holds: int) -> None:
    name = "server.maxMessageSize"
    before, by = streamlit.get_option(name), config.get_where_defined(name)
    try:
        config.set_option(name, 9, set_by)
        assert take_variables({"STREAMLIT_SERVER_MAX_MESSAGE_SIZE": "7"}) == ()
        assert streamlit.get_option(name) == holds
    finally:
        config.set_option(name, before, by)


def test_the_files_of_the_map_are_where_its_component_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = MagicMock(component_registry=LocalComponentRegistry())
    monkeypatch.setattr(ready_map, "get_instance", lambda: runtime)
    ready_map.register()
    for address, folder in served.OF_COMPONENTS.items():
        found = runtime.component_registry.get_component_path(address.removeprefix("component/"))
        assert Path(str(found)).resolve() == folder.resolve()
    assert streamlit_folium._component_func.name in {
        address.removeprefix("component/") for address in served.OF_COMPONENTS
    }


def test_every_address_of_streamlit_that_is_named_is_one_at_which_it_answers() -> None:
    answered = [route.path for route in create_streamlit_routes(MagicMock())]
    for named in (*served.ASKED_OF_CORE, served.CORE_COMPONENTS, served.COMPONENTS, *served.NOT_OFFERED):
        assert any(path.startswith(named) for path in answered), named
    outside = [path for path in answered if not path.startswith((served.CORE, served.COMPONENTS))]
    known = [path for path in outside if path.startswith(served.NOT_OFFERED)]
    assert set(outside) - set(known) <= {"/{path:path}", "/", ""}, "shut, or offered?"


def test_files_that_never_change_are_told_by_their_names() -> None:
    assert len(served.chart_scripts()) == 1
    scripts = list((served.STREAMLIT / "static" / "js").glob("*.js"))
    assert scripts
    assert all(served.HASHED.search(path.name) for path in scripts)


def test_the_typefaces_are_where_streamlit_has_them() -> None:
    assert faces_folder() == served.STREAMLIT / "static" / "media"
    assert find_faces(faces_folder())
