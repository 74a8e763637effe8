"""`examine()`: what works between a cache and a target, found by trying it in the real places.

Everything is tried in staging, which whoever is killed leaves to the next call to clear.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import attrs

from ..errors.codes import SystemCode
from ..errors.foreign import system_of, words_of
from ..locales import N_
from .directory import DEFAULT, link_directory
from .folders import Folder, full
from .modes import LinkError, LinkMode, StrPath
from .staging import Staging, made_parents

__all__ = ["Check", "Examination", "examine"]

NAME = "howcome-doctor"
ENOUGH = 64 * 1024 * 1024  # bytes that an installation can hardly do without
NOTHING_FREE = N_("There is little space left.")
CASE_FOLDS = N_("Names that differ in case alone are the same name here.")
NOT_EXECUTABLE = N_("A program in this place cannot be run.")
NEEDED = ("write", "rename-over", "lock", "space")
LONG = 300  # characters of a path that are too many for Windows without its long-path switches


@attrs.frozen(kw_only=True)
class Check:
    """One thing that was tried.

    Args:
        name: What: a link mode with `link-` before it, or `rename-over`, `lock`, `long-name`, ...
        outcome: `works` or `fails`.
        system: The system's code, where it gave one.
        text: The system's own words.
        reason: A constant English sentence, where no system call said why.
        hints: What follows from it, as in a report.
    """

    name: str
    outcome: str
    system: SystemCode | None = None
    text: str | None = None
    reason: str | None = None
    hints: tuple[Any, ...] = ()


@attrs.frozen(kw_only=True)
class Examination:
    """What was found.

    Args:
        cache: The place to link from.
        target: The place to link to.
        modes: The link modes that work between them, best first.
        checks: Everything that was tried, in order.
    """

    cache: str
    target: str
    modes: tuple[LinkMode, ...]
    checks: tuple[Check, ...]

    @property
    def healthy(self) -> bool:
        """Whether an installation can succeed here at all."""
        return bool(self.modes) and all(c.outcome == "works" for c in self.checks if c.name in NEEDED)

    def to_json(self) -> str:
        """Return the document `doctor` as one line of ASCII."""
        from ..errors.serialize import to_line

        document = {
            "document": "doctor",
            "schema_version": "1.0",
            "cache": self.cache,
            "target": self.target,
            "modes": [mode.value for mode in self.modes],
            "checks": [present(attrs.asdict(check, recurse=True)) for check in self.checks],
        }
        return to_line(document, limit=None)


def present(value: Any) -> Any:
    """Return *value* without what is unknown or empty."""
    if isinstance(value, dict):
        return {key: present(item) for key, item in value.items() if item is not None and item not in ((), [], {}, "")}
    if isinstance(value, list | tuple):
        return [present(item) for item in value]
    return value


def examine(cache: StrPath, target: StrPath) -> Examination:
    """Try everything that an installer will need between two places; nothing is left behind.

    Args:
        cache: The directory to link from; it is made for the time of the call if it is missing.
        target: The directory to link to, likewise.

    Returns:
        Which link modes work, best first, and what else does not.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     examine(place, place).healthy
    True
    """
    old, new = full(cache), full(target)
    checks: list[Check] = []
    try:
        with _workplace(old) as source, _workplace(new) as place:
            checks.append(Check(name="write", outcome="works"))
            modes = _try_modes(source, place, checks)
            for name, attempt in ATTEMPTS.items():
                checks.append(_outcome(name, attempt, place))
    except OSError as error:
        modes = ()
        checks.insert(0, _failed("write", error, (old, new)))
    return Examination(cache=old, target=new, modes=modes, checks=tuple(checks))


@contextmanager
def _workplace(path: str) -> Iterator[str]:
    """Make a directory in *path* to try things in; a *path* made for it goes again."""
    with made_parents(path, keep=False), Folder.open(path) as folder, Staging(folder, NAME) as staging:
        os.mkdir(folder.at(staging.new), 0o700, dir_fd=folder.fd)
        yield folder.shown(staging.new)


def _try_modes(source: str, place: str, checks: list[Check]) -> tuple[LinkMode, ...]:
    package = os.path.join(source, "package")
    os.mkdir(package)
    _write(os.path.join(package, "module.py"), b"probe = 1\n")
    works = []
    order = dict.fromkeys((*DEFAULT, *LinkMode))
    for mode in order:
        if mode is LinkMode.JUNCTION and sys.platform != "win32":
            continue
        try:
            link_directory(package, os.path.join(place, mode.value), modes=[mode])
        except LinkError as error:
            attempt = error.attempts[-1] if error.attempts else None
            reason = attempt.reason if attempt else error.reason
            text = attempt.text if attempt else None
            hints = _hints(error.system, mode.value, error.paths)
            checks.append(
                Check(name=f"link-{mode}", outcome="fails", system=error.system, text=text, reason=reason, hints=hints)
            )
        else:
            works.append(mode)
            checks.append(Check(name=f"link-{mode}", outcome="works"))
    return tuple(works)


def _outcome(name: str, attempt: Callable[[str], str | None], place: str) -> Check:
    try:
        reason = attempt(place)
    except OSError as error:
        return _failed(name, error, (place,))
    return Check(name=name, outcome="fails" if reason else "works", reason=reason)


def _failed(name: str, error: OSError, paths: tuple[str, ...]) -> Check:
    system = system_of(error)
    return Check(name=name, outcome="fails", system=system, text=words_of(error), hints=_hints(system, "create", paths))


def _hints(system: SystemCode | None, operation: str, paths: tuple[str, ...]) -> tuple[Any, ...]:
    """Return what follows from a failure on this machine."""
    from ..errors.advice import advise, facts_wanted
    from ..errors.facts import gather
    from ..errors.hints import Situation

    situation = Situation(system=system, code="link-failed", operation=operation, paths=paths)
    return tuple(advise(situation, gather(facts_wanted(situation), paths)))


def _write(path: str, content: bytes = b"") -> None:
    with open(path, "wb") as file:
        file.write(content)


def _rename_over(place: str) -> None:
    one, other = (os.path.join(place, name) for name in ("one", "other"))
    _write(one)
    _write(other)
    os.replace(one, other)


def _lock(place: str) -> None:
    with open(os.path.join(place, "lock"), "wb") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _long_name(place: str) -> None:
    _write(os.path.join(place, "n" * 250))


def _long_path(place: str) -> None:
    while len(place) < LONG:
        place = os.path.join(place, "d" * 50)
        os.mkdir(place)
    _write(os.path.join(place, "file"))


def _case(place: str) -> str | None:
    _write(os.path.join(place, "CaseProbe"))
    return CASE_FOLDS if os.path.lexists(os.path.join(place, "caseprobe")) else None


def _executable(place: str) -> str | None:
    if sys.platform == "win32":
        return None
    import subprocess

    program = os.path.join(place, "program")
    _write(program, b"#!/bin/sh\nexit 0\n")
    os.chmod(program, 0o700)
    if not os.stat(program).st_mode & stat.S_IXUSR:
        return NOT_EXECUTABLE
    done = subprocess.run([program], check=False)  # noqa: S603 -- two lines of our own
    return NOT_EXECUTABLE if done.returncode else None


def _delete_while_open(place: str) -> None:
    path = os.path.join(place, "open")
    with open(path, "wb"):
        os.unlink(path)


def _space(place: str) -> str | None:
    import shutil

    return NOTHING_FREE if shutil.disk_usage(place).free < ENOUGH else None


ATTEMPTS: dict[str, Callable[[str], str | None]] = {
    "rename-over": _rename_over,
    "lock": _lock,
    "long-name": _long_name,
    "long-path": _long_path,
    "distinct-case": _case,
    "executable": _executable,
    "delete-while-open": _delete_while_open,
    "space": _space,
}
