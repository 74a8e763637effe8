"""Where a path leads on Linux and macOS, and which volume that is on, without touching what may be remote.

A mere `stat` of what is remote can send credentials, mount something, or hang. So a path is followed part by part, and
only while the kernel's table of mounts says that the next part is on this machine.
"""

from __future__ import annotations

import os
import posixpath
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Mount", "Table", "local", "mount_at", "mounts", "read_mountinfo", "read_statfs", "resolve", "table_of"]

REMOTE = frozenset(
    "nfs nfs4 cifs smb3 smbfs ncpfs 9p afs kafs coda ceph lustre gpfs beegfs gfs2 ocfs2 orangefs pvfs2 panfs acfs"
    " autofs afpfs webdav davfs virtiofs vboxsf prl_fs vmhgfs fuse.sshfs fuse.glusterfs fuse.ceph fuse.davfs2"
    " fuse.rclone fuse.s3fs fuse.gcsfuse fuse.blobfuse fuse.gvfsd-fuse fuse.vmhgfs-fuse fuse.juicefs".split()
)
# Kept by this machine although they lie on no block device of their own. Whatever else lies on none is not known to
# be local: a FUSE daemon may ask anybody.
HERE = frozenset(
    "tmpfs ramfs devtmpfs rootfs overlay btrfs zfs bcachefs ubifs proc sysfs devpts mqueue hugetlbfs cgroup cgroup2"
    " fuse.exfat fuse.ntfs fuse.ntfs-3g fuse.fuse-overlayfs".split()
)
ESCAPES = {"\\040": " ", "\\011": "\t", "\\012": "\n", "\\134": "\\"}
MOST_LINKS = 40  # as many as Linux follows
MOST_PARTS = 300  # of a path; a longer one is somebody's trap

# struct statfs with 64-bit inodes, of macOS's <sys/mount.h>: block size, I/O size; blocks, free, available, files,
# free files; file system's id; owner, type, flags, subtype; type's name; mounted on; mounted from; more flags
STATFS = struct.Struct("<Ii5Q2iIIII16s1024s1024sI28x")
FLAG_READ_ONLY, FLAG_NO_EXEC, FLAG_REMOVABLE, FLAG_LOCAL, FLAG_AUTOMOUNTED = 0x1, 0x4, 0x200, 0x1000, 0x400000
WITHOUT_ASKING = 2  # MNT_NOWAIT: what the kernel remembers, no file system is asked


class Mount(NamedTuple):
    """One mounted volume."""

    point: str
    kind: str  # as the system names the file system
    source: str
    options: frozenset[str]
    device: str  # equal for everything on the same volume
    remote: bool | None  # whether asking it for anything may leave this machine; None where that cannot be told

    @property
    def windows(self) -> bool:
        """Return whether it is a Windows drive as WSL shows it."""
        return self.kind == "drvfs" or (self.kind == "9p" and any("aname=drvfs" in each for each in self.options))


Table = dict[str, Mount]


def mounts() -> Table:
    """Return what is mounted where, as this process sees it; nothing where the system does not tell."""
    if sys.platform == "darwin":
        return table_of(read_statfs(_all_statfs()))
    try:
        text = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return {}
    return table_of([*_root(), *read_mountinfo(text)])


def _root() -> list[Mount]:
    """Return what is known of the root, for who is in a folder that is none of the table's (chroot)."""
    if sys.platform == "win32":
        return []
    device = os.stat("/").st_dev  # noqa: PTH116
    mount = Mount("/", "", "", frozenset(), f"{os.major(device)}:{os.minor(device)}", None)
    return [mount._replace(remote=_is_remote(mount))]


def table_of(found: Iterable[Mount]) -> Table:
    """Return mounts by their point: a later one covers an earlier one."""
    return {mount.point: mount for mount in found}


def read_mountinfo(text: str) -> list[Mount]:
    """Return the mounts in Linux's /proc/self/mountinfo, in order."""
    return [mount for line in text.splitlines() if (mount := _read_line(line))]


def _read_line(line: str) -> Mount | None:
    before, _, after = line.partition(" - ")
    fields, rest = before.split(" "), after.split(" ")
    if len(fields) < 6 or len(rest) < 3:  # noqa: PLR2004 -- the documented number of fields
        return None
    point, source = _unescaped(fields[4]), _unescaped(rest[1])
    mount = Mount(point, rest[0], source, frozenset([*fields[5].split(","), *rest[2].split(",")]), fields[2], None)
    return mount._replace(remote=_is_remote(mount))


def _unescaped(text: str) -> str:
    for escape, character in ESCAPES.items():
        text = text.replace(escape, character)
    return text


def _is_remote(mount: Mount) -> bool | None:
    if mount.windows:  # a network drive of Windows shows as one as well
        paths = [mount.source, *(part.removeprefix("path=") for each in mount.options for part in each.split(";"))]
        return any(path.upper().startswith(("\\\\", "//", "UNC\\", "UNC/")) for path in paths)
    if mount.kind in REMOTE:
        return True
    on_block_device = not mount.device.startswith("0:")
    return False if on_block_device or mount.kind in HERE else None


def read_statfs(data: bytes) -> list[Mount]:
    """Return the mounts in an array of macOS's `struct statfs`."""
    whole = len(data) // STATFS.size * STATFS.size
    return [_mount_of(*fields[7:9], fields[11], *fields[13:16]) for fields in STATFS.iter_unpack(data[:whole])]


def _mount_of(device: int, part: int, flags: int, *names: bytes) -> Mount:
    kind, point, source = (os.fsdecode(name.partition(b"\0")[0]) for name in names)
    named = {FLAG_READ_ONLY: "ro", FLAG_NO_EXEC: "noexec", FLAG_REMOVABLE: "removable", FLAG_AUTOMOUNTED: "automounted"}
    options = frozenset(name for flag, name in named.items() if flags & flag)
    remote = not flags & FLAG_LOCAL or kind in REMOTE or "automounted" in options
    return Mount(point, kind, source, options, f"{device}:{part}", remote)


def _all_statfs() -> bytes:
    """Return every `struct statfs` that the kernel of macOS remembers."""
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    # Intel's libraries keep the older structure under the plain name.
    ask = getattr(library, "getfsstat$INODE64", None) or library.getfsstat
    room = (ask(None, 0, WITHOUT_ASKING) + 8) * STATFS.size
    buffer = ctypes.create_string_buffer(room)
    count = ask(buffer, room, WITHOUT_ASKING)
    return buffer.raw[: max(count, 0) * STATFS.size]


def mount_at(path: str, table: Table) -> Mount | None:
    """Return the mount that holds *path*, an absolute path without links."""
    while path not in table:
        above = posixpath.dirname(path)
        if above == path:
            return None
        path = above
    return table[path]


def resolve(path: str, table: Table, *, last: bool = False) -> tuple[str, Mount | None]:
    """Return where *path* leads, and its mount; links are read one by one, and only on local volumes.

    Args:
        path: Of any kind; `..` means the folder above the one that a link leads to, as it does to the kernel.
        table: What `mounts` returned.
        last: Whether the last part is followed too.

    What lies in a place that is not local, or that cannot be told, stays as it is written. No mount means: unknown.
    """
    todo = _parts(path if path.startswith("/") else posixpath.join(os.getcwd(), path))  # noqa: PTH109
    if len(todo) > MOST_PARTS:
        return path, None
    done, links = "", 0
    while todo:
        mount = mount_at(done or "/", table)
        if mount is None or mount.remote is not False:
            return "/".join([done, *todo]), mount
        part = todo.pop(0)
        if part == "..":
            done = done.rpartition("/")[0]
            continue
        step = f"{done}/{part}"
        beneath = mount_at(step, table)
        if beneath and beneath.remote is False and (todo or last) and os.path.islink(step):  # noqa: PTH114
            links += 1
            if links > MOST_LINKS:
                return path, None
            target = os.readlink(step)  # noqa: PTH115
            todo, done = [*_parts(target), *todo], "" if target.startswith("/") else done
        else:
            done = step
    return done or "/", mount_at(done or "/", table)


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in {"", "."}]


def local(path: str, *, last: bool = False) -> tuple[str, Mount] | None:
    """Return where *path* leads and its mount, or None where that is remote or cannot be told; see `resolve`."""
    resolved, mount = resolve(path, mounts(), last=last)
    return (resolved, mount) if mount and mount.remote is False else None
