"""What Windows tells about itself and about a path. Each probe returns only what is known."""

from __future__ import annotations

import ntpath
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MACHINE_PROBES", "PLACE_PROBES"]

HARD_LINKS, REPARSE_POINTS, BLOCK_CLONING, READ_ONLY = 0x00400000, 0x00000080, 0x08000000, 0x00080000
CASE_SENSITIVE = 0x1
DRIVE_UNKNOWN, DRIVE_MISSING, DRIVE_REMOVABLE, DRIVE_REMOTE = 0, 1, 2, 4
FILE_READ_ONLY, FILE_DIRECTORY, FILE_REPARSE = 0x1, 0x10, 0x400
FILE_ENCRYPTED, FILE_OFFLINE, FILE_RECALL = 0x4000, 0x1000, 0x00400000 | 0x00040000
MOUNT_POINT_TAG, SYMLINK_TAG = 0xA0000003, 0xA000000C
FIRST_LONG_PATH_BUILD = 14393
SETTINGS = {
    "developer_mode": (
        r"SOFTWARE\Microsoft\Windows\CurrentVersion\AppModelUnlock",
        "AllowDevelopmentWithoutDevLicense",
    ),
    "long_paths_registry": (r"SYSTEM\CurrentControlSet\Control\FileSystem", "LongPathsEnabled"),
    "smart_app_control": (r"SYSTEM\CurrentControlSet\Control\CI\Policy", "VerifiedAndReputablePolicyState"),
}
RESERVED = frozenset(["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))])


def _library(name: str) -> Any:
    if sys.platform != "win32":
        raise OSError("only Windows has this")
    import ctypes

    return getattr(ctypes.windll, name)


def _setting(key: str, name: str) -> object:
    """Return a value of the machine's registry; 0 where the value is not set, as Windows takes it."""
    if sys.platform != "win32":
        raise OSError("only Windows has this")
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except FileNotFoundError:
        return 0


def user_facts() -> dict[str, Any]:
    """Return who runs this, and with which rights."""
    return {"elevated": bool(_library("shell32").IsUserAnAdmin()), "user": os.environ.get("USERNAME")}


def setting_facts() -> dict[str, Any]:
    """Return what administrators can switch, and how many of the switches for long paths are on."""
    if sys.platform != "win32":
        raise OSError("only Windows has this")
    found: dict[str, Any] = {}
    for fact, (key, name) in SETTINGS.items():
        try:
            found[fact] = _setting(key, name) == 1
        except OSError:  # the value may not be read: unknown
            continue
    found["long_paths_build"] = sys.getwindowsversion().build >= FIRST_LONG_PATH_BUILD
    in_force = getattr(_library("ntdll"), "RtlAreLongPathsEnabled", None)
    if in_force is not None and found.get("long_paths_registry") and found["long_paths_build"]:
        found["long_paths_manifest"] = bool(in_force() & 0xFF)
    else:
        found["long_paths_manifest"] = True  # python.exe has had it since 3.6, and nothing here speaks against it
    switches = [found.get(f"long_paths_{name}") for name in ("build", "registry", "manifest")]
    if None not in switches:
        found["long_path_switches"] = sum(map(bool, switches))
    return found


def wine_facts() -> dict[str, Any]:
    """Return whether this is Wine, which exports its version from ntdll."""
    return {"wine": hasattr(_library("ntdll"), "wine_get_version")}


def memory_facts() -> dict[str, Any]:
    """Return the memory that can still be committed."""
    import ctypes

    status = (ctypes.c_ulonglong * 8)()
    ctypes.memmove(status, (ctypes.c_ulong * 1)(64), 4)
    if not _library("kernel32").GlobalMemoryStatusEx(ctypes.byref(status)):
        return {}
    return {"memory_free_bytes": int(status[4])}  # ullAvailPageFile


def _drive(path: str) -> tuple[str, int]:
    """Return the drive of *path* and its type, which Windows knows without asking a server."""
    absolute = ntpath.normpath(ntpath.join(os.getcwd(), path))  # noqa: PTH109
    drive = ntpath.splitdrive(absolute.removeprefix("\\\\?\\"))[0]
    if drive.startswith("\\\\") or absolute.upper().startswith("\\\\?\\UNC"):
        return drive, DRIVE_REMOTE
    return drive, int(_library("kernel32").GetDriveTypeW(f"{drive}\\"))


def _is_local(path: str) -> bool:
    """Return whether no part of *path* is on a server: links on the way to it are read, not followed."""
    drive, kind = _drive(path)
    if kind in (DRIVE_UNKNOWN, DRIVE_MISSING, DRIVE_REMOTE):
        return False
    done = f"{drive}\\"
    for part in ntpath.splitdrive(ntpath.abspath(path))[1].split("\\"):
        done = ntpath.join(done, part)
        try:
            status = os.lstat(done)
        except OSError:
            return True
        if getattr(status, "st_reparse_tag", 0) in (MOUNT_POINT_TAG, SYMLINK_TAG):
            target = os.readlink(done)  # noqa: PTH115
            if target.removeprefix("\\\\?\\").startswith(("\\\\", "UNC\\")) or _drive(target)[1] == DRIVE_REMOTE:
                return False
    return True


def volume_facts(path: str) -> dict[str, Any]:
    """Return the drive and what its flags say it can do: names of file systems are not to be trusted."""
    import ctypes

    drive, kind = _drive(path)
    found: dict[str, Any] = {"volume": drive, "device": drive.casefold(), "remote": kind == DRIVE_REMOTE}
    if kind in (DRIVE_UNKNOWN, DRIVE_MISSING, DRIVE_REMOTE):
        return found
    found["removable"] = kind == DRIVE_REMOVABLE
    name, flags = ctypes.create_unicode_buffer(64), ctypes.c_ulong()
    ask = _library("kernel32").GetVolumeInformationW
    if not ask(f"{drive}\\", None, 0, None, None, ctypes.byref(flags), name, 64):
        return found
    return found | {
        "file_system": name.value,
        "hard_links": bool(flags.value & HARD_LINKS),
        "reparse_points": bool(flags.value & REPARSE_POINTS),
        "clones": bool(flags.value & BLOCK_CLONING),
        "read_only": bool(flags.value & READ_ONLY),
        "case_sensitive": bool(flags.value & CASE_SENSITIVE),
    }


def space_facts(path: str) -> dict[str, Any]:
    """Return the space on a local drive, quotas included."""
    import ctypes

    drive, kind = _drive(path)
    free, total = ctypes.c_ulonglong(), ctypes.c_ulonglong()
    if kind == DRIVE_REMOTE:
        return {}
    ask = _library("kernel32").GetDiskFreeSpaceExW
    if not ask(f"{drive}\\", ctypes.byref(free), ctypes.byref(total), None):
        return {}
    return {"free_bytes": free.value, "total_bytes": total.value}


def file_facts(path: str) -> dict[str, Any]:
    """Return what the attributes of a local path say."""
    if not _is_local(path):
        return {}
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return {"exists": False}
    attributes = getattr(status, "st_file_attributes", 0)
    link = getattr(status, "st_reparse_tag", 0) in (MOUNT_POINT_TAG, SYMLINK_TAG)
    found: dict[str, Any] = {
        "exists": True,
        "read_only_file": bool(attributes & FILE_READ_ONLY) and not attributes & FILE_DIRECTORY,
        "directory": bool(attributes & FILE_DIRECTORY),
        "link": link,
        "encrypted": bool(attributes & FILE_ENCRYPTED),
        "links": status.st_nlink,
    }
    if attributes & (FILE_OFFLINE | FILE_RECALL):
        found["cloud"] = True
    if link:
        found["dangling"] = not os.path.exists(path)  # noqa: PTH110 -- the target was found to be local
    return found


def name_facts(path: str) -> dict[str, Any]:
    """Return the lengths of a path and its parts in UTF-16 units, and the part that cannot be a name."""
    parts = [part for part in ntpath.splitdrive(path)[1].replace("/", "\\").split("\\") if part]
    units = [len(part.encode("utf-16-le", "surrogatepass")) // 2 for part in parts]
    found: dict[str, Any] = {
        "path_length": len(path.encode("utf-16-le", "surrogatepass")) // 2,
        "name_length": max(units, default=0),
    }
    bad = next((part for part in parts if _is_reserved(part)), None)
    return found | ({"reserved_name": bad} if bad else {})


def _is_reserved(part: str) -> bool:
    stem = part.partition(".")[0].rstrip(" ").casefold()
    return stem in RESERVED or bool(set(part) & set('<>:"|?*')) or (part not in {".", ".."} and part[-1:] in {".", " "})


MACHINE_PROBES: tuple[tuple[frozenset[str], Callable[[], dict[str, Any]]], ...] = (
    (frozenset({"elevated", "user"}), user_facts),
    (
        frozenset(
            {*SETTINGS, "long_paths_build", "long_paths_manifest", "long_path_switches"},
        ),
        setting_facts,
    ),
    (frozenset({"wine"}), wine_facts),
    (frozenset({"memory_free_bytes"}), memory_facts),
)
PLACE_PROBES: tuple[tuple[frozenset[str], Callable[[str], dict[str, Any]]], ...] = (
    (
        frozenset(
            "volume device remote removable file_system hard_links reparse_points clones read_only"
            " case_sensitive".split()
        ),
        volume_facts,
    ),
    (frozenset({"free_bytes", "total_bytes"}), space_facts),
    (
        frozenset("exists read_only_file directory link encrypted links cloud dangling".split()),
        file_facts,
    ),
    (frozenset({"path_length", "name_length", "reserved_name"}), name_facts),
)
