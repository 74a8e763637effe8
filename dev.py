"""Set up this checkout and do something with it: ``python3 dev.py explain ...``, ``python3 dev.py test``.

It needs Python 3.11 or later and nothing else. What it makes is ``.venv`` in this folder; Debian's own Python,
which lets nobody install into it and may lack both venv and pip, is left as it is.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "howcome-is-set-up"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
HOWCOME = BIN / ("howcome.exe" if os.name == "nt" else "howcome")

USAGE = """\
usage: python3 dev.py COMMAND [ARGUMENT...]

  test [ARGUMENT...]    run the tests in this folder (the arguments go to pytest)
  nox [ARGUMENT...]     run nox: lint, typing, packaging, ... (`nox -l` lists them)
  python [ARGUMENT...]  run the Python of .venv, where howcome can be imported
  setup                 only set up
  explain, codes, hints, schema, link, doctor [ARGUMENT...]
                        run `howcome` with this command
"""

NO_WAY = """\
howcome needs a virtual environment, and this Python can make none. Please install one of these and try again:
  Debian or Ubuntu:  apt-get install python3-venv
  elsewhere:         the `virtualenv` or the `uv` program
"""


def main(arguments: list[str]) -> int:
    """Do what *arguments* say and return the exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036  whoever starts this with an older one shall read a sentence
        sys.stderr.write(f"howcome needs Python 3.11 or later; this is {sys.version.split()[0]}.\n")
        return 2
    if not arguments or arguments[0] in {"-h", "--help"}:
        sys.stdout.write(USAGE)
        return 0 if arguments else 2
    command, *rest = arguments
    if not set_up({"test": "tests", "nox": "dev", "setup": "dev"}.get(command, "run")):
        sys.stderr.write(NO_WAY)
        return 1
    if command == "setup":
        return 0
    if command in {"test", "nox"}:
        # Their arguments are paths and options of this folder, wherever one stands.
        line = [PYTHON, "-m", "pytest" if command == "test" else "nox", *rest]
        return subprocess.run([str(part) for part in line], check=False, cwd=ROOT).returncode
    line = [PYTHON, *rest] if command == "python" else [HOWCOME, *arguments]
    return subprocess.run([str(part) for part in line], check=False).returncode


def set_up(part: str) -> bool:
    """Make ``.venv`` what it should be, quickly when it is; return whether there is a way to make one.

    Args:
        part: `run` (what howcome itself needs), `tests` or `dev` (groups of pyproject.toml; `dev` has all).
    """
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    parts = {"run": {"run"}, "tests": {"run", "tests"}, "dev": {"run", "tests", "dev"}}[part]
    have = STAMP.read_text(encoding="utf-8").split() if STAMP.exists() else [""]
    usable = is_usable()
    if usable and have[0] == digest and parts <= set(have[1:]):
        return True
    if not usable:
        say("Making .venv ...")
        have = [""]
        if not make_environment():
            return False
    installer = find_installer()
    if installer is None:
        return False
    say("Installing howcome ..." if part == "run" else "Installing howcome and what its tests need ...")
    # An editable install: the code that runs is the code in this folder.
    run([*installer, "-e", str(ROOT), *([] if part == "run" else requirements_of(part))])
    kept = set(have[1:]) if have[0] == digest else set()
    STAMP.write_text("\n".join([digest, *sorted(parts | kept)]) + "\n", encoding="utf-8")
    return True


def is_usable() -> bool:
    """Return whether ``.venv`` runs and, when this script made it, is of the Python that runs this script."""
    config = VENV / "pyvenv.cfg"
    if not config.exists() or not works([PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]):
        return False
    version = "{}.{}.".format(*sys.version_info)
    lines = config.read_text(encoding="utf-8").splitlines()
    # virtualenv and uv call it version_info.
    return not STAMP.exists() or any(
        line.startswith("version") and line.partition("=")[2].strip().startswith(version) for line in lines
    )


def make_environment() -> bool:
    """Make ``.venv`` in the first way that works."""
    venv = [sys.executable, "-m", "venv", "--clear"]
    ways = [[*venv, VENV]]
    # Without ensurepip, as on Debian: a pip from elsewhere can install into an environment that has none.
    if outer_installers():
        ways.append([*venv, "--without-pip", VENV])
    ways.append([sys.executable, "-m", "virtualenv", "-p", sys.executable, VENV])
    if shutil.which("virtualenv"):
        ways.append(["virtualenv", "-q", "-p", sys.executable, VENV])
    if any(works(way) and works([PYTHON, "-c", "pass"]) for way in ways):
        return True
    return install_venv_package() and works([*venv, VENV])


def install_venv_package() -> bool:
    """Install Debian's package for this Python's venv, where we may."""
    if not shutil.which("apt-get"):
        return False
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    as_root = [] if root else ["sudo", "-n"]
    if not root and not works(["sudo", "-n", "true"]):
        return False
    say("Installing Debian's python3-venv ...")
    works([*as_root, "apt-get", "-qq", "update"])
    version = "python{}.{}-venv".format(*sys.version_info)
    return any(works([*as_root, "apt-get", "-qq", "install", "-y", package]) for package in (version, "python3-venv"))


def find_installer() -> list[str] | None:
    """Return the command that installs into ``.venv``."""
    if works([PYTHON, "-m", "pip", "--version"]):
        return [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    return next(iter(outer_installers()), None)


def outer_installers() -> list[list[str]]:
    """Return the commands outside of ``.venv`` that can install into it."""
    found = []
    pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if works([sys.executable, "-m", "pip", "--version"]):
        found.append([*pip, "install", "-q", "--disable-pip-version-check"])
    if shutil.which("uv"):
        found.append(["uv", "pip", "install", "-q", "--python", str(PYTHON)])
    if shutil.which("pip"):
        found.append(["pip", "--python", str(PYTHON), "install", "-q", "--disable-pip-version-check"])
    return found


def requirements_of(group: str) -> list[str]:
    """Return a dependency group of pyproject.toml as requirements: the pip at hand may be too old to know groups."""
    import tomllib

    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    found: list[str] = []
    for entry in groups[group]:
        found += requirements_of(entry["include-group"]) if isinstance(entry, dict) else [entry]
    return list(dict.fromkeys(found))


def works(command: list[object]) -> bool:
    """Return whether *command* can be run and succeeds; what it says is not shown."""
    try:
        done = subprocess.run(
            [str(part) for part in command], stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:
        return False
    return done.returncode == 0


def run(command: list[str]) -> None:
    """Run *command* quietly; when it fails, show what it said and end this program with its status."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        say(done.stdout)
        say("That failed; what went wrong stands above. Repair it and run the same command again.")
        sys.exit(done.returncode)


def say(sentence: str) -> None:
    """Tell the person what takes time; standard output belongs to the command itself."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
