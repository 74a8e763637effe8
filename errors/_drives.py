r"""Where a path leads on Windows, and which drive that is on, without touching what may be remote.

A mere look at a path on a server can send credentials, or hang. So only paths on a local drive's letter are followed,
part by part; `\\server\share` in each of its spellings, devices, and what else has a name of its own are left alone.
"""

from __future__ import annotations

import ntpath
import os
import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Where", "kernel32", "resolve"]

DRIVE_UNKNOWN, DRIVE_MISSING, DRIVE_REMOVABLE, DRIVE_REMOTE = 0, 1, 2, 4
MOUNT_POINT_TAG, SYMLINK_TAG = 0xA0000003, 0xA000000C
MOST_LINKS = 63  # as many as Windows follows
DEVICE_PREFIX = re.compile(r"\\\\[?.]\\|\\\?\?\\")  # \\?\ and \\.\ and the kernel's own \??\
LETTER = re.compile(r"[A-Za-z]:(?=\\|$)")
MOUNTED_VOLUME = re.compile(r"Volume\{[0-9A-Fa-f-]{36}\}(?=\\|$)")
# What the kernel calls the parts of Windows that talk to servers: MUP stands before all of them.
REDIRECTORS = re.compile(
    r"\\\?\?\\UNC\\|\\Device\\(?:Mup|LanmanRedirector|WebDavRedirector|RdpDr|NfsRdr|MRxNfs|Nwrdr|VBoxMiniRdr|vmsmb|hgfs"
    r"|P9Rdr|PRL_FS)\b",
    re.IGNORECASE,
)


class Where(NamedTuple):
    """Where a path leads."""

    path: str
    drive: str | None = None  # "C:", or a volume without a letter: "\\\\?\\Volume{...}"
    kind: int = DRIVE_UNKNOWN
    remote: bool | None = None  # None where that cannot be told: then it is not touched


def kernel32(name: str) -> Any:
    """Return a function of Windows' kernel32."""
    if sys.platform != "win32":
        raise OSError("only Windows has this")
    import ctypes

    return getattr(ctypes.windll.kernel32, name)


def resolve(
    path: str,
    *,
    last: bool = False,
    device_of: Callable[[str], str | None] | None = None,
    kind_of: Callable[[str], int] | None = None,
    target_of: Callable[[str], str | None] | None = None,
) -> Where:
    """Return where *path* leads; links and substituted drives are read one by one, and only on local drives.

    Args:
        path: Of any kind.
        last: Whether the last part is followed too.
        device_of: Returns what the kernel calls a drive; it and those below are Windows' own unless they are given.
        kind_of: Returns the type of a drive, once it is known not to be a server's by its device.
        target_of: Returns where a link leads, None for what is no link.
    """
    device_of, kind_of, target_of = device_of or _device_of, kind_of or _kind_of, target_of or _target_of
    for _ in range(MOST_LINKS):
        drive, rest = _split(path)
        if drive is None:
            return Where(path, remote=True if rest == "remote" else None)
        device = device_of(drive) if len(drive) == len("C:") else ""
        if device is None:
            return Where(path, drive)
        if REDIRECTORS.match(device):
            return Where(path, drive, DRIVE_REMOTE, remote=True)
        if device.startswith("\\??\\"):  # subst
            path = ntpath.join(device, rest)
            continue
        kind = kind_of(drive)
        if kind in (DRIVE_UNKNOWN, DRIVE_MISSING, DRIVE_REMOTE):
            return Where(path, drive, kind, remote=True if kind == DRIVE_REMOTE else None)
        followed = _follow(drive, rest, target_of, last=last)
        if followed is None:
            return Where(f"{drive}\\{rest}", drive, kind, remote=False)
        path = followed
    return Where(path)


def _split(path: str) -> tuple[str | None, str]:
    r"""Return a path's drive and the rest of it; no drive and `remote` for a server's, no drive and nothing else."""
    text = path.replace("/", "\\")
    if not text.startswith("\\\\") and not LETTER.match(text) and not DEVICE_PREFIX.match(text):
        text = ntpath.join(os.getcwd(), text)  # noqa: PTH109
    prefix = DEVICE_PREFIX.match(text)
    if prefix is None and text.startswith("\\\\"):
        return None, "remote"
    text = text[prefix.end() :] if prefix else text
    if text.upper().startswith("UNC\\") or re.match(r"GLOBALROOT\\Device\\(?:Mup|Lanman|WebDav)", text, re.IGNORECASE):
        return None, "remote"
    if named := LETTER.match(text):
        return named[0].upper(), ntpath.normpath(text[named.end() :] or "\\").lstrip("\\")
    if prefix and (named := MOUNTED_VOLUME.match(text)):
        return f"\\\\?\\{named[0]}", ntpath.normpath(text[named.end() :] or "\\").lstrip("\\")
    return None, ""


def _follow(drive: str, rest: str, target_of: Callable[[str], str | None], *, last: bool) -> str | None:
    """Return the path that a link on the way leads to, with what comes behind it; None where there is none."""
    parts = [part for part in rest.split("\\") if part not in {"", "."}]
    done = f"{drive}\\"
    for place, part in enumerate(parts):
        above, done = done, ntpath.join(done, part)
        if place == len(parts) - 1 and not last:
            return None
        target = target_of(done)
        if target is not None:
            return ntpath.join(above, target, *parts[place + 1 :])
    return None


def _device_of(drive: str) -> str | None:
    """Return what the kernel calls a drive; only its table of names is read."""
    import ctypes

    name = ctypes.create_unicode_buffer(1024)
    return name.value if kernel32("QueryDosDeviceW")(drive, name, 1024) else None


def _kind_of(drive: str) -> int:
    return int(kernel32("GetDriveTypeW")(f"{drive}\\"))


def _target_of(path: str) -> str | None:
    try:
        status = os.lstat(path)
        linked = getattr(status, "st_reparse_tag", 0) in (MOUNT_POINT_TAG, SYMLINK_TAG)
        return os.readlink(path) if linked else None  # noqa: PTH115
    except OSError:
        return None
