"""A copy that shares its blocks until one side is changed: FICLONE on Linux, clonefile on macOS."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from .copy import write_new
from .folders import Folder
from .modes import Reason, RefusedError

if sys.platform != "win32":
    import fcntl

__all__ = ["clone"]

FICLONE = 0x40049409  # linux/fs.h: _IOW(0x94, 9, int)
CLONE_NOFOLLOW = 1  # XNU's sys/clonefile.h


def clone(names: Sequence[str], here: Folder, there: Folder) -> Iterator[int]:
    """Clone the files *names* from *here* to *there*, where they must not exist; yield the size of each, in bytes.

    Raises:
        RefusedError: This platform cannot, or one is no regular file any more.
        OSError: EOPNOTSUPP, EXDEV, EINVAL, ... where the file system cannot.
    """
    if sys.platform == "linux":
        return write_new(names, here, there, _share_blocks)
    if sys.platform == "darwin":
        return _clonefiles(names, here, there)
    raise RefusedError(Reason.NO_CLONES)


def _share_blocks(source: int, target: int, _status: os.stat_result) -> bool:
    """Share them in one step, during which nobody writes: what is cloned is whole."""
    if sys.platform != "win32":
        fcntl.ioctl(target, FICLONE, source)
    return True


def _clonefiles(names: Sequence[str], here: Folder, there: Folder) -> Iterator[int]:
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    for name in names:
        old, new = os.fsencode(here.at(name)), os.fsencode(there.at(name))
        if library.clonefileat(here.fd, old, there.fd, new, CLONE_NOFOLLOW):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), here.shown(name), None, there.shown(name))
        yield there.lstat(name).st_size
