"""Linking a cached directory into an environment: junctions first, every way after, nothing half done.

A call goes through four steps, each of which leaves the destination as it was until the last one is done:

1. *Places* (`places`): is this a source, is that a destination, and does neither lie in the other?
2. *Staging* (`staging`, `locks`): a name beside the destination that is ours while our process lives. First, what the
   dead have left there is undone and removed.
3. *Making*, under that name: one link for the whole directory (`junction` or `symlink`, see `directory`), or a tree,
   file by file (`filing`, with `hardlink`, `clone`, `copy` and `symlink` as ways, and `kept` for links in the source).
   The first way that works is used; each that fails becomes an `Attempt`.
4. *Swap*: one rename to a free name, an exchange of two names, or a rename aside and one in (`renames`, called by
   `staging`); or a merge with a journal (`merging`). What was replaced is removed last (`removal`).

Underneath, `folders` has directories as descriptors, or as paths on Windows, and `modes` the words that all use.
"""

from __future__ import annotations

from .directory import link_directory
from .examination import Check, Examination, examine
from .links import is_link, read_link, remove_linked, unlink_directory
from .modes import Attempt, LinkError, LinkMode, LinkProgress, LinkResult
from .tree import link_tree

__all__ = [
    "Attempt",
    "Check",
    "Examination",
    "LinkError",
    "LinkMode",
    "LinkProgress",
    "LinkResult",
    "examine",
    "is_link",
    "link_directory",
    "link_tree",
    "read_link",
    "remove_linked",
    "unlink_directory",
]
