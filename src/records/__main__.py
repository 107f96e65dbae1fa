"""Commands for maintainers: ``python -m records check | format | queue``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from records.checking import report
from records.loading import data_folder
from records.reading_queue import print_queue
from records.tidying import tidy


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code: 0 for success, 1 for faults, 2 for misuse."""
    commands: dict[str, Callable[[Path], int]] = {"check": report, "format": tidy, "queue": print_queue}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(f"usage: python -m records {{{'|'.join(commands)}}}", file=sys.stderr)
        return 2
    return commands[arguments[0]](data_folder())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
