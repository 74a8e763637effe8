"""Filling a new directory with the files of another, each by the first way that works.

Which way works is decided at the first file of each volume and again whenever a later file says otherwise. Nothing is
collected: what is held in memory is one directory's subdirectories, a batch of its files, and the open directories
above them.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import attrs

from .clone import clone
from .copy import copy, copy_extended, set_mode
from .crew import Crew
from .folders import Folder, leads_elsewhere
from .hardlink import hardlink
from .kept import keep_link
from .modes import Attempt, LinkMode, LinkProgress, Mutable, Progress, Reason, RefusedError, refused
from .symlink import symlink_files

__all__ = ["Filing", "NoWayError"]

# Each makes files of these names, one after the other, and yields the size of each, or 0 where it was not asked for.
Way = Callable[[Sequence[str], Folder, Folder], Iterator[int]]
WAYS: dict[LinkMode, Way] = {
    LinkMode.HARDLINK: hardlink,
    LinkMode.CLONE: clone,
    LinkMode.COPY: copy,
    LinkMode.SYMLINK: symlink_files,
}
BATCH = 1024  # names of files that are held at once
OF_ITS_OWN = (LinkMode.CLONE, LinkMode.COPY)
OF_THE_WAY = {Reason.NO_CLONES, Reason.DOES_NOT_WORK}  # what says no to one way only
_TOO_MANY_LINKS = 1142  # ERROR_TOO_MANY_LINKS


class NoWayError(Exception):
    """None of the ways works for a file; the attempts say why."""


@attrs.define
class _Volume:
    """What is known of one of the source's volumes.

    Args:
        left: The ways that have not failed for good.
        made: How many files each way made.
    """

    left: list[LinkMode]
    made: Counter[LinkMode] = attrs.field(factory=Counter)


@attrs.frozen
class _Level:
    """One directory of the source, what it becomes, and its path relative to the source with a separator behind."""

    here: Folder
    there: Folder
    relative: str = ""


@attrs.define
class Filing:
    """One call's work on a tree.

    Args:
        source: The source's path.
        destination: The destination's path, which attempts name.
        modes: The ways to try, in order.
        mutable: Says which files must not share anything with the source.
        progress: Called after each file.
        crew: Who works.
        attempts: What failed, by way and code; filled while working.
        raised: What the caller's own function raised.
    """

    source: str
    destination: str
    modes: tuple[LinkMode, ...]
    mutable: Mutable | None = None
    progress: Progress | None = None
    crew: Crew = attrs.field(factory=Crew)
    attempts: dict[tuple[object, ...], Attempt] = attrs.field(factory=dict)
    raised: BaseException | None = None
    _volumes: dict[tuple[int, bool], _Volume] = attrs.field(factory=dict)
    _files: int = 0
    _bytes: int = 0
    _lock: threading.Lock = attrs.field(factory=threading.Lock)

    def fill(self, here: Folder, there: Folder) -> None:
        """Fill the empty directory *there* with what is in *here*; both stay open.

        Raises:
            NoWayError: No way works for one of the files.
            RefusedError: The source changed meanwhile, or has something in it that cannot be linked.
            OSError: The system refused.
        """
        self._descend(_Level(here, there), os.stat(here.itself))

    @property
    def counts(self) -> Counter[LinkMode]:
        """How many files each way made."""
        return sum((volume.made for volume in self._volumes.values()), Counter())

    @property
    def shared(self) -> set[LinkMode]:
        """The ways that made files which may share something with the source."""
        return {mode for (_, own), volume in self._volumes.items() if not own for mode in volume.made}

    def _descend(self, level: _Level, before: os.stat_result) -> None:
        here, there = level.here, level.there
        for name in self._files_of(level, before.st_dev):
            try:
                inner = Folder.open(name, here)
            except (FileNotFoundError, NotADirectoryError) as error:
                raise RefusedError(Reason.SOURCE_CHANGED, here.shown(name)) from error
            with inner:
                status = os.stat(inner.itself)
                there.make(name, status.st_mode & 0o777 | stat.S_IRWXU)
                with Folder.open(name, there) as inner_there:
                    self._descend(_Level(inner, inner_there, f"{level.relative}{name}{os.sep}"), status)
        after = os.stat(here.itself)
        if after.st_mtime_ns != before.st_mtime_ns:
            raise RefusedError(Reason.SOURCE_CHANGED, here.path)
        if here.fd is not None and there.fd is not None:
            copy_extended(here.fd, there.fd)
            set_mode(there.fd, before)
        os.utime(there.itself, ns=(before.st_atime_ns, before.st_mtime_ns))

    def _files_of(self, level: _Level, device: int) -> list[str]:
        """Link the files of one directory, keep its links, and return the names of its directories."""
        here, there = level.here, level.there
        directories: list[str] = []
        files: list[str] = []

        def make(names: Sequence[str]) -> None:
            for own, share in self._sorted(names, level.relative):
                self._link(share, level, self._volume(device, own=own))

        with os.scandir(here.itself) as entries:
            for entry in entries:
                if sys.platform == "win32" and leads_elsewhere(entry.stat(follow_symlinks=False)):
                    keep_link(entry.name, here, there)
                elif entry.is_file(follow_symlinks=False):
                    files.append(entry.name)
                    if len(files) == BATCH:
                        self.crew.each(files, make)
                        files.clear()
                elif entry.is_dir(follow_symlinks=False):
                    directories.append(entry.name)
                elif entry.is_symlink():
                    keep_link(entry.name, here, there)
                else:
                    raise RefusedError(Reason.SPECIAL_FILE, here.shown(entry.name))
        if files:
            self.crew.each(files, make)
        return directories

    def _sorted(self, names: Sequence[str], relative: str) -> Iterator[tuple[bool, Sequence[str]]]:
        """Yield the files that may share something with the source, and those that must not."""
        if self.mutable is None:
            yield False, names
            return
        with self._asking():
            own = {name for name in names if self.mutable(relative + name)}
        yield False, [name for name in names if name not in own]
        yield True, [name for name in names if name in own]

    def _volume(self, device: int, *, own: bool) -> _Volume:
        """Return what is known; files of their own get a way that shares nothing, whatever was asked for."""
        with self._lock:
            if (volume := self._volumes.get((device, own))) is None:
                alone = [mode for mode in self.modes if mode in OF_ITS_OWN] or list(OF_ITS_OWN)
                volume = self._volumes[device, own] = _Volume(alone if own else list(self.modes))
        return volume

    def _link(self, names: Sequence[str], level: _Level, volume: _Volume) -> None:
        """Make all files by the first way that is left; where it fails for one, make that one by the next."""
        rest: Sequence[str] = names
        while rest:
            for number, mode in enumerate(tuple(volume.left)):
                made, error = self._make(rest if not number else rest[:1], level, volume, mode)
                rest = rest[made:]
                if error is not None:
                    self._failed(mode, level.relative + rest[0], error, volume)
                if made:
                    break
            else:
                raise NoWayError

    def _make(
        self, names: Sequence[str], level: _Level, volume: _Volume, mode: LinkMode
    ) -> tuple[int, OSError | RefusedError | None]:
        """Make files by one way; return how many it made, and why it did not make the one after them."""
        made = 0
        failure: OSError | RefusedError | None = None
        try:
            files = WAYS[mode](names, level.here, level.there)
            if self.progress is None:
                for _ in files:
                    made += 1
            else:
                for size in files:
                    made += 1
                    self._report(names[made - 1], level, size)
        except FileNotFoundError as error:
            if error is not self.raised and level.here.find(names[made]) is None:
                raise RefusedError(Reason.SOURCE_CHANGED, level.here.shown(names[made])) from error
            failure = error
        except RefusedError as error:
            if error.reason not in OF_THE_WAY:
                raise
            failure = error
        except OSError as error:
            failure = error
        if failure is not None and failure is self.raised:
            raise failure
        if made:
            with self._lock:
                volume.made[mode] += made
        return made, failure

    def _failed(self, mode: LinkMode, relative: str, error: OSError | RefusedError, volume: _Volume) -> None:
        """Keep the first of equal failures; a way that never worked on this volume is not tried again."""
        paths = (os.path.join(self.source, relative), os.path.join(self.destination, relative))
        if isinstance(error, RefusedError):
            key: tuple[object, ...] = (mode, error.reason)
            attempt = refused(mode, error, *paths)
        else:
            key = (mode, getattr(error, "winerror", None) or error.errno)
            attempt = Attempt.failed(mode.value, error, operation=mode.value, paths=paths)
        with self._lock:
            self.attempts.setdefault(key, attempt)
            of_this_file = isinstance(error, OSError) and (mode in volume.made or too_many_links(error))
            if mode in volume.left and not of_this_file:
                volume.left.remove(mode)

    def _report(self, name: str, level: _Level, size: int) -> None:
        size = size or level.here.lstat(name).st_size
        with self._lock:
            self._files += 1
            self._bytes += size
            if self.progress is not None:
                with self._asking():
                    self.progress(LinkProgress(self._files, self._bytes, level.relative + name))

    @contextlib.contextmanager
    def _asking(self) -> Iterator[None]:
        """Remember what the caller's function raises: that is no failure of a way."""
        try:
            yield
        except BaseException as error:
            self.raised = error
            raise


def too_many_links(error: OSError) -> bool:
    """Say whether a file has as many names as the file system allows, which says nothing of other files."""
    return error.errno == errno.EMLINK or getattr(error, "winerror", None) == _TOO_MANY_LINKS
