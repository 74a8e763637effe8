"""What an installer needs of a place, each tried there for real: it raises what the system says, or says why not."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable

import attrs

from ..locales import N_

__all__ = ["IN_CACHE", "IN_TARGET", "Trial", "UntriedError", "write"]

ENOUGH_SPACE = 64 * 1024 * 1024  # bytes that an installation can hardly do without
ENOUGH_FILES = 1000
LONG = 300  # characters of a path that are too many for Windows without its long-path switches
LONG_NAME = 250
FULL = "ERROR_DISK_FULL" if sys.platform == "win32" else "ENOSPC"
LITTLE_SPACE = N_("There is little space left.")
FEW_FILES = N_("There is room for few more files.")
CASE_FOLDS = N_("Names that differ in case alone are the same name here.")
NOT_EXECUTABLE = N_("A program in this place cannot be run.")


@attrs.frozen
class Trial:
    """One of them.

    Args:
        name: Its id in reports of the doctor.
        operation: What it does, as a failure says it.
        run: Tries it in a directory; raises OSError or UntriedError, or returns a constant English sentence that says
            why not.
        foresees: The symbol of the error that an installer would meet, where the trial itself meets none.
    """

    name: str
    operation: str
    run: Callable[[str], str | None]
    foresees: str | None = None


class UntriedError(Exception):
    """There is nothing here to try it with."""


def write(path: str, content: bytes = b"") -> None:
    """Write a new file."""
    with open(path, "wb") as file:
        file.write(content)


def _rename_over(place: str) -> None:
    one, other = (os.path.join(place, name) for name in ("one", "other"))
    write(one)
    write(other)
    os.replace(one, other)


def _lock(place: str) -> None:
    with open(os.path.join(place, "locked"), "wb") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _long_name(place: str) -> None:
    write(os.path.join(place, "n" * LONG_NAME))


def _long_path(place: str) -> None:
    while len(place) < LONG:
        place = os.path.join(place, "d" * 50)
        os.mkdir(place)
    write(os.path.join(place, "file"))


def _case(place: str) -> str | None:
    write(os.path.join(place, "CaseProbe"))
    return CASE_FOLDS if os.path.lexists(os.path.join(place, "caseprobe")) else None


def _executable(place: str) -> str | None:
    import subprocess

    if sys.platform == "win32":
        program = os.path.join(place, "program.exe")
        shutil.copyfile(_launcher(), program)
    else:
        program = os.path.join(place, "program")
        write(program, b"#!/bin/sh\nexit 0\n")
        os.chmod(program, 0o700)
        if not os.stat(program).st_mode & stat.S_IXUSR:
            return NOT_EXECUTABLE
    done = subprocess.run([program], check=False, capture_output=True, stdin=subprocess.DEVNULL)  # noqa: S603
    # Windows' launcher ends with a status that says that it has no environment, and thus that it ran.
    return NOT_EXECUTABLE if done.returncode and sys.platform != "win32" else None


def _launcher() -> str:
    """Return the program that starts Python in an environment of Windows: it needs nothing beside it to run."""
    folder = os.path.join(os.path.dirname(os.__file__), "venv", "scripts", "nt")
    found = (path for name in ("venvlauncher.exe", "python.exe") if os.path.exists(path := os.path.join(folder, name)))
    launcher = next(found, None)
    if launcher is None:
        raise UntriedError
    return launcher


def _delete_while_open(place: str) -> None:
    path = os.path.join(place, "open")
    with open(path, "wb"):
        os.unlink(path)


def _space(place: str) -> str | None:
    return LITTLE_SPACE if shutil.disk_usage(place).free < ENOUGH_SPACE else None


def _inodes(place: str) -> str | None:
    if sys.platform == "win32":
        return None
    found = os.statvfs(place)
    return FEW_FILES if found.f_files and found.f_favail < ENOUGH_FILES else None


IN_BOTH = (
    Trial("rename-over", "rename", _rename_over),
    Trial("long-name", "create", _long_name),
    Trial("long-path", "mkdir", _long_path),
    Trial("space", "write", _space, FULL),
    *(() if sys.platform == "win32" else (Trial("inodes", "create", _inodes, FULL),)),
)
IN_CACHE = (*IN_BOTH, Trial("lock", "lock", _lock))
IN_TARGET = (
    *IN_BOTH,
    Trial("executable", "exec", _executable),
    Trial("delete-while-open", "delete", _delete_while_open),
    Trial("distinct-case", "create", _case),
)
