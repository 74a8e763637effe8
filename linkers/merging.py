"""Merging a built tree into a directory that is there, with a journal from which it can be undone.

Each change is written to the journal before it is made: `A` (a name that was free is taken) or `R` (a file is replaced;
the old one goes to where the new one was). Whoever finds the journal of a merge that did not end can undo it, in the
same process or after it was killed. Undoing twice is undoing once.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator

from .folders import Folder, is_directory, leads_elsewhere
from .locks import turn
from .modes import Reason, RefusedError
from .renames import exchange, move, move_to_free_name

__all__ = ["JOURNAL", "merge", "roll_back"]

JOURNAL = ".journal"
BACKUP = ".howcome-replaced"
TURN = "merging"  # locked by whoever merges into this destination


def merge(parent: Folder, name: str, new: str, claims: Folder, journal: str) -> None:
    """Move all that is in the tree *new* into the directory *name* beside it, or nothing.

    Args:
        parent: Where both are.
        name: The directory to merge into.
        new: The tree to merge; what it replaced is in it afterwards.
        claims: Where the journal is written.
        journal: Its name; when it is gone, the merge stands.

    Raises:
        RefusedError: A file stands where a directory must be, or the reverse.
        OSError: The system refused; everything is as it was.
    """
    with Folder.open(name, parent) as there, Folder.open(new, parent) as here, turn(claims, TURN):
        _check_folder(here, there)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_CLOEXEC", 0)
        flags |= getattr(os, "O_BINARY", 0)
        log = os.open(claims.at(journal), flags, 0o600, dir_fd=claims.fd)
        try:
            try:
                _merge_folder(here, there, "", log)
            finally:
                os.close(log)
        except BaseException:
            _undo(here, there, claims, journal)
            os.unlink(claims.at(journal), dir_fd=claims.fd)
            raise
        os.unlink(claims.at(journal), dir_fd=claims.fd)


def _check_folder(here: Folder, there: Folder) -> None:
    """See that nothing stands in the way, before anything is changed."""
    with os.scandir(here.itself) as entries:
        names = [entry.name for entry in entries]
    for name in names:
        ours, theirs = here.lstat(name), there.find(name)
        if theirs is None:
            continue
        if is_directory(ours) and leads_elsewhere(theirs):
            raise RefusedError(Reason.LINK_FOR_DIRECTORY, there.shown(name))
        if is_directory(ours) != is_directory(theirs):
            raise RefusedError(Reason.FILE_FOR_DIRECTORY, there.shown(name))
        if is_directory(ours):
            with Folder.open(name, here) as inner, Folder.open(name, there) as inner_there:
                _check_folder(inner, inner_there)


def _merge_folder(here: Folder, there: Folder, relative: str, log: int) -> None:
    if here.fd is not None and not os.stat(here.fd).st_mode & stat.S_IWUSR:
        os.chmod(here.fd, 0o700)  # things are moved out of it, and it goes away
    with os.scandir(here.itself) as entries:
        names = [entry.name for entry in entries]
    for name in names:
        ours, theirs = here.lstat(name), there.find(name)
        record = f" {ours.st_ino} {relative}{name}\0"
        if theirs is None:
            os.write(log, os.fsencode("A" + record))
            _move_writable(here, name, there, ours)
        elif is_directory(ours):
            with Folder.open(name, here) as inner, Folder.open(name, there) as inner_there:
                _merge_folder(inner, inner_there, f"{relative}{name}/", log)
        else:
            os.write(log, os.fsencode("R" + record))
            _swap(here, name, there)


def _swap(here: Folder, name: str, there: Folder) -> None:
    if exchange(here, name, there, name):
        return
    move(there, name, here, name + BACKUP)
    move_to_free_name(here, name, there, name)


def _move_writable(here: Folder, name: str, there: Folder, status: os.stat_result) -> None:
    """Move to a free name; a read-only directory has to be writable while its parent changes."""
    mode = stat.S_IMODE(status.st_mode)
    if os.name == "nt" or not stat.S_ISDIR(status.st_mode) or mode & stat.S_IWUSR:
        return move_to_free_name(here, name, there, name)
    os.chmod(here.at(name), mode | stat.S_IWUSR, dir_fd=here.fd)
    move_to_free_name(here, name, there, name)
    os.chmod(there.at(name), mode, dir_fd=there.fd)
    return None


def roll_back(parent: Folder, name: str, new: str, claims: Folder, journal: str) -> None:
    """Undo a merge of which only the journal is left."""
    gone = contextlib.suppress(FileNotFoundError, NotADirectoryError)
    with gone, Folder.open(name, parent) as there, Folder.open(new, parent) as here, turn(claims, TURN):
        _undo(here, there, claims, journal)


def _undo(here: Folder, there: Folder, claims: Folder, journal: str) -> None:
    flags = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(claims.at(journal), flags, dir_fd=claims.fd), "rb") as log:
        for record in _records(log.read()):
            what, number, relative = os.fsdecode(record).split(" ", 2)
            *folders, name = relative.split("/")
            with contextlib.ExitStack() as stack, contextlib.suppress(FileNotFoundError, NotADirectoryError):
                inner, inner_there = here, there
                for folder in folders:
                    inner = stack.enter_context(Folder.open(folder, inner))
                    inner_there = stack.enter_context(Folder.open(folder, inner_there))
                _undo_one(what, int(number), inner, inner_there, name)


def _undo_one(what: str, number: int, here: Folder, there: Folder, name: str) -> None:
    now = there.find(name)
    ours = now is not None and now.st_ino == number
    backup = here.find(name + BACKUP)
    if what == "A":
        if ours and now is not None:
            _move_writable(there, name, here, now)
    elif backup is not None:
        if ours:
            move(there, name, here, name)
        move_to_free_name(here, name + BACKUP, there, name)
    elif ours:
        exchange(here, name, there, name)


def _records(text: bytes) -> Iterator[bytes]:
    """Yield the whole records; one that was cut off was never acted on."""
    yield from text.split(b"\0")[:-1]
