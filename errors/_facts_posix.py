"""What Linux and macOS tell about themselves and about a path. Each probe returns only what is known."""

from __future__ import annotations

import errno
import os
import stat
import struct
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._mounts import local, mounts, resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._mounts import Mount

# For type checkers alone: what follows has no meaning on Windows, where it may still be imported.
assert sys.platform != "win32" or not TYPE_CHECKING  # noqa: S101 -- it never fails when it is run

__all__ = ["MACHINE_PROBES", "PLACE_PROBES"]

# Features by the driver that serves the volume: Linux has no call that tells them; macOS has, see _facts_macos.py.
WITHOUT_LINKS = frozenset("exfat vfat msdos fuse.exfat".split())
WITH_CLONES = frozenset("btrfs xfs bcachefs".split())
WITH_LINKS = frozenset("ext2 ext3 ext4 tmpfs overlay zfs f2fs ntfs ntfs3 fuse.ntfs-3g".split()) | WITH_CLONES
FOLDS_CASE = frozenset("vfat msdos exfat fuse.exfat".split())  # a folder of the others can, by a flag
NAMES = {
    "exfat": "exFAT", "fuse.exfat": "exFAT", "vfat": "FAT32", "msdos": "FAT", "btrfs": "Btrfs", "xfs": "XFS",
    "apfs": "APFS", "hfs": "HFS+", "ntfs": "NTFS", "ntfs3": "NTFS", "fuse.ntfs-3g": "NTFS",
}  # fmt: skip
GETFLAGS = 0x80086601  # FS_IOC_GETFLAGS on 64-bit systems
FLAG_APPEND, FLAG_IMMUTABLE, FLAG_ENCRYPTED, FLAG_FOLDS_CASE = 0x20, 0x10, 0x800, 0x40000000
# st_flags of BSD and macOS, with the superuser's variants; the last is macOS's mark of a file that is kept online.
UF_IMMUTABLE, UF_APPEND, SF_DATALESS = 0x00020002, 0x00040004, 0x40000000
# struct if_dqblk: blocks (of 1 KiB) at most, wanted; bytes used; files at most, wanted, used; two times; what is valid
QUOTA, QUOTA_BLOCK = struct.Struct("=8QI4x"), 1024
GET_USER_QUOTA, GET_GROUP_QUOTA = 0x80000700, 0x80000701  # QCMD(Q_GETQUOTA, USRQUOTA), and for GRPQUOTA
SOON_USED_UP = 4096  # bytes below a quota in which nothing can be done


def _fuse_kind(mount: Mount) -> str:
    """Return what a FUSE block device is formatted as, where the volume's own first bytes tell."""
    if mount.kind != "fuseblk":
        return mount.kind
    try:
        with Path(mount.source).open("rb") as volume:
            start = volume.read(16)
    except OSError:
        return mount.kind
    return {b"EXFAT   ": "exfat", b"NTFS    ": "ntfs"}.get(start[3:11], mount.kind)


def volume_facts(path: str) -> dict[str, Any]:
    """Return what the table of mounts says; a volume that is not known to be local is only named."""
    resolved, mount = resolve(path, mounts())
    if mount is None:
        return {}
    here = mount.remote is False
    if here and sys.platform == "darwin":  # the table tells firmlinks from nothing: statfs knows where they lead
        from ._facts_macos import mount_of

        mount = mount_of(_existing(resolved)) or mount
    kind = _fuse_kind(mount) if here else mount.kind
    found: dict[str, Any] = {
        "volume": mount.point,
        "file_system": NAMES.get(kind, kind) or None,
        "device": mount.device,
        "remote": mount.remote,
        "windows_mount": mount.windows,
        "read_only": "ro" in mount.options,
        "no_exec": "noexec" in mount.options,
        "mount_point": resolved == mount.point,
    }
    if sys.platform == "darwin":
        from ._facts_macos import features

        return found | {"removable": "removable" in mount.options} | (features(mount.point) if here else {})
    if here and (removable := _removable(mount.device)) is not None:
        found["removable"] = removable
    return found | _features(kind)


def _features(kind: str) -> dict[str, Any]:
    """Return what a file system of Linux can do, as far as that is the same for each volume of its kind."""
    if kind in WITHOUT_LINKS:
        return {"hard_links": False, "symbolic_links": False, "clones": False, "case_sensitive": False}
    found: dict[str, Any] = {"hard_links": True, "symbolic_links": True} if kind in WITH_LINKS else {}
    if kind in WITH_LINKS and kind != "xfs":  # XFS has clones unless it was made without
        found["clones"] = kind in WITH_CLONES
    return found


def _removable(device: str) -> bool | None:
    """Return what the kernel says of the disk that a block device is, or is a part of."""
    folder = f"/sys/dev/block/{device}"
    told = _read(f"{folder}/removable") or _read(f"{folder}/../removable")
    return told.strip() == "1" if told else None


def space_facts(path: str) -> dict[str, Any]:
    """Return the space on a local volume, from statvfs, and whether our quota there is used up."""
    if not (found := local(path)):
        return {}
    try:
        space = os.statvfs(_existing(found[0]))
    except OSError:
        return {}
    facts: dict[str, Any] = {
        "free_bytes": space.f_bavail * space.f_frsize,
        "total_bytes": space.f_blocks * space.f_frsize,
        "name_limit": space.f_namemax,
    }
    return facts | ({"free_inodes": space.f_favail} if space.f_files else {})


def quota_facts(path: str) -> dict[str, Any]:
    """Return whether the user's or the group's quota is used up, where Linux keeps one on this local volume."""
    found = local(path)
    if not sys.platform.startswith("linux") or not found or not found[1].source.startswith("/dev/"):
        return {}
    import ctypes

    ask = ctypes.CDLL(None, use_errno=True).quotactl
    buffer = ctypes.create_string_buffer(QUOTA.size)
    answers = []
    for command, owner in ((GET_USER_QUOTA, os.geteuid()), (GET_GROUP_QUOTA, os.getegid())):
        if not ask(ctypes.c_int(command), os.fsencode(found[1].source), owner, buffer):
            answers.append(quota_reached(buffer.raw))
    return {"quota_reached": any(answers)} if answers else {}


def quota_reached(data: bytes) -> bool:
    """Return whether the `struct if_dqblk` of linux/quota.h says that nothing more may be stored."""
    hard, _, space, most_files, _, files, *_ = QUOTA.unpack(data[: QUOTA.size])
    full = bool(hard) and space + SOON_USED_UP > hard * QUOTA_BLOCK
    return full or bool(most_files and files >= most_files)


def file_facts(path: str) -> dict[str, Any]:
    """Return what lstat says of a local path; its owner and mode are those of the nearest thing that exists."""
    if not (there := local(path)):
        return {}
    resolved = there[0]
    place = _existing(resolved)
    try:
        status = os.lstat(place)
    except OSError:
        return {}
    link = stat.S_ISLNK(status.st_mode)
    found: dict[str, Any] = {
        "exists": place == resolved,
        "owner": _user_name(status.st_uid),
        "owned": status.st_uid == os.geteuid(),
        "group": _group_name(status.st_gid),
        "in_group": status.st_gid in {os.getegid(), *os.getgroups()},
        "mode": f"{stat.S_IMODE(status.st_mode):04o}",
        "writable": link or os.access(place, os.W_OK, effective_ids=os.access in os.supports_effective_ids),
    }
    if place == resolved:
        found |= {"link": link, "directory": stat.S_ISDIR(status.st_mode), "links": status.st_nlink}
        if stat.S_ISREG(status.st_mode):
            found["executable"] = bool(status.st_mode & 0o111)
        found["age_seconds"] = max(0, int(time.time() - max(status.st_mtime, status.st_ctime)))
        if link:
            found["dangling"] = _dangling(resolved)
    return found | _flags(place, status)


def _dangling(link: str) -> bool | None:
    there = local(link, last=True)
    return not os.path.lexists(there[0]) if there else None


def _flags(place: str, status: os.stat_result) -> dict[str, Any]:
    flags = getattr(status, "st_flags", None)
    if flags is not None:
        found = {"immutable": bool(flags & UF_IMMUTABLE), "append_only": bool(flags & UF_APPEND)}
        return found | ({"cloud": True} if flags & SF_DATALESS else {})
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        return {}  # opening a FIFO waits, opening a device may do something
    import fcntl

    try:
        opened = os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        try:
            bits = int.from_bytes(fcntl.ioctl(opened, GETFLAGS, bytes(8))[:4], sys.byteorder)
        finally:
            os.close(opened)
    except OSError:
        return {}
    found = {"immutable": bool(bits & FLAG_IMMUTABLE), "append_only": bool(bits & FLAG_APPEND)}
    if stat.S_ISDIR(status.st_mode):
        found["case_sensitive"] = not bits & FLAG_FOLDS_CASE
    return found | ({"encrypted": True} if bits & FLAG_ENCRYPTED else {})


def name_facts(path: str) -> dict[str, Any]:
    """Return the lengths of a path and of its longest part, in bytes."""
    encoded = os.fsencode(path)
    return {"path_length": len(encoded), "name_length": max(map(len, encoded.split(b"/")))}


def _existing(path: str) -> str:
    while not os.path.lexists(path) and path != "/":
        path = os.path.dirname(path)  # noqa: PTH120
    return path


def _user_name(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except (KeyError, OSError):
        return str(uid)


def _group_name(gid: int) -> str:
    import grp

    try:
        return grp.getgrgid(gid).gr_name
    except (KeyError, OSError):
        return str(gid)


def system_facts() -> dict[str, Any]:
    """Return the system's name and version, and whether macOS translates this program for another processor."""
    import platform

    if sys.platform == "darwin":
        from ._facts_macos import rosetta

        return {"system": f"macOS {platform.mac_ver()[0]}", "rosetta": rosetta()}
    try:
        named = platform.freedesktop_os_release()
    except OSError:
        return {"system": f"{platform.system()} {platform.release()}"}
    return {"system": named.get("PRETTY_NAME") or named["NAME"]}


def user_facts() -> dict[str, Any]:
    """Return who runs this."""
    return {"user": _user_name(os.geteuid()), "elevated": os.geteuid() == 0}


def limit_facts() -> dict[str, Any]:
    """Return the limits of this process, and how many files it has open."""
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    size, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    found: dict[str, Any] = {"file_size_limited": size != resource.RLIM_INFINITY}
    if soft != resource.RLIM_INFINITY:
        found["open_files_limit"] = soft
    try:
        found["open_files"] = len(os.listdir("/dev/fd"))  # noqa: PTH208
    except OSError as error:  # no file is left to list them with
        if error.errno == errno.EMFILE:
            found["open_files"] = found.get("open_files_limit")
    return found


def kernel_facts() -> dict[str, Any]:
    """Return what the Linux kernel says of itself; nothing elsewhere."""
    found: dict[str, Any] = {}
    if value := _read("/proc/sys/fs/protected_hardlinks").strip():
        found["protected_hardlinks"] = value != "0"
    enforcing = _read("/sys/fs/selinux/enforce").strip()
    found["selinux"] = {"1": "enforcing", "0": "permissive"}.get(enforcing, "disabled")
    profile = _read("/proc/self/attr/current").strip("\0\n ")
    if profile.endswith("(enforce)"):
        found["apparmor"] = profile.removesuffix("(enforce)").strip()
    release = _read("/proc/sys/kernel/osrelease").lower()
    if release:
        found["wsl"] = 2 if "microsoft-standard" in release else 1 if "microsoft" in release else 0
    for line in _read("/proc/meminfo").splitlines():
        if line.startswith("MemAvailable:"):
            found["memory_free_bytes"] = int(line.split()[1]) * 1024
    return found


def container_facts() -> dict[str, Any]:
    """Return which kind of container this runs in, where it says so."""
    named = os.environ.get("container") or _read("/run/systemd/container").strip()  # noqa: SIM112 -- it is written so
    marks = {"/.dockerenv": "docker", "/run/.containerenv": "podman"}
    found = named or next((name for mark, name in marks.items() if os.path.exists(mark)), "")  # noqa: PTH110
    if not found and os.environ.get("KUBERNETES_SERVICE_HOST"):
        found = "kubernetes"
    return {"container": found} if found else {}


def network_facts() -> dict[str, Any]:
    """Return whether there is a default route and a name server, without sending anything."""
    found: dict[str, Any] = {}
    if routes := _read("/proc/net/route"):
        four = any(line.split()[1:2] == ["00000000"] for line in routes.splitlines()[1:])
        six = any(
            line.startswith("0" * 32 + " 00 ") and not line.endswith(" lo")
            for line in _read("/proc/net/ipv6_route").splitlines()
        )
        found["default_route"] = four or six
    if servers := _read("/etc/resolv.conf"):
        found["name_servers"] = any(line.split()[:1] == ["nameserver"] for line in servers.splitlines())
    return found


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


MACHINE_PROBES: tuple[tuple[frozenset[str], Callable[[], dict[str, Any]]], ...] = (
    (frozenset({"system", "rosetta"}), system_facts),
    (frozenset({"user", "elevated"}), user_facts),
    (frozenset({"file_size_limited", "open_files_limit", "open_files"}), limit_facts),
    (frozenset({"protected_hardlinks", "selinux", "apparmor", "wsl", "memory_free_bytes"}), kernel_facts),
    (frozenset({"container"}), container_facts),
    (frozenset({"default_route", "name_servers"}), network_facts),
)
PLACE_PROBES: tuple[tuple[frozenset[str], Callable[[str], dict[str, Any]]], ...] = (
    (
        frozenset(
            "volume file_system device remote removable windows_mount read_only no_exec mount_point"
            " hard_links symbolic_links clones case_sensitive".split()
        ),
        volume_facts,
    ),
    (frozenset("free_bytes total_bytes free_inodes name_limit".split()), space_facts),
    (frozenset({"quota_reached"}), quota_facts),
    (
        frozenset(
            "exists owner owned group in_group mode executable writable link directory links dangling immutable"
            " append_only encrypted cloud case_sensitive age_seconds".split()
        ),
        file_facts,
    ),
    (frozenset({"path_length", "name_length"}), name_facts),
)
