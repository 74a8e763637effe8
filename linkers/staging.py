"""A place beside the destination to build in, and what is left of those who were killed while they built.

Beside `name` lies a folder `.name.howcome` while somebody works on it, with a locked file for each of them, its token.
What is being built is `.name.howcome-TOKEN`, what was moved aside `.name.howcome-TOKEN-old`: in the same directory, so
that moving it is one rename. A token that nobody holds locked belongs to the dead: the next call puts back what was
moved aside, and removes the rest. The lock ends with its process, however that ends.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from .folders import Folder, told
from .locks import lock, unlock
from .merging import JOURNAL, roll_back
from .modes import Reason, RefusedError
from .removal import remove_at
from .renames import exchange, move, move_to_free_name

__all__ = ["Staging", "staged"]

LONGEST_NAME = 160  # bytes of the destination's name that a name of ours can hold
OLD = "-old"


class Staging:
    """Where one call builds; a context manager.

    Args:
        parent: The destination's directory.
        name: The destination's name in it.
    """

    def __init__(self, parent: Folder, name: str) -> None:
        self.parent = parent
        self.name = name
        self.registry = f".{_short(name)}.howcome"
        self.token = secrets.token_hex(8)
        self.new = f"{self.registry}-{self.token}"
        self.old = self.new + OLD
        self._lock: int | None = None
        self._claims: Folder | None = None

    def __enter__(self) -> Self:
        self.sweep()
        self._claim()
        return self

    def __exit__(self, *exception: object) -> None:
        self.discard()  # what cannot be removed now is left to the next call
        self._release()

    @property
    def claims(self) -> Folder:
        """The folder of the tokens."""
        if self._claims is None:
            raise RuntimeError("staging is used inside a with block")
        return self._claims

    @property
    def journal(self) -> str:
        """The name of the journal in `claims`."""
        return self.token + JOURNAL

    def sweep(self) -> None:
        """Clear what the dead have left for this destination; the living are left alone."""
        if self.parent.find(self.registry) is None:
            return
        with (
            contextlib.suppress(FileNotFoundError, NotADirectoryError),
            Folder.open(self.registry, self.parent) as claims,
        ):
            self._claims = claims
            for token in _tokens(claims):
                held = lock(claims, token, own=False)
                if held is None:
                    continue
                cleared = False
                try:
                    self._clear(token)
                    cleared = True
                finally:
                    unlock(claims, token, held, remove=cleared)
        self._claims = None
        self._leave_registry()

    def _claim(self) -> None:
        """Make the registry and our token in it; a sweeper may be removing either at the same time."""
        while True:
            with contextlib.suppress(FileExistsError):
                self.parent.make(self.registry)
            try:
                self._claims = Folder.open(self.registry, self.parent)
                self._lock = lock(self._claims, self.token, own=True)
            except FileNotFoundError:
                self._lock = None
            except OSError:
                self._release()
                raise
            if self._lock is not None:
                return
            if self._claims is not None:
                self._claims.close()

    def _clear(self, token: str) -> None:
        """Undo and remove what a token stands for."""
        new, journal = f"{self.registry}-{token}", token + JOURNAL
        if self.claims.find(journal) is not None:
            roll_back(self.parent, self.name, new, self.claims, journal)
            os.unlink(self.claims.at(journal), dir_fd=self.claims.fd)
        elif self.parent.find(new + OLD) is not None and self.parent.find(self.name) is None:
            move_to_free_name(self.parent, new + OLD, self.parent, self.name)
        for name in (new, new + OLD):
            with contextlib.suppress(FileNotFoundError):
                remove_at(self.parent, name)

    def _release(self) -> None:
        if self._claims is not None:
            if self._lock is not None:
                with contextlib.suppress(OSError):
                    unlock(self._claims, self.token, self._lock, remove=not self._left_over())
                self._lock = None
            self._claims.close()
            self._claims = None
        self._leave_registry()

    def _left_over(self) -> bool:
        return any(self.parent.find(name) is not None for name in (self.new, self.old))

    def _leave_registry(self) -> None:
        with contextlib.suppress(OSError):  # others may be at work
            os.rmdir(self.parent.at(self.registry), dir_fd=self.parent.fd)

    def discard(self) -> None:
        """Remove what was built, as far as that can be done now."""
        with contextlib.suppress(OSError):
            self._clear(self.token)

    def put(self) -> None:
        """Move what was built to the destination, which must be free.

        Raises:
            RefusedError: It is not.
        """
        try:
            move_to_free_name(self.parent, self.new, self.parent, self.name)
        except FileExistsError as error:
            raise RefusedError(Reason.ALREADY_THERE, self.parent.shown(self.name)) from error

    def replace(self) -> None:
        """Put what was built in the place of whatever is there; the old stands until the new does.

        Where the platform cannot exchange two names at once, the old is moved aside first, and moved back if the new
        cannot be moved in; of a process killed between the two, the next call moves it back.
        """
        while True:
            try:
                if exchange(self.parent, self.new, self.parent, self.name):
                    return
                there = self.parent.find(self.name) is not None
            except FileNotFoundError:
                there = False
            try:
                if there:
                    move(self.parent, self.name, self.parent, self.old)
                move_to_free_name(self.parent, self.new, self.parent, self.name)
            except FileNotFoundError:
                if self.parent.find(self.new) is None:
                    raise
            except FileExistsError:  # a neighbour was faster, and its tree stands: ours goes there next
                with contextlib.suppress(FileNotFoundError):
                    remove_at(self.parent, self.old)
            except BaseException:
                with contextlib.suppress(OSError):
                    move_to_free_name(self.parent, self.old, self.parent, self.name)
                raise
            else:
                return


@contextlib.contextmanager
def staged(parent_path: str, name: str) -> Iterator[Staging]:
    """Make the missing directories up to *parent_path*, and a place in it to build *name* in.

    Raises:
        OSError: The system refused; it tells at which step, and nothing is left.
    """
    with _made_parents(parent_path), Folder.open(parent_path) as parent, Staging(parent, name) as staging:
        yield staging


@contextlib.contextmanager
def _made_parents(path: str) -> Iterator[None]:
    """Make the missing directories up to *path*; those made here go again if the block fails."""
    missing = []
    place = Path(path)
    while not os.path.lexists(place) and place != place.parent:
        missing.append(place)
        place = place.parent
    made = []
    done = False
    try:
        for place in reversed(missing):
            with contextlib.suppress(FileExistsError):
                try:
                    place.mkdir()
                except OSError as error:
                    told(error, "mkdir", str(place))
                    raise
                made.append(place)
        yield
        done = True
    finally:
        if not done:
            for place in reversed(made):
                with contextlib.suppress(OSError):
                    place.rmdir()


def _short(name: str) -> str:
    """Return *name*, or a digest of it where ours would become too long."""
    raw = os.fsencode(name)
    return name if len(raw) <= LONGEST_NAME else hashlib.sha256(raw).hexdigest()[:32]


def _tokens(claims: Folder) -> list[str]:
    with os.scandir(claims.itself) as entries:
        return [entry.name for entry in entries if not entry.name.endswith(JOURNAL)]
