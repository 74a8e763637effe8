"""Filling a new directory with the files of another, each by the first way that works.

Which way works is decided at the first file of each volume and again whenever a later file says otherwise. Nothing is
collected: what is held in memory is one directory's subdirectories and the open directories above them.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Callable, Sequence

import attrs

from .clone import clone
from .copy import copy, copy_attributes
from .crew import Crew
from .folders import Folder, is_reparse_point
from .hardlink import hardlink
from .kept import keep_link
from .modes import Attempt, LinkMode, LinkProgress, Mutable, Progress, Reason, RefusedError
from .symlink import symlink_file

__all__ = ["Filing", "NoWayError"]

WAYS: dict[LinkMode, Callable[[str, Folder, Folder], int]] = {
    LinkMode.HARDLINK: hardlink,
    LinkMode.CLONE: clone,
    LinkMode.COPY: copy,
    LinkMode.SYMLINK: symlink_file,
}
BATCH = 1024  # names of files that are held at once
HARDLINK_FIRST = ([LinkMode.HARDLINK], (LinkMode.HARDLINK,))
OF_ITS_OWN = (LinkMode.CLONE, LinkMode.COPY)
_TOO_MANY_LINKS = 1142  # ERROR_TOO_MANY_LINKS


class NoWayError(Exception):
    """None of the ways works for a file; the attempts say why."""


@attrs.define
class Filing:
    """One call's work on a tree.

    Args:
        source: The source's path.
        destination: The destination's path, which attempts name.
        modes: The ways to try, in order.
        mutable: Says which files must not share anything with the cache.
        progress: Called after each file.
    """

    source: str
    destination: str
    modes: tuple[LinkMode, ...]
    mutable: Mutable | None = None
    progress: Progress | None = None
    attempts: dict[tuple[object, ...], Attempt] = attrs.field(factory=dict)
    counts: dict[LinkMode, int] = attrs.field(factory=dict)
    _left: dict[tuple[int, bool], list[LinkMode]] = attrs.field(factory=dict)
    _files: int = 0
    _bytes: int = 0
    crew: Crew = attrs.field(factory=lambda: Crew(1))
    _lock: threading.Lock = attrs.field(factory=threading.Lock)

    def fill(self, here: Folder, there: Folder) -> None:
        """Fill the empty directory *there* with what is in *here*; both stay open.

        Raises:
            NoWayError: No way works for one of the files.
            RefusedError: The source changed meanwhile, or has something in it that cannot be linked.
            OSError: The system refused.
        """
        before = os.stat(here.itself)
        self._descend(here, there, "", before)

    def _descend(self, here: Folder, there: Folder, relative: str, before: os.stat_result) -> None:
        for name in self._files_of(here, there, relative, before.st_dev):
            os.mkdir(there.at(name), 0o700, dir_fd=there.fd)
            try:
                inner = Folder.open(name, here)
            except (FileNotFoundError, NotADirectoryError) as error:
                raise RefusedError(Reason.SOURCE_CHANGED, here.shown(name)) from error
            with inner, Folder.open(name, there) as inner_there:
                self._descend(inner, inner_there, f"{relative}{name}{os.sep}", os.stat(inner.itself))
        after = os.stat(here.itself)
        if after.st_mtime_ns != before.st_mtime_ns:
            raise RefusedError(Reason.SOURCE_CHANGED, here.path)
        if there.fd is not None and here.fd is not None:
            copy_attributes(here.fd, there.fd, before)
        elif sys.platform == "win32":
            os.utime(there.prefix, ns=(before.st_atime_ns, before.st_mtime_ns))

    def _files_of(self, here: Folder, there: Folder, relative: str, device: int) -> list[str]:
        """Link the files of one directory, keep its links, and return the names of its directories."""
        directories: list[str] = []
        files: list[str] = []

        def make(names: Sequence[str]) -> None:
            for name in names:
                self._file(name, here, there, relative, device)

        plain = self.mutable is None and self.progress is None
        link, here_fd, there_fd, prefix, prefix_there = os.link, here.fd, there.fd, here.prefix, there.prefix
        done = 0
        hard = False
        with os.scandir(here.itself) as entries:
            for entry in entries:
                name = entry.name
                if hard and entry.is_file(follow_symlinks=False):
                    try:
                        link(
                            prefix + name,
                            prefix_there + name,
                            src_dir_fd=here_fd,
                            dst_dir_fd=there_fd,
                            follow_symlinks=False,
                        )
                        done += 1
                    except OSError:
                        self._file(name, here, there, relative, device)  # it finds out why, and what to do
                    continue
                if sys.platform == "win32" and is_reparse_point(entry.stat(follow_symlinks=False)):
                    keep_link(name, here, there)
                elif entry.is_file(follow_symlinks=False):
                    if plain and self._left.get((device, False), self.modes)[:1] in HARDLINK_FIRST:
                        self._file(name, here, there, relative, device)
                        hard = self._left[device, False][:1] == [LinkMode.HARDLINK]
                        continue
                    files.append(name)
                    if len(files) == BATCH:
                        self.crew.each(files, make)
                        files.clear()
                elif entry.is_dir(follow_symlinks=False):
                    directories.append(name)
                elif entry.is_symlink():
                    keep_link(name, here, there)
                else:
                    raise RefusedError(Reason.SPECIAL_FILE, here.shown(name))
        self.crew.each(files, make)
        if done:
            self.counts[LinkMode.HARDLINK] = self.counts.get(LinkMode.HARDLINK, 0) + done
        return directories

    def _file(self, name: str, here: Folder, there: Folder, relative: str, device: int) -> None:
        own = self.mutable is not None and bool(self.mutable(relative + name))
        with self._lock:
            left = self._left.setdefault((device, own), [])
            if not left:
                left.extend(self._ways(own=own))
            ways = tuple(left)
        for mode in ways:
            try:
                size = WAYS[mode](name, here, there)
            except FileNotFoundError as error:
                raise RefusedError(Reason.SOURCE_CHANGED, here.shown(name)) from error
            except RefusedError as error:
                if error.reason is not Reason.NO_CLONES:
                    raise
                self._failed(mode, name, relative, error, left)
            except OSError as error:
                self._failed(mode, name, relative, error, left)
            else:
                with self._lock:
                    self.counts[mode] = self.counts.get(mode, 0) + 1
                    if self.progress is not None:
                        self._report(name, here, relative, size)
                return
        raise NoWayError

    def _ways(self, *, own: bool) -> list[LinkMode]:
        """Return the ways to try on a volume: mutable files get one that shares nothing, whatever was asked for."""
        if not own:
            return list(self.modes)
        return [mode for mode in self.modes if mode in OF_ITS_OWN] or list(OF_ITS_OWN)

    def _failed(
        self, mode: LinkMode, name: str, relative: str, error: OSError | RefusedError, left: list[LinkMode]
    ) -> None:
        """Keep the first of equal failures; a way that never worked on this volume is not tried again."""
        paths = tuple(os.path.join(place, relative + name) for place in (self.source, self.destination))
        if isinstance(error, RefusedError):
            key: tuple[object, ...] = (mode, error.reason)
            attempt = Attempt(mode.value, operation=mode.value, reason=error.reason.value, paths=paths)
        else:
            key = (mode, getattr(error, "winerror", None) or error.errno)
            attempt = Attempt.failed(mode.value, error, operation=mode.value, paths=paths)
        with self._lock:
            self.attempts.setdefault(key, attempt)
            of_this_file = isinstance(error, OSError) and (mode in self.counts or too_many_links(error))
            if mode in left and not of_this_file:
                left.remove(mode)

    def _report(self, name: str, here: Folder, relative: str, size: int) -> None:
        self._files += 1
        self._bytes += size or here.lstat(name).st_size
        if self.progress is not None:
            self.progress(LinkProgress(self._files, self._bytes, relative + name))


def too_many_links(error: OSError) -> bool:
    """Say whether a file has as many names as the file system allows, which says nothing of other files."""
    return error.errno == errno.EMLINK or getattr(error, "winerror", None) == _TOO_MANY_LINKS
