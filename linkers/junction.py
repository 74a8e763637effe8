"""Junctions: directory links of Windows that need no privilege.

The order of steps is the one that works everywhere: an empty directory, opened as a reparse point, gets its data by
FSCTL_SET_REPARSE_POINT. The process token is left alone. Whatever was made is removed again on failure.
"""

from __future__ import annotations

import os
import sys

from .folders import Folder, extended
from .modes import Reason, RefusedError
from .renames import patiently
from .reparse import LONGEST, MOUNT_POINT, ReparseDataError, build_junction, junction_names, parse
from .symlink import verify

__all__ = ["junction", "local_target", "make_junction"]

FSCTL_SET_REPARSE_POINT = 0x900A4
FSCTL_GET_REPARSE_POINT = 0x900A8
GENERIC_WRITE = 0x40000000
OPEN_EXISTING = 3
BACKUP_SEMANTICS_OPEN_REPARSE_POINT = 0x02200000
DRIVE_REMOTE = 4


def junction(target: str, folder: Folder, name: str, *, dangling: bool = False) -> None:
    """Make *name* in *folder* a junction to the directory *target*, and see that it works.

    Raises:
        RefusedError: Not on this platform; the target is on the network or unusable; or the junction does not work.
        OSError: The system refused: 1 or 50 where the file system has no reparse points.
    """
    if sys.platform != "win32":
        raise RefusedError(Reason.WINDOWS_ONLY)
    target = local_target(target)
    build_junction(target)  # refuses what is too long before anything is made
    make_junction(target, folder.at(name))
    verify(target, folder, name, dangling=dangling)


def local_target(target: str) -> str:
    """Return *target* as people write it, with a `subst` drive resolved.

    Raises:
        RefusedError: It is on the network, by its name or by its drive; or it is no target of a junction at all.
    """
    target = junction_names(target)[1]
    if sys.platform == "win32":
        import ctypes

        from ..errors._drives import REDIRECTORS

        root = os.path.splitdrive(target)[0]
        if len(root) != 2 or root[1] != ":":  # noqa: PLR2004 -- "C:"
            return target
        device = ctypes.create_unicode_buffer(LONGEST)  # what the kernel calls it: no server is asked
        if ctypes.windll.kernel32.QueryDosDeviceW(root, device, LONGEST) and device.value.startswith("\\??\\"):
            return local_target(f"\\\\?\\{device.value[4:]}{target[2:]}")
        if REDIRECTORS.match(device.value) or ctypes.windll.kernel32.GetDriveTypeW(root + "\\") == DRIVE_REMOTE:
            raise RefusedError(Reason.NETWORK_TARGET, target)
    return target


def make_junction(target: str, path: str) -> None:
    """Make the junction *path*, which must be free, and read back what was written.

    Raises:
        OSError: The system refused; nothing is left.
        RefusedError: What was read back is not what was written; nothing is left.
    """
    if sys.platform != "win32":
        raise RefusedError(Reason.WINDOWS_ONLY)
    data = build_junction(target)
    path = extended(path)
    os.mkdir(path)
    try:
        patiently(lambda: _set(path, data))
    except BaseException:
        patiently(lambda: os.rmdir(path))
        raise


def _set(path: str, data: bytes) -> None:
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel32.CreateFileW.restype = wintypes.HANDLE
        kernel32.CreateFileW.argtypes = [
            wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD, wintypes.DWORD,
            wintypes.HANDLE,
        ]  # fmt: skip
        kernel32.DeviceIoControl.argtypes = [
            wintypes.HANDLE, wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD,
            ctypes.POINTER(wintypes.DWORD), wintypes.LPVOID,
        ]  # fmt: skip
        kernel32.CloseHandle.argtypes = [wintypes.HANDLE]
        handle = kernel32.CreateFileW(
            path, GENERIC_WRITE, 0, None, OPEN_EXISTING, BACKUP_SEMANTICS_OPEN_REPARSE_POINT, None
        )
        if handle == wintypes.HANDLE(-1).value:
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            count = wintypes.DWORD()
            place = ctypes.byref(count)
            if not kernel32.DeviceIoControl(handle, FSCTL_SET_REPARSE_POINT, data, len(data), None, 0, place, None):
                raise ctypes.WinError(ctypes.get_last_error())
            back = ctypes.create_string_buffer(LONGEST)
            if kernel32.DeviceIoControl(handle, FSCTL_GET_REPARSE_POINT, None, 0, back, LONGEST, place, None):
                _compare(data, back.raw[: count.value])
        finally:
            kernel32.CloseHandle(handle)


def _compare(written: bytes, read: bytes) -> None:
    """See that the volume holds the junction that was written."""
    try:
        found = parse(read)
    except ReparseDataError as error:
        raise RefusedError(Reason.DOES_NOT_WORK) from error
    if found.tag != MOUNT_POINT or found.substitute != parse(written).substitute:
        raise RefusedError(Reason.DOES_NOT_WORK)
