"""Removing what is at a name: a file, a link (never its target), or a whole directory."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import struct
import sys

from .folders import Folder, leads_elsewhere, told
from .renames import patiently

__all__ = ["remove_at"]

_DELETE_AND_WRITE_ATTRIBUTES = 0x00010000 | 0x100
_OPEN_REPARSE_POINT = 0x00200000
_READ_ONLY_FILE, _DIRECTORY = 0x01, 0x10  # FILE_ATTRIBUTE_...
# For SetFileInformationByHandle: FileBasicInfo (four times, 0 for unchanged, then attributes) and FileDispositionInfo.
_WRITABLE = (0, struct.pack("<4qLxxxx", 0, 0, 0, 0, 0x80))
_READ_ONLY = (0, struct.pack("<4qLxxxx", 0, 0, 0, 0, 0x01))
_DELETED = (4, b"\x01")
PASSES = 5  # some file systems skip names while others are removed


def remove_at(folder: Folder, name: str) -> None:
    """Remove *name* from *folder*, with all that is in it; links are removed, not followed.

    Raises:
        FileNotFoundError: There is nothing at this name.
        OSError: The system refused.
    """
    try:
        status = folder.lstat(name)
        if leads_elsewhere(status) or not stat.S_ISDIR(status.st_mode):
            _remove_file(folder, name, status)
        else:
            _remove_directory(folder, name)
    except OSError as error:
        told(error, "delete", folder.shown(name))
        raise


def _remove_directory(folder: Folder, name: str) -> None:
    try:
        inner = Folder.open(name, folder)
    except PermissionError:
        os.chmod(folder.at(name), 0o700, dir_fd=folder.fd)
        inner = Folder.open(name, folder)
    with inner:
        for tries in reversed(range(PASSES)):
            _empty(inner)
            try:
                patiently(lambda: os.rmdir(folder.at(name), dir_fd=folder.fd))
            except OSError as error:
                if error.errno != errno.ENOTEMPTY or not tries:
                    raise
            else:
                return


def _remove_file(folder: Folder, name: str, status: os.stat_result) -> None:
    attributes = getattr(status, "st_file_attributes", 0)
    if stat.S_ISDIR(status.st_mode) or attributes & _DIRECTORY:  # a junction, or alike
        patiently(lambda: os.rmdir(folder.at(name), dir_fd=folder.fd))
    elif attributes & _READ_ONLY_FILE:
        patiently(lambda: _remove_read_only(folder.at(name)))
    else:
        patiently(lambda: os.unlink(folder.at(name), dir_fd=folder.fd))


def _remove_read_only(path: str) -> None:
    """Remove one name of a file that Windows protects as read-only; by its other names it stays read-only."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel32.CreateFileW.restype = wintypes.HANDLE
        kernel32.SetFileInformationByHandle.argtypes = [wintypes.HANDLE, ctypes.c_int, ctypes.c_char_p, wintypes.DWORD]
        kernel32.CloseHandle.argtypes = [wintypes.HANDLE]
        handle = kernel32.CreateFileW(path, _DELETE_AND_WRITE_ATTRIBUTES, 7, None, 3, _OPEN_REPARSE_POINT, None)
        if handle == wintypes.HANDLE(-1).value:
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            for kind, data in (_WRITABLE, _DELETED, _READ_ONLY):
                if not kernel32.SetFileInformationByHandle(handle, kind, data, len(data)):
                    raise ctypes.WinError(ctypes.get_last_error())
        finally:
            kernel32.CloseHandle(handle)


def _empty(folder: Folder) -> None:
    """Remove everything in *folder*; a read-only directory is made writable first."""
    with contextlib.suppress(OSError):
        if not os.stat(folder.itself).st_mode & stat.S_IWUSR:
            os.chmod(folder.itself, 0o700)
    directories = []
    unlink, fd, prefix = os.unlink, folder.fd, folder.prefix
    name = ""
    try:
        with os.scandir(folder.itself) as entries:
            for entry in entries:
                name = entry.name
                if fd is not None and not entry.is_dir(follow_symlinks=False):
                    unlink(prefix + name, dir_fd=fd)
                else:
                    directories.append(name)
    except OSError as error:
        told(error, "delete", folder.shown(name))
        raise
    for name in directories:
        remove_at(folder, name)
