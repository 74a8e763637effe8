"""What Windows tells about itself and about a path. Each probe returns only what is known."""

from __future__ import annotations

import ntpath
import os
import sys
import time
from typing import TYPE_CHECKING, Any

from ._drives import DRIVE_REMOVABLE, MOUNT_POINT_TAG, SYMLINK_TAG, kernel32, resolve

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MACHINE_PROBES", "PLACE_PROBES"]

HARD_LINKS, REPARSE_POINTS, BLOCK_CLONING, READ_ONLY = 0x00400000, 0x00000080, 0x08000000, 0x00080000
# CreateFileW: attributes only, everything shared, what exists, folders too, links themselves
READ_ATTRIBUTES, SHARED, EXISTING, FOLDER_OR_LINK = 0x80, 0x7, 3, 0x02200000
CASE_SENSITIVE_INFO, CASE_SENSITIVE = 23, 0x1  # FileCaseSensitiveInfo
FILE_OBJECT, OWNER = 1, 1  # SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION
TOKEN_QUERY, TOKEN_USER = 0x8, 1
FILE_READ_ONLY, FILE_DIRECTORY = 0x1, 0x10
FILE_ENCRYPTED, FILE_OFFLINE, FILE_RECALL = 0x4000, 0x1000, 0x00400000 | 0x00040000
FIRST_LONG_PATH_BUILD = 14393
SOON_USED_UP = 4096  # bytes below a quota in which nothing can be done
SETTINGS = {
    "developer_mode": (
        r"SOFTWARE\Microsoft\Windows\CurrentVersion\AppModelUnlock",
        "AllowDevelopmentWithoutDevLicense",
    ),
    "long_paths_registry": (r"SYSTEM\CurrentControlSet\Control\FileSystem", "LongPathsEnabled"),
    "smart_app_control": (r"SYSTEM\CurrentControlSet\Control\CI\Policy", "VerifiedAndReputablePolicyState"),
}
# Whether links are followed from here to a share, and on shares; a policy stands over the machine's own setting. What
# is not set: 1 for the first, 0 for the others.
LINK_EVALUATION = {
    "SymlinkLocalToRemoteEvaluation": 1, "SymlinkRemoteToLocalEvaluation": 0, "SymlinkRemoteToRemoteEvaluation": 0,
}  # fmt: skip
LINK_SETTINGS = r"SYSTEM\CurrentControlSet\Control\FileSystem"
LINK_POLICIES = r"SOFTWARE\Policies\Microsoft\Windows\Filesystems\NTFS"
RESERVED = frozenset(["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))])


def _library(name: str) -> Any:
    if sys.platform != "win32":
        raise OSError("only Windows has this")
    import ctypes

    return getattr(ctypes.windll, name)


def _setting(key: str, name: str, unset: object = 0) -> object:
    """Return a value of the machine's registry; *unset* where it is not there: 0, as Windows takes most."""
    if sys.platform != "win32":
        raise OSError("only Windows has this")
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except FileNotFoundError:
        return unset


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
    elif ntpath.basename(sys.executable).lower().startswith("python"):
        found["long_paths_manifest"] = True  # python.exe has had it since 3.6; a program that embeds Python may not
    switches = [found.get(f"long_paths_{name}") for name in ("build", "registry", "manifest")]
    if None not in switches:
        found["long_path_switches"] = sum(map(bool, switches))
    return found


def system_facts() -> dict[str, Any]:
    """Return the version of Windows, its build included."""
    if sys.platform != "win32":
        raise OSError("only Windows has this")
    version = sys.getwindowsversion()
    return {"system": f"Windows {version.major}.{version.minor}.{version.build}"}


def link_facts() -> dict[str, Any]:
    """Return whether Windows follows every link that has to do with shares."""
    answers = []
    for name, unset in LINK_EVALUATION.items():
        policy = _setting(LINK_POLICIES, name, None)
        answers.append(_setting(LINK_SETTINGS, name, unset) if policy is None else policy)
    return {"remote_links": all(answer == 1 for answer in answers)}


def container_facts() -> dict[str, Any]:
    """Return whether this runs in a container of Windows, which has a mark in its registry."""
    return {"container": "windows"} if _setting(r"SYSTEM\CurrentControlSet\Control", "ContainerType") else {}


def wine_facts() -> dict[str, Any]:
    """Return whether this is Wine, which exports its version from ntdll."""
    return {"wine": hasattr(_library("ntdll"), "wine_get_version")}


def memory_facts() -> dict[str, Any]:
    """Return the memory that can still be committed."""
    import ctypes

    status = (ctypes.c_ulonglong * 8)()
    ctypes.memmove(status, (ctypes.c_ulong * 1)(64), 4)
    if not kernel32("GlobalMemoryStatusEx")(ctypes.byref(status)):
        return {}
    return {"memory_free_bytes": int(status[4])}  # ullAvailPageFile


def volume_facts(path: str) -> dict[str, Any]:
    """Return the drive and what its flags say it can do: names of file systems are not to be trusted."""
    import ctypes

    where = resolve(path)
    if where.drive is None:
        return {"remote": where.remote}
    found: dict[str, Any] = {"volume": where.drive, "device": where.drive.casefold(), "remote": where.remote}
    if where.remote is not False:
        return found
    found["removable"] = where.kind == DRIVE_REMOVABLE
    name, flags, longest = ctypes.create_unicode_buffer(64), ctypes.c_ulong(), ctypes.c_ulong()
    asked = (f"{where.drive}\\", None, 0, None, ctypes.byref(longest), ctypes.byref(flags), name, 64)
    if not kernel32("GetVolumeInformationW")(*asked):
        return found
    return found | {
        "file_system": name.value,
        "hard_links": bool(flags.value & HARD_LINKS),
        "reparse_points": bool(flags.value & REPARSE_POINTS),
        "clones": bool(flags.value & BLOCK_CLONING),
        "read_only": bool(flags.value & READ_ONLY),
        "name_limit": longest.value,
    }


def space_facts(path: str) -> dict[str, Any]:
    """Return the space on a local drive. Where we may have less of it than is free, a quota says so."""
    import ctypes

    where = resolve(path)
    if where.remote is not False:
        return {}
    ours, total, free = ctypes.c_ulonglong(), ctypes.c_ulonglong(), ctypes.c_ulonglong()
    asked = (f"{where.drive}\\", ctypes.byref(ours), ctypes.byref(total), ctypes.byref(free))
    if not kernel32("GetDiskFreeSpaceExW")(*asked):
        return {}
    return {
        "free_bytes": ours.value,
        "total_bytes": total.value,
        "quota_reached": ours.value < SOON_USED_UP <= free.value,
    }


def file_facts(path: str) -> dict[str, Any]:
    """Return what the attributes of a local path say."""
    where = resolve(path)
    if where.remote is not False:
        return {}
    try:
        status = os.lstat(where.path)
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
        "age_seconds": max(0, int(time.time() - max(status.st_mtime, status.st_ctime))),
    }
    if attributes & (FILE_OFFLINE | FILE_RECALL):
        found["cloud"] = True
    if link and (target := resolve(path, last=True)).remote is False:
        found["dangling"] = not os.path.lexists(target.path)
    return found


def case_facts(path: str) -> dict[str, Any]:
    """Return whether a local folder tells names apart that differ in case alone: on Windows each has its own mark."""
    import ctypes

    where = resolve(path, last=True)
    if where.remote is not False:
        return {}
    make = kernel32("CreateFileW")
    make.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(make(where.path, READ_ATTRIBUTES, SHARED, None, EXISTING, FOLDER_OR_LINK, None))
    if handle.value == ctypes.c_void_p(-1).value:
        return {}
    try:
        flags = ctypes.c_ulong()
        asked = kernel32("GetFileInformationByHandleEx")(handle, CASE_SENSITIVE_INFO, ctypes.byref(flags), 4)
        return {"case_sensitive": bool(flags.value & CASE_SENSITIVE)} if asked else {}
    finally:
        kernel32("CloseHandle")(handle)


def owner_facts(path: str) -> dict[str, Any]:
    """Return whether the owner of a local file is us, or a group that we are in; names would cost a server's answer."""
    import ctypes

    where = resolve(path)
    if where.remote is not False:
        return {}
    owner, descriptor = ctypes.c_void_p(), ctypes.c_void_p()
    asked = (where.path, FILE_OBJECT, OWNER, ctypes.byref(owner), None, None, None, ctypes.byref(descriptor))
    if _library("advapi32").GetNamedSecurityInfoW(*asked):
        return {}
    try:
        return {"owned": _is_us(owner)}
    finally:
        kernel32("LocalFree")(descriptor)


def _is_us(owner: Any) -> bool | None:
    """Return whether a security identifier is that of this process's user, or of one of its groups."""
    import ctypes

    security, token, size = _library("advapi32"), ctypes.c_void_p(), ctypes.c_ulong()
    if not security.OpenProcessToken(ctypes.c_void_p(-1), TOKEN_QUERY, ctypes.byref(token)):
        return None
    try:
        user = ctypes.create_string_buffer(256)  # TOKEN_USER: a pointer to the identifier, and what it points to
        if not security.GetTokenInformation(token, TOKEN_USER, user, 256, ctypes.byref(size)):
            return None
        member = ctypes.c_int()
        security.CheckTokenMembership(None, owner, ctypes.byref(member))
        return bool(security.EqualSid(owner, ctypes.c_void_p.from_buffer(user)) or member.value)
    finally:
        kernel32("CloseHandle")(token)


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
    (frozenset({"system"}), system_facts),
    (frozenset({"remote_links"}), link_facts),
    (frozenset({"container"}), container_facts),
    (frozenset({"wine"}), wine_facts),
    (frozenset({"memory_free_bytes"}), memory_facts),
)
PLACE_PROBES: tuple[tuple[frozenset[str], Callable[[str], dict[str, Any]]], ...] = (
    (
        frozenset(
            "volume device remote removable file_system hard_links reparse_points clones read_only name_limit".split()
        ),
        volume_facts,
    ),
    (frozenset({"free_bytes", "total_bytes", "quota_reached"}), space_facts),
    (
        frozenset("exists read_only_file directory link encrypted links cloud dangling age_seconds".split()),
        file_facts,
    ),
    (frozenset({"case_sensitive"}), case_facts),
    (frozenset({"owned"}), owner_facts),
    (frozenset({"path_length", "name_length", "reserved_name"}), name_facts),
)
