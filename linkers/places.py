"""What is asked about source and destination before anything is made."""

from __future__ import annotations

import os
import stat

from .folders import extended, full
from .modes import Reason, RefusedError, StrPath

__all__ = ["checked_places", "see_named", "split_destination"]


def checked_places(source: StrPath, destination: StrPath, *, replaces: bool, dangling: bool = False) -> tuple[str, str]:
    """Return both as absolute paths.

    Raises:
        RefusedError: The source is no directory or missing, or one lies inside the other, or has no name.
        OSError: The source cannot be looked at.
    """
    if not os.fsdecode(source):
        raise RefusedError(Reason.NO_SOURCE, "")
    see_named(destination, ends=replaces)
    old, new = full(source), full(destination)
    split_destination(new)
    try:
        status: os.stat_result | None = os.stat(extended(old))
    except FileNotFoundError as error:
        if not dangling:
            raise RefusedError(Reason.NO_SOURCE, old) from error
        status = None
    if status is not None and not stat.S_ISDIR(status.st_mode):
        raise RefusedError(Reason.NOT_A_DIRECTORY, old)
    real_old = _real(old)
    real_new = os.path.join(_real(os.path.dirname(new)), os.path.basename(new))
    if real_old == real_new:
        raise RefusedError(Reason.SAME_PLACE, old, new)
    if status is not None and _inside(os.path.dirname(real_new), status):
        raise RefusedError(Reason.INSIDE_SOURCE, old, new)
    if os.path.normcase(real_old).startswith(os.path.join(os.path.normcase(real_new), "")):
        raise RefusedError(Reason.INSIDE_DESTINATION, old, new)
    return old, new


def see_named(path: StrPath, *, ends: bool) -> None:
    """See that *path* names something, and not the working directory for want of a name.

    Args:
        path: As it was given. An empty one is a setting that is missing, and `Path("")` is `.`.
        ends: Whether what is there would be removed or replaced, which `.` and `..` are too little for.

    Raises:
        RefusedError: It does not.
    """
    given = os.fsdecode(path)
    name = os.path.basename(given.rstrip(os.sep + (os.altsep or "")))
    if not given or (ends and name in (os.curdir, os.pardir)):
        raise RefusedError(Reason.NO_NAME, given)


def _real(path: str) -> str:
    """Return *path* with its links followed, as far as the system tells."""
    try:
        return os.path.realpath(extended(path))
    except OSError:
        return extended(path)


def _inside(place: str, directory: os.stat_result) -> bool:
    """Say whether *place* or one of the directories above it is *directory*, by whatever name."""
    while True:
        try:
            if os.path.samestat(os.stat(extended(place)), directory):
                return True
        except OSError:
            pass  # missing, or not to be looked at; those above may be
        above = os.path.dirname(place)
        if above == place:
            return False
        place = above


def split_destination(path: str) -> tuple[str, str]:
    """Return the parent and the name of an absolute path.

    Raises:
        RefusedError: It is a root.
    """
    parent, name = os.path.split(path)
    if not name:
        raise RefusedError(Reason.NO_NAME, path)
    return parent, name
