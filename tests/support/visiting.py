"""Running pages without a browser: Streamlit's AppTest on the frame, at any address."""

from __future__ import annotations

import re
from functools import cache

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from evidence_site import PROJECT
from evidence_site.ui.navigation import FOLDER
from evidence_site.viz.pages.site import HOME, PAGES

FRAME = PROJECT / "src" / "ui" / "frame.py"
PATHS = [page.path for page in PAGES]

# Streamlit reads the description of every installed package for each AppTest: once is enough.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def open_page(path: str, **parameters: str | list[str]) -> AppTest:
    """Return a page as a fresh visitor gets it at an address; a list is a name that stands there often."""
    app = AppTest.from_file(str(FRAME), default_timeout=120)
    if path != HOME.path:
        app.switch_page(str(FOLDER / f"{path}.py"))
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def html_of(app: AppTest) -> str:
    """Return all HTML that a page writes."""
    return "\n".join(element.proto.body for element in app.get("html"))


def keys_of(app: AppTest) -> list[str]:
    """Return the keys of all buttons."""
    return [button.key or "" for button in app.button]


def drawers_of(app: AppTest) -> dict[str, str]:
    """Return the parts that open on demand: the name of their state to their label."""
    found = {re.match(r"\$\$ID-[0-9a-f]+-(?!None$)(.+)", box.proto.id): box.label for box in app.expander}
    return {match[1]: label for match, label in found.items() if match}


def open_all(app: AppTest) -> AppTest:
    """Return the page with everything open that opens on demand."""
    for name in drawers_of(app):
        app.session_state[name] = True
    return app.run()
