"""Reparse data, the bytes behind junctions and Windows symlinks: built and read on any platform.

The layout is that of REPARSE_DATA_BUFFER in Microsoft's "Windows Driver Kit" documentation (ntifs.h): a tag, a length,
and two names in UTF-16, one for the kernel (the substitute name) and one for people (the print name).
"""

from __future__ import annotations

import struct

import attrs

from .modes import Reason, RefusedError

__all__ = ["MOUNT_POINT", "SYMLINK", "ReparseDataError", "ReparsePoint", "build_junction", "junction_names", "parse"]

MOUNT_POINT = 0xA0000003
SYMLINK = 0xA000000C
RELATIVE = 1
LONGEST = 16 * 1024  # MAXIMUM_REPARSE_DATA_BUFFER_SIZE, in bytes
_HEADER = struct.Struct("<IHH")
_NAMES = struct.Struct("<HHHH")
_FLAGS = struct.Struct("<I")
_DRIVE = 2  # the length of "C:"


class ReparseDataError(ValueError):
    """The bytes are no junction's and no symlink's."""


@attrs.frozen
class ReparsePoint:
    r"""What reparse data says.

    Args:
        tag: `MOUNT_POINT` (a junction) or `SYMLINK`.
        substitute: The target as the kernel takes it, such as ``\??\C:\cache``.
        print_name: The target as people see it, such as ``C:\cache``.
        relative: Whether a symlink's target is relative to the link.
    """

    tag: int
    substitute: str
    print_name: str
    relative: bool = False

    @property
    def target(self) -> str:
        r"""The target as a path that can be opened: volumes without a drive letter keep their ``\\?\``."""
        if self.relative or not self.substitute.startswith("\\??\\"):
            return self.substitute
        bare = self.substitute[4:]
        return bare if bare[1:2] == ":" else f"\\\\?\\{bare}"


def junction_names(target: str) -> tuple[str, str]:
    r"""Return the substitute name and the print name of a junction to *target*.

    Args:
        target: An absolute Windows path, with any mixture of slashes, prefixed with ``\\?\`` or not.

    Raises:
        RefusedError: It is relative, or on the network.

    >>> print(*junction_names("C:/cache//x/../wheels/"))
    \??\C:\cache\wheels C:\cache\wheels
    >>> print(*junction_names("\\\\?\\C:\\"))
    \??\C:\ C:\
    """
    path = target.replace("/", "\\")
    for prefix in ("\\\\?\\", "\\\\.\\", "\\??\\"):
        if path.startswith(prefix):
            path, prefixed = path[len(prefix) :], True
            break
    else:
        prefixed = False
    if "\0" in path:
        raise RefusedError(Reason.TARGET_UNUSABLE, target)
    if path.startswith("\\\\") or (prefixed and path[:4].upper() == "UNC\\"):
        raise RefusedError(Reason.NETWORK_TARGET, target)
    root, separator, rest = path.partition("\\")
    drive = len(root) == _DRIVE and root[1] == ":" and root[0].isascii() and root[0].isalpha()
    volume = prefixed and root.lower().startswith("volume{") and root.endswith("}")
    if not (drive or volume) or (drive and not separator and not prefixed):
        raise RefusedError(Reason.TARGET_UNUSABLE, target)
    bare = "\\".join([root, *_resolved(rest)])
    if bare == root:
        bare += "\\"  # the root of a volume is a directory only with its separator
    return f"\\??\\{bare}", bare if drive else f"\\\\?\\{bare}"


def _resolved(rest: str) -> list[str]:
    parts: list[str] = []
    for part in rest.split("\\"):
        if part == "..":
            parts[-1:] = []
        elif part not in ("", "."):
            parts.append(part)
    return parts


def build_junction(target: str) -> bytes:
    """Return the reparse data of a junction to *target*, as FSCTL_SET_REPARSE_POINT takes it.

    Raises:
        RefusedError: The target is relative, on the network, or longer than 16 KiB of data can say.
    """
    substitute, shown = (name.encode("utf-16-le", "surrogatepass") for name in junction_names(target))
    names = substitute + b"\0\0" + shown + b"\0\0"
    length = _NAMES.size + len(names)
    if _HEADER.size + length > LONGEST:
        raise RefusedError(Reason.TARGET_TOO_LONG, target)
    places = _NAMES.pack(0, len(substitute), len(substitute) + 2, len(shown))
    return _HEADER.pack(MOUNT_POINT, length, 0) + places + names


def parse(data: bytes) -> ReparsePoint:
    r"""Read the reparse data of a junction or a symlink.

    Raises:
        ReparseDataError: The bytes are malformed, or of another kind of reparse point.

    >>> parse(build_junction("C:/cache")).target
    'C:\\cache'
    """
    if not _HEADER.size <= len(data) <= LONGEST:
        raise ReparseDataError("the data is too short or too long")
    tag, length, _ = _HEADER.unpack_from(data)
    if tag not in (MOUNT_POINT, SYMLINK):
        raise ReparseDataError("the tag is neither a junction's nor a symlink's")
    if length != len(data) - _HEADER.size:
        raise ReparseDataError("the data has another length than it says")
    start = _HEADER.size + _NAMES.size + (_FLAGS.size if tag == SYMLINK else 0)
    if len(data) < start:
        raise ReparseDataError("the names are missing")
    places = _NAMES.unpack_from(data, _HEADER.size)
    flags = _FLAGS.unpack_from(data, start - _FLAGS.size)[0] if tag == SYMLINK else 0
    substitute, shown = (_name(data[start:], *places[at : at + 2]) for at in (0, 2))
    if not substitute:
        raise ReparseDataError("the substitute name is empty")
    return ReparsePoint(tag, substitute, shown, relative=bool(flags & RELATIVE))


def _name(text: bytes, offset: int, length: int) -> str:
    if offset % 2 or length % 2 or offset + length > len(text):
        raise ReparseDataError("a name lies outside the data")
    name = text[offset : offset + length].decode("utf-16-le", "surrogatepass")
    if "\0" in name:
        raise ReparseDataError("a name has a NUL in it")
    return name
