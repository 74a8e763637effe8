"""What Linux and macOS tell about themselves and about a path. Each probe returns only what is known."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

# For type checkers alone: what follows has no meaning on Windows, where it may still be imported.
assert sys.platform != "win32" or not TYPE_CHECKING  # noqa: S101 -- it never fails when it is run

__all__ = ["MACHINE_PROBES", "PLACE_PROBES"]

# Features by the driver that serves the volume: the kernel has no call that tells them.
WITHOUT_LINKS = frozenset("exfat vfat msdos fuse.exfat".split())
WITH_CLONES = frozenset("btrfs xfs apfs bcachefs".split())
WITH_LINKS = frozenset("ext2 ext3 ext4 tmpfs overlay zfs f2fs ntfs ntfs3 hfs".split()) | WITH_CLONES
REMOTE = frozenset(
    "nfs nfs4 cifs smb3 smbfs 9p afs ceph lustre gpfs fuse.sshfs fuse.glusterfs autofs afpfs virtiofs".split()
)
NAMES = {"exfat": "exFAT", "fuse.exfat": "exFAT", "vfat": "FAT32", "msdos": "FAT", "btrfs": "Btrfs", "xfs": "XFS"}
GETFLAGS = 0x80086601  # FS_IOC_GETFLAGS on 64-bit systems
FLAG_IMMUTABLE, FLAG_APPEND = 0x10, 0x20
UF_IMMUTABLE, UF_APPEND = 0x00020002, 0x00040004  # with the superuser's variants: BSD and macOS
MOST_LINKS = 40
ESCAPES = {"\\040": " ", "\\011": "\t", "\\012": "\n", "\\134": "\\"}


class Mount(NamedTuple):
    """One line of the kernel's table of mounts."""

    point: str
    kind: str
    source: str
    options: frozenset[str]
    device: str

    @property
    def remote(self) -> bool:
        """Return whether asking it for anything may leave this machine, or mount something."""
        return self.kind in REMOTE and not self.windows

    @property
    def windows(self) -> bool:
        """Return whether it is a Windows drive as WSL shows it."""
        return self.kind == "drvfs" or (self.kind == "9p" and any("aname=drvfs" in each for each in self.options))


def mounts() -> list[Mount]:
    """Return the mounts that this process sees; nothing where the kernel has no such table."""
    text = _read("/proc/self/mountinfo")
    return [mount for line in text.splitlines() if (mount := _parse(line))]


def _parse(line: str) -> Mount | None:
    before, _, after = line.partition(" - ")
    fields, rest = before.split(), after.split()
    if len(fields) < 6 or len(rest) < 3:  # noqa: PLR2004 -- the documented number of fields
        return None
    point = fields[4]
    for escape, character in ESCAPES.items():
        point = point.replace(escape, character)
    kind = _fuse_kind(rest[0], rest[1])
    return Mount(point, kind, rest[1], frozenset([*fields[5].split(","), *rest[2].split(",")]), fields[2])


def _fuse_kind(kind: str, source: str) -> str:
    """Return what a FUSE block device is formatted as, where udev or the volume's own first bytes tell."""
    if kind != "fuseblk":
        return kind
    try:
        with Path(source).open("rb") as volume:
            start = volume.read(16)
    except OSError:
        return kind
    return {b"EXFAT   ": "exfat", b"NTFS    ": "ntfs"}.get(start[3:11], kind)


def resolve(path: str, table: list[Mount]) -> tuple[str, Mount | None]:
    """Return where *path* leads and its mount, without touching what is remote: links are read one by one.

    The last part is not followed. What lies beyond a remote mount stays as it is written.
    """
    todo = [part for part in os.path.abspath(path).split("/") if part]  # noqa: PTH100 -- links are followed below
    done, links = "", 0
    while todo:
        mount = _mount_at(done or "/", table)
        if mount and mount.remote:
            return "/".join([done, *todo]), mount
        step = f"{done}/{todo.pop(0)}"
        beneath = _mount_at(step, table)
        if todo and not (beneath and beneath.remote) and os.path.islink(step) and links < MOST_LINKS:  # noqa: PTH114
            links += 1
            target = os.path.normpath(os.path.join(done or "/", os.readlink(step)))  # noqa: PTH115, PTH118
            todo, done = [*(part for part in target.split("/") if part), *todo], ""
        else:
            done = step
    return done or "/", _mount_at(done or "/", table)


def _mount_at(path: str, table: list[Mount]) -> Mount | None:
    inside = [mount for mount in table if path == mount.point or path.startswith(mount.point.rstrip("/") + "/")]
    longest = max((len(mount.point) for mount in inside), default=0)
    return next((mount for mount in reversed(inside) if len(mount.point) == longest), None)  # the last one covers


def _local(path: str) -> tuple[str, Mount | None] | None:
    """Return the resolved path and its mount, or None where it is remote or that cannot be told."""
    table = mounts()
    resolved, mount = resolve(path, table)
    if mount is None:
        return (resolved, None) if sys.platform == "darwin" and not resolved.startswith(("/Volumes", "/net")) else None
    return None if mount.remote else (resolved, mount)


def volume_facts(path: str) -> dict[str, Any]:
    """Return what the table of mounts says: nothing is opened."""
    resolved, mount = resolve(path, mounts())
    if mount is None:
        return {}
    found: dict[str, Any] = {
        "volume": mount.point,
        "file_system": NAMES.get(mount.kind, mount.kind),
        "device": mount.device,
        "remote": mount.remote,
        "windows_mount": mount.windows,
        "read_only": "ro" in mount.options,
        "no_exec": "noexec" in mount.options,
        "mount_point": resolved == mount.point,
    }
    if mount.kind in WITHOUT_LINKS:
        found |= {"hard_links": False, "symbolic_links": False, "clones": False}
    elif mount.kind in WITH_LINKS:
        found |= {"hard_links": True, "symbolic_links": True}
        if mount.kind != "xfs":  # XFS has clones unless it was made without
            found["clones"] = mount.kind in WITH_CLONES
    return found


def space_facts(path: str) -> dict[str, Any]:
    """Return the space on a local volume, from statvfs."""
    if not (local := _local(path)):
        return {}
    try:
        space = os.statvfs(local[1].point if local[1] else _existing(local[0]))
    except OSError:
        return {}
    found: dict[str, Any] = {
        "free_bytes": space.f_bavail * space.f_frsize,
        "total_bytes": space.f_blocks * space.f_frsize,
        "name_limit": space.f_namemax,
    }
    return found | ({"free_inodes": space.f_favail} if space.f_files else {})


def file_facts(path: str) -> dict[str, Any]:
    """Return what lstat says of a local path; its owner and mode are those of the nearest thing that exists."""
    if not (local := _local(path)):
        return {}
    resolved = local[0]
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
        "mode": f"{stat.S_IMODE(status.st_mode):04o}",
        "writable": link or os.access(place, os.W_OK, effective_ids=os.access in os.supports_effective_ids),
    }
    if place == resolved:
        found |= {"link": link, "directory": stat.S_ISDIR(status.st_mode), "links": status.st_nlink}
        if stat.S_ISREG(status.st_mode):
            found["executable"] = bool(status.st_mode & 0o111)
        if link:
            found["dangling"] = _dangling(resolved)
    return found | _flags(place, status)


def _dangling(link: str) -> bool | None:
    target = os.path.join(os.path.dirname(link), os.readlink(link))  # noqa: PTH115, PTH118, PTH120
    local = _local(target)
    return not os.path.lexists(local[0]) if local else None


def _flags(place: str, status: os.stat_result) -> dict[str, Any]:
    flags = getattr(status, "st_flags", None)
    if flags is not None:
        return {"immutable": bool(flags & UF_IMMUTABLE), "append_only": bool(flags & UF_APPEND)}
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
    return {"immutable": bool(bits & FLAG_IMMUTABLE), "append_only": bool(bits & FLAG_APPEND)}


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


def user_facts() -> dict[str, Any]:
    """Return who runs this."""
    return {"user": _user_name(os.geteuid()), "elevated": os.geteuid() == 0}


def limit_facts() -> dict[str, Any]:
    """Return the limits of this process."""
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    size, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    found: dict[str, Any] = {"file_size_limited": size != resource.RLIM_INFINITY}
    return found | ({} if soft == resource.RLIM_INFINITY else {"open_files_limit": soft})


def kernel_facts() -> dict[str, Any]:
    """Return what the Linux kernel says of itself; nothing elsewhere."""
    found: dict[str, Any] = {}
    if value := _read("/proc/sys/fs/protected_hardlinks").strip():
        found["protected_hardlinks"] = value != "0"
    if enforcing := _read("/sys/fs/selinux/enforce").strip():
        found["selinux"] = "enforcing" if enforcing == "1" else "permissive"
    profile = _read("/proc/self/attr/current").strip("\0\n ")
    if profile.endswith("(enforce)"):
        found["apparmor"] = profile.removesuffix("(enforce)").strip()
    release = _read("/proc/sys/kernel/osrelease").lower()
    if release:
        found["wsl"] = 2 if "wsl2" in release else 1 if "microsoft" in release else 0
    for line in _read("/proc/meminfo").splitlines():
        if line.startswith("MemAvailable:"):
            found["memory_free_bytes"] = int(line.split()[1]) * 1024
    return found


def container_facts() -> dict[str, Any]:
    """Return which kind of container this runs in, where it says so."""
    named = os.environ.get("container", "")  # noqa: SIM112 -- systemd and podman write it so
    marks = {"/.dockerenv": "docker", "/run/.containerenv": "podman"}
    found = named or next((name for mark, name in marks.items() if os.path.exists(mark)), "")  # noqa: PTH110
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
    (frozenset({"user", "elevated"}), user_facts),
    (frozenset({"file_size_limited", "open_files_limit"}), limit_facts),
    (frozenset({"protected_hardlinks", "selinux", "apparmor", "wsl", "memory_free_bytes"}), kernel_facts),
    (frozenset({"container"}), container_facts),
    (frozenset({"default_route", "name_servers"}), network_facts),
)
PLACE_PROBES: tuple[tuple[frozenset[str], Callable[[str], dict[str, Any]]], ...] = (
    (
        frozenset(
            "volume file_system device remote windows_mount read_only no_exec mount_point"
            " hard_links symbolic_links clones".split()
        ),
        volume_facts,
    ),
    (frozenset("free_bytes total_bytes free_inodes name_limit".split()), space_facts),
    (
        frozenset(
            "exists owner owned mode executable writable link directory links dangling immutable append_only".split()
        ),
        file_facts,
    ),
    (frozenset({"path_length", "name_length"}), name_facts),
)
