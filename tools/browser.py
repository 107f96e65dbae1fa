"""Makes sure that a Chromium is there for the browser tests, or says what to install.

In this order: a system Chromium; Debian's package, when we are root; Playwright's own download.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tools import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: How it is started: also by root and without a screen, and asking nobody for anything by itself.
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def system_browser() -> str | None:
    """Return the path of a Chromium on the PATH, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def playwright_browser() -> str | None:
    """Return the path of the Chromium that Playwright downloaded, or None."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find_browser() -> str | None:
    """Return the path of a Chromium that the tests can drive, or None."""
    return system_browser() or playwright_browser()


def _install_debian_package() -> None:
    debian.install("chromium")


def _download_with_playwright() -> None:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


WAYS: tuple[Callable[[], None], ...] = (_install_debian_package, _download_with_playwright)


def main() -> int:
    """Return 0 when a browser is there, 1 after saying what to install."""
    for install in WAYS:
        if find_browser():
            break
        install()
    if browser := find_browser():
        print(f"browser: {browser}")
        return 0
    print(
        "No Chromium for the browser tests. Install one and run `make test` again:\n"
        "  Debian or Ubuntu: sudo apt-get install chromium\n"
        "  elsewhere:        .venv/bin/python -m playwright install chromium",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
