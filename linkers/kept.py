"""Links inside a source, which are kept as they are."""

from __future__ import annotations

import os
import stat
import sys

from .folders import Folder
from .junction import make_junction

__all__ = ["keep_link"]


def keep_link(name: str, here: Folder, there: Folder) -> None:
    """Make the link *name* of *here* in *there*, with the same text."""
    target = os.readlink(here.at(name), dir_fd=here.fd)
    if sys.platform == "win32":
        _keep_on_windows(target, here.lstat(name), there.at(name))
        return
    os.symlink(target, there.at(name), dir_fd=there.fd)
    status = here.lstat(name)
    if os.utime in os.supports_follow_symlinks:
        times = (status.st_atime_ns, status.st_mtime_ns)
        os.utime(there.at(name), ns=times, dir_fd=there.fd, follow_symlinks=False)


def _keep_on_windows(target: str, status: os.stat_result, path: str) -> None:
    if sys.platform != "win32":
        return
    if status.st_reparse_tag == stat.IO_REPARSE_TAG_MOUNT_POINT:
        make_junction(target, path)
    else:
        os.symlink(target, path, target_is_directory=bool(status.st_file_attributes & stat.FILE_ATTRIBUTE_DIRECTORY))
