"""Development tasks: ``nox -l`` lists them, ``nox`` runs what CI runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import nox

nox.options.sessions = ["lint", "tests", "typing", "packaging"]
nox.options.error_on_missing_interpreters = False

ROOT = Path(__file__).parent
INSTALLATION = [f"tests/test_{name}.py" for name in ("packaging", "imports", "doctests", "cli", "catalogs", "schemas")]
VERSIONS = ["3.11", "3.12", "3.13", "3.14"]


def found(version: str) -> str | None:
    """Return a Python of *version* that runs: on PATH (a shim there may lead nowhere) or among pyenv's."""
    pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"), reverse=True)
    for candidate in [shutil.which(f"python{version}"), *map(str, pyenv)]:
        code = "import sys; print('%d.%d' % sys.version_info[:2])"
        if candidate:
            done = subprocess.run([candidate, "-c", code], capture_output=True, text=True, check=False)
            if done.stdout.strip() == version:
                return candidate
    return sys.executable if version == "{}.{}".format(*sys.version_info) else None


def group(name: str) -> tuple[str, ...]:
    """Return the requirements of a dependency group of pyproject.toml."""
    return nox.project.dependency_groups(nox.project.load_toml(ROOT / "pyproject.toml"), name)


PYTHONS = [python for version in VERSIONS if (python := found(version))]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests against the working tree, on every supported Python that is there."""
    session.install("-e", ".", *group("tests"))
    session.run("pytest", *session.posargs)


@nox.session
def index(session: nox.Session) -> None:
    """Write the error index, the static pages that reports link to, into build/index or the folder that is named."""
    session.install(".")
    session.run("python", "tools/make_index.py", *(session.posargs or ["build/index"]))


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format."""
    session.install(*group("lint"))
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session
def typing(session: nox.Session) -> None:
    """Check the types of the installed wheel for every platform, and those of the tests."""
    # setuptools would ship modules from here that were deleted since.
    shutil.rmtree(ROOT / "build", ignore_errors=True)
    session.install(".", *group("typing"))
    for platform in ("linux", "darwin", "win32"):
        session.run("mypy", "--platform", platform)
    session.run("mypy", "dev.py", "tests")


@nox.session(python=PYTHONS)
def packaging(session: nox.Session) -> None:
    """Build wheel and sdist, check them, and run the tests against each in a fresh environment."""
    dist = Path(session.create_tmp()).resolve() / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    session.install("build", "twine")
    session.run("python", "-m", "build", "-q", "--outdir", str(dist), ".")
    files = sorted(map(str, dist.iterdir()))
    session.run("twine", "check", "--strict", *files)
    session.run("python", "tools/check_dist.py", str(dist))
    session.install(*group("tests"))
    for file in files:
        session.install("--force-reinstall", "--no-deps", file)
        session.install(file)
        # No package lies at the root under the name of `howcome`, so the tests import what is installed. Plain
        # `pytest`, and not `python -m pytest`, keeps the root out of sys.path. The wheel was built from the sdist, so
        # of the sdist only what an installation can spoil is tested.
        shipped = () if file.endswith(".whl") else INSTALLATION
        session.run("pytest", *shipped, *session.posargs, env={"HOWCOME_INSTALLED": "1"})


@nox.session
def codes(session: nox.Session) -> None:
    """Make the code tables anew from the headers that are installed."""
    session.install("-e", ".")
    session.run("python", "tools/make_codes.py", *session.posargs)


@nox.session
def catalogs(session: nox.Session) -> None:
    """Extract what we say, bring every catalog in step, and check them; arguments go to tools/catalogs.py instead."""
    session.install("-e", ".", *group("catalogs"))
    for arguments in [session.posargs] if session.posargs else (["extract"], ["update"], ["check"]):
        session.run("python", "tools/catalogs.py", *arguments)
    if not session.posargs:
        session.run("python", "tools/system_catalogs.py")


@nox.session
def golden(session: nox.Session) -> None:
    """Write the golden files anew: what every scenario looks like in every style."""
    session.install("-e", ".")
    session.run("python", "tools/golden.py", *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Measure what README and docs claim, as ratios side by side."""
    session.install("-e", ".", *group("benchmarks"))
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session(python=PYTHONS)
def proof(session: nox.Session) -> None:
    """Run what takes long, and everything else."""
    session.install("-e", ".", *group("proof"))
    session.run("pytest", "-m", "proof or not proof", *session.posargs, env={"HOWCOME_REQUIRE": "all"})
