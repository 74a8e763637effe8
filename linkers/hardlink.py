"""A second name for a file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from .folders import Folder

__all__ = ["hardlink"]


def hardlink(names: Sequence[str], here: Folder, there: Folder) -> Iterator[int]:
    """Make each of *names* in *there* the same file as in *here*; yield 0 for each, as its size is not asked for.

    Raises:
        OSError: EXDEV (17 on Windows) between volumes, EMLINK (1142) where the file has too many names, EPERM (1 or 50)
            where the file system has no hard links or the file belongs to somebody else.
    """
    link, old, new, old_fd, new_fd = os.link, here.prefix, there.prefix, here.fd, there.fd
    for name in names:
        link(old + name, new + name, src_dir_fd=old_fd, dst_dir_fd=new_fd, follow_symlinks=False)
        yield 0
