"""Packages of Debian that the tests need and Python's registry does not have."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(package: str) -> None:
    """Install a package if that can be done without asking anybody; services are not started."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    # RUNLEVEL=1: a machine without services to run starts none.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", package],
    ):
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=environment)
