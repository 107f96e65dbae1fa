"""What Streamlit serves: the addresses at which it answers, and the folders of files behind them.

Streamlit names neither in its public face. Here stands what this site knows of both: what a page asks for,
what it must not be asked, and where the files of Streamlit and of the map's component lie.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import streamlit
import streamlit_folium

#: Streamlit's core, and what pages ask it for. Its measures are for the operator (see ui.web.measures);
#: nothing is uploaded, and programs read /api.
CORE = "/_stcore/"
ASKED_OF_CORE = frozenset({f"{CORE}health", f"{CORE}host-config"})
#: Below this lie the files of components of the second generation.
CORE_COMPONENTS = f"{CORE}bidi-components/"
#: Below these lie files alone: Streamlit's own, and those of components of the first generation.
STATIC, COMPONENTS = "/static/", "/component/"
#: Files in memory would tie a reader to one process, and nobody signs in.
NOT_OFFERED = ("/media", "/auth", "/oauth2callback")

#: The folder with Streamlit's document and all that it names.
STREAMLIT = Path(streamlit.__file__).parent / "static"
#: Folders by what they are called in the address; of Streamlit and of components nothing else is served.
OF_STREAMLIT = {"static": STREAMLIT / "static"}
OF_COMPONENTS = {
    "component/streamlit_folium.st_folium": Path(streamlit_folium.__file__).parent / "frontend" / "build"
}
#: The pages of components by their addresses; they leave by ``ui.web.component_pages``, with a guard.
COMPONENT_PAGES = {f"/{name}/index.html": folder / "index.html" for name, folder in OF_COMPONENTS.items()}
#: Ends the name of a file that another content would give another name: it may be kept for ever.
HASHED = re.compile(r"\.[\w-]{8}\.(js|css|woff2|ttf|wasm|png|svg|gif)$")


def releases() -> tuple[str, ...]:
    """Return the installed releases whose files these are."""
    return tuple(version(name) for name in ("streamlit", "streamlit-folium"))


def chart_scripts(folder: Path = STREAMLIT) -> list[Path]:
    """Return the scripts that the first page with a chart needs and Streamlit's document does not name."""
    return sorted((folder / "static" / "js").glob("PlotlyChart.*.js"))
