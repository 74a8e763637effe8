"""What Windows tells about itself and about a path. Every function returns only what is known."""

from __future__ import annotations

import sys

__all__ = ["machine_facts", "place_facts"]

assert sys.platform == "win32"  # noqa: S101 -- for type checkers, which read the rest for Windows alone

import ctypes  # noqa: E402
import ntpath  # noqa: E402
from ctypes import wintypes  # noqa: E402

HARD_LINKS, REPARSE_POINTS, BLOCK_CLONING, READ_ONLY = 0x00400000, 0x00000080, 0x08000000, 0x00080000
DRIVE_REMOVABLE, DRIVE_REMOTE = 2, 4
DEVELOPER_MODE = r"SOFTWARE\Microsoft\Windows\CurrentVersion\AppModelUnlock", "AllowDevelopmentWithoutDevLicense"
LONG_PATHS = r"SYSTEM\CurrentControlSet\Control\FileSystem", "LongPathsEnabled"


def machine_facts(wanted: set[str]) -> dict[str, object]:
    """Return facts about the machine."""
    found: dict[str, object] = {"platform": "windows"}
    if "elevated" in wanted:
        found["elevated"] = bool(ctypes.windll.shell32.IsUserAnAdmin())
    if "developer_mode" in wanted:
        found["developer_mode"] = _registry(*DEVELOPER_MODE) == 1
    if "long_paths_registry" in wanted:
        found["long_paths_registry"] = _registry(*LONG_PATHS) == 1
    if "wine" in wanted:
        found["wine"] = hasattr(ctypes.windll.ntdll, "wine_get_version")
    return found


def place_facts(path: str) -> dict[str, object]:
    """Return facts about *path*; nothing of a share or of a network drive is opened."""
    drive = ntpath.splitdrive(ntpath.abspath(path))[0]
    if drive.startswith("\\\\"):
        return {"volume": drive, "remote": True}
    root = f"{drive}\\"
    kind = ctypes.windll.kernel32.GetDriveTypeW(root)
    found: dict[str, object] = {
        "volume": drive,
        "device": drive.upper(),
        "remote": kind == DRIVE_REMOTE,
        "removable": kind == DRIVE_REMOVABLE,
    }
    return found if kind == DRIVE_REMOTE else found | _volume(root) | _space(root)


def _volume(root: str) -> dict[str, object]:
    name = ctypes.create_unicode_buffer(64)
    flags = wintypes.DWORD()
    if not ctypes.windll.kernel32.GetVolumeInformationW(root, None, 0, None, None, ctypes.byref(flags), name, 64):
        return {}
    return {
        "file_system": name.value,
        "hard_links": bool(flags.value & HARD_LINKS),
        "reparse_points": bool(flags.value & REPARSE_POINTS),
        "symbolic_links": bool(flags.value & REPARSE_POINTS),
        "clones": bool(flags.value & BLOCK_CLONING),
        "read_only": bool(flags.value & READ_ONLY),
    }


def _space(root: str) -> dict[str, object]:
    free, total = ctypes.c_ulonglong(), ctypes.c_ulonglong()
    if not ctypes.windll.kernel32.GetDiskFreeSpaceExW(root, ctypes.byref(free), ctypes.byref(total), None):
        return {}
    return {"free_bytes": free.value, "total_bytes": total.value}


def _registry(key: str, name: str) -> object:
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except OSError:
        return None
