"""How it failed: the typed hierarchy.

HowcomeError                  the base of everything we raise
├── FetchError                could not be downloaded, or copied from where it lies
├── CacheReadError            could not be read from the cache
├── CacheWriteError           could not be written to the cache
├── CacheLockError            the cache is locked
├── IntegrityError            is not what was expected: hash or size
├── UnpackError               could not be unpacked
├── BuildError                could not be built
├── MetadataError             its metadata is wrong or missing
├── UnmetError                what is required is not what there is
│   ├── IncompatibleError     does not fit this platform or Python
│   └── ResolveError          no version satisfies all requirements
├── InstallError              could not be installed
├── LinkError                 could not be linked by any of the ways tried
│   ├── LinkFallbackError     was linked by another way than the preferred one: a warning
│   ├── LinkReadError         a link could not be read
│   └── UnlinkError           what was linked could not be removed
├── LauncherError             its launcher could not be made
├── UninstallError            could not be uninstalled
├── TargetEnvironmentError    the environment is not usable
├── UnexpectedError           anything that nobody foresaw
└── BatchError                several of these at once; an ExceptionGroup too

Each says what failed (`artifact`), in which operation, and why (its cause, and `system`, which outlives the cause). An
`OSError` inside `with FetchError.wrap(wheel):` comes out as a `FetchError`, so an `except OSError` around it no longer
matches: `error.system` and `error.__cause__` have it.
"""
# No `from __future__ import annotations` here: see base.py.

import os
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from ..locales import N_
from .artifacts import Operation
from .base import BatchError, HowcomeError, UnexpectedError, optional_path, shown_by_fields
from .codes import SystemCode
from .foreign import paths_of, system_of, words_of
from .redact import command_line
from .wrap import Wrapping

__all__ = [
    "Attempt",
    "BatchError",
    "BuildError",
    "CacheLockError",
    "CacheReadError",
    "CacheWriteError",
    "FetchError",
    "HowcomeError",
    "IncompatibleError",
    "InstallError",
    "IntegrityError",
    "LauncherError",
    "LinkError",
    "LinkFallbackError",
    "LinkReadError",
    "MetadataError",
    "ResolveError",
    "TargetEnvironmentError",
    "UnexpectedError",
    "UninstallError",
    "UnlinkError",
    "UnmetError",
    "UnpackError",
]


@attrs.frozen(repr=False)
class Attempt:
    """One way that was tried, and why it failed.

    Args:
        mode: The link mode, or another word for the way.
        operation: What was being done, as in `Operation`.
        system: The code that the system gave.
        text: The system's own words.
        paths: Source, then destination.
        reason: A constant English sentence, where no system call said why.
    """

    mode: str
    operation: str | None = None
    system: SystemCode | None = None
    text: str | None = None
    paths: tuple[str, ...] = ()
    reason: str | None = None

    @classmethod
    def failed(
        cls, mode: str, error: OSError, *, operation: str | None = None, paths: tuple[str, ...] = ()
    ) -> "Attempt":
        """Return the attempt that ended in *error*."""
        return cls(mode, operation or mode, system_of(error), words_of(error), paths or paths_of(error))

    __repr__ = shown_by_fields


# --- Getting it ---


class FetchError(HowcomeError, Wrapping):
    """It could not be downloaded, or copied from where it lies."""

    code = "fetch-failed"
    summary = N_("Failed to fetch")
    operation = Operation.FETCH


class CacheReadError(HowcomeError, Wrapping):
    """It could not be read from the cache."""

    code = "cache-read-failed"
    summary = N_("Failed to read from the cache")
    operation = Operation.READ


class CacheWriteError(HowcomeError, Wrapping):
    """It could not be written to the cache."""

    code = "cache-write-failed"
    summary = N_("Failed to write to the cache")
    operation = Operation.WRITE


@attrs.define(kw_only=True, slots=False, repr=False)
class CacheLockError(HowcomeError, Wrapping):
    """The cache is locked: `path` is the lock file, `holder` who has it, as text."""

    code = "cache-lock-failed"
    summary = N_("Failed to lock the cache")
    # TRANSLATORS: {holder} names a process, such as "pip.exe (PID 4242)".
    particulars = (N_("It is held by: {holder}"),)
    operation = Operation.LOCK

    holder: str | None = None


@attrs.define(kw_only=True, slots=False, repr=False)
class IntegrityError(HowcomeError):
    """It is not what was expected.

    Args:
        algorithm: A hash's name, such as `sha256`, or `size` for a length in bytes.
        expected: The digest (or size) that it should have, as text.
        computed: The digest (or size) that it has.
    """

    code = "integrity-failed"
    summary = N_("Failed to verify")
    # TRANSLATORS: {algorithm} is a name such as sha256 or size; {expected} and {computed} are digests or numbers.
    particulars = (N_("Expected {algorithm} {expected}, but it is {computed}."),)
    operation = Operation.VERIFY

    algorithm: str | None = None
    expected: str | None = None
    computed: str | None = None


# --- Making it ---


@attrs.define(kw_only=True, slots=False, repr=False)
class UnpackError(HowcomeError, Wrapping):
    """It could not be unpacked: `member` is the file inside the archive."""

    code = "unpack-failed"
    summary = N_("Failed to unpack")
    # TRANSLATORS: {member} is a file inside an archive, such as black/__init__.py.
    particulars = (N_("The file inside is: {member}"),)
    operation = Operation.EXTRACT

    member: str | None = None


def _command(command: str | Sequence[str | os.PathLike[str]] | None) -> str | None:
    if command is None or isinstance(command, str):
        return command
    return command_line(command)


@attrs.define(kw_only=True, slots=False, repr=False)
class BuildError(HowcomeError):
    """It could not be built.

    Args:
        command: What was run, as text or as a sequence.
        exit_status: The status that it ended with.
        output: What it printed; reports keep its end.
    """

    code = "build-failed"
    summary = N_("Failed to build")
    # TRANSLATORS: {exit_status} is a number such as 1; {command} is a command line such as gcc -c x.c.
    particulars = (N_("This command ended with status {exit_status}: {command}"),)
    operation = Operation.BUILD

    command: str | None = attrs.field(default=None, converter=_command)
    exit_status: int | None = None
    output: str | None = None


@attrs.define(kw_only=True, slots=False, repr=False)
class MetadataError(HowcomeError):
    """Its metadata is wrong or missing: the `field`, what was `expected`, and what was `found`."""

    code = "metadata-invalid"
    summary = N_("The metadata is not valid")
    # TRANSLATORS: {field} is a name such as Version; {expected} and {found} are values such as 1.0.
    particulars = (N_("{field} should be {expected}, but it is {found}."),)
    operation = Operation.READ

    field: str | None = None
    expected: str | None = None
    found: str | None = None


@attrs.define(kw_only=True, slots=False, repr=False)
class UnmetError(HowcomeError):
    """What is required is not what there is.

    Args:
        requirement: What is asked for, such as `black>=24` or `cp312`.
        available: What there is, as text.
        detail: A sentence of the front end's own, in English.
    """

    code = "unmet"
    summary = N_("A requirement is not met")
    # TRANSLATORS: {requirement} is such as black>=24; {available} lists what there is, such as 23.1, 23.2.
    particulars = (N_("Required: {requirement}."), N_("Available: {available}."), "{detail}")
    operation = Operation.RESOLVE

    requirement: str | None = None
    available: str | None = None
    detail: str | None = None


class IncompatibleError(UnmetError):
    """It does not fit this platform or this Python."""

    code = "incompatible"
    summary = N_("It is not compatible with this environment")


class ResolveError(UnmetError):
    """No version satisfies all requirements."""

    code = "resolve-failed"
    summary = N_("No version satisfies all requirements")


# --- Putting it in its place ---


class InstallError(HowcomeError, Wrapping):
    """It could not be installed."""

    code = "install-failed"
    summary = N_("Failed to install")
    operation = Operation.INSTALL


def _attempts(attempts: Iterable[Attempt]) -> tuple[Attempt, ...]:
    return tuple(attempts)


@attrs.define(kw_only=True, slots=False, repr=False)
class LinkError(HowcomeError, Wrapping):
    """It could not be linked by any of the ways tried.

    Args:
        source: What the link should point to.
        destination: Where the link should be.
        attempts: Each way that was tried, in order.
        reason: A constant English sentence, where nothing was tried.
        mode: The link mode by which it was linked after all.
    """

    code = "link-failed"
    summary = N_("Failed to link")
    particulars = ("{reason}",)
    operation = Operation.CREATE

    source: str | None = attrs.field(default=None, converter=optional_path)
    destination: str | None = attrs.field(default=None, converter=optional_path)
    attempts: tuple[Attempt, ...] = attrs.field(default=(), converter=_attempts)
    reason: str | None = None
    mode: str | None = None

    @property
    def own_system(self) -> SystemCode | None:
        """The code of the last attempt that has one."""
        return next((attempt.system for attempt in reversed(self.attempts) if attempt.system), self._system)

    @property
    def paths(self) -> tuple[str, ...]:
        """The source, then the destination."""
        return tuple(path for path in (self.source, self.destination) if path is not None) or super().paths

    @property
    def subject(self) -> str:
        """The link and what it should point to."""
        return " -> ".join(reversed(self.paths)) or super().subject

    @property
    def values(self) -> dict[str, Any]:
        """The reason and the mode: the rest has fields of its own in a report."""
        return {name: value for name in ("reason", "mode") if (value := getattr(self, name)) is not None}


class LinkFallbackError(LinkError):
    """It was linked, by another way than the preferred one. It is never raised: it is there to be told as a warning."""

    code = "link-fallback"
    summary = N_("The preferred way to link did not work")
    # TRANSLATORS: {mode} is a link mode, such as copy.
    particulars = (N_("It was linked with link mode `{mode}` instead."),)


class LinkReadError(LinkError):
    """A link could not be read."""

    code = "link-read-failed"
    summary = N_("Failed to read the link")
    operation = Operation.READ


class UnlinkError(LinkError):
    """A link, or a tree that was linked, could not be removed."""

    code = "unlink-failed"
    summary = N_("Failed to remove what was linked")
    operation = Operation.DELETE


class LauncherError(HowcomeError, Wrapping):
    """Its launcher (script, executable, shortcut) could not be made."""

    code = "launcher-failed"
    summary = N_("Failed to create the launcher")
    operation = Operation.CREATE


class UninstallError(HowcomeError, Wrapping):
    """It could not be uninstalled."""

    code = "uninstall-failed"
    summary = N_("Failed to uninstall")
    operation = Operation.UNINSTALL


class TargetEnvironmentError(HowcomeError, Wrapping):
    """The environment to install into is not usable."""

    code = "target-environment-failed"
    summary = N_("The environment cannot be used")
    operation = Operation.INSTALL


for _name in __all__:
    globals()[_name].__module__ = __package__ or __name__
