"""`link_tree()`: a directory's files, each linked on its own, all of them or none."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Literal

from .crew import Crew
from .filing import Filing, NoWayError
from .folders import Folder, leads_elsewhere
from .merging import merge
from .modes import (
    Attempt,
    LinkMode,
    LinkResult,
    Mutable,
    Progress,
    Reason,
    RefusedError,
    StrPath,
    chosen_modes,
    ended,
    fell_back,
    lesser,
    refused,
    stopped,
)
from .places import checked_places, split_destination
from .staging import Staging, staged

__all__ = ["build_tree", "link_tree", "result_of"]

DEFAULT = (
    (LinkMode.HARDLINK, LinkMode.COPY)
    if sys.platform == "win32"
    else (LinkMode.CLONE, LinkMode.HARDLINK, LinkMode.COPY)
)
Existing = Literal["fail", "merge", "replace"]


def link_tree(
    source: StrPath,
    destination: StrPath,
    *,
    modes: Iterable[str] | None = None,
    existing: Existing = "fail",
    mutable: Mutable | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> LinkResult:
    """Link the files of a directory into another, all of them or none.

    Args:
        source: The directory with the files.
        destination: Where they shall appear. Missing parents are made; parents that are links are followed.
        modes: The ways to try for each file, in order, and no others; None is the platform's own order.
        existing: What to do where the destination exists: `fail`, `merge` into it, or `replace` it.
        mutable: Gets a path relative to the source; where it says yes, the file is copied or cloned.
        progress: Called after each file. What it raises undoes the whole.
        workers: How many files to work on at once; changes nothing but time. None leaves it to howcome.

    Returns:
        The mode that made most of the files, how many each made, and what failed before.

    Raises:
        LinkError: Nothing was linked, and the destination is as it was; `attempts` or `reason` say why.
        ValueError: An argument is none of those above.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     cache = pathlib.Path(place, "cache")
    ...     cache.mkdir()
    ...     _ = cache.joinpath("a.py").write_text("a = 1")
    ...     result = link_tree(cache, pathlib.Path(place, "site"), modes=["hardlink", "copy"])
    ...     print(result.mode, dict(result.files))
    hardlink {<LinkMode.HARDLINK: 'hardlink'>: 1}
    """
    if existing not in ("fail", "merge", "replace"):
        raise ValueError(f"existing must be fail, merge or replace, not {existing!r}")
    if workers is not None and workers < 1:
        raise ValueError("workers must be at least 1")
    chosen = chosen_modes(modes, DEFAULT)
    old, new = os.fsdecode(source), os.fsdecode(destination)
    filing: Filing | None = None
    try:
        old, new = checked_places(source, destination, replaces=existing == "replace")
        files = tuple(mode for mode in chosen if mode is not LinkMode.JUNCTION)
        filing = Filing(old, new, files, mutable, progress, Crew(workers))
        if LinkMode.JUNCTION in chosen:
            key = (LinkMode.JUNCTION, Reason.WHOLE_DIRECTORIES)
            filing.attempts[key] = refused(LinkMode.JUNCTION, RefusedError(Reason.WHOLE_DIRECTORIES), old, new)
            if not filing.modes:
                ended(old, new, attempts=filing.attempts.values())
        with staged(*split_destination(new)) as staging:
            build_tree(filing, existing, staging)
    except RefusedError as error:
        ended(old, new, reason=error.reason, cause=error.__cause__)
    except OSError as error:
        if filing is not None and error is filing.raised:
            raise
        ended(old, new, attempts=[stopped(error)], cause=error)
    return result_of(filing, chosen, asked=modes is not None)


def build_tree(filing: Filing, existing: Existing, staging: Staging) -> None:
    """Build the tree beside its destination and move it there.

    Raises:
        LinkError: No way worked.
        RefusedError: Something stands in the way, or the source changed.
        OSError: The system refused.
    """
    parent, name = staging.parent, staging.name
    there = parent.find(name)
    if there is not None and existing == "fail":
        raise RefusedError(Reason.ALREADY_THERE, filing.destination)
    if there is not None and existing == "merge":
        if leads_elsewhere(there):
            raise RefusedError(Reason.MERGE_INTO_LINK, filing.destination)
        with_directory(parent, name)
    parent.make(staging.new)
    try:
        with Folder.open(filing.source) as here, Folder.open(staging.new, parent) as new, filing.crew:
            filing.fill(here, new)
    except NoWayError:
        ended(filing.source, filing.destination, attempts=filing.attempts.values())
    if existing == "replace":
        staging.replace()
    elif existing == "merge":
        _merge(staging)
    else:
        staging.put()


def with_directory(parent: Folder, name: str) -> None:
    """See that *name* is a directory.

    Raises:
        RefusedError: It is something else.
    """
    try:
        Folder.open(name, parent).close()
    except NotADirectoryError as error:
        raise RefusedError(Reason.MERGE_INTO_FILE, parent.shown(name)) from error


def _merge(staging: Staging) -> None:
    """Merge into what is there, or be the first."""
    try:
        return staging.put()
    except RefusedError:
        return merge(staging.parent, staging.name, staging.new, staging.claims, staging.journal)


def result_of(
    filing: Filing, chosen: tuple[LinkMode, ...], before: Iterable[Attempt] = (), *, asked: bool
) -> LinkResult:
    """Return what a finished `Filing` has to tell."""
    attempts = (*before, *filing.attempts.values())
    counts = filing.counts
    mode = max(counts, key=lambda mode: counts[mode]) if counts else filing.modes[0]
    fallback = None
    if attempts and lesser(filing.shared or {mode}, chosen, asked=asked):
        fallback = fell_back(mode, filing.source, filing.destination, attempts)
    return LinkResult(mode, attempts, dict(counts), fallback)
