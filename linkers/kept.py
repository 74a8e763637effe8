"""Links inside a source, which are kept as they are."""

from __future__ import annotations

import os
import stat
import sys

from .folders import Folder
from .junction import make_junction
from .modes import Reason, RefusedError

__all__ = ["keep_link"]


def keep_link(name: str, here: Folder, there: Folder) -> None:
    """Make the link *name* of *here* in *there*, with the same text.

    Raises:
        RefusedError: It is neither a symbolic link nor a junction, but another of Windows' reparse points.
    """
    if sys.platform == "win32":
        _keep_on_windows(name, here, there)
        return
    target = os.readlink(here.at(name), dir_fd=here.fd)
    os.symlink(target, there.at(name), dir_fd=there.fd)
    status = here.lstat(name)
    if os.utime in os.supports_follow_symlinks:
        times = (status.st_atime_ns, status.st_mtime_ns)
        os.utime(there.at(name), ns=times, dir_fd=there.fd, follow_symlinks=False)


def _keep_on_windows(name: str, here: Folder, there: Folder) -> None:
    if sys.platform != "win32":
        return
    status = here.lstat(name)
    if status.st_reparse_tag == stat.IO_REPARSE_TAG_MOUNT_POINT:
        make_junction(os.readlink(here.at(name)), there.at(name))
    elif status.st_reparse_tag == stat.IO_REPARSE_TAG_SYMLINK:
        directory = bool(status.st_file_attributes & stat.FILE_ATTRIBUTE_DIRECTORY)
        os.symlink(os.readlink(here.at(name)), there.at(name), target_is_directory=directory)
    else:
        raise RefusedError(Reason.SPECIAL_FILE, here.shown(name))
