"""A second name for a file."""

from __future__ import annotations

import os

from .folders import Folder

__all__ = ["hardlink"]


def hardlink(name: str, here: Folder, there: Folder) -> int:
    """Make *name* in *there* the same file as *name* in *here*; return 0, as its size is not asked for.

    Raises:
        OSError: EXDEV (17 on Windows) between volumes, EMLINK (1142) where the file has too many names, EPERM (1 or 50)
            where the file system has no hard links or the file belongs to somebody else.
    """
    os.link(here.at(name), there.at(name), src_dir_fd=here.fd, dst_dir_fd=there.fd, follow_symlinks=False)
    return 0
