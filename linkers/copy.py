"""A file of its own, with the same content, mode bits, modification time and extended attributes."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Callable

from .folders import NO_FOLLOW, Folder
from .modes import Reason, RefusedError

__all__ = ["copy", "copy_attributes", "write_new"]

_COMMON = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | NO_FOLLOW
_READ = os.O_RDONLY | _COMMON | getattr(os, "O_NONBLOCK", 0)
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _COMMON
_PIECE = 1 << 30  # bytes at once between two descriptors
_BUFFER = 1 << 20
_SPECIAL = stat.S_ISUID | stat.S_ISGID
# ENODATA: the kernel filters names that it lists; the others: the other side has no such attributes.
_NO_ATTRIBUTES = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOSYS}
_NO_ATTRIBUTES |= {getattr(errno, "ENODATA", 0), errno.ENOSPC, errno.E2BIG, errno.ERANGE}


def copy(name: str, here: Folder, there: Folder) -> int:
    """Copy the file *name* from *here* to *there*, where it must not exist; return its size in bytes.

    Raises:
        RefusedError: It is no regular file any more, or it changed while it was read.
        OSError: The system refused; nothing is left in *there*.
    """
    return write_new(name, here, there, _copy_content)


def write_new(name: str, here: Folder, there: Folder, fill: Callable[[int, int, int], int]) -> int:
    """Make the file *name* anew in *there*: *fill* gets both descriptors and the size, and returns the size written."""
    try:
        source = os.open(here.at(name), _READ, dir_fd=here.fd)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOENT, errno.EMLINK):  # FreeBSD says EMLINK of a link
            raise RefusedError(Reason.SOURCE_CHANGED, here.shown(name)) from error
        raise
    try:
        before = os.fstat(source)
        if not stat.S_ISREG(before.st_mode):
            raise RefusedError(Reason.SOURCE_CHANGED, here.shown(name))
        target = os.open(there.at(name), _WRITE, before.st_mode & 0o777 | stat.S_IWUSR, dir_fd=there.fd)
        try:
            try:
                size = fill(source, target, before.st_size)
                after = os.fstat(source)
                if after.st_mtime_ns != before.st_mtime_ns or not size == before.st_size == after.st_size:
                    raise RefusedError(Reason.SOURCE_CHANGED, here.shown(name))
                copy_attributes(source, target, before)
            finally:
                os.close(target)
            if os.name == "nt":
                _finish_on_windows(there.at(name), before)
        except BaseException:
            os.unlink(there.at(name), dir_fd=there.fd)
            raise
    finally:
        os.close(source)
    return size


def _finish_on_windows(path: str, status: os.stat_result) -> None:
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    if not status.st_mode & stat.S_IWUSR:
        os.chmod(path, stat.S_IREAD)


def copy_attributes(source: int, target: int, status: os.stat_result) -> None:
    """Give *target* the mode bits, times and (where both sides can) extended attributes of *source*.

    Args:
        source: A descriptor.
        target: A descriptor of the same kind of thing.
        status: The status of *source*.
    """
    if sys.platform == "win32":
        return
    _copy_extended(source, target)
    now = os.fstat(target)
    mode = stat.S_IMODE(status.st_mode)
    if mode & _SPECIAL and (now.st_uid, now.st_gid) != (status.st_uid, status.st_gid):
        mode &= ~_SPECIAL  # a program must not run as whoever copied it
    if stat.S_IMODE(now.st_mode) != mode:
        os.chmod(target, mode)
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))


def _copy_extended(source: int, target: int) -> None:
    if sys.platform != "linux":
        return
    try:
        names = os.listxattr(source)
    except OSError:
        return
    for name in names:
        try:
            os.setxattr(target, name, os.getxattr(source, name))
        except OSError as error:
            if error.errno not in _NO_ATTRIBUTES:
                raise


def _copy_content(source: int, target: int, size: int) -> int:
    """Let the kernel move the bytes where it can; else move them here."""
    done = 0
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            while moved := os.copy_file_range(source, target, size + 1 - done if done <= size else _PIECE):
                done += moved
                if done == size:
                    return done
    if done:
        os.lseek(source, done, os.SEEK_SET)
        os.lseek(target, done, os.SEEK_SET)
    while piece := os.read(source, _BUFFER):
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(target, rest) :]
        done += len(piece)
    return done
