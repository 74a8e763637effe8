"""A file of its own, with the same content, mode bits, modification time and extended attributes."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence

from .folders import NO_FOLLOW, Folder
from .modes import Reason, RefusedError

__all__ = ["copy", "copy_extended", "set_mode", "write_new"]

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


def write_new(
    names: Sequence[str], here: Folder, there: Folder, fill: Callable[[int, int, os.stat_result], bool]
) -> Iterator[int]:
    """Make files anew: *fill* gets both descriptors and the source's status, and says whether that is still true.

    A large tree's time is spent here: each system call is one that cannot be left out.
    """
    given: set[int] = set()  # modes that a new file has in this directory without our doing
    open_, close, utime, old_fd, new_fd = os.open, os.close, os.utime, here.fd, there.fd
    for name in names:
        try:
            source = open_(here.prefix + name, _READ, dir_fd=old_fd)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENOENT, errno.EMLINK):  # FreeBSD says EMLINK of a link
                raise RefusedError(Reason.SOURCE_CHANGED, here.shown(name)) from error
            raise
        try:
            status = os.fstat(source)
            mode = status.st_mode
            if not stat.S_ISREG(mode):
                raise RefusedError(Reason.SOURCE_CHANGED, here.shown(name))
            path = there.prefix + name
            target = open_(path, _WRITE, mode & 0o777 | stat.S_IWUSR, dir_fd=new_fd)
            try:
                try:
                    if not fill(source, target, status):
                        raise RefusedError(Reason.SOURCE_CHANGED, here.shown(name))
                    if sys.platform != "win32":
                        copy_extended(source, target)
                        if mode not in given and set_mode(target, status):
                            given.add(mode)
                        utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
                finally:
                    close(target)
                if sys.platform == "win32":
                    _finish_on_windows(path, status)
            except BaseException:
                os.unlink(path, dir_fd=new_fd)
                raise
        finally:
            close(source)
        yield status.st_size


def _finish_on_windows(path: str, status: os.stat_result) -> None:
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    if not status.st_mode & stat.S_IWUSR:
        os.chmod(path, stat.S_IREAD)


def set_mode(target: int, status: os.stat_result) -> bool:
    """Give the new file or directory *target* the mode bits of *status*; say whether it was made with them."""
    now = os.fstat(target)
    mode = stat.S_IMODE(status.st_mode)
    if mode & _SPECIAL and (now.st_uid, now.st_gid) != (status.st_uid, status.st_gid):
        mode &= ~_SPECIAL  # a program must not run as whoever copied it
    if stat.S_IMODE(now.st_mode) == mode:
        return not mode & _SPECIAL
    os.chmod(target, mode)
    return False


def copy_extended(source: int, target: int) -> None:
    """Give *target* the extended attributes of *source*, as far as both sides can."""
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


def _copy_content(source: int, target: int, status: os.stat_result) -> bool:
    size = _moved(source, target, status.st_size)
    after = os.fstat(source)
    return size == status.st_size == after.st_size and after.st_mtime_ns == status.st_mtime_ns


def _moved(source: int, target: int, size: int) -> int:
    """Let the kernel move the bytes where it can; else move them here."""
    done = 0
    if sys.platform == "linux":
        try:
            while moved := os.copy_file_range(source, target, size + 1 - done if done <= size else _PIECE):
                done += moved
                if done == size:
                    return done
        except OSError:
            pass  # what cannot be moved so is moved below, or fails there
    if done:
        os.lseek(source, done, os.SEEK_SET)
        os.lseek(target, done, os.SEEK_SET)
    while piece := os.read(source, _BUFFER):
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(target, rest) :]
        done += len(piece)
    return done
