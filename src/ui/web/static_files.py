"""Streamlit's scripts, compressed once when the site is set up, and served from there.

Streamlit sends its scripts as they are: seven megabytes for the first page with a chart. They never
change between two releases, so they are compressed as hard as it goes, once, into the virtual
environment beside the release they belong to (``python -m evidence_site.ui.web.static_files``; ``make``
does it).
Without that step the site works all the same: what is not prepared is compressed as it is sent.
"""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path
from wsgiref.headers import Headers

import brotli
import xstatic.pkg.leaflet
from servestatic import ServeStaticASGI
from servestatic.compress import Compressor
from starlette.types import ASGIApp

from evidence_site.ui.seams.served import (
    HASHED,
    OF_COMPONENTS,
    OF_STREAMLIT,
    STREAMLIT,
    chart_scripts,
    releases,
)
from evidence_site.ui.web.settings import Settings

_log = logging.getLogger("site.files")

LEAFLET = Path(xstatic.pkg.leaflet.BASE_DIR)

#: Folders by what they are called in the address.
_SOURCES = {**OF_STREAMLIT, **OF_COMPONENTS, "assets/leaflet": LEAFLET}
_A_DAY = 24 * 60 * 60
_DONE = "complete"


def prepared_folder() -> Path:
    """Return where the compressed files of the installed releases lie, prepared or not."""
    installed = "-".join((*releases(), version("xstatic-leaflet")))
    return Path(sys.prefix) / "share" / "site-files" / installed


def _compressor(quality: int) -> Compressor:
    """Return a compressor for gzip and for brotli of a quality; the library knows no other than the best."""
    compressor = Compressor(use_zstd=False, quiet=True)
    compressor.compress_brotli = partial(brotli.compress, mode=brotli.MODE_TEXT, quality=quality)
    return compressor


def files_offered() -> frozenset[str]:
    """Return the addresses of all files of Streamlit and of components."""
    return frozenset(
        f"/{name}/{path.relative_to(folder).as_posix()}"
        for name, folder in (OF_STREAMLIT | OF_COMPONENTS).items()
        for path in _files(folder)
    )


def _files(folder: Path) -> Iterator[Path]:
    yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def prepare(target: Path) -> None:
    """Copy the files to a folder and compress each; a folder that is complete is left alone."""
    if (target / _DONE).exists():
        return
    shutil.rmtree(target, ignore_errors=True)
    for name, source in _SOURCES.items():
        shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("*.map", "__pycache__", "*.py"))
    shell = (STREAMLIT / "index.html").read_text(encoding="utf-8")
    charts = {path.name for path in chart_scripts()}
    hard, rest = _compressor(11), _compressor(9)
    with ThreadPoolExecutor() as pool:
        # The largest first: one file alone takes as long as all others.
        for path in sorted(_files(target), key=lambda path: -path.stat().st_size):
            chosen = hard if path.name in shell or path.name in charts else rest
            if chosen.should_compress(path.name):
                pool.submit(chosen.compress, path)
    (target / _DONE).touch()


def _weak_tag(headers: Headers, path: str, _url: str) -> None:
    """Set a tag that speaks of the content: the library would give a strong one to every encoding of it."""
    found = Path(path).stat()
    headers["ETag"] = f'W/"{int(found.st_mtime):x}-{found.st_size:x}"'


def serve_prepared(app: ASGIApp, settings: Settings, folder: Path | None = None) -> ASGIApp:
    """Return an application that serves the prepared files, and asks ``app`` for everything else."""
    folder = folder or prepared_folder()
    if not (folder / _DONE).exists():
        _log.warning("files are compressed as they are sent; `make` prepares them")
        return app
    served = ServeStaticASGI(
        app,
        max_age=_A_DAY,
        allow_all_origins=False,
        immutable_file_test=lambda path, _: bool(HASHED.search(path)),
        add_headers_function=_weak_tag,
    )
    for name in _SOURCES:
        served.add_files(folder / name, f"{settings.base}/{name}/")
    files: ASGIApp = served
    return files


if __name__ == "__main__":
    prepare(prepared_folder())
    print(f"files: {prepared_folder()}")
