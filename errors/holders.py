"""Who holds a file: the processes that have it, or a file in it, open.

Windows' Restart Manager is asked about files, never about directories, and nothing is ever shut down. Linux shows
the processes of the same user in /proc; macOS is asked through lsof. Only local paths are to be given.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Holder", "lock_holders", "read_process_infos", "who_holds"]

MOST_FILES = 200
MOST_HOLDERS = 20
MORE_DATA = 234
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


def who_holds(paths: Iterable[str]) -> tuple[Holder, ...]:
    """Return the processes that hold one of *paths*, or a file inside it. Never raises.

    Args:
        paths: Local files and folders. Those of other users' processes are seen by administrators only.
    """
    find = _ask_restart_manager if sys.platform == "win32" else _ask_lsof if sys.platform == "darwin" else _ask_proc
    try:
        return tuple(find([os.fspath(path) for path in paths]))[:MOST_HOLDERS]
    except Exception:  # noqa: BLE001 -- who cannot be found is not named
        return ()


def _ask_proc(paths: list[str]) -> Iterator[Holder]:
    """Yield who has one of *paths* open, mapped, or as a current or root folder, and who holds a lock on it."""
    targets = [os.path.realpath(path) for path in paths]
    for process in sorted(int(entry) for entry in os.listdir("/proc") if entry.isdigit()):  # noqa: PTH208
        held = next((each for each in _proc_uses(process) if any(_within(each, target) for target in targets)), None)
        if held:
            yield _process(process, held)


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


def _process(pid: int, held: str) -> Holder:
    try:
        name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        name = "?"
    return Holder(name=name, pid=pid, path=held, own=pid == os.getpid())


def lock_holders(path: str) -> tuple[Holder, ...]:
    """Return the processes that hold a lock on the file at *path*, from Linux's table of locks. Never raises."""
    if sys.platform == "win32":
        return ()
    try:
        status = Path(path).stat()
        mark = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
        lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
        owners = {int(words[4]) for words in map(str.split, lines) if words[1] != "->" and words[5] == mark}
        return tuple(_process(pid, path) for pid in sorted(owners) if pid > 0)
    except Exception:  # noqa: BLE001 -- who cannot be found is not named
        return ()


def _ask_lsof(paths: list[str]) -> Iterator[Holder]:
    """Yield what lsof tells: `p` and `c` and `n` lines for each process."""
    options = [argument for path in paths for argument in (["+D", path] if Path(path).is_dir() else [path])]
    command = ["/usr/sbin/lsof", "-F", "pcn", "--", *options]
    if any(Path(path).is_dir() for path in paths):
        command.remove("--")
    told = subprocess.run(command, capture_output=True, check=False, timeout=2, text=True, errors="replace")  # noqa: S603
    pid, name, seen = 0, "?", set[int]()
    for line in told.stdout.splitlines():
        if line.startswith("p"):
            pid = int(line[1:])
        elif line.startswith("c"):
            name = line[1:]
        elif line.startswith("n") and pid not in seen:
            seen.add(pid)
            yield Holder(name=name, pid=pid, path=line[1:], own=pid == os.getpid())


def _files(paths: list[str]) -> list[str]:
    """Return files only: Restart Manager answers 5 for a folder."""
    found: list[str] = []
    for path in map(Path, paths):
        found += [str(path)] if path.is_file() else []
        if path.is_dir() and not path.is_symlink():
            for folder, _, names in os.walk(path):
                found += [os.path.join(folder, name) for name in names]  # noqa: PTH118
                if len(found) > MOST_FILES:
                    break
    return found[:MOST_FILES]


def _ask_restart_manager(paths: list[str]) -> Iterator[Holder]:
    if sys.platform != "win32":
        return
    import ctypes

    manager = ctypes.WinDLL("rstrtmgr")
    session, key = ctypes.c_ulong(), ctypes.create_unicode_buffer(33)
    if manager.RmStartSession(ctypes.byref(session), 0, key):
        return
    try:
        files = _files(paths)
        names = (ctypes.c_wchar_p * len(files))(*files)
        if files and not manager.RmRegisterResources(session, len(files), names, 0, None, 0, None):
            yield from read_process_infos(_list_processes(manager, session), os.getpid(), files[0])
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


def read_process_infos(data: bytes, own_pid: int, path: str | None = None) -> Iterator[Holder]:
    """Yield the holders in an array of RM_PROCESS_INFO structures."""
    for pid, _low, _high, name, _service, *_rest in PROCESS_INFO.iter_unpack(data):
        text = name.decode("utf-16-le", "replace").partition("\0")[0]
        yield Holder(name=text or "?", pid=pid, path=path, own=pid == own_pid)
