"""A symbolic link, and whether it works: a success code is no success."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence

from .folders import Folder, extended
from .modes import Reason, RefusedError

__all__ = ["symlink", "symlink_files", "verify"]


def symlink(target: str, folder: Folder, name: str, *, dangling: bool = False) -> None:
    """Make *name* in *folder* a symbolic link to the directory *target*, and see that it works.

    Raises:
        OSError: The system refused; 1314 on Windows without Developer Mode.
        RefusedError: The system reported success, but the link does not work; nothing is left.
    """
    os.symlink(target, folder.at(name), target_is_directory=True, dir_fd=folder.fd)
    verify(target, folder, name, dangling=dangling)


def verify(target: str, folder: Folder, name: str, *, dangling: bool = False) -> None:
    """See that *name*, which was just made, leads to *target*; remove it if it does not.

    Raises:
        RefusedError: It does not.
    """
    cause = None
    if folder.find(name) is not None:
        if dangling:
            return
        try:
            if os.path.samestat(os.stat(folder.at(name), dir_fd=folder.fd), os.stat(extended(target))):
                return
        except OSError as error:  # such as 448 of a folder that is kept online
            cause = error
        _remove(folder, name)
    raise RefusedError(Reason.DOES_NOT_WORK, target, folder.shown(name)) from cause


def _remove(folder: Folder, name: str) -> None:
    if (status := folder.find(name)) is None:
        return
    if sys.platform == "win32" and (stat.S_ISDIR(status.st_mode) or status.st_file_attributes & 0x10):
        os.rmdir(folder.at(name))
    else:
        os.unlink(folder.at(name), dir_fd=folder.fd)


def symlink_files(names: Sequence[str], here: Folder, there: Folder) -> Iterator[int]:
    """Make each of *names* in *there* a symbolic link to the file in *here*; yield 0 for each."""
    for name in names:
        os.symlink(here.shown(name), there.at(name), dir_fd=there.fd)
        if sys.platform == "win32":
            verify(here.shown(name), there, name)
        yield 0
