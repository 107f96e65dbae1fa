"""Commands for maintainers: ``python -m evidence_site check | format | queue``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from evidence_site.records.check.reading_queue import print_queue
from evidence_site.records.check.tidying import tidy
from evidence_site.records.faults import DataFaultsError
from evidence_site.records.load.loading import data_folder
from evidence_site.viz.review.reporting import FORMS, report

_COMMANDS: dict[tuple[str, ...], Callable[[Path], int]] = {
    ("check",): report,
    **{("check", "--format", form): partial(report, form=form) for form in FORMS},
    ("format",): tidy,
    ("queue",): print_queue,
}


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code: 0 for success, 1 for faults, 2 for misuse."""
    command = _COMMANDS.get(tuple(arguments))
    if command is None:
        usage = f"usage: python -m evidence_site check [--format {'|'.join(FORMS)}] | format | queue"
        print(usage, file=sys.stderr)
        return 2
    folder = data_folder()
    try:
        return command(folder)
    except DataFaultsError as error:
        for line in FORMS["text"](folder, error.faults):
            print(line, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
