"""Renaming that never destroys: into a free name only, or both ways at once."""

from __future__ import annotations

import errno
import functools
import os
import sys
import time
from collections.abc import Callable

from .folders import Folder, told

__all__ = ["exchange", "move", "move_to_free_name", "patiently"]

_AT_FDCWD = -100 if sys.platform == "linux" else -2
_LACKING = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
# Scanners hold what was just written: SHARING_VIOLATION, LOCK_VIOLATION; a rename is told ACCESS_DENIED.
_PASSING = {32, 33}
_PASSING_FOR_RENAMES = {5, *_PASSING}
PATIENCE = 2.0  # seconds
# (free name only, both ways): linux/fs.h RENAME_NOREPLACE, RENAME_EXCHANGE; XNU's sys/stdio.h RENAME_EXCL, RENAME_SWAP
_FLAGS = (1, 2) if sys.platform == "linux" else (4, 2)


def patiently(call: Callable[[], None], passing: set[int] = _PASSING) -> None:
    """Call it again while Windows says that somebody holds the file, for at most two seconds."""
    deadline = time.monotonic() + PATIENCE
    pause = 0.01
    while True:
        try:
            return call()
        except OSError as error:
            if getattr(error, "winerror", None) not in passing or time.monotonic() + pause > deadline:
                raise
        time.sleep(pause)
        pause *= 2


@functools.cache
def _renameat() -> Callable[[int, bytes, int, bytes, int], int] | None:
    """Return the C library's renameat2 (Linux) or renameatx_np (macOS), or None."""
    if sys.platform not in ("linux", "darwin"):
        return None
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    function = getattr(library, "renameat2" if sys.platform == "linux" else "renameatx_np", None)
    if function is None:
        return None
    function.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]

    def call(old_fd: int, old: bytes, new_fd: int, new: bytes, flags: int) -> int:
        return 0 if function(old_fd, old, new_fd, new, flags) == 0 else ctypes.get_errno()

    return call


def _rename_with(flag: int, here: Folder, old: str, there: Folder, new: str) -> bool:
    """Rename with a flag; False where the platform or the file system lacks it."""
    call = _renameat()
    if call is None:
        return False
    fds = [_AT_FDCWD if folder.fd is None else folder.fd for folder in (here, there)]
    code = call(fds[0], os.fsencode(here.at(old)), fds[1], os.fsencode(there.at(new)), flag)
    if code in _LACKING:
        return False
    if code:
        error = OSError(code, os.strerror(code))
        told(error, "rename", here.shown(old), there.shown(new))
        raise error
    return True


def exchange(here: Folder, old: str, there: Folder, new: str) -> bool:
    """Exchange two names at once; False where that cannot be done here, and nothing has changed.

    Raises:
        OSError: One of them is missing (ENOENT), or the system refused for another reason.
    """
    return _rename_with(_FLAGS[1], here, old, there, new)


def move_to_free_name(here: Folder, old: str, there: Folder, new: str) -> None:
    """Rename *old* to *new*, which must be free: an empty directory there is an obstacle too.

    Raises:
        FileExistsError: The name is taken.
        OSError: The system refused for another reason.
    """
    if _rename_with(_FLAGS[0], here, old, there, new):
        return
    if there.find(new) is not None:  # Windows refuses by itself; elsewhere this is all that can be asked
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), there.shown(new))
    _renamed(os.rename, here, old, there, new)


def move(here: Folder, old: str, there: Folder, new: str) -> None:
    """Rename *old* over *new*, as `os.replace` does."""
    _renamed(os.replace, here, old, there, new)


def _renamed(rename: Callable[..., None], here: Folder, old: str, there: Folder, new: str) -> None:
    call = functools.partial(rename, here.at(old), there.at(new), src_dir_fd=here.fd, dst_dir_fd=there.fd)
    try:
        patiently(call, _PASSING_FOR_RENAMES)
    except OSError as error:
        told(error, "rename", here.shown(old), there.shown(new))
        raise
