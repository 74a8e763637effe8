"""A directory to work in: a file descriptor where the platform has them, a path where it has not.

Both are used with one code: `os.link(here.at(name), there.at(name), src_dir_fd=here.fd, dst_dir_fd=there.fd)`.
"""

from __future__ import annotations

import os
import stat
import sys

import attrs

from .modes import StrPath

__all__ = ["DIRECTORY_FLAGS", "Folder", "extended", "full", "is_directory", "leads_elsewhere", "told"]

WITH_DESCRIPTORS = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
DIRECTORY_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NAME_SURROGATE = 0x20000000  # in a reparse tag: it stands for something elsewhere (ntifs.h: IsReparseTagNameSurrogate)


def extended(path: str) -> str:
    r"""Return an absolute *path* in the form that Windows takes beyond 260 characters; unchanged elsewhere."""
    if sys.platform != "win32" or path.startswith(("\\\\?\\", "\\\\.\\")):
        return path
    return f"\\\\?\\UNC\\{path[2:]}" if path.startswith("\\\\") else f"\\\\?\\{path}"


def leads_elsewhere(status: os.stat_result) -> bool:
    """Say whether *status*, from lstat, is a link's; files kept online are reparse points too, but no links."""
    return stat.S_ISLNK(status.st_mode) or bool(getattr(status, "st_reparse_tag", 0) & _NAME_SURROGATE)


def told(error: OSError, operation: str, *paths: str) -> None:
    """Have *error* tell what was being done, and to which whole path.

    Calls that work in a folder name bare names in their errors, which would be sought in the working directory.

    Args:
        error: What was raised.
        operation: What was being done, a value of `Operation`; the innermost stands.
        paths: Where: one path, or source then destination.
    """
    if not hasattr(error, "operation"):
        error.operation = operation  # type: ignore[attr-defined]
        error.filename, error.filename2 = (*paths, None)[:2]


def is_directory(status: os.stat_result) -> bool:
    """Say whether *status*, from lstat, is a directory's own, not a link's."""
    return stat.S_ISDIR(status.st_mode) and not leads_elsewhere(status)


@attrs.define
class Folder:
    """An open directory.

    Args:
        path: Its path, for people (and for Windows).
        fd: Its descriptor, or None.
        prefix: What stands before a name in it: nothing where there is a descriptor.
    """

    path: str
    fd: int | None
    prefix: str

    @classmethod
    def open(cls, path: str, within: Folder | None = None) -> Folder:
        """Open the directory at *path*, or the one named so *within* another, not following a link there.

        Raises:
            OSError: It is no directory, or must not be opened.
        """
        shown = path if within is None else f"{within.path.rstrip(os.sep)}{os.sep}{path}"
        if not WITH_DESCRIPTORS:
            if within is not None and not is_directory(within.lstat(path)):
                raise NotADirectoryError(20, os.strerror(20), shown)
            return cls(shown, None, extended(os.path.join(shown, "")))
        try:
            if within is None:
                return cls(shown, os.open(path, DIRECTORY_FLAGS), "")
            return cls(shown, os.open(path, DIRECTORY_FLAGS | NO_FOLLOW, dir_fd=within.fd), "")
        except OSError as error:
            told(error, "read", shown)
            raise

    def make(self, name: str, mode: int = 0o700) -> None:
        """Make the directory *name* in this one.

        Raises:
            OSError: The system refused; it tells what was done where.
        """
        try:
            os.mkdir(self.at(name), mode, dir_fd=self.fd)
        except OSError as error:
            told(error, "mkdir", self.shown(name))
            raise

    def at(self, name: str) -> str:
        """Return what system calls take for *name* in this directory, beside `fd`."""
        return self.prefix + name

    def shown(self, name: str) -> str:
        """Return the path of *name* in this directory, for people."""
        return os.path.join(self.path, name)

    @property
    def itself(self) -> int | str:
        """What system calls take for the directory itself."""
        return self.prefix if self.fd is None else self.fd

    def lstat(self, name: str) -> os.stat_result:
        """Return the status of *name*, links not followed."""
        try:
            return os.stat(self.at(name), dir_fd=self.fd, follow_symlinks=False)
        except FileNotFoundError:
            raise  # an answer, and mostly no failure
        except OSError as error:
            told(error, "read", self.shown(name))
            raise

    def find(self, name: str) -> os.stat_result | None:
        """Return the status of *name*, links not followed, or None where it is missing."""
        try:
            return self.lstat(name)
        except FileNotFoundError:
            return None

    def close(self) -> None:
        """Close it; twice is once."""
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None
            self.prefix = f"{self.path}{os.sep}"

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def full(path: StrPath) -> str:
    """Return *path* as absolute text, without a trailing separator."""
    return os.path.abspath(os.fsdecode(path))
