"""The body of a page of the site, drawn within another one."""

from __future__ import annotations

from evidence_site.ui.state.site_pages import FOLDER


def draw_page(path: str) -> None:
    """Run the script of a page: it draws what stands between the filters and the foot."""
    script = FOLDER / f"{path}.py"
    exec(compile(script.read_text(encoding="utf-8"), str(script), "exec"), {"__name__": path})
