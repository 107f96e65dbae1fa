"""Programs that Python's registry does not have: Chromium for tests and tools, and nginx for its test.

``python -m tools.programs`` installs what lacks, or says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

#: How Chromium is started: also by root and without a screen, and asking nobody for anything by itself.
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """Return the path of a Chromium: one on the PATH, else the one that Playwright downloaded, or None."""
    if path := next(filter(None, map(shutil.which, _CHROMIUM)), None):
        return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find_nginx() -> str | None:
    """Return the path of nginx, or None; Debian keeps it where only root looks."""
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))


@contextmanager
def chromium(*arguments: str) -> Iterator[Browser]:
    """Give a Chromium, started with more arguments.

    Raises:
        RuntimeError: If there is none; the message says what to install.
    """
    path = find_browser()
    if path is None:
        raise RuntimeError(CHROMIUM.remedy)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *arguments])
        yield browser
        browser.close()


def _from_debian(package: str) -> None:
    """Install a package if that can be done without asking anybody; services are not started."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    # RUNLEVEL=1: a machine without services to run starts none.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", package]):
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=environment)


def _from_playwright(browser: str) -> None:
    subprocess.run([sys.executable, "-m", "playwright", "install", browser], check=False)


@dataclass(frozen=True)
class Program:
    """A program: how it is found, how it is installed, and what to do where that fails."""

    name: str
    find: Callable[[], str | None]
    installers: tuple[Callable[[str], None], ...]
    remedy: str


CHROMIUM = Program(
    "chromium",
    find_browser,
    (_from_debian, _from_playwright),
    "No Chromium. Install one and try again:\n"
    "  Debian or Ubuntu: sudo apt-get install chromium\n"
    "  elsewhere:        .venv/bin/python -m playwright install chromium",
)
NGINX = Program(
    "nginx",
    find_nginx,
    (_from_debian,),
    "No nginx for the tests of deploy/nginx. Install it and try again:\n"
    "  Debian or Ubuntu: sudo apt-get install nginx\n"
    "  elsewhere:        any nginx from 1.18 on, on the PATH",
)


def main() -> int:
    """Return 0 when both are there, 1 after saying what to install."""
    for program in (CHROMIUM, NGINX):
        for install in program.installers:
            if not program.find():
                install(program.name)
        if not (found := program.find()):
            print(program.remedy, file=sys.stderr)
            return 1
        print(f"{program.name}: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
