"""The examples in docstrings say what happens."""

import doctest
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


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0


def test_examples_are_found() -> None:
    assert sum(doctest.testmod(import_module(name)).attempted for name in MODULES) > 20
