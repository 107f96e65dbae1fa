"""Makes sure that nginx is there for the tests of ``deploy/nginx``, or says what to install."""

from __future__ import annotations

import os
import shutil
import sys

from tools import debian

#: What to do where we may not install anything.
REMEDY = (
    "No nginx for the tests of deploy/nginx. Install it and run `make test` again:\n"
    "  Debian or Ubuntu: sudo apt-get install nginx\n"
    "  elsewhere:        any nginx from 1.18 on, on the PATH"
)


def find_nginx() -> str | None:
    """Return the path of nginx, or None; Debian keeps it where only root looks."""
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))


def main() -> int:
    """Return 0 when nginx is there, 1 after saying what to install."""
    if not find_nginx():
        debian.install("nginx")
    if found := find_nginx():
        print(f"nginx: {found}")
        return 0
    print(REMEDY, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
