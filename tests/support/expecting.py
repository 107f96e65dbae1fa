"""What a breakage of the data must show, and the corpus of breakages."""

from __future__ import annotations

import re
from collections.abc import Callable

from breaking import DataCopy

from evidence_site.records.faults import Fault
from evidence_site.records.files.text_files import Files
from evidence_site.records.load.loading import faults_of

#: File, row, column, a fragment of the problem and one of the remedy.
Expected = tuple[str, int, str, str, str]
Break = Callable[[DataCopy], list[Expected]]


#: Words of programs, which a person with a spreadsheet does not know.
_OF_A_PROGRAM = re.compile(
    r"Error\b|Exception|Traceback|codec|Expecting|Errno|NoneType|\b(?:dict|str|int|None|True|False|utf-8|regex)\b"
    r"|<class|object at 0x|[{}]|\\[a-z]|\(char|type is|constraint|foreign-key|primary-key"
)


def assert_plain_words(fault: Fault) -> None:
    """Assert that nothing of a program's own language reaches whoever reads a fault."""
    said = re.sub(r'"[^"]*"', '""', f"{fault.problem} {fault.remedy}")
    assert not _OF_A_PROGRAM.search(said), said


def assert_faults(copy: DataCopy, expected: list[Expected], *, only: bool = True) -> list[Fault]:
    """Assert that the check finds what is expected, and nothing else unless ``only`` is false."""
    _, _, faults = faults_of(Files(copy.folder))
    for fault in faults:
        assert_plain_words(fault)
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
