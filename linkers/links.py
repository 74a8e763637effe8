"""Links that are there: reading them, and removing them without touching what they point to."""

from __future__ import annotations

import os
import stat
import sys

from .folders import Folder, extended, full, leads_elsewhere, told
from .modes import LinkReadError, Reason, RefusedError, StrPath, UnlinkError, ended, stopped
from .places import see_named, split_destination
from .removal import remove_at
from .renames import move
from .staging import Staging

__all__ = ["is_link", "read_link", "remove_linked", "unlink_directory"]

_LONGEST = 260
_TAGS = (0xA0000003, 0xA000000C)  # IO_REPARSE_TAG_MOUNT_POINT, IO_REPARSE_TAG_SYMLINK


def is_link(path: StrPath) -> bool:
    """Say whether *path* is a symbolic link or a junction, its target existing or not."""
    try:
        status = os.lstat(extended(full(path)))
    except OSError:
        return False
    if sys.platform == "win32":
        return status.st_reparse_tag in _TAGS
    return stat.S_ISLNK(status.st_mode)


def read_link(path: StrPath) -> str:
    r"""Return what the link *path* points to, as it is written in the link.

    On Windows, a ``\\?\`` that the path does not need is left out.

    Raises:
        LinkReadError: A `LinkError`: it is no link, or cannot be read.
    """
    place = full(path)
    if os.path.lexists(extended(place)) and not is_link(place):
        ended("", place, reason=Reason.NOT_A_LINK, kind=LinkReadError)
    try:
        target = os.readlink(extended(place))
    except OSError as error:
        told(error, "read", place)
        ended("", place, attempts=[stopped(error)], cause=error, kind=LinkReadError)
    return plain(target)


def plain(target: str) -> str:
    r"""Return a target without a ``\\?\`` that it does not need."""
    if target.startswith("\\\\?\\") and target[5:6] == ":" and len(target) < _LONGEST:
        return target[4:]
    return target


def unlink_directory(path: StrPath) -> None:
    """Remove the link *path*, with or without a separator at its end, and never what it points to.

    Raises:
        UnlinkError: A `LinkError`: it is no link, or the system refused.
    """
    place = full(path)
    if os.path.lexists(extended(place)) and not is_link(place):
        ended("", place, reason=Reason.NOT_A_LINK, kind=UnlinkError)
    _remove(place, staged=False)


def remove_linked(path: StrPath) -> None:
    """Remove what was linked to *path*, whatever mode was used: a link, or a directory with all that is in it.

    A directory is moved aside in one step and removed then: whoever looks sees all of it or nothing.

    Raises:
        UnlinkError: A `LinkError`: there is nothing, or the system refused.
    """
    place = full(path)
    try:
        see_named(path, ends=True)
    except RefusedError as error:
        ended("", os.fsdecode(path), reason=error.reason, kind=UnlinkError)
    _remove(place, staged=not is_link(place))


def _remove(place: str, *, staged: bool) -> None:
    try:
        parent_path, name = split_destination(place)
        with Folder.open(parent_path) as parent:
            if not staged or leads_elsewhere(parent.lstat(name)):
                remove_at(parent, name)
                return
            parent.lstat(name)
            with Staging(parent, name) as staging:
                move(parent, name, parent, staging.new)
    except RefusedError as error:
        ended("", place, reason=error.reason, kind=UnlinkError)
    except OSError as error:
        told(error, "delete", place)
        ended("", place, attempts=[stopped(error)], cause=error, kind=UnlinkError)
