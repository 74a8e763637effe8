"""Every example in a docstring is true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import howcome.errors
import howcome.linkers
import howcome.locales
import pytest

PACKAGES = (howcome.locales, howcome.errors, howcome.linkers)
MODULES = [package.__name__ for package in PACKAGES] + [
    module.name
    for package in PACKAGES
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    if not module.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
