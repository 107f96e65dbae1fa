"""What a breakage of the data must show, and the corpus of breakages."""

from __future__ import annotations

from collections.abc import Callable

from breaking import DataCopy

from records.faults import Fault
from records.loading import find_faults

#: File, row, column, a fragment of the problem and one of the remedy.
Expected = tuple[str, int, str, str, str]
Break = Callable[[DataCopy], list[Expected]]


def assert_faults(copy: DataCopy, expected: list[Expected], *, only: bool = True) -> list[Fault]:
    """Assert that the check finds what is expected, and nothing else unless ``only`` is false."""
    _, _, faults = find_faults(copy.folder)
    for file, row, column, problem, remedy in expected:
        assert any(
            (fault.file, fault.row, fault.column) == (file, row, column)
            and problem in fault.problem
            and remedy in fault.remedy
            for fault in faults
        ), (file, row, column, problem, remedy, [str(fault) for fault in faults])
    if only:
        assert len(faults) == len(expected), [str(fault) for fault in faults]
    return faults


BREAKS: dict[str, Break] = {}


def breaks(make: Break) -> Break:
    """Add a way of breaking the data to the corpus; its name says what is wrong."""
    BREAKS[make.__name__] = make
    return make
