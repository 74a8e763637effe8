"""`examine()`: what works between a cache and a target, found by trying it in the real places.

Everything is tried in staging, which whoever is killed leaves to the next call to clear. Nothing is made outside of it:
where a place does not exist, the nearest folder above it stands for it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import attrs

from ..errors.codes import SystemCode
from ..errors.foreign import system_of, words_of
from ..locales import N_
from .directory import DEFAULT, link_directory
from .folders import Folder, extended, full
from .modes import LinkError, LinkMode, StrPath
from .staging import Staging
from .trials import IN_CACHE, IN_TARGET, Trial, UntriedError, write

if TYPE_CHECKING:
    from ..errors.facts import Place
    from ..errors.holders import Holder

__all__ = ["CACHE", "TARGET", "Check", "Examination", "examine"]

NAME = "howcome-doctor"
CACHE, TARGET = "cache", "target"
WORKS, FAILS = "works", "fails"
NOT_THERE = N_("It does not exist yet. The nearest folder above it was tried instead.")
FAR = N_("It is on another machine, or is mounted by whoever looks.")
LOCKED = N_("Another program holds a lock in the cache.")
NEEDED = frozenset({"write", "rename-over", "lock", "space", "inodes"})
FAILURES = {CACHE: "cache-write-failed", TARGET: "install-failed"}  # the codes of what would fail in each place
MOST_ENTRIES, MOST_LOCKS = 1000, 20  # that are looked at, of a cache


@attrs.frozen(kw_only=True)
class Check:
    """One thing that was tried.

    Args:
        name: What: a link mode with `link-` before it, or `write`, `rename-over`, `lock`, `long-name`, ...
        place: Where: `cache` or `target`; None for links, which lead from one to the other.
        outcome: `works` or `fails`.
        system: The system's code, where it gave one.
        text: The system's own words.
        reason: A constant English sentence, where no system call said why.
        holders: The processes that are in the way.
        hints: What follows from it, as in a report.
    """

    name: str
    place: str | None = None
    outcome: str = WORKS
    system: SystemCode | None = None
    text: str | None = None
    reason: str | None = None
    holders: tuple[Holder, ...] = ()
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
        return bool(self.modes) and all(c.outcome == WORKS for c in self.checks if c.name in NEEDED)

    def to_json(self) -> str:
        """Return the document `doctor` as one line of ASCII."""
        from ..errors.serialize import to_line

        document = {
            "document": "doctor",
            "schema_version": "1.0",
            "cache": self.cache,
            "target": self.target,
            "healthy": self.healthy,
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
        cache: The directory to link from. What does not exist is not made: the nearest directory above it is tried.
        target: The directory to link to, likewise.

    Returns:
        Which link modes work, best first, and what else does and does not. Nothing is raised for what does not work.

    Raises:
        ValueError: A path is empty, which would be the working directory.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     examine(place, place).healthy
    True
    """
    if not os.fspath(cache) or not os.fspath(target):
        raise ValueError("cache and target must name directories")
    old, new = full(cache), full(target)
    checks: list[Check] = []
    modes: tuple[LinkMode, ...] = ()
    with ExitStack() as stack:
        source = _enter(CACHE, old, stack, checks)
        place = _enter(TARGET, new, stack, checks)
        if source and place:
            modes = _try_modes(source, place, checks)
        if source:
            checks += _try(IN_CACHE, CACHE, source)
            checks += _locks(old)
        if place:
            known = {trial.name for trial in IN_CACHE} if source and old == new else set()
            checks += _try((trial for trial in IN_TARGET if trial.name not in known), TARGET, place)
    return Examination(cache=old, target=new, modes=modes, checks=tuple(checks))


def _enter(name: str, path: str, stack: ExitStack, checks: list[Check]) -> str | None:
    """Return a directory in *path* to try things in, or None where none can be made; note what there is to say."""
    facts = _place(path)
    if facts is not None and facts.remote is not None:
        outcome, reason = (FAILS, FAR) if facts.remote else (WORKS, None)
        checks.append(Check(name="local", place=name, outcome=outcome, reason=reason))
    try:
        base, missing = _nearest(path)
    except OSError as error:
        checks.append(_failed("write", name, error, "mkdir", (path,)))
        return None
    absent = [Check(name="present", place=name, outcome=FAILS, reason=NOT_THERE)] if missing else []
    try:
        workplace = stack.enter_context(_workplace(base))
        package = os.path.join(workplace, "package")
        os.mkdir(package)
        write(os.path.join(package, "module.py"), b"probe = 1\n" * 1000)
    except OSError as error:
        checks += [*absent, _failed("write", name, error, "write", (base,))]
        return None
    try:
        for each in missing:  # no folder can have a name that is too long, or of characters that names have not
            os.makedirs(extended(os.path.join(workplace, "missing", each)), exist_ok=True)
    except OSError as error:
        checks.append(_failed("write", name, error, "mkdir", (path,)))
        return None
    checks += [*absent, Check(name="write", place=name)]
    return workplace


def _nearest(path: str) -> tuple[str, list[str]]:
    """Return *path*, or the nearest place above it where something is, and the names that are missing below it.

    Raises:
        OSError: It can be nobody's: it is too long.
    """
    missing: list[str] = []
    while not _there(path):
        above, name = os.path.split(path)
        if not name:
            break
        missing.append(name)
        path = above
    return path, missing


def _there(path: str) -> bool:
    try:
        os.lstat(extended(path))
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return False
    return True


@contextmanager
def _workplace(path: str) -> Iterator[str]:
    """Make a directory in *path* to try things in."""
    with Folder.open(path) as folder, Staging(folder, NAME) as staging:
        os.mkdir(folder.at(staging.new), 0o700, dir_fd=folder.fd)
        yield folder.shown(staging.new)


def _place(path: str) -> Place | None:
    from ..errors.facts import gather

    return gather({"remote"}, [path]).place(path)


def _try_modes(source: str, place: str, checks: list[Check]) -> tuple[LinkMode, ...]:
    """Link a package from the cache to the target in each way; return those that work, best first."""
    works = []
    for mode in dict.fromkeys((*DEFAULT, *LinkMode)):
        if mode is LinkMode.JUNCTION and sys.platform != "win32":
            continue
        try:
            link_directory(os.path.join(source, "package"), os.path.join(place, mode.value), modes=[mode])
        except LinkError as error:
            checks.append(_unlinked(mode, error, (os.path.dirname(source), os.path.dirname(place))))
        else:
            works.append(mode)
            checks.append(Check(name=f"link-{mode}"))
    return tuple(works)


def _unlinked(mode: LinkMode, error: LinkError, places: tuple[str, str]) -> Check:
    attempt = error.attempts[-1] if error.attempts else None
    return Check(
        name=f"link-{mode}",
        outcome=FAILS,
        system=error.system,
        text=attempt.text if attempt else None,
        reason=attempt.reason if attempt else error.reason,
        hints=_hints(error.system, "link-failed", mode.value, places),
    )


def _try(trials: Iterable[Trial], name: str, place: str) -> Iterator[Check]:
    """Yield what came of *trials* in a place."""
    base = os.path.dirname(place)
    for trial in trials:
        try:
            reason = trial.run(place)
        except UntriedError:
            continue
        except OSError as error:
            yield _failed(trial.name, name, error, trial.operation, (base,))
            continue
        if reason is None:
            yield Check(name=trial.name, place=name)
            continue
        code = _foreseen(trial.foresees) if trial.foresees else None
        hints = _hints(code, FAILURES[name], trial.operation, (base,))
        yield Check(name=trial.name, place=name, outcome=FAILS, reason=reason, hints=hints)


def _foreseen(symbol: str) -> SystemCode:
    from ..errors.codes import this_platform
    from ..errors.kinds import identify

    return identify("win32" if sys.platform == "win32" else "errno", symbol=symbol, platform=this_platform())


def _failed(check: str, name: str, error: OSError, operation: str, paths: tuple[str, ...]) -> Check:
    system = system_of(error)
    hints = _hints(system, FAILURES[name], operation, paths)
    return Check(name=check, place=name, outcome=FAILS, system=system, text=words_of(error), hints=hints)


def _hints(system: SystemCode | None, code: str, operation: str, paths: tuple[str, ...]) -> tuple[Any, ...]:
    """Return what follows from a failure on this machine."""
    from ..errors.advice import advise, facts_wanted
    from ..errors.facts import gather
    from ..errors.hints import Situation

    if system is None:
        return ()
    situation = Situation(system=system, code=code, operation=operation, paths=paths, platform=system.platform)
    return tuple(advise(situation, gather(facts_wanted(situation), paths)))


def _locks(cache: str) -> Iterator[Check]:
    """Yield whether some program holds a lock file of the cache; nothing where it has none."""
    from ..errors.holders import lock_holders

    files = []
    try:
        with os.scandir(extended(cache)) as entries:
            for _, entry in zip(range(MOST_ENTRIES), entries, strict=False):
                if entry.name.endswith(".lock") or entry.name == "lock":
                    files.append(entry.path)
    except OSError:  # it is not there, or must not be listed: other checks say so
        return
    if files:
        holders = tuple(holder for file in files[:MOST_LOCKS] for holder in lock_holders(file))
        reason = LOCKED if holders else None
        yield Check(name="unlocked", place=CACHE, outcome=FAILS if holders else WORKS, reason=reason, holders=holders)
