"""The examples in docstrings say what happens."""

import doctest
import inspect
import pkgutil
from importlib import import_module

import pytest

import evidence_site.records
import evidence_site.viz

MODULES = [
    found.name
    for package in (evidence_site.records, evidence_site.viz)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]


def examples_in(name: str) -> int:
    """How many examples stand in the text of a module."""
    return inspect.getsource(import_module(name)).count(">>> ")


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str) -> None:
    played = doctest.testmod(import_module(name))
    assert (played.failed, played.attempted) == (0, examples_in(name))


def test_there_are_examples() -> None:
    assert sum(map(examples_in, MODULES)) > 20
