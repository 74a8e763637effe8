"""Who holds a file: the processes that have it, or a file in it, open.

Windows' Restart Manager is asked about files, never about directories, and nothing is ever shut down. Linux shows
the processes of the same user in /proc; macOS is asked through lsof. Places that are not known to be local are left
alone, and whoever looks has a second: some processes answer late, and some machines have thousands.
"""

from __future__ import annotations

import contextlib
import os
import queue
import stat
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["DEADLINE", "Holder", "lock_holders", "read_locks", "read_lsof", "read_process_infos", "who_holds"]

DEADLINE = 1.0  # seconds, for one question
MOST_FILES = 200
MOST_HOLDERS = 20
MORE_DATA, QUERY_LIMITED, REPARSE_POINT = 234, 0x1000, 0x400
# RM_PROCESS_INFO: process id, start time, application name, service short name, type, status, session, restartable
PROCESS_INFO = struct.Struct("<III512s128sIIII")


@attrs.frozen(kw_only=True)
class Holder:
    """A process that has a file open.

    Args:
        name: The program's name, such as `code.exe`.
        pid: Its process id.
        path: What it has open.
        own: Whether it is this very process.
    """

    name: str
    pid: int | None = None
    path: str | None = None
    own: bool | None = None

    def __str__(self) -> str:
        """Return how a sentence names it.

        >>> str(Holder(name="code.exe", pid=4242))
        'code.exe (PID 4242)'
        """
        if self.own:
            return f"this program itself (PID {self.pid})"
        return self.name if self.pid is None else f"{self.name} (PID {self.pid})"


def who_holds(paths: Iterable[str], *, deadline: float = DEADLINE) -> tuple[Holder, ...]:
    """Return the processes that hold one of *paths*, or a file inside it, our own first. Never raises.

    Args:
        paths: Files and folders. Those that are not known to be local are not looked at.
        deadline: In seconds; who was found by then is returned.

    Those of other users are seen by administrators only.
    """
    find = _ask_restart_manager if sys.platform == "win32" else _ask_lsof if sys.platform == "darwin" else _ask_proc
    return _within_time(lambda: find(_local(paths)), deadline)


def lock_holders(path: str, *, deadline: float = DEADLINE) -> tuple[Holder, ...]:
    """Return the processes that hold a lock on the file at *path*. Never raises.

    Args:
        path: A local file. Linux' table of locks is asked; elsewhere, who has the file open is taken for who locks it.
        deadline: In seconds.
    """
    if not sys.platform.startswith("linux"):
        return who_holds([path], deadline=deadline)
    return _within_time(lambda: _ask_locks(path), deadline)


def _within_time(find: Callable[[], Iterable[Holder]], deadline: float) -> tuple[Holder, ...]:
    """Return what *find* yields before the deadline; it runs in a daemon thread that is left behind if it is late."""
    found: queue.SimpleQueue[Holder | None] = queue.SimpleQueue()
    abandoned = threading.Event()

    def work() -> None:
        try:
            for holder in find():
                found.put(holder)
                if abandoned.is_set():
                    return
        except Exception:  # noqa: BLE001, S110 -- who cannot be found is not named
            pass
        found.put(None)

    end = time.monotonic() + deadline
    holders: list[Holder] = []
    try:
        threading.Thread(target=work, name="howcome-holders", daemon=True).start()
        while len(holders) < MOST_HOLDERS:
            holder = found.get(timeout=max(0.0, end - time.monotonic()))
            if holder is None:
                break
            holders.append(holder)
    except (queue.Empty, RuntimeError):  # late, or no more threads
        pass
    abandoned.set()
    return tuple(holders)


def _local(paths: Iterable[str]) -> list[str]:
    """Return where those of *paths* lead that are known to be local."""
    if sys.platform == "win32":
        from ._drives import resolve

        return [found.path for path in paths if (found := resolve(path, last=True)).remote is False]
    from ._mounts import local

    return [found[0] for path in paths if (found := local(path, last=True))]


def _ask_proc(targets: list[str]) -> Iterator[Holder]:
    """Yield who has one of *targets* open, mapped, or as a current or root folder, or runs it."""
    ours = os.getpid()
    others = {int(entry) for entry in os.listdir("/proc") if entry.isdigit()} - {ours} if targets else ()  # noqa: PTH208
    for process in (ours, *sorted(others)):
        held = next((each for each in _proc_uses(process) if any(_within(each, target) for target in targets)), None)
        if held:
            yield from _process(process, held)


def _proc_uses(pid: int) -> Iterator[str]:
    folder = f"/proc/{pid}"
    for name in ("exe", "cwd", "root"):
        yield from _link(f"{folder}/{name}")
    try:
        opened = os.listdir(f"{folder}/fd")  # noqa: PTH208
    except OSError:
        opened = []
    for name in opened:
        yield from _link(f"{folder}/fd/{name}")
    try:
        mapped = Path(f"{folder}/maps").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return
    for line in mapped.splitlines():
        if (start := line.find("/")) > 0:
            yield line[start:].removesuffix(" (deleted)")


def _link(path: str) -> Iterator[str]:
    try:
        yield os.readlink(path).removesuffix(" (deleted)")  # noqa: PTH115
    except OSError:
        return


def _within(path: str, target: str) -> bool:
    return path == target or path.startswith(target.rstrip("/") + "/")


def _process(pid: int, held: str) -> Iterator[Holder]:
    """Yield a process as a holder, unless it has ended meanwhile."""
    with contextlib.suppress(OSError):
        name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip()
        yield Holder(name=name or "?", pid=pid, path=held, own=pid == os.getpid())


def _ask_locks(path: str) -> Iterator[Holder]:
    """Yield who locks *path* by the kernel's table; a lock of its newer kind names nobody: then who has it open."""
    from ._mounts import local

    found = local(path, last=True)
    if not found:
        return
    status = os.stat(found[0])  # noqa: PTH116
    # Some file systems give each of their parts a device of its own, of which the table of locks knows nothing.
    marks = {
        f"{int(major):02x}:{int(minor):02x}:{status.st_ino}" for major, _, minor in _devices(status, found[1].device)
    }
    owners = read_locks(Path("/proc/locks").read_text(encoding="ascii"), marks)
    holders = [holder for owner in sorted(owners) if owner > 0 for holder in _process(owner, found[0])]
    # Who took the lock may have ended and left it to its children.
    yield from holders or (_ask_proc([found[0]]) if owners else ())


def _devices(status: os.stat_result, device: str) -> Iterator[tuple[str, str, str]]:
    if sys.platform != "win32":
        yield f"{os.major(status.st_dev)}:{os.minor(status.st_dev)}".partition(":")
    yield device.partition(":")


def read_locks(text: str, marks: set[str]) -> set[int]:
    """Return the process ids in /proc/locks that hold a lock on one of *marks*, "major:minor:inode"; -1 is nobody's."""
    lines = [line.split() for line in text.splitlines()]
    return {int(words[4]) for words in lines if len(words) > 5 and words[1] != "->" and words[5] in marks}  # noqa: PLR2004


def _ask_lsof(paths: list[str]) -> Iterator[Holder]:
    """Yield what lsof tells, folders included; it asks no name service, and gives up what hangs."""
    folders = [part for path in paths if Path(path).is_dir() for part in ("+D", path)]
    files = [path for path in paths if not Path(path).is_dir()]
    program = next((each for each in ("/usr/sbin/lsof", "/usr/bin/lsof") if Path(each).exists()), "lsof")
    command = [program, "-nPw", "-S", "2", "-F", "pcn", *folders, *(["--", *files] if files else [])]
    told = subprocess.run(command, capture_output=True, check=False, timeout=DEADLINE, text=True, errors="replace")  # noqa: S603
    return read_lsof(told.stdout, os.getpid()) if paths else iter(())


def read_lsof(text: str, own_pid: int) -> Iterator[Holder]:
    """Yield the holders in lsof's output: `p`, `c` and `n` lines for process, command and name, each process once."""
    pid, name, seen = 0, "?", set[int]()
    for line in text.splitlines():
        if line.startswith("p"):
            pid = int(line[1:])
        elif line.startswith("c"):
            name = line[1:]
        elif line.startswith("n") and pid not in seen:
            seen.add(pid)
            yield Holder(name=name, pid=pid, path=line[1:], own=pid == own_pid)


def _files(paths: list[str]) -> list[str]:
    """Return files only: Restart Manager answers 5 for a folder. Links in folders are not followed."""
    found = [path for path in paths if os.path.isfile(path)]  # noqa: PTH113
    folders = [path for path in paths if os.path.isdir(path)]  # noqa: PTH112
    for folder in folders:  # those inside are added while it runs
        if len(found) > MOST_FILES or len(folders) > MOST_FILES:
            break
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                status = entry.stat(follow_symlinks=False)
                if getattr(status, "st_file_attributes", 0) & REPARSE_POINT or entry.is_symlink():
                    continue
                (folders if stat.S_ISDIR(status.st_mode) else found).append(entry.path)
    return found[:MOST_FILES]


def _ask_restart_manager(paths: list[str]) -> Iterator[Holder]:
    """Yield who has one of *paths* open, or a file inside, each process once."""
    if sys.platform != "win32":
        return
    import ctypes

    manager, seen = ctypes.WinDLL("rstrtmgr"), set[int]()
    asked = [_files(paths)]
    while asked:
        files = asked.pop()
        holders = [holder for holder in _holders_of(manager, files) if holder.pid not in seen]
        if len(files) == 1:
            seen |= {holder.pid for holder in holders if holder.pid is not None}
            yield from holders
        elif holders:  # which of the files it is, is found by halves
            asked += [files[len(files) // 2 :], files[: len(files) // 2]]


def _holders_of(manager: Any, files: list[str]) -> Iterator[Holder]:
    """Yield who has one of *files* open, by a session of its own."""
    import ctypes

    session, key = ctypes.c_ulong(), ctypes.create_unicode_buffer(33)
    if not files or manager.RmStartSession(ctypes.byref(session), 0, key):
        return
    try:
        names = (ctypes.c_wchar_p * len(files))(*files)
        if not manager.RmRegisterResources(session, len(files), names, 0, None, 0, None):
            yield from read_process_infos(_list_processes(manager, session), os.getpid(), files[0], program_name)
    finally:
        manager.RmEndSession(session)


def _list_processes(manager: Any, session: Any) -> bytes:
    """Return the RM_PROCESS_INFO structures, asking again while there are more than fit."""
    import ctypes

    needed, count, reason = ctypes.c_uint(), ctypes.c_uint(8), ctypes.c_ulong()
    for _ in range(4):
        buffer = ctypes.create_string_buffer(PROCESS_INFO.size * count.value)
        code = manager.RmGetList(session, ctypes.byref(needed), ctypes.byref(count), buffer, ctypes.byref(reason))
        if not code:
            return buffer.raw[: PROCESS_INFO.size * count.value]
        if code != MORE_DATA:
            break
        count = ctypes.c_uint(needed.value + 8)
    return b""


def read_process_infos(
    data: bytes, own_pid: int, path: str | None = None, name_of: Callable[[int, int], str | None] = lambda *_: None
) -> Iterator[Holder]:
    """Yield the holders in an array of RM_PROCESS_INFO structures.

    Args:
        data: The structures, one after another; part of one at the end is left out.
        own_pid: Our own process id.
        path: What they have open.
        name_of: Returns a program's file name by process id and start time; "" for a process that has ended, None
            where that cannot be told: then the name is the one that Restart Manager tells, often a title.
    """
    whole = len(data) // PROCESS_INFO.size * PROCESS_INFO.size
    for pid, low, high, title, _service, *_rest in PROCESS_INFO.iter_unpack(data[:whole]):
        program = name_of(pid, high << 32 | low)
        if program != "":
            name = program or title.decode("utf-16-le", "replace").partition("\0")[0]
            yield Holder(name=name or "?", pid=pid, path=path, own=pid == own_pid)


def program_name(pid: int, started: int) -> str | None:
    """Return the file name of the program that a process of Windows runs, "" if another has its id by now.

    Args:
        pid: Its process id.
        started: When it was started, in Windows' file time; 0 if that does not matter.
    """
    import ctypes

    from ._drives import kernel32

    open_process = kernel32("OpenProcess")
    open_process.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(open_process(QUERY_LIMITED, 0, pid))
    if not handle.value:
        return None  # another user's
    try:
        times = (ctypes.c_ulonglong * 4)()
        pointers = [ctypes.byref(times, 8 * place) for place in range(4)]
        if started and kernel32("GetProcessTimes")(handle, *pointers) and times[0] != started:
            return ""
        size, path = ctypes.c_ulong(1024), ctypes.create_unicode_buffer(1024)
        if not kernel32("QueryFullProcessImageNameW")(handle, 0, path, ctypes.byref(size)):
            return None
        return path.value.rpartition("\\")[2]
    finally:
        kernel32("CloseHandle")(handle)
