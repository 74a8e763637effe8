"""Importing howcome costs no more than it must, and its names say where they are from."""

from __future__ import annotations

import subprocess
import sys

import howcome.errors
import howcome.linkers
import pytest

HEAVY = {"argparse", "babel", "cattrs", "ctypes", "gettext", "importlib.resources", "json"}

COUNT = """
import sys
before = {name for name in sys.modules}
import attr
import howcome.errors
classes = {
    value
    for name, module in list(sys.modules.items())
    if name.startswith("howcome.")
    for value in vars(module).values()
    # A class generates methods when it has fields of its own; one that only inherits them is cheap.
    if isinstance(value, type) and value.__module__.startswith("howcome.") and "__attrs_attrs__" in vars(value)
    and [field for field in value.__attrs_attrs__ if not field.inherited]
}
print(*sorted(cls.__qualname__ for cls in classes))
"""


def told_by(code: str) -> list[str]:
    """Return the words that *code* prints in a new Python."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()


@pytest.mark.parametrize("package", ["howcome.errors", "howcome.linkers"])
def test_importing_is_light(package: str) -> None:
    bare = set(told_by("import sys, attrs; print(*sys.modules)"))

    loaded = set(told_by(f"import sys, {package}; print(*sys.modules)"))

    assert package in loaded
    assert not HEAVY & (loaded - bare)


def test_the_check_of_light_imports_can_fail() -> None:
    assert HEAVY & set(told_by("import sys, json; print(*sys.modules)"))


def test_few_classes_generate_code_at_import() -> None:
    assert len(told_by(COUNT)) <= 11


def test_folders_are_never_imported_by_their_bare_names() -> None:
    assert not {"errors", "linkers", "locales"} & set(sys.modules)


@pytest.mark.parametrize("package", [howcome.errors, howcome.linkers], ids=lambda package: package.__name__)
def test_public_names_can_be_imported(package: object) -> None:
    assert [name for name in getattr(package, "__all__", []) if not hasattr(package, name)] == []


def test_exceptions_say_where_they_are_imported_from() -> None:
    """Reports and tracebacks carry this name."""
    exceptions = [
        value
        for name in getattr(howcome.errors, "__all__", [])
        if isinstance(value := getattr(howcome.errors, name), type) and issubclass(value, BaseException)
    ]

    assert {value.__module__ for value in exceptions} <= {"howcome.errors"}


@pytest.mark.parametrize("first", ["from howcome.errors import Finding", "import howcome.errors.recognize"])
def test_a_function_is_not_hidden_by_the_module_of_its_name(first: str) -> None:
    script = f"{first}\nfrom howcome.errors import recognize\nassert recognize('') == []"
    subprocess.run([sys.executable, "-c", script], check=True)
