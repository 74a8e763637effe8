"""An installed plugin brings hints, classes and catalogs of its own; what is broken costs its own alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MODULE = """
from pathlib import Path
from howcome.errors import Hint, HowcomeError
import attrs
from typing import ClassVar

@attrs.define(kw_only=True, slots=False, repr=False)
class LicenseError(HowcomeError):
    code: ClassVar[str] = "acme-license-missing"
    summary: ClassVar[str] = "The license is missing"
    particulars: ClassVar[tuple[str, ...]] = ("It is for {seats} seats.",)
    seats: int | None = None

ERRORS = [LicenseError]
HINTS = [Hint(id="acme-desk", text="Call the desk about {path}.", plain="Call the desk.", symbols="ENOSPC")]
CATALOGS = Path(__file__).with_name("acme_locales")
def broken():
    raise SystemExit("no catalogs today")
"""
PROJECT = """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "acme-plugin"
version = "1"
[project.entry-points."howcome.hints"]
acme = "acme_plugin:HINTS"
[project.entry-points."howcome.errors"]
acme = "acme_plugin:ERRORS"
[project.entry-points."howcome.catalogs"]
a-broken = "acme_plugin:broken"
absent = "acme_missing:CATALOGS"
acme = "acme_plugin:CATALOGS"
[tool.setuptools]
py-modules = ["acme_plugin"]
packages = ["acme_locales"]
[tool.setuptools.package-data]
acme_locales = ["*/LC_MESSAGES/*.po"]
"""
CATALOG = """
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "The license is missing"
msgstr "Die Lizenz fehlt"

msgid "It is for {seats} seats."
msgstr "Sie gilt für {seats} Plätze."

msgid "Call the desk about {path}."
msgstr "Rufen Sie wegen {path} an."
"""
CODE = """
from howcome.errors import Report, Reporter
from acme_plugin import LicenseError
reporter = Reporter(plugins=True, facts=False)
error = LicenseError(seats=3)
error.__cause__ = OSError(28, "No space left on device", "/cache/x")
line = reporter.report(error).to_json()
print(reporter.report(error).render(lang="de"))
print("-----")
print(Reporter(plugins=True).read(line).render(lang="de"))
print("-----")
print(Report.from_json(line).render(lang="de"))
print("-----")
print(type(reporter.restore(Report.from_json(line))).__name__)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that pip has installed the plugin into."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("target")
    (source / "acme_plugin.py").write_text(MODULE, encoding="utf-8")
    (source / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    catalog = source / "acme_locales" / "de" / "LC_MESSAGES" / "howcome.po"
    catalog.parent.mkdir(parents=True)
    (source / "acme_locales" / "__init__.py").touch()
    catalog.write_text(CATALOG, encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(target), str(source)]
    subprocess.run(pip, check=True, capture_output=True)
    return target


def run(installed: Path, *command: str, stdin: str = "") -> str:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, *command], input=stdin, capture_output=True, encoding="utf-8", check=True, env=environment
    )
    return done.stdout


def test_its_own_classes_and_hints_are_said_in_the_languages_that_it_brings(installed: Path) -> None:
    made, read, without, restored = run(installed, "-c", CODE).split("-----\n")

    assert "Die Lizenz fehlt" in made
    assert "Sie gilt für 3 Plätze." in made
    assert "Rufen Sie wegen /cache/x an." in made
    assert made == read
    assert "The license is missing. It is for 3 seats." in without
    assert "Call the desk about /cache/x." in without
    assert restored.strip() == "LicenseError"


def test_explain_lets_plugins_speak_where_it_is_told_to(installed: Path) -> None:
    code = (
        "from howcome.errors import Reporter; from acme_plugin import LicenseError\n"
        "print(Reporter(facts=False).report(LicenseError(seats=2)).to_json())"
    )
    line = run(installed, "-c", code)

    told = run(installed, "-m", "howcome.errors", "explain", "--plugins", "--lang", "de", stdin=line)
    untold = run(installed, "-m", "howcome.errors", "explain", "--lang", "de", stdin=line)
    assert "Sie gilt für 2 Plätze." in told
    assert "The license is missing. It is for 2 seats." in untold
