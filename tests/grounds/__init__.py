"""Proving grounds: real file systems, real Windows Python, real servers, real faults.

``tests/conftest.py`` offers them as fixtures. A test whose ground is missing skips, and fails
where ``HOWCOME_REQUIRE=all`` says that every ground must be there: a skipped test is no passed test.
"""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[2]


def missing(part: str) -> NoReturn:
    """Skip the test that asks for *part*, or fail it where everything is required."""
    if os.environ.get("HOWCOME_REQUIRE") == "all":
        pytest.fail(f"HOWCOME_REQUIRE=all, but there is no {part}.", pytrace=False)
    pytest.skip(f"There is no {part} here.")


def need_root_on_linux(part: str) -> None:
    """Grounds that mount something need Linux and root."""
    if sys.platform != "linux":
        pytest.skip(f"{part} is for Linux.")
    if os.geteuid() != 0:
        missing(f"{part}, which needs root")


def need_command(name: str) -> str:
    """Return the full path of a program; ``/usr/sbin`` is searched as well."""
    found = shutil.which(name, path=_search_path())
    if not found:
        missing(f"program `{name}`")
    return found


def need_module(name: str) -> ModuleType:
    """Return the library of that name."""
    try:
        return importlib.import_module(name)
    except ImportError:
        missing(name)


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run *command* quietly; what it said is in the error when it fails."""
    options.setdefault("env", {**os.environ, "PATH": _search_path()})
    done = subprocess.run(  # type: ignore[call-overload]
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        **options,
    )
    if done.returncode:
        said = f"{done.stdout}{done.stderr}".strip()
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {done.returncode}: {said}")
    return done  # type: ignore[no-any-return]


def _search_path() -> str:
    """Return PATH with the folders of the administrator's programs, which a user's PATH may lack."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
