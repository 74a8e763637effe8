"""A file of its own, with the same content, mode bits, modification time and extended attributes."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence

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


def copy(names: Sequence[str], here: Folder, there: Folder) -> Iterator[int]:
    """Copy the files *names* from *here* to *there*, where they must not exist; yield the size of each, in bytes.

    Raises:
        RefusedError: One is no regular file any more, or it changed while it was read.
        OSError: The system refused; nothing of that file is left in *there*.
    """
    return write_new(names, here, there, _copy_content)


def write_new(names: Sequence[str], here: Folder, there: Folder, fill: Callable[[int, int, int], int]) -> Iterator[int]:
    """Make files anew: *fill* gets both descriptors and the size, and returns the size written.

    This is what a large tree's time is spent in: each system call here is one that cannot be left out.
    """
    given: set[int] = set()  # mode bits that a new file has in this directory without our doing
    open_, close, fstat, old_fd, new_fd = os.open, os.close, os.fstat, here.fd, there.fd
    for name in names:
        try:
            source = open_(here.prefix + name, _READ, dir_fd=old_fd)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENOENT, errno.EMLINK):  # FreeBSD says EMLINK of a link
                raise RefusedError(Reason.SOURCE_CHANGED, here.shown(name)) from error
            raise
        try:
            before = fstat(source)
            mode = before.st_mode
            if not stat.S_ISREG(mode):
                raise RefusedError(Reason.SOURCE_CHANGED, here.shown(name))
            path = there.prefix + name
            target = open_(path, _WRITE, mode & 0o777 | stat.S_IWUSR, dir_fd=new_fd)
            try:
                try:
                    size = fill(source, target, before.st_size)
                    after = fstat(source)
                    if after.st_mtime_ns != before.st_mtime_ns or not size == before.st_size == after.st_size:
                        raise RefusedError(Reason.SOURCE_CHANGED, here.shown(name))
                    copy_attributes(source, target, before, given)
                finally:
                    close(target)
                if os.name == "nt":
                    _finish_on_windows(path, before)
            except BaseException:
                os.unlink(path, dir_fd=new_fd)
                raise
        finally:
            close(source)
        yield size


def _finish_on_windows(path: str, status: os.stat_result) -> None:
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    if not status.st_mode & stat.S_IWUSR:
        os.chmod(path, stat.S_IREAD)


def copy_attributes(source: int, target: int, status: os.stat_result, given: set[int]) -> None:
    """Give *target* the mode bits, times and (where both sides can) extended attributes of *source*.

    Args:
        source: A descriptor.
        target: A descriptor of the same kind of thing, made with these mode bits and the right to write.
        status: The status of *source*.
        given: Mode bits that such a thing has from the start, umask and default rights permitting; it is added to.
    """
    if sys.platform == "win32":
        return
    _copy_extended(source, target)
    if status.st_mode not in given and _as_made(target, status):
        given.add(status.st_mode)
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))


def _as_made(target: int, status: os.stat_result) -> bool:
    """Give *target* its mode bits, and say whether it had them already."""
    now = os.fstat(target)
    mode = stat.S_IMODE(status.st_mode)
    if mode & _SPECIAL and (now.st_uid, now.st_gid) != (status.st_uid, status.st_gid):
        mode &= ~_SPECIAL  # a program must not run as whoever copied it
    if stat.S_IMODE(now.st_mode) == mode:
        return not mode & _SPECIAL
    os.chmod(target, mode)
    return False


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
