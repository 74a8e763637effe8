"""What is in the folders is in the wheel, and nothing else is."""

from __future__ import annotations

import os
import sys
from importlib.metadata import distribution, distributions
from importlib.resources import files
from pathlib import Path

import howcome.errors
import howcome.linkers
import howcome.locales
import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("errors", "linkers", "locales")
SHIPPED = sorted(
    path.relative_to(ROOT)
    for folder in PACKAGES
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and path.suffix in {".py", ".typed", ".tsv", ".json", ".po"}
)


def test_every_package_has_its_files() -> None:
    for package in PACKAGES:
        assert Path(package, "__init__.py") in SHIPPED
        assert Path(package, "py.typed") in SHIPPED


@pytest.mark.parametrize("path", SHIPPED, ids=str)
def test_is_installed(path: Path) -> None:
    package, *rest = path.parts

    assert files(f"howcome.{package}").joinpath(*rest).is_file()


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_installed_is_typed(package: str) -> None:
    assert files(f"howcome.{package}").joinpath("py.typed").is_file()


def test_the_code_tables_are_installed() -> None:
    names = {path.name for path in files("howcome.errors").joinpath("data").iterdir()}

    assert {"win32.tsv", "errno.tsv", "ntstatus.tsv", "hresult.tsv"} <= names


def test_console_script() -> None:
    scripts = distribution("howcome").entry_points.select(group="console_scripts")

    assert {script.name: script.value for script in scripts} == {"howcome": "howcome.linkers.cli:main"}


def test_run_time_dependencies_are_two() -> None:
    requires = distribution("howcome").requires or []

    assert sorted(requirement.partition(">")[0] for requirement in requires) == ["attrs", "cattrs"]


def test_nothing_is_installed_under_a_bare_name() -> None:
    """A wheel records its files; an editable install records its finder alone."""
    records = [found.read_text("RECORD") or "" for found in distributions(name="howcome")]
    first = {line.partition("/")[0] for record in records for line in record.splitlines() if "/" in line}

    assert any(records)
    assert not first & {*PACKAGES, "tests", "tools", "examples", "benchmarks", "docs"}


@pytest.mark.skipif("HOWCOME_INSTALLED" not in os.environ, reason="only `nox -s packaging` tests an installed wheel")
def test_what_is_tested_is_what_is_installed() -> None:
    for package in (howcome.errors, howcome.linkers, howcome.locales):
        assert Path(sys.prefix) in Path(package.__path__[0]).parents
