"""Removing what is at a name: a file, a link (never its target), or a whole directory."""

from __future__ import annotations

import contextlib
import errno
import os
import stat

from .folders import Folder, leads_elsewhere
from .renames import patiently

__all__ = ["remove_at"]

PASSES = 5  # some file systems skip names while others are removed


def remove_at(folder: Folder, name: str) -> None:
    """Remove *name* from *folder*, with all that is in it; links are removed, not followed.

    Raises:
        FileNotFoundError: There is nothing at this name.
        OSError: The system refused.
    """
    status = folder.lstat(name)
    if leads_elsewhere(status) or not stat.S_ISDIR(status.st_mode):
        _remove_file(folder, name, status)
        return
    try:
        inner = Folder.open(name, folder)
    except PermissionError:
        os.chmod(folder.at(name), 0o700, dir_fd=folder.fd)
        inner = Folder.open(name, folder)
    with inner:
        for tries in reversed(range(PASSES)):
            _empty(inner)
            try:
                patiently(lambda: os.rmdir(folder.at(name), dir_fd=folder.fd))
            except OSError as error:
                if error.errno != errno.ENOTEMPTY or not tries:
                    raise
            else:
                return


def _remove_file(folder: Folder, name: str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode) or getattr(status, "st_file_attributes", 0) & 0x10:  # a junction, or alike
        patiently(lambda: os.rmdir(folder.at(name), dir_fd=folder.fd))
        return
    try:
        patiently(lambda: os.unlink(folder.at(name), dir_fd=folder.fd))
    except PermissionError:
        if os.name != "nt":
            raise
        os.chmod(folder.at(name), stat.S_IWRITE)
        os.unlink(folder.at(name))


def _empty(folder: Folder) -> None:
    """Remove everything in *folder*; a read-only directory is made writable first."""
    with contextlib.suppress(OSError):
        if not os.stat(folder.itself).st_mode & stat.S_IWUSR:
            os.chmod(folder.itself, 0o700)
    directories = []
    unlink, fd, prefix = os.unlink, folder.fd, folder.prefix
    with os.scandir(folder.itself) as entries:
        for entry in entries:
            if fd is not None and not entry.is_dir(follow_symlinks=False):
                unlink(prefix + entry.name, dir_fd=fd)
            else:
                directories.append(entry.name)
    for name in directories:
        remove_at(folder, name)
