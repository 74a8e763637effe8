"""What Linux and macOS tell about themselves and about a path. Every function returns only what is known."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import NamedTuple

__all__ = ["machine_facts", "place_facts"]

# Features by the driver that serves the volume: what each lacks is a property of the format, not of the mount.
WITHOUT_LINKS = {"exfat", "vfat", "msdos", "fuse.exfat"}
WITH_CLONES = {"btrfs", "xfs", "apfs", "bcachefs"}
WITH_LINKS = {
    "ext2",
    "ext3",
    "ext4",
    "tmpfs",
    "overlay",
    "zfs",
    "f2fs",
    "ntfs",
    "ntfs3",
    "fuseblk",
    "hfs",
} | WITH_CLONES
REMOTE = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "fuse.sshfs",
    "fuse.glusterfs",
    "autofs",
    "afpfs",
}
DISPLAY = {"exfat": "exFAT", "fuse.exfat": "exFAT", "vfat": "FAT32", "msdos": "FAT", "btrfs": "Btrfs", "xfs": "XFS"}


class Mount(NamedTuple):
    """One line of the kernel's table of mounts."""

    point: str
    kind: str
    source: str
    options: frozenset[str]


def machine_facts(wanted: set[str]) -> dict[str, object]:
    """Return facts about the machine."""
    found: dict[str, object] = {"platform": "macos" if sys.platform == "darwin" else "linux"}
    if "elevated" in wanted:
        found["elevated"] = os.geteuid() == 0  # type: ignore[attr-defined, unused-ignore]
    if "environment" in wanted:
        found["environment"] = sys.prefix != sys.base_prefix
    return found


def place_facts(path: str) -> dict[str, object]:
    """Return facts about *path*; nothing of a volume that is remote is opened."""
    mount = _mount_of(path)
    if mount is None:
        return {}
    found: dict[str, object] = {
        "volume": mount.point,
        "file_system": DISPLAY.get(_kind(mount), _kind(mount)),
        "device": mount.source,
        "remote": _kind(mount) in REMOTE,
        "read_only": "ro" in mount.options,
        "no_exec": "noexec" in mount.options,
    }
    found |= _features(_kind(mount))
    if not found["remote"]:
        found |= _space(mount.point) | _owner(path)
    return found


def _features(kind: str) -> dict[str, object]:
    if kind in WITHOUT_LINKS:
        return {"hard_links": False, "symbolic_links": False, "clones": False}
    if kind in WITH_LINKS:
        return {"hard_links": True, "symbolic_links": True, "clones": kind in WITH_CLONES}
    return {}


def _kind(mount: Mount) -> str:
    if mount.kind == "fuseblk" and "exfat" in mount.source:
        return "exfat"
    return mount.kind


def _mount_of(path: str) -> Mount | None:
    """Return the mount that *path* is on, by its name alone: asking a remote volume can hang."""
    absolute = os.path.abspath(path)  # noqa: PTH100 -- Path.resolve would follow links
    inside = [
        mount for mount in _mounts() if absolute == mount.point or absolute.startswith(mount.point.rstrip("/") + "/")
    ]
    return max(inside, key=lambda mount: len(mount.point), default=None)


def _mounts() -> list[Mount]:
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:  # macOS has no such table
        return []
    mounts = []
    for line in lines:
        before, _, after = line.partition(" - ")
        fields, (kind, source, options, *_) = before.split(), after.split()
        point = fields[4].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        mounts.append(Mount(point, kind, source, frozenset([*fields[5].split(","), *options.split(",")])))
    return mounts


def _space(point: str) -> dict[str, object]:
    try:
        space = os.statvfs(point)  # type: ignore[attr-defined, unused-ignore]
    except OSError:
        return {}
    found: dict[str, object] = {
        "free_bytes": space.f_bavail * space.f_frsize,
        "total_bytes": space.f_blocks * space.f_frsize,
    }
    if space.f_files:
        found["free_inodes"] = space.f_favail
    return found


def _owner(path: str) -> dict[str, object]:
    """Return whose *path* is, or the nearest folder above it that exists."""
    status = None
    found: dict[str, object] = {}
    for place in (Path(path), *Path(path).absolute().parents):
        try:
            status = place.lstat()
        except OSError:
            continue
        found["exists"] = place == Path(path)
        break
    if status is None:
        return found
    user = os.geteuid()  # type: ignore[attr-defined, unused-ignore]
    found |= {
        "owner": _user_name(status.st_uid),
        "owned": status.st_uid == user,
        "mode": f"{stat.S_IMODE(status.st_mode):04o}",
    }
    return found


def _user_name(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name  # type: ignore[attr-defined, unused-ignore]
    except (KeyError, OSError):
        return str(uid)
