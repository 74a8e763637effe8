"""What macOS alone tells about itself and about volumes. Only local paths are to be given: the volumes are asked."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING, Any

from ._mounts import STATFS, read_statfs

if TYPE_CHECKING:
    from ._mounts import Mount

__all__ = ["features", "mount_of", "read_capabilities", "rosetta"]

# <sys/attr.h>: struct attrlist is the number of bitmaps, nothing, and the five: common, volume, directory, file, fork.
# ATTR_VOL_INFO with ATTR_VOL_CAPABILITIES answers: length; capabilities[4]; which of their bits are valid, [4].
ATTRIBUTES = struct.pack("=HHIIIII", 5, 0, 0, 0x80000000 | 0x00020000, 0, 0, 0)
CAPABILITIES = struct.Struct("=I4I4I")
# Bits of capabilities[0], the format, and of capabilities[1], the interfaces.
FORMAT = {"symbolic_links": 0x2, "hard_links": 0x4, "case_sensitive": 0x100}
INTERFACES = {"clones": 0x10000}


def mount_of(path: str) -> Mount | None:
    """Return the volume that *path* is on, as statfs tells: firmlinks lead where the table of mounts does not say."""
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    ask = getattr(library, "statfs$INODE64", None) or library.statfs
    buffer = ctypes.create_string_buffer(STATFS.size)
    return read_statfs(buffer.raw)[0] if not ask(os.fsencode(path), buffer) else None


def features(volume: str) -> dict[str, Any]:
    """Return what a volume can do, from its own flags (getattrlist)."""
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(CAPABILITIES.size)
    answer = library.getattrlist(os.fsencode(volume), ATTRIBUTES, buffer, ctypes.c_size_t(CAPABILITIES.size), 0)
    return {} if answer else read_capabilities(buffer.raw)


def read_capabilities(data: bytes) -> dict[str, Any]:
    """Return the features in what getattrlist answers; what its mask of valid bits leaves out is unknown."""
    _length, form, interfaces, _, _, form_valid, interfaces_valid, *_ = CAPABILITIES.unpack(data)
    found = {name: bool(form & bit) for name, bit in FORMAT.items() if form_valid & bit}
    return found | {name: bool(interfaces & bit) for name, bit in INTERFACES.items() if interfaces_valid & bit}


def rosetta() -> bool | None:
    """Return whether this process is translated for another processor; None where macOS does not know the question."""
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    value, size = ctypes.c_int(), ctypes.c_size_t(4)
    if library.sysctlbyname(b"sysctl.proc_translated", ctypes.byref(value), ctypes.byref(size), None, 0):
        return None
    return bool(value.value)
