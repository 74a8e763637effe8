"""What linking is asked for and what it answers: modes, results, progress, and the reasons it gives."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from ..errors.exceptions import Attempt, LinkError, LinkFallbackError, LinkReadError, UnlinkError
from ..errors.foreign import system_of, words_of
from ..locales import N_

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = [
    "Attempt",
    "LinkError",
    "LinkFallbackError",
    "LinkMode",
    "LinkProgress",
    "LinkReadError",
    "LinkResult",
    "Mutable",
    "Progress",
    "Reason",
    "RefusedError",
    "StrPath",
    "UnlinkError",
    "chosen_modes",
    "ended",
    "fell_back",
    "lesser",
    "refused",
    "stopped",
]

StrPath = str | os.PathLike[str]


class LinkMode(StrEnum):
    """The ways to make a directory's content appear elsewhere."""

    JUNCTION = "junction"
    SYMLINK = "symlink"
    HARDLINK = "hardlink"
    CLONE = "clone"
    COPY = "copy"


class Reason(StrEnum):
    """Why a way, or the whole call, was refused where no system call said so."""

    ALREADY_THERE = N_("The destination already exists.")
    SAME_PLACE = N_("The source and the destination are the same.")
    INSIDE_SOURCE = N_("The destination is inside the source.")
    INSIDE_DESTINATION = N_("The source is inside the destination.")
    NO_SOURCE = N_("The source does not exist.")
    NOT_A_DIRECTORY = N_("The source is not a directory.")
    NO_NAME = N_("The destination has no name of its own.")
    NOT_A_LINK = N_("It is not a link.")
    WINDOWS_ONLY = N_("Junctions exist on Windows only.")
    NETWORK_TARGET = N_("A junction cannot point to a network location.")
    TARGET_TOO_LONG = N_("The target is too long for a junction.")
    TARGET_UNUSABLE = N_("A junction needs an absolute target on a local drive.")
    WHOLE_DIRECTORIES = N_("A junction links whole directories, not the files in them.")
    DOES_NOT_WORK = N_("The system reported success, but the link does not work.")
    NO_CLONES = N_("This platform has no call that clones a file.")
    SOURCE_CHANGED = N_("The source changed while it was being linked.")
    SPECIAL_FILE = N_("The source contains something that is no file, directory or link.")
    MERGE_INTO_LINK = N_("The destination is a link, which merging does not follow.")
    MERGE_INTO_FILE = N_("The destination is a file, and merging needs a directory.")
    FILE_FOR_DIRECTORY = N_("A file stands where a directory must be, or the reverse.")
    LINK_FOR_DIRECTORY = N_("A link stands where a directory must be, and is not followed.")


class RefusedError(Exception):
    """A way, or the whole call, was refused before or without a system call: its reason is one of `Reason`."""

    def __init__(self, reason: Reason, *paths: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.paths = paths


@attrs.frozen
class LinkProgress:
    """How far linking a tree has come.

    Args:
        files: How many files are done.
        bytes: Their size together, in bytes.
        path: The file that was done last, relative to the source.
    """

    files: int
    bytes: int
    path: str


@attrs.frozen
class LinkResult:
    """What was made, and what was tried before.

    Args:
        mode: The mode that made most of the files, or the one link.
        attempts: Each way that failed before, in order.
        files: How many files each mode made; empty where one link stands for all.
        fallback: What a front end may report as a warning, with the true reason: a lesser mode than the first one
            asked for was used; or, where no modes were asked for, files were copied because nothing lighter worked.
    """

    mode: LinkMode
    attempts: tuple[Attempt, ...] = ()
    files: Mapping[LinkMode, int] = attrs.field(factory=dict, hash=False)
    fallback: LinkError | None = attrs.field(default=None, eq=False)


Mutable = Callable[[str], bool]
Progress = Callable[[LinkProgress], object]


def chosen_modes(modes: Iterable[str] | None, default: tuple[LinkMode, ...]) -> tuple[LinkMode, ...]:
    """Return *modes* without repetitions, or *default* where they are None.

    Raises:
        ValueError: One is not a `LinkMode`, or there is none.

    >>> chosen_modes(["copy", "copy"], ())
    (<LinkMode.COPY: 'copy'>,)
    """
    if modes is None:
        return default
    if isinstance(modes, str):
        modes = (modes,)
    chosen = tuple(dict.fromkeys(LinkMode(mode) for mode in modes))
    if not chosen:
        raise ValueError("modes must name at least one link mode")
    return chosen


def lesser(used: Iterable[LinkMode], chosen: tuple[LinkMode, ...], *, asked: bool) -> bool:
    """Say whether modes were used that their user should hear of.

    Args:
        used: The modes that were used.
        chosen: The modes that were allowed, best first.
        asked: Whether the user named them. Who named none expects something light, and no word about each file
            system that cannot clone; a copy of everything costs time and space, which is worth a word.
    """
    return any(mode is not chosen[0] and (asked or mode is LinkMode.COPY) for mode in used)


def refused(mode: LinkMode, error: RefusedError, *paths: str) -> Attempt:
    """Return the attempt at a way that was refused; with the system's word where that is why."""
    cause = error.__cause__
    system, text = (system_of(cause), words_of(cause)) if isinstance(cause, OSError) else (None, None)
    return Attempt(mode.value, mode.value, system, text, paths, error.reason.value)


def stopped(error: OSError) -> Attempt:
    """Return the attempt at a step that all ways need, such as making a directory: no other way is tried then."""
    step = getattr(error, "operation", "create")
    return Attempt.failed(step, error, operation=step)


def fell_back(mode: LinkMode, source: str, destination: str, attempts: Iterable[Attempt]) -> LinkFallbackError:
    """Return what may be reported as a warning where *mode* is not what was asked for."""
    return LinkFallbackError(source=source, destination=destination, attempts=tuple(attempts), mode=mode.value)


def ended(
    source: str,
    destination: str,
    *,
    attempts: Iterable[Attempt] = (),
    reason: str | None = None,
    cause: BaseException | None = None,
    kind: type[LinkError] = LinkError,
) -> NoReturn:
    """Raise the `LinkError` that says why nothing was linked, or another of its *kind*."""
    said = None if reason is None else str(reason)
    raise kind(source=source or None, destination=destination, attempts=tuple(attempts), reason=said) from cause
