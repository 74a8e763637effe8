"""Locked files, which say who lives: the lock ends with its process, however that ends."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator

from .folders import Folder, told

__all__ = ["lock", "turn", "unlock"]

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
_HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK, 0}  # 0 is what Wine says
_LACKING = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL}
PAUSE = 0.01  # seconds


def lock(folder: Folder, name: str, *, own: bool) -> int | None:
    """Open and lock the file *name*, which is made where it is missing.

    Args:
        folder: Where it is.
        name: Its name.
        own: Whether it may be had on a file system without locks: nobody else uses this name.

    Returns:
        Its descriptor; None where somebody else holds it, has removed it meanwhile, or cannot be asked.

    Raises:
        OSError: The file cannot be made or locked.
    """
    try:
        fd = os.open(folder.at(name), _FLAGS, 0o600, dir_fd=folder.fd)
    except OSError as error:
        told(error, "create", folder.shown(name))
        raise
    try:
        if _locked(fd, own=own):
            mine, there = os.fstat(fd), folder.find(name)
            if there is not None and (mine.st_dev, mine.st_ino) == (there.st_dev, there.st_ino):
                return fd
    except BaseException:
        os.close(fd)
        raise
    os.close(fd)
    return None


def _locked(fd: int, *, own: bool) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            return False
        if error.errno in _LACKING:
            return own
        raise
    return True


def unlock(folder: Folder, name: str, fd: int, *, remove: bool = True) -> None:
    """Close a file that we hold locked, and remove it."""
    if sys.platform == "win32":  # removes nothing that is open; who opened it meanwhile will remove it
        os.close(fd)
        if remove:
            with contextlib.suppress(PermissionError, FileNotFoundError):
                os.unlink(folder.at(name))
        return
    try:
        if remove:
            os.unlink(folder.at(name), dir_fd=folder.fd)
    finally:
        os.close(fd)


@contextlib.contextmanager
def turn(folder: Folder, name: str) -> Iterator[None]:
    """Wait until nobody else has this turn, and keep it; where there are no locks, nobody waits."""
    while (fd := _asked(folder, name)) is None:
        time.sleep(PAUSE)
    try:
        yield
    finally:
        unlock(folder, name, fd)


def _asked(folder: Folder, name: str) -> int | None:
    try:
        return lock(folder, name, own=True)
    except PermissionError:
        if sys.platform == "win32":  # it is just being removed
            return None
        raise
