"""Linking a cached directory into an environment: junctions first, every way after, nothing half done."""

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
