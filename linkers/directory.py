"""`link_directory()`: one entry that stands for a whole directory, by the first way that works."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterable
from typing import Literal

from .filing import Filing
from .folders import extended
from .junction import junction
from .links import is_link, read_link
from .modes import (
    Attempt,
    LinkError,
    LinkMode,
    LinkResult,
    Reason,
    RefusedError,
    StrPath,
    chosen_modes,
    ended,
    fell_back,
    lesser,
    refused,
    stopped,
)
from .places import checked_places, split_destination
from .reparse import MOUNT_POINT
from .staging import Staging, staged
from .symlink import symlink
from .tree import build_tree, result_of

__all__ = ["link_directory"]

WAYS = {LinkMode.JUNCTION: junction, LinkMode.SYMLINK: symlink}
DEFAULT = (
    (LinkMode.JUNCTION, LinkMode.SYMLINK, LinkMode.HARDLINK, LinkMode.COPY)
    if sys.platform == "win32"
    else (LinkMode.SYMLINK, LinkMode.CLONE, LinkMode.HARDLINK, LinkMode.COPY)
)


def link_directory(
    source: StrPath,
    destination: StrPath,
    *,
    modes: Iterable[str] | None = None,
    existing: Literal["fail", "replace"] = "fail",
    dangling: bool = False,
) -> LinkResult:
    """Make the directory *source* appear at *destination*.

    Args:
        source: The directory. The link has its absolute path, links in it kept.
        destination: Where it shall appear. Missing parents are made; parents that are links are followed.
        modes: The ways to try, in order, and no others; None is the platform's own order. `hardlink`, `clone` and
            `copy` make a tree of files.
        existing: What to do where the destination exists: `fail`, or `replace` it. A link that already points to the
            source is success, with nothing done.
        dangling: Whether a source that does not exist may be linked to.

    Returns:
        Which mode was used, and every attempt that failed before it.

    Raises:
        LinkError: Nothing was linked, and the destination is as it was; `attempts` or `reason` say why.
        ValueError: An argument is none of those above.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     cache = pathlib.Path(place, "cache")
    ...     cache.mkdir()
    ...     print(link_directory(cache, pathlib.Path(place, "site"), modes=["symlink"]).mode)
    symlink
    """
    if existing not in ("fail", "replace"):
        raise ValueError(f"existing must be fail or replace, not {existing!r}")
    chosen = chosen_modes(modes, DEFAULT)
    old, new = os.fsdecode(source), os.fsdecode(destination)
    try:
        old, new = checked_places(source, destination, replaces=existing == "replace", dangling=dangling)
        if (mode := _already(old, new)) in chosen:
            return LinkResult(mode)
        return _first_that_works(old, new, chosen, existing, asked=modes is not None, dangling=dangling)
    except RefusedError as error:
        ended(old, new, reason=error.reason, cause=error.__cause__)
    except OSError as error:
        ended(old, new, attempts=[stopped(error)], cause=error)


def _already(source: str, destination: str) -> LinkMode | None:
    """Return the mode of the link that is there, if it points to the source."""
    try:
        if not is_link(destination):
            return None
        target = os.path.join(os.path.realpath(os.path.dirname(destination)), read_link(destination))
        status = os.lstat(extended(destination))
    except (OSError, LinkError):
        return None
    here, there = (os.path.normcase(extended(os.path.normpath(place))) for place in (source, target))
    if here != there:
        return None
    return LinkMode.JUNCTION if getattr(status, "st_reparse_tag", 0) == MOUNT_POINT else LinkMode.SYMLINK


def _first_that_works(
    source: str,
    destination: str,
    modes: tuple[LinkMode, ...],
    existing: Literal["fail", "replace"],
    *,
    asked: bool,
    dangling: bool,
) -> LinkResult:
    """Try one way after the other; those that make files of their own, and follow each other, are tried file by file.

    Raises:
        LinkError: None worked.
        RefusedError: Something that no way can mend.
    """
    attempts: list[Attempt] = []
    if existing == "fail" and os.path.lexists(extended(destination)):
        raise RefusedError(Reason.ALREADY_THERE, destination)
    with staged(*split_destination(destination)) as staging:
        for one_link, group in itertools.groupby(modes, WAYS.__contains__):
            ways = tuple(group)
            for mode in ways if one_link else ways[:1]:
                try:
                    if one_link:
                        WAYS[mode](source, staging.parent, staging.new, dangling=dangling)
                        _move_in(staging, existing)
                        return _result(mode, source, destination, attempts, modes, asked=asked)
                    filing = Filing(source, destination, ways)
                    build_tree(filing, existing, staging)
                    return result_of(filing, modes, attempts, asked=asked)
                except LinkError as error:
                    attempts.extend(error.attempts)
                except RefusedError as error:
                    if error.reason not in OF_THE_WAY:
                        raise
                    attempts.append(refused(mode, error, source, destination))
                except OSError as error:
                    attempts.append(_failed(mode, error, source, destination))
                staging.discard()
        return ended(source, destination, attempts=attempts)


def _move_in(staging: Staging, existing: str) -> None:
    """Move one link that was made beside the destination there."""
    if existing == "replace":
        staging.replace()
    else:
        staging.put()


def _failed(mode: LinkMode, error: OSError, source: str, destination: str) -> Attempt:
    if step := getattr(error, "operation", None):
        return Attempt.failed(mode.value, error, operation=step)
    return Attempt.failed(mode.value, error, operation=mode.value, paths=(source, destination))


# What says no to one way only; every other reason says no to the whole call.
OF_THE_WAY = {
    Reason.WINDOWS_ONLY,
    Reason.NETWORK_TARGET,
    Reason.TARGET_TOO_LONG,
    Reason.TARGET_UNUSABLE,
    Reason.DOES_NOT_WORK,
    Reason.NO_CLONES,
}


def _result(
    mode: LinkMode,
    source: str,
    destination: str,
    attempts: list[Attempt],
    modes: tuple[LinkMode, ...],
    *,
    asked: bool,
) -> LinkResult:
    fallback = None
    if attempts and lesser([mode], modes, asked=asked):
        fallback = fell_back(mode, source, destination, attempts)
    return LinkResult(mode, tuple(attempts), {}, fallback)
